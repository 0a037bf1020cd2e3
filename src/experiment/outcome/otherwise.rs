//! What would be otherwise: with other inputs, under other circumstances, with one job instead of several.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Estimate;
use crate::model::service_times;

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

/// Several jobs that serve one target, and the one job that they stand for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Jobs {
    /// Each job, in order.
    pub jobs: Vec<JobSummary>,
    /// The same scope served by one job, with the same luck; absent when the run was interrupted before it was simulated.
    pub one_job: Option<OneJob>,
}

/// The initial cycle of one of several jobs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobSummary {
    /// Its share of the users in scope.
    pub share: f64,
    /// When it starts, in milliseconds after the first.
    pub starts_ms: u64,
    /// Users in its scope: the median.
    pub users_in_scope: f64,
    /// 5th percentile of the duration of its cycle in milliseconds, from its own start.
    pub p5: Estimate,
    /// The median.
    pub p50: Estimate,
    /// The 95th percentile.
    pub p95: Estimate,
}

/// One job for the whole scope, and how it compares with the several: from the first start to the last end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OneJob {
    /// Replications that were simulated both ways: the first ones.
    pub replications: u64,
    /// Median duration of the one job's initial cycle in milliseconds.
    pub p50: Estimate,
    /// The 95th percentile.
    pub p95: Estimate,
    /// How many times as long the one job takes as the several: the median over the replications.
    pub ratio: Estimate,
    /// Share of the replications in which the several jobs are faster.
    pub faster_share: f64,
    /// Lower end of its interval.
    pub faster_low: f64,
    /// Upper end of its interval.
    pub faster_high: f64,
}
