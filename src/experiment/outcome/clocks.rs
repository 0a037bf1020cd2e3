//! What the clocks of a named time zone show over the course of a run.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A moment from which on the clocks show another time, as at the beginning and the end of summer time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClockReading {
    /// When, since the start.
    pub time_ms: u64,
    /// What the clocks show from then on, with their offset (RFC 3339).
    pub local_time: String,
}

/// A local time of the scenario or of the command line that the clocks never show or show twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AmbiguousLocalTime {
    /// The time as it was given, without an offset.
    pub local_time: String,
    /// What it was taken for, with its offset (RFC 3339).
    pub taken_as: String,
    /// Whether the clocks show it twice; otherwise they never do.
    pub is_repeated: bool,
}
