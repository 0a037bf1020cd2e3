//! Percentiles with intervals, over the rows of a run.

use super::outcome::{Metric, ReplicationRow, Summary, Unit};
use super::percentiles::{LEVEL, estimate, estimates, mean};
use super::quantity::{Quantity, Reading, reached_share};
use crate::stats::sorted;

const fn quantity(
    metric: Metric,
    label: &'static str,
    of: Reading<ReplicationRow>,
) -> Quantity<Metric, ReplicationRow> {
    Quantity::new(metric, label, of)
}

const QUANTITIES: [Quantity<Metric, ReplicationRow>; 19] = {
    use Metric as M;
    use Reading::{Count, Rate, Time};
    [
        quantity(
            M::InitialCycle,
            "initial cycle",
            Time(|row| row.initial_cycle_ms),
        ),
        quantity(
            M::UsersHalf,
            "50 % of users have access",
            Time(|row| row.users_half_ms),
        ),
        quantity(
            M::UsersMost,
            "95 % of users have access",
            Time(|row| row.users_most_ms),
        ),
        quantity(
            M::UsersAll,
            "all users have access",
            Time(|row| row.users_all_ms),
        ),
        quantity(
            M::CallsUserGet,
            "GET /Users",
            Count(|row| row.calls.calls_user_get),
        ),
        quantity(
            M::CallsUserPost,
            "POST /Users",
            Count(|row| row.calls.calls_user_post),
        ),
        quantity(
            M::CallsUserPatch,
            "PATCH /Users",
            Count(|row| row.calls.calls_user_patch),
        ),
        quantity(
            M::CallsGroupGet,
            "GET /Groups",
            Count(|row| row.calls.calls_group_get),
        ),
        quantity(
            M::CallsGroupPost,
            "POST /Groups",
            Count(|row| row.calls.calls_group_post),
        ),
        quantity(
            M::CallsGroupPatch,
            "PATCH /Groups",
            Count(|row| row.calls.calls_group_patch),
        ),
        quantity(
            M::CallsTotal,
            "all requests",
            Count(|row| row.calls.calls_total),
        ),
        quantity(
            M::MeanRequestRate,
            "requests per second, mean",
            Rate(|row| row.mean_request_rate),
        ),
        quantity(
            M::PeakRequestRateSecond,
            "requests per second, busiest second",
            Rate(|row| row.peak_request_rate_second),
        ),
        quantity(
            M::PeakRequestRateMinute,
            "requests per second, busiest minute",
            Rate(|row| row.peak_request_rate_minute),
        ),
        quantity(
            M::TooManyRequests,
            "429 answers",
            Count(|row| row.too_many_requests),
        ),
        quantity(M::Timeouts, "timeouts", Count(|row| row.timeouts)),
        quantity(
            M::FailedObjects,
            "failed users and groups",
            Count(ReplicationRow::failed_objects),
        ),
        quantity(
            M::FailedReferences,
            "failed managers and memberships",
            Count(ReplicationRow::failed_references),
        ),
        quantity(
            M::MembershipsOverwritten,
            "memberships overwritten",
            Count(|row| row.memberships_overwritten),
        ),
    ]
};

/// Every metric over the rows.
pub(super) fn summaries(rows: &[ReplicationRow]) -> Vec<Summary> {
    QUANTITIES.iter().map(|one| summary(one, rows)).collect()
}

fn summary(quantity: &Quantity<Metric, ReplicationRow>, rows: &[ReplicationRow]) -> Summary {
    let in_order = quantity.values(rows);
    let mean = mean(&in_order);
    let values = sorted(in_order);
    let [p5, p50, p95] = estimates(&values);
    Summary {
        metric: quantity.metric,
        label: quantity.label.to_owned(),
        unit: quantity.unit(),
        reached_share: reached_share(&values),
        mean,
        p5,
        p50,
        p90: Some(estimate(&values, 0.9, LEVEL)),
        p95,
        p99: Some(estimate(&values, 0.99, LEVEL)),
        max: values.last().copied().filter(|value| value.is_finite()),
    }
}

fn of(metric: Metric) -> Option<&'static Quantity<Metric, ReplicationRow>> {
    QUANTITIES.iter().find(|one| one.metric == metric)
}

/// The values of a metric in order of replication; infinity stands for not reached.
pub(super) fn measured(metric: Metric, rows: &[ReplicationRow]) -> Vec<f64> {
    of(metric).map_or_else(Vec::new, |quantity| quantity.values(rows))
}

/// What a metric is called, and its unit.
pub(super) fn named(metric: Metric) -> (&'static str, Unit) {
    of(metric).map_or(("", Unit::Count), |one| (one.label, one.unit()))
}
