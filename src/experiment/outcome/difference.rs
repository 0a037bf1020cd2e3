//! Two outcomes told apart: what was changed, what came of it, and why.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Estimate, OriginKind, Unit, Warning};

/// The version of the document's format.
pub const FORMAT_VERSION: &str = "1.0";

/// What `cyclecast diff` found out of two outcomes, the earlier and the later one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// Version of this format, `major.minor`.
    pub format_version: String,
    /// Version of the program that made the document.
    pub cyclecast_version: String,
    /// The earlier outcome.
    pub then: Side,
    /// The later outcome.
    pub now: Side,
    /// Whether the two share their luck, so that replications are compared pair by pair.
    pub is_paired: bool,
    /// Confidence level of every interval in the document.
    pub confidence_level: f64,
    /// The inputs that are not the same.
    pub inputs: Vec<InputChange>,
    /// Names of files whose content is not the same, as the scenarios write them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// What was measured of the initial cycle in both.
    pub quantities: Vec<QuantityChange>,
    /// What was measured of the job over its horizon in both.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub life: Vec<QuantityChange>,
    /// What the time goes to, those first that changed most.
    pub activities: Vec<ActivityChange>,
    /// Thresholds of `[expect]` whose verdict is not the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<VerdictChange>,
    /// Warnings that the later outcome alone has.
    pub warnings_came: Vec<Warning>,
    /// Warnings that the earlier outcome alone has.
    pub warnings_went: Vec<Warning>,
}

/// One of the two outcomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Side {
    /// Name of the scenario.
    pub scenario: String,
    /// The root seed.
    pub seed: u64,
    /// Replications that were finished.
    pub replications: u64,
    /// Version of the program that simulated them.
    pub cyclecast_version: String,
}

/// An input that is not the same in both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct InputChange {
    /// Dotted key as in the scenario file.
    pub key: String,
    /// What it was; absent where it had no effect or was not there.
    pub then: Option<InputValue>,
    /// What it is; absent where it has no effect or is not there.
    pub now: Option<InputValue>,
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct InputValue {
    /// The value as a person would write it.
    pub value: String,
    /// How well it is known.
    pub origin: OriginKind,
}

/// A quantity then and now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuantityChange {
    /// Stable name of what was measured, as in the outcomes: `initialCycle`.
    pub metric: String,
    /// What was measured, in words.
    pub label: String,
    /// Unit of the numbers.
    pub unit: Unit,
    /// Its percentiles in the earlier outcome.
    pub then: Percentiles,
    /// Its percentiles in the later outcome.
    pub now: Percentiles,
    /// Now less then, with its interval; absent where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<Estimate>,
    /// What the difference is one of.
    pub difference_of: DifferenceOf,
}

/// Percentiles over replications; absent ones were not reached.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Percentiles {
    /// Share of replications in which the quantity was reached at all.
    pub reached_share: f64,
    /// The 5th percentile.
    pub p5: Option<f64>,
    /// The median.
    pub p50: Option<f64>,
    /// The 95th percentile.
    pub p95: Option<f64>,
}

/// What a difference is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum DifferenceOf {
    /// The means over replications: Student's interval of the pairs, or Welch's where nothing is paired.
    Means,
    /// The median of the differences pair by pair, where a replication does not reach the quantity.
    Pairs,
}

/// What an activity takes of the initial cycle, then and now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActivityChange {
    /// Stable name of the activity.
    pub activity: String,
    /// The activity in words.
    pub label: String,
    /// Mean over replications in the earlier outcome, in milliseconds.
    pub then_ms: f64,
    /// Mean over replications in the later outcome, in milliseconds.
    pub now_ms: f64,
    /// Now less then, in milliseconds, with its interval; absent with fewer than two replications.
    pub difference_ms: Option<Estimate>,
}

/// A threshold whose verdict is not the same in both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct VerdictChange {
    /// What is looked at, in words.
    pub label: String,
    /// The condition as it was written.
    pub condition: String,
    /// Whether it was met; absent where it was not asked.
    pub then: Option<bool>,
    /// Whether it is met; absent where it is not asked.
    pub now: Option<bool>,
}
