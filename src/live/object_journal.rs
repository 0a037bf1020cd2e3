//! What was made in a real target, on disk before it is made, so that a run that is killed can be cleaned up after.
//!
//! A line is one JSON object. The file holds the target's address and the names and identifiers of our own objects; no token.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::scim::UserValues;

/// A kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ObjectKind {
    /// A group: the first to be taken away, since users are members of it.
    Group,
    /// A user.
    User,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "entry")]
enum Entry {
    /// The first line.
    Begins { base: String, marker: String },
    /// An object is about to be made.
    Makes { kind: ObjectKind, name: String },
    /// The target has made it.
    Made {
        kind: ObjectKind,
        name: String,
        id: String,
    },
    /// It is gone.
    Gone { kind: ObjectKind, name: String },
}

/// What every object of one run has in its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker(String);

/// No name of ours leads to anybody (RFC 2606).
const DOMAIN: &str = "cyclecast.example";
const PREFIX: &str = "cyclecast-";

impl Marker {
    /// A marker that no other run has.
    pub fn new() -> Self {
        // Each state has random keys of its own.
        let random = RandomState::new().hash_one(std::process::id());
        Self(format!("{PREFIX}{random:016x}"))
    }

    /// The marker's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The values of the run's user with this number.
    pub fn user(&self, number: u64) -> UserValues {
        let name = format!("{}-u{number}", self.0);
        UserValues {
            user_name: format!("{name}@{DOMAIN}"),
            external_id: name.clone(),
            display_name: format!("Cyclecast {number}"),
            mail: format!("{name}@{DOMAIN}"),
        }
    }

    /// The name of the run's group with this number.
    pub fn group(&self, number: u64) -> String {
        format!("{}-g{number}", self.0)
    }

    /// A name that nobody has: what the service looks for when a cycle begins.
    pub fn nobody(&self) -> String {
        format!("{}-nobody", self.0)
    }

    /// Whether a name is one of the run's.
    pub fn is_in(&self, name: &str) -> bool {
        name.strip_prefix(&self.0)
            .is_some_and(|rest| rest.starts_with('-'))
    }
}

impl Default for Marker {
    fn default() -> Self {
        Self::new()
    }
}

/// An open journal; several threads write to it.
#[derive(Debug)]
pub struct ObjectJournal {
    path: PathBuf,
    marker: Marker,
    file: Mutex<File>,
}

/// Why a journal cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file.
    #[error("the journal {path} cannot be {what}: {reason}")]
    File {
        /// Its path.
        path: String,
        /// What was tried.
        what: &'static str,
        /// The system's reason.
        reason: io::Error,
    },
    /// It is no journal.
    #[error(
        "{path}, line {line}, is no line of a journal: {reason}\n  help: give the file that the interrupted run named"
    )]
    Line {
        /// Its path.
        path: String,
        /// The line, from one.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}

fn file_error(path: &Path, what: &'static str, reason: io::Error) -> JournalError {
    JournalError::File {
        path: path.display().to_string(),
        what,
        reason,
    }
}

impl ObjectJournal {
    /// Begins a journal in a folder, in a file of its own.
    ///
    /// # Errors
    /// [`JournalError`]: the file cannot be made.
    pub fn begin(folder: &Path, base: &str) -> Result<Self, JournalError> {
        let marker = Marker::new();
        let path = folder.join(format!("{}.journal", marker.as_str()));
        let made = fs::create_dir_all(folder)
            .and_then(|()| OpenOptions::new().create_new(true).append(true).open(&path));
        let file = made.map_err(|reason| file_error(&path, "made", reason))?;
        let journal = Self {
            path,
            marker: marker.clone(),
            file: Mutex::new(file),
        };
        journal.write(&Entry::Begins {
            base: base.to_owned(),
            marker: marker.0,
        })?;
        Ok(journal)
    }

    /// Goes on with a journal, and says where its target is.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn resume(path: &Path) -> Result<(Self, String), JournalError> {
        let Remaining { base, marker, .. } = Remaining::read(path)?;
        let mut text = fs::read(path).map_err(|reason| file_error(path, "read", reason))?;
        // What was cut off while it was written is taken away, so that the next line begins a line.
        let whole = text
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        if whole < text.len() {
            text.truncate(whole);
            fs::write(path, &text).map_err(|reason| file_error(path, "written", reason))?;
        }
        let file = OpenOptions::new().append(true).open(path);
        let file = file.map_err(|reason| file_error(path, "gone on with", reason))?;
        Ok((
            Self {
                path: path.to_owned(),
                marker,
                file: Mutex::new(file),
            },
            base,
        ))
    }

    /// Everything is gone: so is the journal.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn end(self) -> Result<(), JournalError> {
        fs::remove_file(&self.path).map_err(|reason| file_error(&self.path, "removed", reason))
    }

    /// What the run's objects have in their names.
    pub fn marker(&self) -> &Marker {
        &self.marker
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// An object is about to be made.
    ///
    /// # Errors
    /// [`JournalError`]: then it must not be made.
    pub fn makes(&self, kind: ObjectKind, name: &str) -> Result<(), JournalError> {
        self.write(&Entry::Makes {
            kind,
            name: name.to_owned(),
        })
    }

    /// The target has made an object.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn made(&self, kind: ObjectKind, name: &str, id: &str) -> Result<(), JournalError> {
        self.write(&Entry::Made {
            kind,
            name: name.to_owned(),
            id: id.to_owned(),
        })
    }

    /// An object is gone.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn gone(&self, kind: ObjectKind, name: &str) -> Result<(), JournalError> {
        self.write(&Entry::Gone {
            kind,
            name: name.to_owned(),
        })
    }

    fn write(&self, entry: &Entry) -> Result<(), JournalError> {
        let mut line = serde_json::to_vec(entry)
            .map_err(|reason| file_error(&self.path, "written", reason.into()))?;
        line.push(b'\n');
        let mut file = self
            .file
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        // One write for a line: what a kill leaves is whole lines, but for the last.
        file.write_all(&line)
            .map_err(|reason| file_error(&self.path, "written", reason))
    }
}

