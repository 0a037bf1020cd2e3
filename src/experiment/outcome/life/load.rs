//! The load on the target after the initial cycle.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Times;
use crate::experiment::outcome::{Band, EndpointLoad};

/// Requests from the end of the initial cycle to the horizon, over all replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LaterLoad {
    /// The length of a step, an hour or a day.
    pub step_ms: u64,
    /// When the busiest minute begins.
    pub busiest_minute: Option<Times>,
    /// Endpoints that are called at all. Mean rates are over the time from the end of the initial cycle to the horizon.
    pub endpoints: Vec<EndpointLoad>,
    /// All requests together.
    pub all: EndpointLoad,
    /// Requests in each step, by endpoint and of all together; steps in which nobody calls are left out.
    pub steps: Vec<LoadStep>,
}

/// Requests for one endpoint in one hour or day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LoadStep {
    /// Name as in scenario files, for example `users.patch`; `all` for all together.
    pub endpoint: String,
    /// When the step begins, since the start of the job.
    pub time_ms: u64,
    /// Requests in it, refused ones included.
    pub requests: Band,
}
