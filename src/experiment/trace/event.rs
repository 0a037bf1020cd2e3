//! The lines of a trace.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::call_event::{
    CallAnswered, CallPassed, CallWaits, Millis, RequestSent, WorkFailed, WorkRetried,
};
use crate::experiment::outcome::ReplicationRow;
use crate::experiment::outcome::life::{CycleKind, CycleResult, JobState, LifeRow};

/// One line of a trace: a JSON object whose `event` says what happens.
///
/// Lines come in order of `atMs`, which is counted from the start. The first is `trace`, the last `replication`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(tag = "event", rename_all = "camelCase")]
pub enum TraceEvent {
    /// What is traced.
    Trace(TraceHeader),
    /// A cycle that looks at every object starts; of several jobs, all of theirs.
    CycleStarts(CycleStarted),
    /// A request leaves for the target.
    RequestSent(RequestSent),
    /// A request is not sent yet: a limit is kept, or a refusal is waited out.
    CallWaits(CallWaits),
    /// A request has passed the target's limits.
    CallPassed(CallPassed),
    /// A request is answered, or nobody waits for its answer any more.
    CallAnswered(CallAnswered),
    /// A piece of work fails.
    Failed(WorkFailed),
    /// Work that failed earlier in the cycle is tried again.
    RetryBegins(WorkRetried),
    /// A user has access from now on.
    UserGainsAccess(AccessGained),
    /// Pages of the source are done.
    PagesDone(PagesDone),
    /// The watermark is stored: the end of a cycle, or of those of several jobs.
    CycleEnds(CycleEnded),
    /// The service comes to know of a change in the directory.
    ChangeMade(ChangeMade),
    /// A change comes further.
    ChangeSteps(ChangeStepped),
    /// An entry of the timeline takes effect.
    Action(ActionTaken),
    /// A cycle of the job begins, or goes on.
    JobCycleBegins(JobCycleBegan),
    /// A cycle of the job ends, or is broken off.
    JobCycleEnds(JobCycleEnded),
    /// The state of the job, which may be what it was before.
    JobState(JobStateChanged),
    /// What the job holds back.
    JobHolds(JobHoldings),
    /// A notification is sent by e-mail.
    NotificationSent(NotificationSent),
    /// The end: what the outcome document has of this replication.
    Replication(Box<Row>),
}

/// What is traced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TraceHeader {
    /// Version of the trace's format, `major.minor`.
    pub format_version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// The root seed.
    pub seed: u64,
    /// Number of the replication, from zero.
    pub replication: u64,
    /// Version of the program that made the trace.
    pub cyclecast_version: String,
    /// How long the job is followed; absent without a horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon_ms: Option<u64>,
    /// When the job starts, local time with its offset (RFC 3339); absent without a horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
}

/// How much a cycle has to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CycleStarted {
    /// When.
    pub at_ms: Millis,
    /// Users in scope.
    pub users_in_scope: u64,
    /// Pages of the source.
    pub pages: u64,
}

/// A user who has access from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccessGained {
    /// When.
    pub at_ms: Millis,
    /// Number of the job, from zero.
    pub job: u16,
    /// The user.
    pub user: u32,
}

/// How far the cycle is, as the portal counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PagesDone {
    /// When.
    pub at_ms: Millis,
    /// Pages that are done by now.
    pub pages: u64,
}

/// The end of a cycle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CycleEnded {
    /// When.
    pub at_ms: Millis,
}

/// What the outcome document of a run has of the replication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Its row in `replications`.
    pub row: ReplicationRow,
    /// Its row in `life.replications`; absent without a horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub life: Option<LifeRow>,
}

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
