//! The load on the target, as its owner would measure it.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The names of all endpoints, in the order in which rows list them.
pub const ENDPOINTS: [&str; 8] = [
    "users.get",
    "users.post",
    "users.patch",
    "users.delete",
    "groups.get",
    "groups.post",
    "groups.patch",
    "groups.delete",
];

/// What the target saw and did in one replication. Lists by endpoint are in the order users GET, POST, PATCH, DELETE, groups
/// GET, POST, PATCH, DELETE; lists by limit are in the order of the scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TargetRow {
    /// Requests, refused ones included, by endpoint.
    pub requests: Vec<u64>,
    /// Requests per second in the busiest second, wherever it begins, by endpoint.
    pub peak_second: Vec<f64>,
    /// Requests per second in the busiest minute, wherever it begins, by endpoint.
    pub peak_minute: Vec<f64>,
    /// Calls worked on at once, mean over the cycle.
    pub in_service: f64,
    /// Share of the target's workers that are busy, mean over the cycle; absent without a capacity.
    pub utilisation: Option<f64>,
    /// Calls in the target's queue, mean over the cycle.
    pub mean_queue: f64,
    /// The most calls in the target's queue at once.
    pub longest_queue: u64,
    /// What passed each limit: calls, units, members or bytes, as the limit counts.
    pub passed: Vec<u64>,
    /// Calls over each limit, whatever became of them.
    pub over_limit: Vec<u64>,
    /// Calls that passed each limit and were slowed, since much of it was used up.
    #[serde(default)]
    pub slowed: Vec<u64>,
    /// Time that calls spent on searching through all users, added up over the calls.
    #[serde(default)]
    pub searching_ms: u64,
    /// Time of a connection for a PATCH of a group, mean over those at the first attempt; absent where there are none.
    #[serde(default)]
    pub group_patch_ms: Option<f64>,
    /// Members of the largest group that is provisioned.
    #[serde(default)]
    pub largest_group: u64,
    /// Members from which on a PATCH of a group that takes its mean time is not answered within the timeout; absent without such a size.
    #[serde(default)]
    pub group_at_timeout: Option<u64>,
}

/// The load on the target over all replications.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TargetLoad {
    /// Endpoints that are called at all.
    pub endpoints: Vec<EndpointLoad>,
    /// All requests together.
    pub all: Option<EndpointLoad>,
    /// Calls worked on at once, mean over the cycle.
    pub in_service: Band,
    /// Share of the target's workers that are busy; absent without a capacity.
    pub utilisation: Option<Band>,
    /// Calls in the target's queue, mean over the cycle.
    pub mean_queue: Band,
    /// The most calls in the target's queue at once.
    pub longest_queue: Band,
    /// How each limit bound.
    pub limits: Vec<LimitLoad>,
}

/// Three percentiles over the replications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Band {
    /// The 5th percentile.
    pub p5: f64,
    /// The median.
    pub p50: f64,
    /// The 95th percentile.
    pub p95: f64,
}

/// Requests for one endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct EndpointLoad {
    /// Name as in scenario files, for example `users.get`.
    pub endpoint: String,
    /// Name as a developer would say it, for example `GET /Users`.
    pub label: String,
    /// Requests, refused ones included.
    pub requests: Band,
    /// Requests per second, mean over the cycle, or over the time that is looked at.
    pub mean_rate: Band,
    /// Requests per second in the busiest minute, wherever it begins.
    pub peak_minute: Band,
    /// Requests per second in the busiest second, wherever it begins.
    pub peak_second: Band,
}

/// How one limit bound.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LimitLoad {
    /// Its name.
    pub name: String,
    /// What it says.
    pub words: String,
    /// What a call over it gets, as scenario files call it: `429`, `403`, `slower`, `close` or `silence`.
    #[serde(default)]
    pub excess: String,
    /// What passed: calls, units, members or bytes, as the limit counts.
    pub passed: Band,
    /// Calls over it, whatever became of them.
    pub over: Band,
    /// Calls that passed and were slowed, since much of it was used up.
    #[serde(default)]
    pub slowed: Band,
    /// What it allows in a window, where it counts all calls together in one of an hour or longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<WindowQuota>,
    /// How many calls pass in a period, where it counts all calls of some endpoints together in one place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls: Option<WindowQuota>,
    /// The endpoints whose calls it counts.
    #[serde(default)]
    pub endpoints: Vec<String>,
    /// What more than that may pass within one of its periods although it is kept; absent where nothing may, or where it does not
    /// count all calls together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_top: Option<OnTop>,
    /// The least time in milliseconds that it alone puts under the median of what passed; absent for a limit on calls at once, on bytes, on
    /// each object, or on each of several jobs, and in documents before 1.6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_ms: Option<u64>,
    /// It binds while each connection needs less than so many milliseconds from one call that counts to the next; absent where `leastMs` is, and
    /// where not calls are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binds_below_ms: Option<f64>,
}

/// What a limit lets pass within one of its periods on top of what it states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OnTop {
    /// Calls that it states for each period.
    pub allowed: u64,
    /// Calls on top of them, at the most.
    pub calls: u64,
    /// The period.
    pub period_ms: u64,
    /// Whether it is the burst of a token bucket; if not, it is a fixed window that begins anew.
    pub is_burst: bool,
    /// Whether nobody gave that burst.
    pub is_assumed: bool,
}

/// What a limit allows within a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WindowQuota {
    /// How much passes, in what the limit counts.
    pub allowed: u64,
    /// The length of the window.
    pub window_ms: u64,
}
