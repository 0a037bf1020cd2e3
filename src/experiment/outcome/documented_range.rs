//! What Microsoft documents of an initial cycle of the same size.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
