//! A cycle that was played to a real target, beside the forecast that was made before it.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Band, LoadPoint, Outcome, ProgressPoint};

/// The version of the document's format.
pub const FORMAT_VERSION: &str = "1.1";

/// What `cyclecast rehearse` found out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Rehearsal {
    /// Version of this format, `major.minor`.
    pub format_version: String,
    /// Version of the program that made the document.
    pub cyclecast_version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// What was played.
    pub played: Played,
    /// What the scenario has and the rehearsal leaves out, a sentence each.
    pub left_out: Vec<String>,
    /// How the played cycle compares with its forecast.
    pub verdict: RehearsalVerdict,
    /// Requests and their answers, by endpoint.
    pub endpoints: Vec<EndpointBeside>,
    /// When each share of the memberships was written: as forecast, and as played.
    pub memberships: Memberships,
    /// Requests per second over the cycle.
    pub requests: Requests,
    /// The incremental cycles that followed, where any were asked for (since 1.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incremental: Option<IncrementalCycles>,
    /// What the target said where it failed, most frequent first.
    pub troubles: Vec<TroubleCount>,
    /// The forecast, which was fixed before the start.
    pub forecast: Outcome,
    /// The played cycle as an outcome of one replication; absent where it was broken off.
    pub measured: Option<Outcome>,
}

impl Rehearsal {
    /// What was played, in one line.
    pub fn caption(&self) -> String {
        format!(
            "{} · replication {} · seed {} · played to a real target · cyclecast {}",
            self.scenario, self.played.replication, self.played.seed, self.cyclecast_version
        )
    }
}

/// What was played.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Played {
    /// The root seed.
    pub seed: u64,
    /// The replication of the scenario that was played.
    pub replication: u64,
    /// How many times as fast as in the scenario the service's own time passed.
    pub speed: f64,
    /// Users in scope.
    pub users: u64,
    /// Groups in scope.
    pub groups: u64,
    /// Their memberships.
    pub memberships: u64,
    /// Connections.
    pub connections: u64,
    /// Users who were created before the start, since the scenario has them exist already.
    pub users_before: u64,
}

/// How a played cycle compares with its forecast.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RehearsalVerdict {
    /// Where the duration lies.
    pub result: RehearsalResult,
    /// What the cycle took, in milliseconds, as far as it came.
    pub duration_ms: f64,
    /// What it was to take.
    pub forecast_ms: Band,
    /// Its duration over the median of the forecast.
    pub ratio: f64,
    /// Whether every endpoint was called exactly as often as in the simulation of the same replication; nothing where calls were refused or
    /// failed, which are made again.
    pub calls_exact: Option<bool>,
    /// Calls that were refused for a limit.
    pub refusals: u64,
    /// Calls that failed.
    pub failures: u64,
    /// Why the cycle broke off, if it did.
    pub broken_off: Option<String>,
}

/// Where a duration lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum RehearsalResult {
    /// Between the 5th and the 95th percentile of the forecast.
    Inside,
    /// Below.
    Faster,
    /// Above.
    Slower,
    /// The cycle was not completed.
    BrokenOff,
}

/// One endpoint, as played and as forecast.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct EndpointBeside {
    /// The endpoint, as scenarios name it.
    pub endpoint: String,
    /// Requests that were made.
    pub calls: u64,
    /// Requests that the simulation of the same replication makes.
    pub calls_forecast: u64,
    /// Mean time to the answer, in milliseconds, refusals left out.
    pub mean_ms: f64,
    /// Coefficient of variation.
    pub cv: f64,
    /// The 95th percentile.
    pub p95_ms: f64,
    /// The mean of a replication of the forecast.
    pub forecast_mean_ms: Band,
    /// How much of the cycle's duration the difference of the means makes up, in milliseconds, shared among the connections.
    pub effect_ms: f64,
}

/// Incremental cycles that were played after the initial one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct IncrementalCycles {
    /// From the start of one to the start of the next, in milliseconds.
    pub interval_ms: f64,
    /// How many were asked for.
    pub wanted: u64,
    /// Those that were played to their end.
    pub cycles: Vec<IncrementalCycle>,
    /// Why a further one broke off, if one did.
    pub broken_off: Option<String>,
}

impl IncrementalCycles {
    /// How many of the cycles took as long as nine in ten of their forecast.
    pub fn inside(&self) -> u64 {
        self.cycles.iter().filter(|one| one.is_inside()).count() as u64
    }
}

/// One incremental cycle beside its forecast: bands are of the same cycle in all replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct IncrementalCycle {
    /// Its number, from one.
    pub number: u64,
    /// Whether it began later than planned, since the one before took longer than the interval.
    pub is_late: bool,
    /// Changes that waited for it.
    pub changes: u64,
    /// The same as forecast.
    pub changes_forecast: Band,
    /// Requests that were made.
    pub calls: u64,
    /// The same as forecast.
    pub calls_forecast: Band,
    /// Objects and references that failed for good in it.
    pub failures: u64,
    /// What it took, in milliseconds.
    pub duration_ms: f64,
    /// What it was to take.
    pub duration_forecast_ms: Band,
}

impl IncrementalCycle {
    /// Whether it took as long as nine in ten of its forecast.
    pub fn is_inside(&self) -> bool {
        (self.duration_forecast_ms.p5..=self.duration_forecast_ms.p95).contains(&self.duration_ms)
    }
}

/// When each share of the memberships was written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Memberships {
    /// As forecast.
    pub forecast: Vec<ProgressPoint>,
    /// As played: three times the same moment.
    pub measured: Vec<ProgressPoint>,
}

/// Requests per second in stretches of the cycle.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Requests {
    /// As forecast; replications that are over count as zero.
    pub forecast: Vec<LoadPoint>,
    /// As played: the same rate several times.
    pub measured: Vec<LoadPoint>,
}

/// What a target said how often.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TroubleCount {
    /// The endpoint.
    pub endpoint: String,
    /// The code that the service would log.
    pub code: String,
    /// What the target said.
    pub says: String,
    /// How often.
    pub count: u64,
}
