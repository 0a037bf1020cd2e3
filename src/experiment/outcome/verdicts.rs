//! What is judged of a run: thresholds and deadlines with how sure they are, the documented range, and whether enough was simulated.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Estimate, Share, Unit};

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

/// The documented formulas for assigned scope beside the forecast: 0.01 N and 0.08 N minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DocumentedBand {
    /// N: users, groups and memberships in scope, the median over the replications.
    pub objects: u64,
    /// 0.01 N minutes, in milliseconds.
    pub low_ms: f64,
    /// 0.08 N minutes, in milliseconds.
    pub high_ms: f64,
    /// Where the median of the initial cycle lies.
    pub standing: Standing,
    /// Share of the replications that lie between the two.
    pub inside_share: f64,
    /// Why the median lies outside, the most important first; empty where it lies inside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// Where a time lies beside a documented range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// It is shorter.
    Below,
    /// It is within the range.
    Inside,
    /// It is longer.
    Above,
}

/// A moment from which on the clocks show another time, as at the beginning and the end of summer time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClockReading {
    /// When, since the start.
    pub time_ms: u64,
    /// What the clocks show from then on, with their offset (RFC 3339).
    pub local_time: String,
}

/// A local time of the scenario or of the command line that the clocks never show or show twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AmbiguousLocalTime {
    /// The time as it was given, without an offset.
    pub local_time: String,
    /// What it was taken for, with its offset (RFC 3339).
    pub taken_as: String,
    /// Whether the clocks show it twice; otherwise they never do.
    pub is_repeated: bool,
}

/// The percentile of the initial cycle on which a stopping rule decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Decisive {
    /// The median.
    P50,
    /// The 95th percentile.
    #[default]
    P95,
    /// Each of the 5th, 50th and 95th percentile: the one known least.
    Each,
}

/// A stopping rule and what it came to: replications are added in batches of a fixed size until the interval of the decisive
/// percentile is narrow enough, and stays so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Stopping {
    /// The percentile of the initial cycle that decides.
    pub decisive: Decisive,
    /// The half-width wanted, as a share of the percentile.
    pub precision: f64,
    /// Replications in a batch.
    pub batch: u64,
    /// Batches in a row that must satisfy the rule.
    pub look_ahead: u64,
    /// Whether it was satisfied before the cap.
    pub is_satisfied: bool,
    /// The half-width reached, as a share of the percentile; absent where the interval has no end.
    pub reached: Option<f64>,
    /// The decisive percentile with its interval, in milliseconds.
    pub found: Estimate,
}
