//! The document of a probe: what was measured at a real endpoint, and what the service would trip over there.

use serde::{Deserialize, Serialize};

use crate::logs::calibrate::{Left, Measured};

/// Version of the document.
pub const FORMAT_VERSION: &str = "1.0";

/// What a probe found at an endpoint. It holds no address, no token and no name of anybody.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProbeDocument {
    /// Version of this format: `major.minor`.
    pub format_version: String,
    /// The version of the program.
    pub cyclecast_version: String,
    /// The day (UTC) on which it was measured.
    pub day: String,
    /// Why the probe ended before it was through; null where it was not.
    pub ended_early: Option<String>,
    /// How long it took, in seconds, without the clean-up.
    pub seconds: f64,
    /// Requests made.
    pub requests: u64,
    /// Users made.
    pub users_made: u64,
    /// Groups made.
    pub groups_made: u64,
    /// Users whom the server said it had at the beginning; null where it did not say.
    pub users_before: Option<u64>,
    /// How the server answers the service's dialect, in the order in which it was asked.
    pub verdicts: Vec<DialectVerdict>,
    /// Latencies of one caller.
    pub latencies: Vec<LatencyRow>,
    /// What grows, and how fast.
    pub growth: Vec<GrowthRow>,
    /// Throughput by connections.
    pub connections: Vec<ConnectionRow>,
    /// Calls that the server works on at once, where it was brought to its limit.
    pub capacity: Option<Interval>,
    /// What was seen of limits.
    pub limits: LimitsSeen,
    /// Keys of a scenario with their measured values.
    pub measured: Vec<Measured>,
    /// What the probe does not settle, and why.
    pub left: Vec<Left>,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// As the service expects it.
    Fine,
    /// It works, and costs something or is to be known.
    Note,
    /// Some objects fail.
    Fails,
    /// Cycles fail, up to quarantine.
    Quarantine,
}

/// What the server makes of one thing that the service does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DialectVerdict {
    /// A name that stays the same from version to version.
    pub id: String,
    /// What the service does.
    pub asks: String,
    /// What the server answers.
    pub answers: String,
    /// How bad that is.
    pub weight: Weight,
    /// What it leads to.
    pub leads_to: String,
    /// The code that provisioning logs would show; null where nothing fails.
    pub code: Option<String>,
}

/// A number with the 95 % interval of what it estimates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Interval {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Latencies of one kind of call, made by one caller.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LatencyRow {
    /// The kind of call.
    pub call: String,
    /// The endpoint that the simulator counts it as.
    pub endpoint: String,
    /// How many succeeded and count.
    pub count: u64,
    /// How many failed.
    pub failed: u64,
    /// Mean in milliseconds.
    pub mean_ms: Option<Interval>,
    /// Coefficient of variation.
    pub cv: Option<Interval>,
    /// 5th, 25th, 50th, 75th, 95th and 99th percentile in milliseconds, and the longest.
    pub quantiles_ms: Vec<f64>,
}

/// A time that grows with a size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GrowthRow {
    /// The kind of call.
    pub call: String,
    /// What the size counts.
    pub by: String,
    /// For how many of these the slope stands.
    pub per: u64,
    /// How much longer a call takes for so many, in milliseconds.
    pub slope_ms: Option<Interval>,
    /// At size zero, in milliseconds.
    pub base_ms: Option<f64>,
    /// Whether the times lie on a straight line, as far as can be told.
    pub is_straight: Option<bool>,
    /// The size at which 60 seconds are passed, after which the service gives a call up.
    pub sixty_seconds_at: Option<f64>,
    /// Mean times by size.
    pub points: Vec<GrowthPoint>,
}

/// A mean time at a size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GrowthPoint {
    /// The mean size.
    pub size: f64,
    /// How many calls.
    pub count: u64,
    /// Their mean in milliseconds.
    pub mean_ms: f64,
}

/// What so many connections at once get.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionRow {
    /// Connections, each with one request at a time.
    pub connections: u64,
    /// Requests that were answered.
    pub requests: u64,
    /// Requests that failed.
    pub failed: u64,
    /// Answers a second.
    pub per_second: Option<Interval>,
    /// Mean latency in milliseconds.
    pub mean_ms: f64,
    /// 95th percentile of the latency in milliseconds.
    pub p95_ms: f64,
}

/// What was seen of limits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LimitsSeen {
    /// Answers with 429.
    pub too_many_requests: u64,
    /// Answers with 503.
    pub unavailable: u64,
    /// Other answers with 5xx.
    pub server_errors: u64,
    /// Connections that broke.
    pub broken_connections: u64,
    /// Answers behind which the server closes the connection.
    pub closing_answers: u64,
    /// Requests that were not answered in time.
    pub timeouts: u64,
    /// Answers in the second before the first refusal; null where nothing was refused.
    pub per_second_at_refusal: Option<u64>,
    /// Retry-After, as it was written.
    pub retry_after: Vec<String>,
    /// Headers about limits, with the first value of each.
    pub headers: Vec<LimitHeader>,
    /// What follows, in words.
    pub words: Vec<String>,
}

/// A header about a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LimitHeader {
    /// Its name.
    pub name: String,
    /// Its first value.
    pub value: String,
}
