//! The job over its horizon.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::typical::TypicalRun;
use crate::experiment::outcome::{Band, ClockReading, EndpointLoad, ErrorSummary, Estimate, Unit};

/// The metric of users whom actions took out of scope.
pub const LEFT_BY_ACTION: &str = "leftByAction";

/// The job over its horizon. Moments are milliseconds since the start of the job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Life {
    /// How long the job was followed.
    pub horizon_ms: u64,
    /// When the job starts, local time with its offset (RFC 3339).
    pub start: String,
    /// The name of the time zone whose clocks local times follow; absent where they have one offset throughout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Changes of these clocks within the horizon, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clock_changes: Vec<ClockReading>,
    /// Operator actions, what befalls the target, and bursts of changes, in order of time.
    pub actions: Vec<ActionMark>,
    /// Each measured quantity with its percentiles over replications.
    pub summaries: Vec<LifeSummary>,
    /// Delay from change to target, by kind of change.
    pub delays: Vec<DelaySummary>,
    /// What becomes of the changes.
    pub fates: Vec<FateSummary>,
    /// Failures by error code over all cycles; the same object counts again with each retry that fails.
    pub errors: Vec<ErrorSummary>,
    /// Quarantine and its course.
    pub quarantine: QuarantineSummary,
    /// Backlog, escrow, cycle durations and states over time.
    pub bands: Vec<LifePoint>,
    /// From how many deletions in a cycle on they are staged, in the typical replication; absent without such a threshold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deletion_threshold: Option<u64>,
    /// The load on the target after the initial cycle; absent where nobody calls, and in documents of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<LaterLoad>,
    /// One typical replication in detail.
    pub typical: TypicalRun,
    /// When the user is in who is assigned at a stated moment; absent unless it was asked.
    pub user_assigned: Option<UserAssigned>,
    /// One row a replication, in order.
    pub replications: Vec<LifeRow>,
}

/// Something that happens at a stated moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActionMark {
    /// When.
    pub time_ms: u64,
    /// What, in words.
    pub label: String,
}

/// One measured quantity over all replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LifeSummary {
    /// Stable name, for example `meanBacklog`.
    pub metric: String,
    /// What was measured, in words.
    pub label: String,
    /// Unit of the numbers.
    pub unit: Unit,
    /// Share of replications in which the quantity was reached at all.
    pub reached_share: f64,
    /// The 5th percentile.
    pub p5: Estimate,
    /// The median.
    pub p50: Estimate,
    /// The 95th percentile.
    pub p95: Estimate,
}

/// How long changes of one kind take from the directory to the target, over all changes of all replications.
///
/// Changes that are not in the target at the horizon count for as long as they were watched (Kaplan and Meier), so that
/// late arrivals do not make delays look short. Times are kept in steps of about 1 %.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DelaySummary {
    /// Kind of change, for example `joiner`.
    pub kind: String,
    /// The kind in words.
    pub label: String,
    /// Changes in one replication, on average.
    pub mean_changes: f64,
    /// Share of them that are in the target at the horizon.
    pub applied_share: f64,
    /// Share that is in the target within one hour.
    pub within_hour_share: f64,
    /// Median delay; absent when less than half of the changes arrive.
    pub p50_ms: Option<f64>,
    /// 95th percentile; absent when fewer arrive.
    pub p95_ms: Option<f64>,
    /// 99th percentile; absent when fewer arrive.
    pub p99_ms: Option<f64>,
    /// The 5th percentile over replications of their own 95th percentiles: how much of it is a matter of run.
    pub run_p95_low_ms: Option<f64>,
    /// The 95th percentile over replications of their own 95th percentiles.
    pub run_p95_high_ms: Option<f64>,
}

/// How many changes of one replication end in one way, on average.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FateSummary {
    /// `applied`, `waiting`, `escrowed`, `staged`, or why it was dropped, for example `undone`.
    pub fate: String,
    /// The same in words.
    pub label: String,
    /// Changes in one replication, on average.
    pub mean_changes: f64,
    /// Share of all changes.
    pub share: f64,
}

/// A probability with its 95 % interval (Wilson).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Probability {
    /// Share of the replications.
    pub share: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// Whether, when and why the job goes into quarantine, and how it comes out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuarantineSummary {
    /// Probability that the job goes into quarantine within the horizon.
    pub probability: Probability,
    /// First reasons, in Graph's words, most frequent first.
    pub reasons: Vec<ReasonShare>,
    /// When it first goes into quarantine, of the replications in which it does.
    pub first_entry: Option<Times>,
    /// From the first entry to the first release, of the replications that are released.
    pub recovery: Option<Times>,
    /// Probability that it is out again at the horizon, of the replications that went in.
    pub released: Option<Probability>,
    /// Probability that the job is disabled within the horizon.
    pub disabled: Probability,
    /// Probability that deletions are staged within the horizon.
    pub staged: Probability,
    /// Notifications by e-mail in one replication, on average.
    pub mean_notifications: f64,
}

/// How often a reason comes first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReasonShare {
    /// The reason in Graph's words.
    pub reason: String,
    /// Share of all replications.
    pub share: f64,
}

/// Percentiles of a time over the replications in which it was reached.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Times {
    /// The 5th percentile.
    pub p5_ms: f64,
    /// The median.
    pub p50_ms: f64,
    /// The 95th percentile.
    pub p95_ms: f64,
}

