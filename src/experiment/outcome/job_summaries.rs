//! Several jobs side by side.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Estimate;

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
