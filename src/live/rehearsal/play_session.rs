//! What it takes to play, and what comes of it.

use std::time::Duration;

use crate::experiment::rehearsal::{Further, PlayedWatch};
use crate::live::client::{Caps, ScimTarget, Stop};
use crate::live::object_journal::{JournalError, ObjectJournal};
use crate::model::{CycleError, CycleTally};
use crate::scim::Spelling;

/// What it takes to play.
pub struct Play<'a> {
    /// The target.
    pub target: &'a ScimTarget,
    /// Its bounds.
    pub caps: &'a Caps<'a>,
    /// What is made is written down here.
    pub journal: &'a ObjectJournal,
    /// Forms that the target takes.
    pub spelling: Spelling,
    /// Told now and then how far it is.
    pub progress: &'a (dyn Fn(&Snapshot) + Sync),
}

/// How far a replication has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snapshot {
    /// Since the start.
    pub elapsed: Duration,
    /// Incremental cycles that are over, or under way.
    pub cycle: u64,
    /// Pages of the cycle that are done, and pages in all.
    pub pages: (u64, u64),
    /// Requests made.
    pub requests: u64,
}

/// What was played.
pub struct PlayResult {
    /// The counts of the initial cycle.
    pub tally: CycleTally,
    /// What was seen.
    pub watch: PlayedWatch,
    /// What else came of it.
    pub further: Further,
}

/// Why nothing could be played.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// A limit lets nothing pass.
    #[error(transparent)]
    Cycle(#[from] CycleError),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A user who is to exist before the cycle cannot be created.
    #[error("a user who is to be there before the cycle cannot be created: {0}")]
    Before(String),
    /// It may not go on.
    #[error(transparent)]
    Stopped(#[from] Stop),
}