/// One moment, over all replications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LifePoint {
    /// The moment.
    pub time_ms: u64,
    /// Changes that are made and not yet in the target, staged, in escrow or dropped, the most at once since the point
    /// before: 5th percentile.
    pub backlog_p5: f64,
    /// Median of the same.
    pub backlog_p50: f64,
    /// 95th percentile of the same.
    pub backlog_p95: f64,
    /// Objects and references in escrow, the most at once since the point before: 5th percentile.
    pub escrow_p5: f64,
    /// Median of the same.
    pub escrow_p50: f64,
    /// 95th percentile of the same.
    pub escrow_p95: f64,
    /// Deletions that are staged, the most at once since the point before: 5th percentile.
    pub staged_p5: f64,
    /// Median of the same.
    pub staged_p50: f64,
    /// 95th percentile of the same.
    pub staged_p95: f64,
    /// Duration of the longest incremental cycle that ended since the point before, or of the last one before: 5th percentile; absent before the first has ended.
    pub cycle_p5_ms: Option<f64>,
    /// Median of the same.
    pub cycle_p50_ms: Option<f64>,
    /// 95th percentile of the same.
    pub cycle_p95_ms: Option<f64>,
    /// Share of the replications that are in an initial cycle, the first or one after a restart, at some time since the
    /// point before.
    pub initial_share: f64,
    /// Share in quarantine.
    pub quarantine_share: f64,
    /// Share that is paused or stopped.
    pub paused_share: f64,
    /// Share that is disabled.
    pub disabled_share: f64,
}

/// When the user is in who is assigned at a stated moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UserAssigned {
    /// The moment of the assignment.
    pub at_ms: u64,
    /// Share of the replications in which they are in at the horizon.
    pub in_share: f64,
    /// Time from the assignment until they are in: the 5th percentile.
    pub p5: Estimate,
    /// The median.
    pub p50: Estimate,
    /// The 95th percentile.
    pub p95: Estimate,
    /// Probability that they are in, by time since the assignment.
    pub by_time: Vec<AccessPoint>,
}

/// A probability at a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccessPoint {
    /// Time since the assignment.
    pub time_ms: u64,
    /// Share of the replications in which the user is in by then.
    pub share: f64,
}

/// Requests from the end of the initial cycle to the horizon, over all replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LaterLoad {
    /// The length of a step, an hour or a day.
    pub step_ms: u64,
    /// When the busiest minute begins.
    pub busiest_minute: Option<Times>,
    /// Endpoints that are called at all. Mean rates are over the time from the end of the initial cycle to the horizon.
    pub endpoints: Vec<EndpointLoad>,
    /// All requests together.
    pub all: EndpointLoad,
    /// Requests in each step, by endpoint and of all together; steps in which nobody calls are left out.
    pub steps: Vec<LoadStep>,
}

/// Requests for one endpoint in one hour or day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LoadStep {
    /// Name as in scenario files, for example `users.patch`; `all` for all together.
    pub endpoint: String,
    /// When the step begins, since the start of the job.
    pub time_ms: u64,
    /// Requests in it, refused ones included.
    pub requests: Band,
}

/// One replication of the job's life.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LifeRow {
    /// Number of the replication, from zero.
    pub replication: u64,
    /// Cycles that were begun, initial ones included.
    pub cycles: u64,
    /// Incremental cycles that were completed.
    pub incremental_cycles: u64,
    /// Incremental cycles that began later than planned, because the one before took longer than the interval.
    pub late_cycles: u64,
    /// Median duration of the incremental cycles that were completed; absent without one.
    pub cycle_p50_ms: Option<u64>,
    /// 95th percentile of the same.
    pub cycle_p95_ms: Option<u64>,
    /// Longest of the same.
    pub cycle_longest_ms: Option<u64>,
    /// Changes in the directory.
    pub changes: u64,
    /// Of these, in the target.
    pub applied: u64,
    /// Of these, waiting for a cycle or in one.
    pub waiting: u64,
    /// Of these, in escrow.
    pub escrowed: u64,
    /// Of these, staged.
    pub staged: u64,
    /// Of these, dropped for some reason.
    pub dropped: u64,
    /// Changes that wait, over time.
    pub mean_backlog: f64,
    /// Most changes that wait at once.
    pub most_backlog: u64,
    /// Objects and references in escrow at the horizon.
    pub escrow_at_end: u64,
    /// Most objects and references in escrow at once.
    pub most_escrow: u64,
    /// Most deletions staged at once.
    pub most_staged: u64,
    /// When the job first went into quarantine.
    pub first_quarantine_ms: Option<u64>,
    /// Why it first did, in Graph's words.
    pub quarantine_reason: Option<String>,
    /// When it was first released.
    pub first_release_ms: Option<u64>,
    /// Time in quarantine in all.
    pub quarantine_ms: u64,
    /// Notifications by e-mail.
    pub notifications: u64,
    /// When the job was disabled.
    pub disabled_ms: Option<u64>,
    /// References that are missing in the target until a restart, at the horizon.
    pub missed_references: u64,
    /// Memberships that users lack who came back or were created anew, at the horizon.
    pub lost_memberships: u64,
    /// Users whom actions took out of scope, which are no changes of the directory.
    #[serde(default)]
    pub left_by_action: u64,
    /// Time from the assignment of the user who was asked about until they are in.
    pub user_assigned_ms: Option<u64>,
}
