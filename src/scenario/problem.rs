//! What is wrong with a scenario: every problem with its place and its remedy.

use std::error::Error;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// One fault in a scenario file, or in a file that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Name of the file.
    pub file: Arc<str>,
    /// The file's text, shared by all its problems; bytes that are no UTF-8 are replaced.
    pub source: Arc<str>,
    /// Which bytes of `source` are at fault; empty where something is missing.
    pub span: Range<usize>,
    /// Line of the first of them, from one.
    pub line: usize,
    /// Column of the first of them in characters, from one.
    pub column: usize,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// A few words to stand at the place itself; may be empty.
    pub label: String,
    /// What would be right.
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}: {}",
            self.file, self.line, self.column, self.message
        )?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

/// Everything that is wrong with a scenario, in order of position; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    listed: Vec<Problem>,
    unlisted: usize,
}

impl Problems {
    /// Sorted problems, and the number of those that were found but are too many to list.
    pub(super) fn new(listed: Vec<Problem>, unlisted: usize) -> Self {
        debug_assert!(!listed.is_empty(), "problems without a problem");
        Self { listed, unlisted }
    }

    /// The problems, in order of position; those of other files come last.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.listed.iter()
    }

    /// How many there are, including those beyond the first 1,000, which are counted but not kept.
    pub fn count(&self) -> usize {
        self.listed.len() + self.unlisted
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.listed.iter().enumerate() {
            if place > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        if self.unlisted > 0 {
            write!(f, "\nand {} more", self.unlisted)?;
        }
        Ok(())
    }
}

impl Error for Problems {}
