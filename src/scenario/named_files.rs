//! The files that a scenario names: each is read once, however many strategies name it.

use std::collections::HashMap;
use std::rc::Rc;

use super::finding::{Finding, Findings};
use super::read::{ListedGroups, read_group_csv};
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
