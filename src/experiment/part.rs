//! Parts of a run: records as lines of text that can be kept, added to and joined.
//!
//! The first line says which run it is part of, each further line is one [`Record`] as JSON, in any order. Parts that were made
//! anywhere join to the same bytes as one run.

use std::collections::BTreeMap;
use std::iter;
use std::ops::Range;

use super::membership::{Foreign, Membership};
use super::part_error::PartError;
use super::part_lines::PartLines;
use super::replication_record::Record;

/// Replications of one run, with gaps or without: each as its record, or as what leads to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<T = Record> {
    /// The run.
    pub of: Membership,
    /// The replications by number.
    pub records: BTreeMap<u64, T>,
}

impl Part {
    /// Reads a part. What stands behind its last line break was cut off while it was written, and is left out.
    ///
    /// # Errors
    /// [`PartError::NoPart`] or [`PartError::NoRecord`], with what is wrong.
    pub fn parse(text: &str) -> Result<Self, PartError> {
        let mut lines = PartLines::open(text.as_bytes(), 0)?;
        let mut part = Self::new(lines.of().clone());
        while let Some((_, record)) = lines.next_record()? {
            part.take(record.number, record, &mut |one, other| Ok(one == other))?;
        }
        Ok(part)
    }
}

/// Whether two replications of the same number are the same, as far as that can be found out.
pub type IsSame<'f, T> = &'f mut dyn FnMut(&T, &T) -> Result<bool, PartError>;

impl<T> Part<T> {
    /// A part without replications so far.
    pub fn new(of: Membership) -> Self {
        Self {
            of,
            records: BTreeMap::new(),
        }
    }

    /// Takes a replication in.
    ///
    /// # Errors
    /// [`PartError::Contradiction`], or why that cannot be told.
    pub fn take(&mut self, number: u64, one: T, is_same: IsSame<'_, T>) -> Result<(), PartError> {
        if let Some(known) = self.records.get(&number)
            && !is_same(known, &one)?
        {
            return Err(PartError::Contradiction(number));
        }
        self.records.insert(number, one);
        Ok(())
    }

    /// Why this is no part of `run`, if it is none.
    pub fn difference(&self, run: &Membership) -> Option<Foreign> {
        run.difference(&self.of)
    }

    /// Joins parts of one run that leave no gap from the first replication on, up to the last that is there or so many as are `expected`. They come with
    /// the names they have in messages.
    ///
    /// # Errors
    /// [`PartError`]: they are of different runs, contradict each other, leave a gap, or are too many.
    pub fn join(
        parts: Vec<(String, Self)>,
        expected: Option<u64>,
        is_same: IsSame<'_, T>,
    ) -> Result<Self, PartError> {
        let mut parts = parts.into_iter();
        let Some((first_name, mut whole)) = parts.next() else {
            return Err(match expected {
                Some(expected) => PartError::Gap(iter::once(0..expected).collect()),
                None => PartError::Nothing,
            });
        };
        for (name, part) in parts {
            if let Some(difference) = whole.of.difference(&part.of) {
                return Err(PartError::Foreign {
                    one: first_name,
                    other: name,
                    difference,
                });
            }
            for (number, one) in part.records {
                whole.take(number, one, is_same)?;
            }
        }
        if let Some(expected) = expected
            && let Some(last) = whole.records.keys().next_back()
            && *last >= expected
        {
            return Err(PartError::TooMany(*last, expected));
        }
        match whole.gaps(expected) {
            gaps if !gaps.is_empty() => Err(PartError::Gap(gaps)),
            _ if whole.records.is_empty() => Err(PartError::Nothing),
            _ => Ok(whole),
        }
    }

    /// The numbers that are missing, below the last or so many.
    fn gaps(&self, expected: Option<u64>) -> Vec<Range<u64>> {
        let (mut next, mut gaps) = (0, Vec::new());
        for number in self.records.keys().copied().chain(expected) {
            if number > next {
                gaps.push(next..number);
            }
            next = number.saturating_add(1);
        }
        gaps
    }
}
