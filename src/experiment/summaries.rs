//! Percentiles with intervals, over the rows of a run.

use super::outcome::{Estimate, Metric, ReplicationRow, Spread, Summary, Unit};
use crate::stats::{
    MeanInterval, QuantileRanks, mean_interval, quantile, quantile_interval, quantile_ranks, sorted,
};

/// Confidence level of every interval.
pub(super) const LEVEL: f64 = 0.95;
const PERCENTILES: [f64; 3] = [0.05, 0.5, 0.95];

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

/// The order statistics that bound each of the percentiles of so many values.
pub(super) fn ranks(n: usize) -> [QuantileRanks; 3] {
    PERCENTILES.map(|p| quantile_ranks(n, p, LEVEL))
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

/// The mean with Student's interval; absent where one value is infinite or there are fewer than two.
pub(super) fn mean(values: &[f64]) -> Option<Estimate> {
    mean_interval(values, LEVEL).map(|found| interval(&found))
}

/// An interval around a mean as documents have it.
pub(super) fn interval(found: &MeanInterval) -> Estimate {
    Estimate {
        value: Some(found.mean),
        low: Some(found.mean - found.half_width),
        high: Some(found.mean + found.half_width),
    }
}

/// Any percentile of ascending values, with an interval of any confidence level.
pub(super) fn estimate(sorted: &[f64], p: f64, level: f64) -> Estimate {
    let found = quantile_interval(sorted, p, level);
    Estimate {
        value: found.value,
        low: found.low,
        high: found.high,
    }
}

/// The percentile at a place among the three that are told, with its interval; infinity stands for not reached.
pub(super) fn estimate_at(sorted: &[f64], place: usize, ranks: &[QuantileRanks; 3]) -> Estimate {
    let (p, ranks) = (PERCENTILES[place], ranks[place]);
    let finite = |value: f64| value.is_finite().then_some(value);
    let at_rank = |rank: Option<usize>| rank.and_then(|rank| finite(sorted[rank - 1]));
    Estimate {
        value: quantile(sorted, p).and_then(finite),
        low: at_rank(ranks.low),
        high: at_rank(ranks.high),
    }
}

/// The spread of durations in milliseconds.
pub(super) fn spread(durations_ms: impl IntoIterator<Item = f64>) -> Option<Spread> {
    let values = sorted(durations_ms);
    Some(Spread {
        replications: values.len() as u64,
        p5_ms: quantile(&values, 0.05)?,
        p50_ms: quantile(&values, 0.5)?,
        p95_ms: quantile(&values, 0.95)?,
    })
}
