//! The document that a summary of logs is.

use serde::{Deserialize, Serialize};

/// Version of the document.
pub const FORMAT_VERSION: &str = "1.0";

/// What provisioning logs say, summed up. It names no person, no group and no tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LogSummary {
    /// Version of this format: `major.minor`.
    pub format_version: String,
    /// The files, in the order in which they were read.
    pub sources: Vec<SourceRow>,
    /// Everything together.
    pub overall: Row,
    /// Each cycle in order of its first entry.
    pub cycles: Vec<Row>,
    /// Each day (UTC) on which the work on some object began.
    pub days: Vec<Row>,
    /// What to know before the numbers are used.
    pub notes: Vec<String>,
}

/// One file or stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SourceRow {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub dialect: String,
    /// Entries that were read.
    pub entries: u64,
    /// Entries that were passed over since they cannot be read.
    pub unreadable: u64,
    /// Where the first of those stand, and why each cannot be read.
    pub problems: Vec<String>,
}

/// What happened in one cycle, on one day, or in all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// What the row is of: "all", the number of the cycle, or the day.
    pub label: String,
    /// Number of the job, from 1, for a cycle.
    pub job: Option<u64>,
    /// Start of the work on the first object, UTC.
    pub from: String,
    /// End of the work on the last object, UTC.
    pub to: String,
    /// From the first start to the last end. Work on objects overlaps, so this is not the sum of durations.
    pub span_ms: u64,
    /// Entries.
    pub entries: u64,
    /// Different objects.
    pub objects: u64,
    /// Entries by action and status, those that there are.
    pub actions: Vec<ActionCount>,
    /// Entries by error code, the most frequent first.
    pub errors: Vec<ErrorCount>,
    /// Entries that try again what failed earlier.
    pub retries: u64,
    /// Objects that were under way at once, on average over the span; absent where durations are missing.
    pub concurrency: Option<f64>,
    /// Entries a minute, over the span.
    pub entries_per_minute: f64,
    /// Why so many failures would send the job into quarantine, where they would.
    pub quarantine_sign: Option<String>,
}

/// Entries of one action and status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActionCount {
    /// The action.
    pub action: String,
    /// How it ended.
    pub status: String,
    /// How many entries.
    pub entries: u64,
}

/// Entries with one error code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ErrorCount {
    /// The code.
    pub code: String,
    /// How many entries.
    pub entries: u64,
}
