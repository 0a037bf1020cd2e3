//! What is measured in each replication of an initial cycle, how it is read off a row, and its percentiles over all rows.

use super::outcome::{EachRow, Metric, ReplicationRow, Summary, Unit};
use super::percentiles::{LEVEL, estimate, estimates, mean};
use crate::stats::sorted;

/// A quantity with the metric `M` that is read off rows `R`.
pub(super) struct Quantity<M, R> {
    pub metric: M,
    pub label: &'static str,
    of: Reading<R>,
}

/// How a number is read off a row, which settles its unit.
pub(super) enum Reading<R> {
    /// Milliseconds until something is reached, if it is.
    Time(fn(&R) -> Option<u64>),
    /// Milliseconds that something lasts.
    Span(fn(&R) -> u64),
    /// A number of things.
    Count(fn(&R) -> u64),
    /// A number of things, on average.
    Mean(fn(&R) -> f64),
    /// So many a second.
    Rate(fn(&R) -> f64),
}

impl<M, R> Quantity<M, R> {
    pub const fn new(metric: M, label: &'static str, of: Reading<R>) -> Self {
        Self { metric, label, of }
    }

    /// The unit of its numbers.
    pub const fn unit(&self) -> Unit {
        match self.of {
            Reading::Time(_) | Reading::Span(_) => Unit::Milliseconds,
            Reading::Count(_) | Reading::Mean(_) => Unit::Count,
            Reading::Rate(_) => Unit::PerSecond,
        }
    }

    /// Its value in a replication; infinity stands for not reached.
    pub fn value(&self, row: &R) -> f64 {
        match self.of {
            Reading::Time(of) => of(row).map_or(f64::INFINITY, |time| time as f64),
            Reading::Span(of) | Reading::Count(of) => of(row) as f64,
            Reading::Mean(of) | Reading::Rate(of) => of(row),
        }
    }

    /// Its values in order of replication.
    pub fn values<'r>(&self, rows: impl IntoIterator<Item = &'r R>) -> Vec<f64>
    where
        R: 'r,
    {
        rows.into_iter().map(|row| self.value(row)).collect()
    }
}

/// The share of ascending values that is reached at all.
pub(super) fn reached_share(sorted: &[f64]) -> f64 {
    let finite = sorted.iter().filter(|value| value.is_finite());
    finite.count() as f64 / sorted.len().max(1) as f64
}

#[rustfmt::skip]
const QUANTITIES: [Quantity<Metric, ReplicationRow>; 19] = {
    use Metric as M;
    use Reading::{Count, Rate, Time};
    [
        Quantity::new(M::InitialCycle, "initial cycle", Time(|row| row.initial_cycle_ms)),
        Quantity::new(M::UsersHalf, "50 % of users have access", Time(|row| row.users_half_ms)),
        Quantity::new(M::UsersMost, "95 % of users have access", Time(|row| row.users_most_ms)),
        Quantity::new(M::UsersAll, "all users have access", Time(|row| row.users_all_ms)),
        Quantity::new(M::CallsUserGet, "GET /Users", Count(|row| row.calls.calls_user_get)),
        Quantity::new(M::CallsUserPost, "POST /Users", Count(|row| row.calls.calls_user_post)),
        Quantity::new(M::CallsUserPatch, "PATCH /Users", Count(|row| row.calls.calls_user_patch)),
        Quantity::new(M::CallsGroupGet, "GET /Groups", Count(|row| row.calls.calls_group_get)),
        Quantity::new(M::CallsGroupPost, "POST /Groups", Count(|row| row.calls.calls_group_post)),
        Quantity::new(M::CallsGroupPatch, "PATCH /Groups", Count(|row| row.calls.calls_group_patch)),
        Quantity::new(M::CallsTotal, "all requests", Count(|row| row.calls.calls_total)),
        Quantity::new(M::MeanRequestRate, "requests per second, mean", Rate(|row| row.mean_request_rate)),
        Quantity::new(M::PeakRequestRateSecond, "requests per second, busiest second", Rate(|row| row.peak_request_rate_second)),
        Quantity::new(M::PeakRequestRateMinute, "requests per second, busiest minute", Rate(|row| row.peak_request_rate_minute)),
        Quantity::new(M::TooManyRequests, "429 answers", Count(|row| row.too_many_requests)),
        Quantity::new(M::Timeouts, "timeouts", Count(|row| row.timeouts)),
        Quantity::new(M::FailedObjects, "failed users and groups", Count(ReplicationRow::failed_objects)),
        Quantity::new(M::FailedReferences, "failed managers and memberships", Count(ReplicationRow::failed_references)),
        Quantity::new(M::MembershipsOverwritten, "memberships overwritten", Count(|row| row.memberships_overwritten)),
    ]
};

/// Every metric over the rows.
pub(super) fn summaries(rows: &(impl EachRow + ?Sized)) -> Vec<Summary> {
    let readings = QUANTITIES.each_ref();
    let readings = readings.map(|one| |row: &ReplicationRow| one.value(row));
    rows.columns(&readings, |index, in_order| {
        summary(&QUANTITIES[index], in_order)
    })
}

fn summary(quantity: &Quantity<Metric, ReplicationRow>, in_order: Vec<f64>) -> Summary {
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
pub(super) fn measured(metric: Metric, rows: &(impl EachRow + ?Sized)) -> Vec<f64> {
    of(metric).map_or_else(Vec::new, |quantity| rows.values(|row| quantity.value(row)))
}

/// What a metric is called, and its unit.
pub(super) fn named(metric: Metric) -> (&'static str, Unit) {
    of(metric).map_or(("", Unit::Count), |one| (one.label, one.unit()))
}
