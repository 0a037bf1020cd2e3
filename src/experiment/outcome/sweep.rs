//! A scenario over a range of one or two of its keys.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Share;
use super::{Estimate, Metric, Unit};
use crate::units::display_number;

/// The version of the document's format.
pub const FORMAT_VERSION: &str = "1.0";

/// One or two keys varied, everything else held, each point simulated with the same luck.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Sweep {
    /// Version of this format, `major.minor`.
    pub format_version: String,
    /// Version of the program that made the document.
    pub cyclecast_version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// The root seed.
    pub seed: u64,
    /// Replications of each point.
    pub replications: u64,
    /// What is measured.
    pub metric: Metric,
    /// What is measured, in words.
    pub label: String,
    /// Unit of the measured numbers.
    pub unit: Unit,
    /// The keys that are varied: one or two.
    pub axes: Vec<Axis>,
    /// Every point; the last axis varies fastest.
    pub points: Vec<SweepPoint>,
    /// The value at which a condition turns; absent unless one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<BreakEven>,
}

/// One key that is varied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Axis {
    /// The dotted key.
    pub key: String,
    /// Unit of the values: `seconds`, `count`, `share` or `factor`.
    pub unit: String,
    /// Whether the values have equal ratios rather than equal differences.
    pub is_logarithmic: bool,
    /// The values in ascending or descending order, as asked.
    pub values: Vec<AxisValue>,
}

/// One value of a key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AxisValue {
    /// The number, in the unit of the axis.
    pub value: f64,
    /// As a person writes it: `400 ms`.
    pub text: String,
}

/// One point of the sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SweepPoint {
    /// The value of each axis, in order.
    pub values: Vec<f64>,
    /// The 5th percentile.
    pub p5: Estimate,
    /// The median.
    pub p50: Estimate,
    /// The 95th percentile.
    pub p95: Estimate,
    /// Requests answered with 429: the median.
    pub too_many_requests: f64,
    /// Users and groups that are not provisioned at the end: the median.
    pub failed_objects: f64,
}

/// The value of a key at which a condition turns from met to missed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BreakEven {
    /// The condition as it was written: `initial_cycle.p95 < 24 h`.
    pub condition: String,
    /// The limit, in the unit of the measured numbers.
    pub limit: f64,
    /// The last value found to meet it, on the side of the values that do; absent where none or all do.
    pub met_at: Option<AxisValue>,
    /// The nearest value found to miss it; absent where none or all do.
    pub missed_at: Option<AxisValue>,
    /// Whether the condition is met at the first value of the axis.
    pub is_met_at_first: bool,
    /// Whether it is met at the last.
    pub is_met_at_last: bool,
    /// Share of the replications that meet the condition at the value found.
    pub runs_that_meet: Option<Share>,
    /// What was measured at the value found, where it lies between two points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<SweepPoint>,
}

impl Sweep {
    /// What contradicts itself in the document, which a changed file may; reports suppose that nothing does.
    pub fn contradiction(&self) -> Option<String> {
        let axes = self.axes.len();
        let points: usize = self.axes.iter().map(|axis| axis.values.len()).product();
        if !(1..=2).contains(&axes) || points != self.points.len() {
            return Some(format!(
                "it has {} points for {axes} keys with {points} combinations of values",
                self.points.len()
            ));
        }
        let odd = self.points.iter().find(|point| point.values.len() != axes);
        odd.map(|point| format!("a point has {} values for {axes} keys", point.values.len()))
    }

    /// One line that tells which run this is: scenario, replications, seed and version.
    pub fn caption(&self) -> String {
        let count = display_number(self.replications as f64);
        let (scenario, seed, version) = (&self.scenario, self.seed, &self.cyclecast_version);
        format!("{scenario} · {count} replications each · seed {seed} · cyclecast {version}")
    }
}
