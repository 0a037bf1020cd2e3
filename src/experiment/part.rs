//! Parts of a run: records as lines of text that can be kept, added to and joined.
//!
//! The first line says which run it is part of, each further line is one [`Record`] as JSON, in any order. Parts that were made
//! anywhere join to the same bytes as one run.

use std::collections::BTreeMap;
use std::fmt;
use std::iter;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::outcome::Manifest;
use super::replication_record::Record;

/// The version of the format. Parts are for the version that made them, so there is one number.
const FORMAT_VERSION: &str = "1";

/// Which run a part belongs to: all that decides what its replications are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Membership {
    /// Version of the format.
    part_format: String,
    /// Version of the program.
    cyclecast_version: String,
    /// The root seed.
    pub seed: u64,
    /// The scenario.
    pub manifest: Manifest,
}

impl Membership {
    /// A run of this version of the program.
    pub fn new(seed: u64, manifest: Manifest) -> Self {
        Self {
            part_format: FORMAT_VERSION.to_owned(),
            cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
            seed,
            manifest,
        }
    }

    /// Why replications of `other` are none of this run.
    fn difference(&self, other: &Self) -> Option<Foreign> {
        if self.seed != other.seed {
            Some(Foreign::Seed(self.seed, other.seed))
        } else if self.manifest.asked != other.manifest.asked {
            Some(Foreign::Question)
        } else if self.manifest != other.manifest
            && unix_lines(&self.manifest) != unix_lines(&other.manifest)
        {
            Some(Foreign::Scenario)
        } else {
            None
        }
    }
}

/// A manifest with the line ends of Unix: a copy that went through Windows says the same.
fn unix_lines(manifest: &Manifest) -> Manifest {
    let mut manifest = manifest.clone();
    let unix = |text: &mut String| *text = text.replace("\r\n", "\n");
    unix(&mut manifest.scenario);
    let files = manifest.files.iter_mut();
    files.for_each(|file| unix(&mut file.text));
    manifest
}

/// Replications of one run, with gaps or without.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The run.
    pub of: Membership,
    /// The replications by number.
    pub records: BTreeMap<u64, Record>,
}

/// In what two runs differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Their seeds.
    Seed(u64, u64),
    /// What was asked besides the scenario.
    Question,
    /// The scenario, or a file that it names.
    Scenario,
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seed(one, other) => write!(f, "one has seed {one}, the other seed {other}"),
            Self::Question => write!(f, "they were asked different questions on the command line"),
            Self::Scenario => write!(f, "their scenarios, or files that these name, differ"),
        }
    }
}

/// Why a text is no part, or parts cannot be joined.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// The first line is not that of a part.
    #[error("this is no part of a run that can be used: {0}")]
    NoPart(String),
    /// A line is no record.
    #[error("line {0} is no replication: {1}")]
    NoRecord(usize, String),
    /// Two parts are of different runs.
    #[error("{one} and {other} are not parts of one run: {difference}")]
    Foreign {
        /// Name of the first.
        one: String,
        /// Name of the second.
        other: String,
        /// In what they differ.
        difference: Foreign,
    },
    /// The same replication is there twice and differs.
    #[error("replication {0} is in two parts and differs; one of the files has been changed")]
    Contradiction(u64),
    /// Replications are missing in between.
    #[error("replications are missing: {}", shown(.0))]
    Gap(Vec<Range<u64>>),
    /// There are more than there are to be.
    #[error("replication {0} is there, and there are to be {1}, numbered from zero")]
    TooMany(u64, u64),
    /// There is no replication at all.
    #[error("there are no replications to join")]
    Nothing,
}

/// Numbers of replications as the command line has them: "0..250, 500..750".
fn shown(ranges: &[Range<u64>]) -> String {
    let ranges = ranges.iter();
    let all: Vec<String> = ranges
        .map(|range| format!("{}..{}", range.start, range.end))
        .collect();
    all.join(", ")
}

/// One line: a membership or a record, with its line break.
///
/// # Errors
/// None that is known: both are plain data.
pub fn line(one: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut line = serde_json::to_vec(one)?;
    line.push(b'\n');
    Ok(line)
}

impl Part {
    /// Reads a part. What stands behind its last line break was cut off while it was written, and is left out.
    ///
    /// # Errors
    /// [`PartError::NoPart`] or [`PartError::NoRecord`], with what is wrong.
    pub fn parse(text: &str) -> Result<Self, PartError> {
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        let mut lines = whole.lines();
        let first = lines.next().unwrap_or_default();
        let of: Membership = serde_json::from_slice(first.as_bytes())
            .map_err(|reason| PartError::NoPart(reason.to_string()))?;
        let own = Membership::new(of.seed, Manifest::default());
        if (&of.part_format, &of.cyclecast_version) != (&own.part_format, &own.cyclecast_version) {
            return Err(PartError::NoPart(format!(
                "it is in format {} of cyclecast {}, and this is format {} of {}; use the version that made it",
                of.part_format, of.cyclecast_version, own.part_format, own.cyclecast_version
            )));
        }
        let mut part = Self {
            of,
            records: BTreeMap::new(),
        };
        for (number, text) in (2..).zip(lines) {
            let record: Record = serde_json::from_slice(text.as_bytes())
                .map_err(|reason| PartError::NoRecord(number, reason.to_string()))?;
            if !record.is_sound() {
                let reason = "its lists are not as long as this version writes them".to_owned();
                return Err(PartError::NoRecord(number, reason));
            }
            part.take(record)?;
        }
        Ok(part)
    }

    fn take(&mut self, record: Record) -> Result<(), PartError> {
        let number = record.number;
        match self.records.get(&number) {
            Some(known) if *known != record => Err(PartError::Contradiction(number)),
            _ => {
                self.records.insert(number, record);
                Ok(())
            }
        }
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
    pub fn join(parts: Vec<(String, Self)>, expected: Option<u64>) -> Result<Self, PartError> {
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
            for record in part.records.into_values() {
                whole.take(record)?;
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
