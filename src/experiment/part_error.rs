//! What is wrong with parts of a run.

use std::ops::Range;

use super::membership::Foreign;

/// Why a text is no part, or parts cannot be joined.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(String),
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
