//! What can be expected: the quantities that are measured in each replication, and how the schema describes them.

use ExpectedMetric::{Disabled, Measured, Quarantine, StagedDeletions};
use ExpectedUnit as U;
use Metric as M;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::scenario::finding::Wrong;
use crate::scenario::text::{abridged, similar};
use crate::scenario::value::NUMBER;

/// What is measured in each replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Metric {
    /// Duration of the initial cycle.
    InitialCycle,
    /// Time until half of the users in scope have access.
    UsersHalf,
    /// Time until 95 % of the users in scope have access.
    UsersMost,
    /// Time until every user in scope has access.
    UsersAll,
    /// Requests for users read: matching, by id and checks of references.
    CallsUserGet,
    /// Requests that create a user.
    CallsUserPost,
    /// Requests that change a user.
    CallsUserPatch,
    /// Requests for groups read.
    CallsGroupGet,
    /// Requests that create a group.
    CallsGroupPost,
    /// Requests that change a group or its members.
    CallsGroupPatch,
    /// All requests.
    CallsTotal,
    /// Requests per second at the target, mean over the cycle.
    MeanRequestRate,
    /// Requests per second in the busiest second, wherever it begins.
    PeakRequestRateSecond,
    /// Requests per second in the busiest minute, wherever it begins.
    PeakRequestRateMinute,
    /// Requests answered with 429.
    TooManyRequests,
    /// Requests not answered within the timeout.
    Timeouts,
    /// Users and groups not provisioned at the end of the cycle.
    FailedObjects,
    /// Manager links and memberships not written at the end of the cycle.
    FailedReferences,
    /// Memberships written with success that are missing in the target at the end of the cycle.
    MembershipsOverwritten,
}

/// What a threshold is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedMetric {
    /// What is measured in each replication of an initial cycle.
    Measured(Metric),
    /// Whether the job is in quarantine at any time within the horizon.
    Quarantine,
    /// Whether the job is disabled within the horizon.
    Disabled,
    /// Whether deletions are staged within the horizon.
    StagedDeletions,
}

/// The unit of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedUnit {
    /// Seconds.
    Duration,
    /// A number of things.
    Count,
    /// Things per second.
    PerSecond,
    /// A share of the replications.
    Share,
}

/// Every metric with its name, the unit of its limits and its meaning, in the order of the metrics.
#[rustfmt::skip]
static ROWS: [(ExpectedMetric, &str, U, &str); 22] = [
    (Measured(M::InitialCycle), "initial_cycle", U::Duration, "Duration of the initial cycle."),
    (Measured(M::UsersHalf), "users_half", U::Duration, "Time until half of the users in scope have access."),
    (Measured(M::UsersMost), "users_most", U::Duration, "Time until 95 % of the users in scope have access."),
    (Measured(M::UsersAll), "users_all", U::Duration, "Time until every user in scope has access."),
    (Measured(M::CallsUserGet), "calls_user_get", U::Count, "Requests for users read."),
    (Measured(M::CallsUserPost), "calls_user_post", U::Count, "Requests that create a user."),
    (Measured(M::CallsUserPatch), "calls_user_patch", U::Count, "Requests that change a user."),
    (Measured(M::CallsGroupGet), "calls_group_get", U::Count, "Requests for groups read."),
    (Measured(M::CallsGroupPost), "calls_group_post", U::Count, "Requests that create a group."),
    (Measured(M::CallsGroupPatch), "calls_group_patch", U::Count, "Requests that change a group or its members."),
    (Measured(M::CallsTotal), "calls_total", U::Count, "All requests."),
    (Measured(M::MeanRequestRate), "mean_request_rate", U::PerSecond, "Requests per second at the target, mean over the cycle."),
    (Measured(M::PeakRequestRateSecond), "peak_request_rate_second", U::PerSecond, "Requests per second in the busiest second, wherever it begins."),
    (Measured(M::PeakRequestRateMinute), "peak_request_rate_minute", U::PerSecond, "Requests per second in the busiest minute, wherever it begins: those of sixty seconds, even where the cycle is shorter."),
    (Measured(M::TooManyRequests), "too_many_requests", U::Count, "Requests answered with 429."),
    (Measured(M::Timeouts), "timeouts", U::Count, "Requests not answered within the timeout."),
    (Measured(M::FailedObjects), "failed_objects", U::Count, "Users and groups not provisioned at the end of the cycle."),
    (Measured(M::FailedReferences), "failed_references", U::Count, "Manager links and memberships not written at the end of the cycle."),
    (Measured(M::MembershipsOverwritten), "memberships_overwritten", U::Count, "Memberships written with success that are missing in the target at the end of the cycle."),
    (Quarantine, "quarantine", U::Share, "Whether the job is in quarantine at any time within the horizon."),
    (Disabled, "disabled", U::Share, "Whether the job is disabled within the horizon."),
    (StagedDeletions, "staged_deletions", U::Share, "Whether deletions are staged within the horizon."),
];

