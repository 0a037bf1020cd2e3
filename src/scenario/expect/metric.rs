//! What can be expected: the quantities that are measured in each replication.

use crate::scenario::text::abridged;
use crate::scenario::text::similar;
use crate::scenario::value::Wrong;

/// What a threshold is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedMetric {
    /// Duration of the initial cycle.
    InitialCycle,
    /// Time until half of the users in scope have access.
    UsersHalf,
    /// Time until 95 % of the users in scope have access.
    UsersMost,
    /// Time until every user in scope has access.
    UsersAll,
    /// Requests for users read.
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
    /// Requests per second in the busiest second.
    PeakRequestRateSecond,
    /// Requests per second in the busiest minute.
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

use ExpectedMetric as M;
use ExpectedUnit as U;

/// Every metric with its name, the unit of its limits and its meaning, in the order of the metrics.
#[rustfmt::skip]
const ROWS: [(M, &str, U, &str); 22] = [
    (M::InitialCycle, "initial_cycle", U::Duration, "Duration of the initial cycle."),
    (M::UsersHalf, "users_half", U::Duration, "Time until half of the users in scope have access."),
    (M::UsersMost, "users_most", U::Duration, "Time until 95 % of the users in scope have access."),
    (M::UsersAll, "users_all", U::Duration, "Time until every user in scope has access."),
    (M::CallsUserGet, "calls_user_get", U::Count, "Requests for users read."),
    (M::CallsUserPost, "calls_user_post", U::Count, "Requests that create a user."),
    (M::CallsUserPatch, "calls_user_patch", U::Count, "Requests that change a user."),
    (M::CallsGroupGet, "calls_group_get", U::Count, "Requests for groups read."),
    (M::CallsGroupPost, "calls_group_post", U::Count, "Requests that create a group."),
    (M::CallsGroupPatch, "calls_group_patch", U::Count, "Requests that change a group or its members."),
    (M::CallsTotal, "calls_total", U::Count, "All requests."),
    (M::MeanRequestRate, "mean_request_rate", U::PerSecond, "Requests per second at the target, mean over the cycle."),
    (M::PeakRequestRateSecond, "peak_request_rate_second", U::PerSecond, "Requests per second in the busiest second, wherever it begins."),
    (M::PeakRequestRateMinute, "peak_request_rate_minute", U::PerSecond, "Requests per second in the busiest minute, wherever it begins: those of sixty seconds, even where the cycle is shorter."),
    (M::TooManyRequests, "too_many_requests", U::Count, "Requests answered with 429."),
    (M::Timeouts, "timeouts", U::Count, "Requests not answered within the timeout."),
    (M::FailedObjects, "failed_objects", U::Count, "Users and groups not provisioned at the end of the cycle."),
    (M::FailedReferences, "failed_references", U::Count, "Manager links and memberships not written at the end of the cycle."),
    (M::MembershipsOverwritten, "memberships_overwritten", U::Count, "Memberships written with success that are missing in the target at the end of the cycle."),
    (M::Quarantine, "quarantine", U::Share, "Whether the job is in quarantine at any time within the horizon."),
    (M::Disabled, "disabled", U::Share, "Whether the job is disabled within the horizon."),
    (M::StagedDeletions, "staged_deletions", U::Share, "Whether deletions are staged within the horizon."),
];

impl ExpectedMetric {
    /// Every metric, in the order in which they are listed.
    pub fn all() -> impl Iterator<Item = Self> + Clone {
        ROWS.iter().map(|(metric, ..)| *metric)
    }

    /// Its name in a scenario.
    pub const fn name(self) -> &'static str {
        ROWS[self as usize].1
    }

    /// The unit of its limits.
    pub const fn unit(self) -> ExpectedUnit {
        ROWS[self as usize].2
    }

    /// What it means, in one sentence.
    pub const fn meaning(self) -> &'static str {
        ROWS[self as usize].3
    }

    /// Whether it is about the life of a job, which only a scenario with a horizon has.
    pub const fn needs_horizon(self) -> bool {
        matches!(self.unit(), ExpectedUnit::Share)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_has_its_own_row() {
        for (place, (metric, name, ..)) in ROWS.iter().enumerate() {
            assert_eq!(*metric as usize, place, "{name}");
            assert_eq!(super::metric(name), Ok(*metric));
        }
    }
}
