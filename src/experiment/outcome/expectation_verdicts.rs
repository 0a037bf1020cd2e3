//! What was promised and what was expected: deadlines and thresholds, with how sure they are.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ClockReading, Estimate, Share, Unit};

/// One threshold of `[expect]`, and whether it is met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Expected {
    /// What is looked at, as in the scenario: `initial_cycle.p95`.
    pub key: String,
    /// What it is in words: `95th percentile of the initial cycle`.
    pub label: String,
    /// The condition as it was written: `< 36 h`.
    pub condition: String,
    /// Unit of the numbers.
    pub unit: Unit,
    /// The limit.
    pub limit: f64,
    /// What was found, with its interval.
    pub found: Estimate,
    /// Whether what was found meets the condition.
    pub is_met: bool,
    /// Whether the whole interval says the same as what was found, so that more replications would hardly change it.
    pub is_settled: bool,
    /// Share of the replications that meet the condition by themselves: the probability that one replication does.
    pub runs_that_meet: Share,
    /// Why there is nothing to look at in any replication: `nobody is in scope`. The condition is then missed, unless it ends in
    /// `or none`. Absent where there is something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nothing_to_look_at: Option<String>,
}

/// What a start or a deadline means for the initial cycle. Moments are local times with their offset (RFC 3339).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Deadline {
    /// When the cycle starts; absent when it was not given.
    pub start: Option<String>,
    /// By when it shall be done; absent when it was not given.
    pub deadline: Option<String>,
    /// Time from the start to the deadline; absent unless both are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_ms: Option<u64>,
    /// The probability of being done by the deadline; absent unless both are given.
    pub probability: Option<Share>,
    /// How long the cycle may take, for each degree of certainty.
    pub certainties: Vec<Certainty>,
    /// Changes of the clocks between the start and the end of the longest cycle, in a named time zone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clock_changes: Vec<ClockReading>,
}

/// One degree of certainty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Certainty {
    /// The probability of being done, between zero and one.
    pub probability: f64,
    /// The time within which so many of the replications are done, in milliseconds, with its interval.
    pub within_ms: Estimate,
    /// The moment by which so many of the replications are done; absent without a start, or where it is not reached.
    pub done_by: Option<String>,
    /// The latest start: the deadline less the upper end of the interval of the time; absent without a deadline, or where
    /// there are too few replications to bound the time.
    pub start_by: Option<String>,
}
