//! The document that a calibration is.

use serde::{Deserialize, Serialize};

use super::durations::{Law, QuantilePair};
use crate::logs::summary::SourceRow;

/// Version of the document.
pub const FORMAT_VERSION: &str = "1.0";

/// What provisioning logs tell of the parameters of a scenario. It holds no name, identifier or value of an attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Calibration {
    /// Version of this format: `major.minor`.
    pub format_version: String,
    /// The files, in the order in which they were read.
    pub sources: Vec<SourceRow>,
    /// The days (UTC) that the logs are of.
    pub span: String,
    /// Keys of a scenario with their measured values.
    pub measured: Vec<Measured>,
    /// What the logs do not settle, and why.
    pub left: Vec<Left>,
    /// Durations by kind of entry.
    pub durations: Vec<DurationRow>,
    /// Changes by hour of the day and day of the week (UTC), after initial cycles.
    pub rhythm: Rhythm,
}

/// A key with its measured value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Measured {
    /// The dotted key.
    pub key: String,
    /// The value as it stands in a scenario; a range is a 90 % interval.
    pub value: String,
    /// What it was measured by.
    pub because: String,
    /// How many entries, objects or cycles stand behind it.
    pub count: u64,
}

/// Something that stays as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Left {
    /// Keys, or what they are about.
    pub what: String,
    /// Why the logs do not settle it.
    pub why: String,
}

/// Durations of one kind of entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DurationRow {
    /// The kind.
    pub kind: String,
    /// How many entries.
    pub count: u64,
    /// Mean in milliseconds.
    pub mean_ms: f64,
    /// Coefficient of variation.
    pub cv: f64,
    /// The law that fits best, by likelihood; empirical where neither is within 0.1 of the data.
    pub law: Law,
    /// Data and lognormal beside each other.
    pub quantiles: Vec<QuantilePair>,
}

/// Changes by hour and weekday.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Rhythm {
    /// In each of 24 hours.
    pub by_hour: Vec<u64>,
    /// On each day from Monday.
    pub by_weekday: Vec<u64>,
}
