//! The lines of a trace that tell of a job beyond its initial cycle, in Graph's words where it has one.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::millis::Millis;
use crate::experiment::outcome::life::{CycleKind, CycleResult, JobState};

/// A change in the directory. It waits from the moment at which it was made, and is known to the service when a cycle or an
/// action comes to look at it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangeMade {
    /// When it is looked at.
    pub at_ms: Millis,
    /// When it was made.
    pub made_ms: Millis,
    /// Kind of change, for example `joiner`.
    pub kind: String,
}

/// A step of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangeStepped {
    /// When.
    pub at_ms: Millis,
    /// When the change was made.
    pub made_ms: Millis,
    /// Kind of change, for example `joiner`.
    pub kind: String,
    /// Where it was: `waiting`, `escrowed` or `staged`.
    pub before: String,
    /// Where it is now: one of these, `applied`, or why it was dropped, for example `undone`.
    pub fate: String,
    /// Whether it is the assignment of the user who is asked about.
    pub marked: bool,
}

/// An entry of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActionTaken {
    /// When.
    pub at_ms: Millis,
    /// What, in words.
    pub label: String,
}

/// The beginning of a cycle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobCycleBegan {
    /// When.
    pub at_ms: Millis,
    /// What kind of cycle it is.
    pub kind: CycleKind,
    /// Whether it goes on with a cycle that was broken off.
    pub goes_on: bool,
    /// Whether it begins later than planned, because the one before took longer than the interval.
    pub is_late: bool,
    /// Changes that wait for it.
    pub changes: u64,
    /// Retries that are due.
    pub retries: u64,
}

/// The end of a cycle (Graph: synchronizationTaskExecution). A cycle that was broken off and goes on tells its counts again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobCycleEnded {
    /// When.
    pub at_ms: Millis,
    /// When it began.
    pub began_ms: Millis,
    /// Number of the cycle within the job, from zero.
    pub number: u64,
    /// What kind of cycle it is.
    pub kind: CycleKind,
    /// How it ended.
    pub state: CycleResult,
    /// By which code it was broken off, if the target refused everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// Users in scope.
    pub count_entitled: u64,
    /// Objects and references in escrow.
    pub count_escrowed: u64,
    /// Objects and references written.
    pub count_exported: u64,
    /// Those, and what failed.
    pub count_exports: u64,
    /// Objects read.
    pub count_imported: u64,
    /// Objects of these that had changed.
    pub count_imported_deltas: u64,
    /// Manager links and memberships that had changed.
    pub count_imported_reference_deltas: u64,
}

/// The state of the job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobStateChanged {
    /// From when on.
    pub at_ms: Millis,
    /// What the job is doing.
    pub state: JobState,
    /// Why, in quarantine (Graph: synchronizationQuarantine, `reason`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What is held back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobHoldings {
    /// From when on.
    pub at_ms: Millis,
    /// Objects and references in escrow.
    pub escrowed: u64,
    /// Deletions that are staged.
    pub staged: u64,
}

/// A notification.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NotificationSent {
    /// When.
    pub at_ms: Millis,
    /// Of which quarantine it tells.
    pub reason: String,
}
