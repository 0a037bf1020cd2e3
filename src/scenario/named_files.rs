//! The files that a scenario names: each is read once, however many strategies name it.

use std::collections::HashMap;
use std::rc::Rc;

use csv::WriterBuilder;

use super::finding::{Finding, Findings};
use super::read::{ListedGroups, read_group_csv};
use super::targets::{TargetSheet, read_sheet};
use super::text::{MOST_CSV_BYTES, MOST_SCENARIO_BYTES, Rows, SourceText, decode};

/// What a file says, and what is wrong with it.
pub(super) struct NamedFile<T> {
    pub(super) text: Rc<SourceText>,
    pub(super) found: Findings,
    pub(super) content: T,
}

/// A text, and why it is none if so.
type Decoded = (Rc<SourceText>, Option<Finding>);
type List = (Rc<Vec<ListedGroups>>, Findings);
type Sheet = (Option<TargetSheet>, Findings);

/// What reads a file, and the files that were read.
pub(super) struct NamedFiles<'r> {
    read_file: &'r mut dyn FnMut(&str) -> Result<Vec<u8>, String>,
    texts: HashMap<(String, usize), Result<Decoded, String>>,
    lists: HashMap<(String, bool), List>,
    sheets: HashMap<String, Sheet>,
}

impl<'r> NamedFiles<'r> {
    pub(super) fn new(read_file: &'r mut dyn FnMut(&str) -> Result<Vec<u8>, String>) -> Self {
        Self {
            read_file,
            texts: HashMap::new(),
            lists: HashMap::new(),
            sheets: HashMap::new(),
        }
    }

    fn text(&mut self, name: &str, most_bytes: usize) -> Result<Decoded, String> {
        let key = (name.to_owned(), most_bytes);
        let read = self.texts.entry(key).or_insert_with(|| {
            let bytes = (self.read_file)(name)?;
            let (text, fault) = decode(name, &bytes, most_bytes);
            Ok((Rc::new(text), fault))
        });
        read.clone()
    }

    /// The text of a file of measurements.
    pub(super) fn measurements(
        &mut self,
        name: &str,
    ) -> Result<(SourceText, Option<Finding>), String> {
        let bytes = (self.read_file)(name)?;
        Ok(decode(name, &bytes, MOST_SCENARIO_BYTES))
    }

    /// The groups that a file lists, or those of them that are assigned.
    pub(super) fn groups(
        &mut self,
        name: &str,
        only_assigned: bool,
    ) -> Result<NamedFile<Rc<Vec<ListedGroups>>>, String> {
        let (text, fault) = self.text(name, MOST_CSV_BYTES)?;
        let key = (name.to_owned(), only_assigned);
        let (groups, found) = self.lists.entry(key).or_insert_with(|| {
            let mut found = Findings::default();
            let groups = match fault {
                Some(fault) => {
                    found.push(fault);
                    Vec::new()
                }
                None => read_group_csv(&text, only_assigned, &mut found),
            };
            (Rc::new(groups), found)
        });
        Ok(NamedFile {
            content: Rc::clone(groups),
            found: found.clone(),
            text,
        })
    }

    /// The target sheet in a file; none where something is wrong with it.
    pub(super) fn sheet(&mut self, name: &str) -> Result<NamedFile<Option<TargetSheet>>, String> {
        let (text, fault) = self.text(name, MOST_SCENARIO_BYTES)?;
        let (sheet, found) = self.sheets.entry(name.to_owned()).or_insert_with(|| {
            let mut found = Findings::default();
            let sheet = match fault {
                Some(fault) => {
                    found.push(fault);
                    None
                }
                None => read_sheet(&text, name, &mut found),
            };
            (sheet, found)
        });
        Ok(NamedFile {
            content: sheet.clone(),
            found: found.clone(),
            text,
        })
    }
}

/// Columns that decide what is simulated.
const KEPT: [&str; 2] = ["members", "assigned"];

/// A list of groups that simulates the same and gives no group's name away: names are numbers, and columns that have no
/// meaning are left out. What is no list of groups comes back empty.
///
/// ```
/// use cyclecast::scenario::without_names;
///
/// let list = b"name,owner,members,assigned\nRedundancies 2027,Kim,12,yes\n";
/// assert_eq!(without_names(list), "name,members,assigned\n1,12,yes\n");
/// ```
pub fn without_names(list: &[u8]) -> String {
    let (list, fault) = decode("", list, MOST_CSV_BYTES);
    let mut rows = Rows::of(&list.text);
    let (None, Some(header)) = (fault, rows.next()) else {
        return String::new();
    };
    let kept: Vec<(&str, usize)> = KEPT
        .iter()
        .filter_map(|name| Some((*name, header.columns(name).next()?)))
        .collect();
    let Some((_, number)) = kept.first() else {
        return String::new();
    };
    rows.expect(header.fields.len(), *number);
    let mut written = WriterBuilder::new().from_writer(Vec::new());
    let names = std::iter::once("name").chain(kept.iter().map(|(name, _)| *name));
    // Writing to memory does not fail, and all rows have the columns of the header.
    let _ = written.write_record(names);
    for (number, row) in (1_u64..).zip(rows) {
        let fields = kept
            .iter()
            .map(|(_, at)| row.fields.get(*at).map_or("", |field| &*field.text));
        let number = number.to_string();
        let _ = written.write_record(std::iter::once(number.as_str()).chain(fields));
    }
    let bytes = written.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{SourceFile, parse};

    #[test]
    fn a_list_without_names_simulates_the_same() {
        let list = "Members,Name,assigned\r\n 12 ,\"a, b\",YES\r\n5,c,0\n\n7,d,true\n";
        let scenario = |list: &str| {
            let source = SourceFile {
                name: "x.toml".to_owned(),
                bytes: b"[groups]\ncsv = \"g.csv\"\n".to_vec(),
            };
            parse(source, "x", &mut |_| Ok(list.as_bytes().to_vec())).unwrap()
        };
        let nameless = without_names(list.as_bytes());
        assert!(!nameless.contains("a, b"));
        assert_eq!(scenario(&nameless), scenario(list));
    }

    #[test]
    fn what_is_no_list_is_empty() {
        for odd in [&b""[..], b"\xFF\xFE", b"a,b\n1,2\n"] {
            assert_eq!(without_names(odd), "");
        }
    }
}
