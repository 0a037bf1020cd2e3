//! What is documented about targets.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One target sheet, and what follows from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// What scenarios call it.
    pub name: String,
    /// What the application is called.
    pub title: String,
    /// Where the figures stand.
    pub source: String,
    /// Of which date the source is, as far as it says.
    pub dated: String,
    /// How far the figures were checked, as the sheet says: `read` in the source's own text, an `excerpt` of
    /// it, `derived` from such figures, `measured` by this program's authors, or the user's `own`.
    pub checked: String,
    /// Whether the sheet is shipped with the program, so that what it says of itself is said by the program's authors.
    pub shipped: bool,
    /// What else is to be known.
    pub note: String,
    /// The limits.
    pub limits: Vec<SheetLimit>,
    /// Other values.
    pub values: Vec<SheetValue>,
    /// The creates for which the floors are told.
    pub creates: u64,
    /// The least time that the limits alone put under as many POSTs; absent where none counts them.
    pub floor: Option<Floor>,
    /// The same with a GET before each, as the service sends it.
    pub floor_with_get: Option<Floor>,
    /// The members for which the requests are told.
    pub members: u64,
    /// The fewest requests that carry as many members of one group.
    pub membership_requests: u64,
}

/// The least time that limits alone put under many calls, however fast everything else is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Floor {
    /// The least time if every fixed window begins with the cycle, in milliseconds: what the first window or a burst lets pass
    /// takes none.
    pub ms: u64,
    /// The least time whenever windows begin: a cycle that begins at the very end of one has used it up and is in the next.
    pub any_window_ms: u64,
    /// The time at the steady rate of the limits, without burst and first window.
    pub steady_ms: u64,
    /// The limit that is the tightest.
    pub limit: String,
    /// Its period, where it counts in windows.
    pub window_ms: Option<u64>,
}

/// A limit of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SheetLimit {
    /// What it is called.
    pub name: String,
    /// What it says.
    pub words: String,
    /// How it is written in a scenario, as an inline table.
    pub written: String,
}

/// A value of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SheetValue {
    /// Dotted key of the parameter.
    pub key: String,
    /// The value as a person would write it.
    pub value: String,
    /// What the parameter means.
    pub meaning: String,
}
