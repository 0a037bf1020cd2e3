//! How the number of replications was found.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Estimate;

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
