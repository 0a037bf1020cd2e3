//! The files that a scenario names: each is read once, however many strategies name it.

use std::collections::HashMap;
use std::rc::Rc;

use super::finding::{Finding, Findings};
use super::read::{GroupReading, ListedGroups, read_group_list};
use super::targets::{TargetSheet, read_sheet};
use super::text::{MOST_CSV_BYTES, MOST_SCENARIO_BYTES, SourceText, decode};

/// What a file says, and what is wrong with it.
pub(super) struct NamedFile<T> {
    pub(super) text: Rc<SourceText>,
    pub(super) found: Findings,
    pub(super) content: T,
}

/// A text, and why it is none if so.
type Decoded = (Rc<SourceText>, Option<Finding>);
type List = (FileGroups, Findings);

/// The groups in scope that a file lists, and what was taken for what in it, where that needs words.
#[derive(Clone)]
pub(super) struct FileGroups {
    pub(super) groups: Rc<Vec<ListedGroups>>,
    pub(super) taken: Option<String>,
}
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
    ) -> Result<NamedFile<FileGroups>, String> {
        let (text, fault) = self.text(name, MOST_CSV_BYTES)?;
        let key = (name.to_owned(), only_assigned);
        let (groups, found) = self.lists.entry(key).or_insert_with(|| {
            let mut found = Findings::default();
            let GroupReading { groups, taken } = match fault {
                Some(fault) => {
                    found.push(fault);
                    GroupReading::default()
                }
                None => read_group_list(&text, &mut found),
            };
            let all = groups.len();
            let in_scope = groups
                .into_iter()
                .filter(|(_, assigned)| *assigned || !only_assigned);
            let groups: Vec<ListedGroups> = in_scope.map(|(group, _)| group).collect();
            if groups.is_empty() && found.is_empty() {
                found.push(nothing_listed(all));
            }
            let groups = Rc::new(groups);
            (FileGroups { groups, taken }, found)
        });
        Ok(NamedFile {
            content: groups.clone(),
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

fn nothing_listed(unassigned: usize) -> Finding {
    if unassigned > 0 {
        Finding::new(0..0, format!("none of the {unassigned} groups is assigned"))
            .help("mark those that are with yes in the column `assigned`, or write groups.assigned = 0 instead of a list")
    } else {
        Finding::new(0..0, "the file lists no groups")
            .help("add a line for each group below the header")
    }
}

/// A list of groups that simulates the same and gives no group's name away, whatever format it had: names are numbers, and columns that have no
/// meaning are left out. What is no list of groups comes back empty.
///
/// ```
/// use cyclecast::scenario::without_names;
///
/// let list = b"name,owner,members,assigned\nRedundancies 2027,Kim,12,no\n";
/// assert_eq!(without_names(list), "name,members,assigned\n1,12,no\n");
/// ```
pub fn without_names(list: &[u8]) -> String {
    let (list, fault) = decode("", list, MOST_CSV_BYTES);
    let mut found = Findings::default();
    let groups = match fault {
        Some(_) => Vec::new(),
        None => read_group_list(&list, &mut found).groups,
    };
    if groups.is_empty() {
        return String::new();
    }
    let are_told = groups.iter().any(|(_, assigned)| !assigned);
    let mut written = String::from("name,members");
    written.push_str(if are_told { ",assigned\n" } else { "\n" });
    for (number, (group, assigned)) in (1_u64..).zip(&groups) {
        let assigned = match (are_told, assigned) {
            (false, _) => "",
            (true, true) => ",yes",
            (true, false) => ",no",
        };
        written.push_str(&format!("{number},{}{assigned}\n", group.members));
    }
    written
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
    fn an_export_without_names_simulates_the_same() {
        for list in [
            "Display Name;Member Count\nSales;12\nHR;7\n",
            "GroupName\tMemberName\nSales\ta\nSales\tb\nHR\ta\n",
            r#"{"value":[{"displayName":"Sales","members@odata.count":12}]}"#,
        ] {
            let sizes = |list: &str| {
                let (text, _) = decode("", list.as_bytes(), MOST_CSV_BYTES);
                let groups = read_group_list(&text, &mut Findings::default()).groups;
                groups
                    .iter()
                    .map(|(group, _)| group.members)
                    .collect::<Vec<_>>()
            };
            let nameless = without_names(list.as_bytes());
            assert!(
                !nameless.contains("Sales") && !sizes(list).is_empty(),
                "{list}"
            );
            assert_eq!(sizes(&nameless), sizes(list), "{list}");
        }
    }

    #[test]
    fn what_is_no_list_is_empty() {
        for odd in [&b""[..], b"\xFF\xFE", b"a,b\n1,2\n"] {
            assert_eq!(without_names(odd), "");
        }
    }
}
