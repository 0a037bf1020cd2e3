//! The same replications under other circumstances.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Circumstance {
    /// The target answers at once and refuses nothing.
    InstantTarget,
    /// No user and no group has an error that lasts.
    NoLastingErrors,
    /// What the service makes of a 429 is the other reading of the sources: objects that are refused fail and wait in escrow, or, where that is the
    /// scenario's own, the job pauses.
    OtherPolicy,
}

/// The same replications under another circumstance, with the same luck.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Otherwise {
    /// What is different.
    pub circumstance: Circumstance,
    /// Replications that were simulated both ways: the first ones.
    pub replications: u64,
    /// Median duration of the initial cycle in milliseconds under that circumstance.
    pub p50_ms: f64,
    /// The same replications as they are.
    pub as_is_p50_ms: f64,
    /// The part of its duration that a replication saves, below zero where it takes longer: the 5th percentile.
    pub saved_p5: f64,
    /// The median.
    pub saved_p50: f64,
    /// The 95th percentile.
    pub saved_p95: f64,
    /// Users and groups that are not in the target at the end of the initial cycle, median.
    pub left_out_p50: f64,
    /// The same replications as they are.
    pub as_is_left_out_p50: f64,
    /// Share of the replications whose job goes into quarantine.
    pub quarantined: f64,
    /// The same replications as they are.
    pub as_is_quarantined: f64,
}