/// What a journal says is still there.
#[derive(Debug)]
pub struct Remaining {
    /// The file.
    pub path: PathBuf,
    /// The target's address.
    pub base: String,
    /// What the objects have in their names.
    pub marker: Marker,
    /// By kind and name: the identifier, where the target has said it.
    pub objects: BTreeMap<(ObjectKind, String), Option<String>>,
}

impl Remaining {
    /// Reads a journal. A last line that was cut off while it was written counts for nothing.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn read(path: &Path) -> Result<Self, JournalError> {
        let text = fs::read_to_string(path).map_err(|reason| file_error(path, "read", reason))?;
        let wrong = |line: usize, reason: String| JournalError::Line {
            path: path.display().to_string(),
            line,
            reason,
        };
        let mut lines = text
            .split_inclusive('\n')
            .enumerate()
            .map(|(index, line)| (index + 1, line));
        let first = lines
            .next()
            .ok_or_else(|| wrong(1, "the file is empty".to_owned()))?;
        let (base, marker) = match serde_json::from_str(first.1) {
            Ok(Entry::Begins { base, marker }) if marker.starts_with(PREFIX) => {
                (base, Marker(marker))
            }
            Ok(_) => return Err(wrong(1, "it does not say where a run begins".to_owned())),
            Err(reason) => return Err(wrong(1, reason.to_string())),
        };
        let mut objects = BTreeMap::new();
        for (line, text) in lines.filter(|(_, line)| line.ends_with('\n')) {
            let entry =
                serde_json::from_str(text).map_err(|reason| wrong(line, reason.to_string()))?;
            let (key, id) = match entry {
                Entry::Makes { kind, name } => ((kind, name), Some(None)),
                Entry::Made { kind, name, id } => ((kind, name), Some(Some(id))),
                Entry::Gone { kind, name } => ((kind, name), None),
                Entry::Begins { .. } => return Err(wrong(line, "a second run begins".to_owned())),
            };
            // A journal that was written by hand leads to nothing that is not ours.
            if !marker.is_in(&key.1) {
                return Err(wrong(
                    line,
                    format!("`{}` has not the marker of the run", key.1),
                ));
            }
            match id {
                Some(id) => objects.insert(key, id),
                None => objects.remove(&key),
            };
        }
        Ok(Self {
            path: path.to_owned(),
            base,
            marker,
            objects,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_says_what_is_left_also_when_its_last_line_is_cut_off() {
        let folder = tempfile::tempdir().expect("a folder");
        let journal = ObjectJournal::begin(folder.path(), "https://app.example").expect("begun");
        let name = |number| journal.marker().user(number).user_name;
        for number in 1..=3 {
            journal
                .makes(ObjectKind::User, &name(number))
                .expect("written");
        }
        journal
            .made(ObjectKind::User, &name(1), "a")
            .expect("written");
        journal
            .made(ObjectKind::User, &name(2), "b")
            .expect("written");
        journal.gone(ObjectKind::User, &name(2)).expect("written");
        let mut file = OpenOptions::new()
            .append(true)
            .open(journal.path())
            .expect("there");
        file.write_all(b"{\"entry\":\"ma").expect("written");
        let left = Remaining::read(journal.path()).expect("read");
        let objects: Vec<_> = left
            .objects
            .into_iter()
            .map(|((_, name), id)| (name, id))
            .collect();
        assert_eq!(objects, [(name(1), Some("a".to_owned())), (name(3), None)]);
        assert_eq!(left.base, "https://app.example");
    }

    #[test]
    fn a_journal_leads_to_nothing_that_is_not_ours() {
        let folder = tempfile::tempdir().expect("a folder");
        let journal = ObjectJournal::begin(folder.path(), "https://app.example").expect("begun");
        journal
            .made(ObjectKind::User, "somebody@app.example", "7")
            .expect("written");
        let error = Remaining::read(journal.path()).expect_err("not ours");
        assert!(error.to_string().contains("line 2"), "{error}");
    }
}
