//! What stands in a table.

use std::fmt::{self, Write};

use ::csv::StringRecord;

/// A value of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// None.
    #[default]
    Empty,
    /// A whole number.
    Whole(u64),
    /// Any other number; it is finite.
    Number(f64),
    /// A word or a text.
    Word(String),
    /// Yes or no.
    Truth(bool),
}

impl fmt::Display for Cell {
    /// A number in the fewest digits that give it back exactly, without an exponent; nothing for what is none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Whole(number) => number.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Word(word) => f.write_str(word),
            Self::Truth(truth) => truth.fmt(f),
        }
    }
}

impl From<String> for Cell {
    fn from(word: String) -> Self {
        Self::Word(word)
    }
}

impl Cell {
    /// Puts itself behind a record's other fields; numbers become text in memory that is used again.
    pub fn push_to(&self, record: &mut StringRecord, text: &mut String) {
        if let Self::Word(word) = self {
            record.push_field(word);
            return;
        }
        text.clear();
        // To write to memory does not fail.
        let _ = write!(text, "{self}");
        record.push_field(text);
    }

    /// Becomes this word.
    pub fn say(&mut self, word: &str) {
        match self {
            // Rows follow each other with words of much the same length.
            Self::Word(text) => {
                text.clear();
                text.push_str(word);
            }
            other => *other = Self::Word(word.to_owned()),
        }
    }
}