impl ExpectedMetric {
    /// Every metric, in the order in which they are listed.
    pub fn all() -> impl Iterator<Item = Self> + Clone {
        ROWS.iter().map(|(metric, ..)| *metric)
    }

    fn row(self) -> &'static (Self, &'static str, ExpectedUnit, &'static str) {
        let mut rows = ROWS.iter();
        rows.find(|(metric, ..)| *metric == self)
            .expect("every metric has a row, as a test asserts")
    }

    /// Its name in a scenario.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// The unit of its limits.
    pub fn unit(self) -> ExpectedUnit {
        self.row().2
    }

    /// What it means, in one sentence.
    pub fn meaning(self) -> &'static str {
        self.row().3
    }

    /// What is measured in each replication of an initial cycle; nothing for what takes a horizon.
    pub const fn measured(self) -> Option<Metric> {
        match self {
            Self::Measured(metric) => Some(metric),
            Self::Quarantine | Self::Disabled | Self::StagedDeletions => None,
        }
    }

    /// Whether it is about the life of a job, which only a scenario with a horizon has.
    pub const fn needs_horizon(self) -> bool {
        self.measured().is_none()
    }
}

/// The metric of a name.
pub fn metric(name: &str) -> Result<ExpectedMetric, Wrong> {
    let mut known = ExpectedMetric::all();
    if let Some(metric) = known.find(|metric| metric.name() == name) {
        return Ok(metric);
    }
    let names: Vec<&str> = ExpectedMetric::all().map(ExpectedMetric::name).collect();
    let help = match similar(name, names.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("there are {}", names.join(", ")),
    };
    let message = format!("nothing that is measured is called `{}`", abridged(name));
    Err(Wrong::new(message, help))
}

/// The schema of `[expect]`: keys such as `initial_cycle.p95`, in quotes or not.
pub fn schema() -> Value {
    let percentile = "p[1-9][0-9]?|mean";
    let mut properties = Map::new();
    let mut patterns = Map::new();
    for metric in ExpectedMetric::all() {
        let (name, unit) = (metric.name(), metric.unit());
        let statistic = match unit {
            ExpectedUnit::Share => "share",
            _ => percentile,
        };
        let mut of_table = Map::new();
        of_table.insert(format!("^({statistic})$"), condition(unit));
        patterns.insert(format!("^{name}\\.({statistic})$"), condition(unit));
        let table = json!({
            "type": "object",
            "description": metric.meaning(),
            "additionalProperties": false,
            "patternProperties": of_table,
        });
        properties.insert(name.to_owned(), table);
    }
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "patternProperties": patterns,
    })
}

fn condition(unit: ExpectedUnit) -> Value {
    let (name, ..) = DEFINITIONS[unit as usize];
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// What conditions refer to, in the order of the units: its name, what may stand behind a number, and an example.
#[rustfmt::skip]
const DEFINITIONS: [(&str, &str, &str); 4] = [
    ("expectedDuration", "(ns|us|µs|ms|[smhdw]|[A-Za-z]{3,}|hr).*", "< 36 h"),
    ("expectedCount", "[kKM]?", "< 10_000"),
    ("expectedRate", r"((per\s|/)\s*(s|second|min|minute|h|hour))?", "< 25 per s"),
    ("expectedShare", "%?", "< 5 %"),
];

/// What the conditions refer to, by name.
pub fn definitions() -> [(&'static str, Value); 4] {
    DEFINITIONS.map(|(name, rest, example)| {
        let pattern = format!(r"^\s*[<>]=?\s*{NUMBER}\s*{rest}(\s+or\s+none)?\s*$");
        (
            name,
            json!({ "type": "string", "pattern": pattern, "examples": [example] }),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_has_its_own_row() {
        for (metric, name, ..) in &ROWS {
            assert_eq!(super::metric(name), Ok(*metric));
            assert_eq!(metric.name(), *name);
        }
        // A metric that were forgotten would not be in the order of all.
        let measured = ROWS.iter().filter_map(|(metric, ..)| metric.measured());
        let order: Vec<usize> = measured.map(|metric| metric as usize).collect();
        let all: Vec<usize> = (0..=M::MembershipsOverwritten as usize).collect();
        assert_eq!(order, all);
    }
}
