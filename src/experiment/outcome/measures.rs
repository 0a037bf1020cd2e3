//! Summaries over replications.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::scenario::Metric;

/// The unit of a summary's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// Whole milliseconds.
    Milliseconds,
    /// A number of things.
    Count,
    /// A rate.
    PerSecond,
    /// A share between zero and one.
    Share,
}

/// A percentile with its distribution-free interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Estimate {
    /// The percentile; absent when it was not reached, as with "every user has access" in a run with failures.
    pub value: Option<f64>,
    /// Lower end of the interval; absent when there are too few replications to give one, or it was not reached.
    pub low: Option<f64>,
    /// Upper end of the interval; absent when there are too few replications to give one, or it was not reached.
    pub high: Option<f64>,
}

/// One measured quantity over all replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// What was measured.
    pub metric: Metric,
    /// What was measured, in words.
    pub label: String,
    /// Unit of the numbers.
    pub unit: Unit,
    /// Share of replications in which the quantity was reached at all; one for everything but times of access.
    pub reached_share: f64,
    /// The mean with Student's interval; absent where the quantity was not reached in every replication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<Estimate>,
    /// The 5th percentile.
    pub p5: Estimate,
    /// The median.
    pub p50: Estimate,
    /// The 90th percentile; absent in documents before 1.6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p90: Option<Estimate>,
    /// The 95th percentile.
    pub p95: Estimate,
    /// The 99th percentile; absent in documents before 1.6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p99: Option<Estimate>,
    /// The largest value of all replications, which grows with their number; absent where one was not reached, and in documents before 1.6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

/// A share of the replications with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Share {
    /// The share.
    pub share: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// The 5th, 50th and 95th percentile of the initial cycle's duration in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Spread {
    /// Replications it was taken from.
    pub replications: u64,
    /// The 5th percentile.
    pub p5_ms: f64,
    /// The median.
    pub p50_ms: f64,
    /// The 95th percentile.
    pub p95_ms: f64,
}

/// How much of the cycle's elapsed time one activity takes.
///
/// The time of all connections is added up by activity and divided by their number, so that the activities of
/// one replication add up to its duration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActivitySummary {
    /// Stable name of the activity, for example `matching`.
    pub activity: String,
    /// The activity in words.
    pub label: String,
    /// Its share of all time of all replications, between zero and one.
    pub share: f64,
    /// The part of that share that is the service's own time; the rest is the target's, or waiting.
    #[serde(default)]
    pub service_share: f64,
    /// 5th percentile over replications, in milliseconds.
    pub p5_ms: f64,
    /// Median over replications, in milliseconds.
    pub p50_ms: f64,
    /// 95th percentile over replications, in milliseconds.
    pub p95_ms: f64,
}

/// Whose time it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum TimeOwner {
    /// The provisioning service itself: it starts, reads, evaluates, deals with its calls.
    Service,
    /// The target: its answers, and the queue before them.
    Target,
    /// The target's limits.
    Limits,
    /// Nobody: connections have nothing to do while others finish.
    Nobody,
}

/// How much of the cycle's elapsed time is whose.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OwnerSummary {
    /// Whose time it is.
    pub owner: TimeOwner,
    /// Its share of all time of all replications, between zero and one.
    pub share: f64,
    /// 5th percentile over replications, in milliseconds.
    pub p5_ms: f64,
    /// Median over replications, in milliseconds.
    pub p50_ms: f64,
    /// 95th percentile over replications, in milliseconds.
    pub p95_ms: f64,
}

/// How the cycle progresses, in pages as the portal counts and in users with access.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Share of pages done.
    pub pages: Vec<ProgressPoint>,
    /// Share of users in scope who have access.
    pub users: Vec<ProgressPoint>,
}

/// When a share of the work is done. Absent times were not reached.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProgressPoint {
    /// How much is done, in per cent.
    pub percent: f64,
    /// 5th percentile of the time it takes, in milliseconds.
    pub p5_ms: Option<f64>,
    /// Median of the time it takes, in milliseconds.
    pub p50_ms: Option<f64>,
    /// 95th percentile of the time it takes, in milliseconds.
    pub p95_ms: Option<f64>,
}

/// Requests per second at the target in one stretch of the cycle, mean over a minute or the whole stretch where it is longer; replications
/// that are over by then count as zero.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LoadPoint {
    /// Milliseconds since the start of the cycle, at the middle of the stretch.
    pub time_ms: f64,
    /// 5th percentile of the request rate.
    pub p5: f64,
    /// Median of the request rate.
    pub p50: f64,
    /// 95th percentile of the request rate.
    pub p95: f64,
    /// The request rate of one replication, whose busiest minute is the median one.
    #[serde(default)]
    pub typical: f64,
}

/// When a phase of the cycle begins, as a target can tell: with its first call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PhaseStart {
    /// Stable name: `objects`, `managers` or `memberships`.
    pub phase: String,
    /// The same in words.
    pub label: String,
    /// When it begins in the replication that [`LoadPoint::typical`] is of.
    pub typical_ms: f64,
}

/// How often one error code occurs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ErrorSummary {
    /// The code as in the provisioning logs, for example `InternalServerError`.
    pub code: String,
    /// Mean number of objects or references that end the cycle with this code.
    pub mean_count: f64,
    /// 95th percentile of that number.
    pub p95_count: f64,
}

/// The values that one uncertain input took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct InputDraws {
    /// Dotted key of the parameter.
    pub key: String,
    /// Unit of the values: `seconds`, `count`, `share`, `perSecond` or `factor`.
    pub unit: String,
    /// One value a replication, in order.
    pub values: Vec<f64>,
}
