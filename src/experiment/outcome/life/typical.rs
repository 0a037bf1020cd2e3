//! One replication of a job's life in detail.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One replication in detail: the one whose mean backlog is nearest the median, or one named.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TypicalRun {
    /// Number of the replication.
    pub replication: u64,
    /// Its cycles in order, the first 20,000 at most.
    pub cycles: Vec<CycleBar>,
    /// The job's states in order, without a gap from the start to the horizon.
    pub states: Vec<StateSpan>,
    /// Backlog and escrow over time.
    pub points: Vec<TracePoint>,
}

/// What kind of cycle it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum CycleKind {
    /// Every object is evaluated: the first cycle, or one after a restart.
    Initial,
    /// Changes since the watermark and due retries.
    Incremental,
}

impl CycleKind {
    pub(in crate::experiment) const fn of(is_full: bool) -> Self {
        match is_full {
            true => Self::Initial,
            false => Self::Incremental,
        }
    }
}

/// How a cycle ended, in Graph's words (synchronizationTaskExecution, `state`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub enum CycleResult {
    /// Nothing failed.
    Succeeded,
    /// Single objects failed.
    EntryLevelErrors,
    /// The cycle was broken off.
    Failed,
}

impl CycleResult {
    /// How a cycle ended that was broken off or not, with so many failures.
    pub(in crate::experiment) const fn of(is_broken_off: bool, failures: u64) -> Self {
        match (is_broken_off, failures) {
            (true, _) => Self::Failed,
            (false, 0) => Self::Succeeded,
            (false, _) => Self::EntryLevelErrors,
        }
    }
}

/// One cycle.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CycleBar {
    /// When it began.
    pub began_ms: u64,
    /// When it ended, or the horizon if it had not.
    pub ended_ms: u64,
    /// What kind it is.
    pub kind: CycleKind,
    /// How it ended.
    pub result: CycleResult,
    /// Changes that it took up.
    pub changes: u64,
    /// Retries of what had failed.
    pub retries: u64,
    /// Objects and references that failed in it.
    pub failed: u64,
}

/// A state of the job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub enum JobState {
    /// The first initial cycle is not completed (Graph: status code `NotRun`).
    NotRun,
    /// Cycles run at their interval.
    Active,
    /// In quarantine.
    Quarantine,
    /// Paused or stopped.
    Paused,
    /// Disabled after too long a quarantine (Graph: schedule state `Disabled`).
    Disabled,
}

/// A state and how long it lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StateSpan {
    /// The state.
    pub state: JobState,
    /// Why, in Graph's words, in quarantine.
    pub reason: Option<String>,
    /// Its beginning.
    pub from_ms: u64,
    /// Its end.
    pub to_ms: u64,
}

/// Backlog and escrow between the moment before and this one: the most at once.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TracePoint {
    /// The moment.
    pub time_ms: u64,
    /// Changes that are made and not yet in the target, staged, in escrow or dropped.
    pub backlog: u64,
    /// Objects and references in escrow.
    pub escrow: u64,
    /// Deletions that are staged.
    pub staged: u64,
}
