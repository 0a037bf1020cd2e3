//! Which uncertain inputs move the forecast, and by how much.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::service_times;

use super::Estimate;

/// What the replications say about their uncertain inputs. It needs no further simulation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Sensitivity {
    /// Replications it was taken from: those that completed the initial cycle.
    pub replications: u64,
    /// Inputs whose effect can be told from none, the strongest first.
    pub effects: Vec<InputEffect>,
    /// Keys of the inputs whose effect cannot be told from none.
    pub no_effect_seen: Vec<String>,
}

/// One uncertain input and what it does to the duration of the initial cycle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct InputEffect {
    /// Dotted key of the parameter.
    pub key: String,
    /// What the parameter means, in one sentence.
    pub meaning: String,
    /// Unit of the input's numbers: `seconds`, `count`, `share`, `factor`, or `memberships` of all groups whose sizes are drawn.
    pub unit: String,
    /// First-order index: the share of the variance of the logarithm of the duration that would go if the input were
    /// known, with its interval.
    pub share: Estimate,
    /// Spearman's rank correlation of input and duration: its sign tells the direction.
    pub rank_correlation: f64,
    /// Median of the input in the fifth of the replications in which it is lowest.
    pub lowest_fifth: f64,
    /// Median of the input in the fifth of the replications in which it is highest.
    pub highest_fifth: f64,
    /// Median duration in milliseconds in the lowest fifth of the input.
    pub p50_in_lowest: Estimate,
    /// Median duration in milliseconds in the highest fifth of the input.
    pub p50_in_highest: Estimate,
    /// 95th percentile of the duration in milliseconds in the lowest fifth of the input.
    pub p95_in_lowest: Estimate,
    /// 95th percentile of the duration in milliseconds in the highest fifth of the input.
    pub p95_in_highest: Estimate,
}

/// Whether a key is of a time that the service itself takes: durations in the provisioning logs tell it, the endpoint does not.
pub fn is_service_time(key: &str) -> bool {
    service_times().any(|row| row.key == key)
}
