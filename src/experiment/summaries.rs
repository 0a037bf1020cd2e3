//! Percentiles with intervals, over the rows of a run.

use super::outcome::{Metric, ReplicationRow, Summary, Unit};
use super::percentiles::{LEVEL, estimate, estimate_at, mean, ranks};
use crate::scenario::ExpectedMetric;
use crate::stats::{QuantileRanks, sorted};

/// How one metric is read off a row, and how it is called.
struct Definition {
    metric: Metric,
    label: &'static str,
    unit: Unit,
    of: fn(&ReplicationRow) -> Option<f64>,
}

const fn define(
    metric: Metric,
    label: &'static str,
    unit: Unit,
    of: fn(&ReplicationRow) -> Option<f64>,
) -> Definition {
    Definition {
        metric,
        label,
        unit,
        of,
    }
}

fn count(value: u64) -> Option<f64> {
    Some(value as f64)
}

fn reached(value: Option<u64>) -> Option<f64> {
    value.map(|millis| millis as f64)
}

const DEFINITIONS: [Definition; 19] = {
    use Metric as M;
    use Unit::{Count, Milliseconds, PerSecond};
    [
        define(M::InitialCycle, "initial cycle", Milliseconds, |row| {
            reached(row.initial_cycle_ms)
        }),
        define(
            M::UsersHalf,
            "50 % of users have access",
            Milliseconds,
            |row| reached(row.users_half_ms),
        ),
        define(
            M::UsersMost,
            "95 % of users have access",
            Milliseconds,
            |row| reached(row.users_most_ms),
        ),
        define(M::UsersAll, "all users have access", Milliseconds, |row| {
            reached(row.users_all_ms)
        }),
        define(M::CallsUserGet, "GET /Users", Count, |row| {
            count(row.calls.calls_user_get)
        }),
        define(M::CallsUserPost, "POST /Users", Count, |row| {
            count(row.calls.calls_user_post)
        }),
        define(M::CallsUserPatch, "PATCH /Users", Count, |row| {
            count(row.calls.calls_user_patch)
        }),
        define(M::CallsGroupGet, "GET /Groups", Count, |row| {
            count(row.calls.calls_group_get)
        }),
        define(M::CallsGroupPost, "POST /Groups", Count, |row| {
            count(row.calls.calls_group_post)
        }),
        define(M::CallsGroupPatch, "PATCH /Groups", Count, |row| {
            count(row.calls.calls_group_patch)
        }),
        define(M::CallsTotal, "all requests", Count, |row| {
            count(row.calls.calls_total)
        }),
        define(
            M::MeanRequestRate,
            "requests per second, mean",
            PerSecond,
            |row| Some(row.mean_request_rate),
        ),
        define(
            M::PeakRequestRateSecond,
            "requests per second, busiest second",
            PerSecond,
            |row| Some(row.peak_request_rate_second),
        ),
        define(
            M::PeakRequestRateMinute,
            "requests per second, busiest minute",
            PerSecond,
            |row| Some(row.peak_request_rate_minute),
        ),
        define(M::TooManyRequests, "429 answers", Count, |row| {
            count(row.too_many_requests)
        }),
        define(M::Timeouts, "timeouts", Count, |row| count(row.timeouts)),
        define(M::FailedObjects, "failed users and groups", Count, |row| {
            count(row.failed_objects())
        }),
        define(
            M::FailedReferences,
            "failed managers and memberships",
            Count,
            |row| count(row.failed_references()),
        ),
        define(
            M::MembershipsOverwritten,
            "memberships overwritten",
            Count,
            |row| count(row.memberships_overwritten),
        ),
    ]
};

/// Every metric over the rows.
pub(super) fn summaries(rows: &[ReplicationRow]) -> Vec<Summary> {
    let ranks = ranks(rows.len());
    DEFINITIONS
        .iter()
        .map(|definition| summary(definition, rows, &ranks))
        .collect()
}

fn summary(
    definition: &Definition,
    rows: &[ReplicationRow],
    ranks: &[QuantileRanks; 3],
) -> Summary {
    let values = sorted(reached_values(definition, rows));
    let reached = values.iter().filter(|value| value.is_finite()).count();
    Summary {
        metric: definition.metric,
        label: definition.label.to_owned(),
        unit: definition.unit,
        reached_share: if rows.is_empty() {
            0.0
        } else {
            reached as f64 / rows.len() as f64
        },
        mean: mean(&reached_values(definition, rows)),
        p5: estimate_at(&values, 0, ranks),
        p50: estimate_at(&values, 1, ranks),
        p90: Some(estimate(&values, 0.9, LEVEL)),
        p95: estimate_at(&values, 2, ranks),
        p99: Some(estimate(&values, 0.99, LEVEL)),
        max: values.last().copied().filter(|value| value.is_finite()),
    }
}

/// The values of one metric in order of replication; infinity stands for not reached.
fn reached_values(definition: &Definition, rows: &[ReplicationRow]) -> Vec<f64> {
    let value = |row| (definition.of)(row).unwrap_or(f64::INFINITY);
    rows.iter().map(value).collect()
}

/// The same by the metric's name.
pub(super) fn measured(metric: Metric, rows: &[ReplicationRow]) -> Vec<f64> {
    let definition = DEFINITIONS.iter().find(|one| one.metric == metric);
    definition.map_or_else(Vec::new, |definition| reached_values(definition, rows))
}

/// What a metric is called, and its unit.
pub(super) fn named(metric: Metric) -> (&'static str, Unit) {
    let definition = DEFINITIONS.iter().find(|one| one.metric == metric);
    definition.map_or(("", Unit::Count), |one| (one.label, one.unit))
}

/// What is measured in each replication of an initial cycle; nothing for what takes a horizon.
pub(super) const fn metric_of(expected: ExpectedMetric) -> Option<Metric> {
    use ExpectedMetric as E;
    Some(match expected {
        E::InitialCycle => Metric::InitialCycle,
        E::UsersHalf => Metric::UsersHalf,
        E::UsersMost => Metric::UsersMost,
        E::UsersAll => Metric::UsersAll,
        E::CallsUserGet => Metric::CallsUserGet,
        E::CallsUserPost => Metric::CallsUserPost,
        E::CallsUserPatch => Metric::CallsUserPatch,
        E::CallsGroupGet => Metric::CallsGroupGet,
        E::CallsGroupPost => Metric::CallsGroupPost,
        E::CallsGroupPatch => Metric::CallsGroupPatch,
        E::CallsTotal => Metric::CallsTotal,
        E::MeanRequestRate => Metric::MeanRequestRate,
        E::PeakRequestRateSecond => Metric::PeakRequestRateSecond,
        E::PeakRequestRateMinute => Metric::PeakRequestRateMinute,
        E::TooManyRequests => Metric::TooManyRequests,
        E::Timeouts => Metric::Timeouts,
        E::FailedObjects => Metric::FailedObjects,
        E::FailedReferences => Metric::FailedReferences,
        E::MembershipsOverwritten => Metric::MembershipsOverwritten,
        E::Quarantine | E::Disabled | E::StagedDeletions => return None,
    })
}
