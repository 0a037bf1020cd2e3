//! What one replication of a job's life found, as one flat row.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
