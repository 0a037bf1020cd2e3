//! Percentiles, means and shares over replications, with their intervals, as documents have them.

use super::outcome::life::Times;
use super::outcome::{Band, EachRow, ErrorSummary, Estimate, ReplicationRow, Share, Spread};
use crate::model::ErrorCode;
use crate::stats::{
    MeanInterval, QuantileRanks, mean_interval, quantile, quantile_interval, quantile_ranks,
    sorted, wilson,
};

/// Confidence level of every interval.
pub(super) const LEVEL: f64 = 0.95;
const PERCENTILES: [f64; 3] = [0.05, 0.5, 0.95];

/// The order statistics that bound each of the percentiles of so many values.
pub(super) fn ranks(n: usize) -> [QuantileRanks; 3] {
    PERCENTILES.map(|p| quantile_ranks(n, p, LEVEL))
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

/// The percentile at an index among the three that are told, with its interval; infinity stands for not reached.
pub(super) fn estimate_at(sorted: &[f64], index: usize, ranks: &[QuantileRanks; 3]) -> Estimate {
    let (p, ranks) = (PERCENTILES[index], ranks[index]);
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

/// Three percentiles of a quantity of the rows.
pub(super) fn band(rows: &(impl EachRow + ?Sized), of: impl Fn(&ReplicationRow) -> f64) -> Band {
    band_of(rows.values(of))
}

/// Three percentiles of each of several quantities of the rows.
pub(super) fn bands<const N: usize>(
    rows: &(impl EachRow + ?Sized),
    of: [&dyn Fn(&ReplicationRow) -> f64; N],
) -> [Band; N] {
    let mut bands = rows.columns(&of, |_, values| band_of(values)).into_iter();
    of.map(|_| bands.next().unwrap_or_default())
}

/// Three percentiles of some values.
pub(super) fn band_of(values: impl IntoIterator<Item = f64>) -> Band {
    let values = sorted(values);
    let at = |p| quantile(&values, p).unwrap_or_default();
    Band {
        p5: at(0.05),
        p50: at(0.5),
        p95: at(0.95),
    }
}

/// The share of the rows whose cycle ends within so many milliseconds.
pub(super) fn share_within(rows: &(impl EachRow + ?Sized), within_ms: u64) -> Share {
    let is_within =
        |row: &ReplicationRow| row.initial_cycle_ms.is_some_and(|time| time <= within_ms);
    share(rows.count_of(is_within), rows.count())
}

/// So many of so many, with Wilson's interval.
pub(super) fn share(hits: usize, n: usize) -> Share {
    let (low, high) = wilson(hits, n);
    Share {
        share: hits as f64 / n.max(1) as f64,
        low,
        high,
    }
}

/// The 5th, 50th and 95th percentile of ascending values, with their intervals.
pub(super) fn estimates(sorted: &[f64]) -> [Estimate; 3] {
    let ranks = ranks(sorted.len());
    [0, 1, 2].map(|index| estimate_at(sorted, index, &ranks))
}

/// The duration of an initial cycle in milliseconds; one that has no end takes infinitely long.
pub(super) fn duration_ms(row: &ReplicationRow) -> f64 {
    row.initial_cycle_ms
        .map_or(f64::INFINITY, |time| time as f64)
}

/// The 5th, 50th and 95th percentile of some times in milliseconds; nothing where there are none.
pub(super) fn times(values: impl Iterator<Item = u64>) -> Option<Times> {
    let values = sorted(values.map(|millis| millis as f64));
    Some(Times {
        p5_ms: quantile(&values, 0.05)?,
        p50_ms: quantile(&values, 0.5)?,
        p95_ms: quantile(&values, 0.95)?,
    })
}

/// The codes that occur at all, most frequent first, of counts by code, one for each replication.
pub fn error_summaries(counts: impl Iterator<Item = (ErrorCode, Vec<f64>)>) -> Vec<ErrorSummary> {
    most_frequent_first(counts.filter_map(|(code, counts)| error_summary(code, counts)))
}

/// A code that occurs at all, of its count in each replication.
pub(super) fn error_summary(code: ErrorCode, counts: Vec<f64>) -> Option<ErrorSummary> {
    let counts = sorted(counts);
    let total: f64 = counts.iter().sum();
    (total > 0.0).then(|| ErrorSummary {
        code: code.name().to_owned(),
        mean_count: total / counts.len() as f64,
        p95_count: quantile(&counts, 0.95).unwrap_or_default(),
    })
}

/// Codes in the order in which they are told.
pub(super) fn most_frequent_first(
    errors: impl IntoIterator<Item = ErrorSummary>,
) -> Vec<ErrorSummary> {
    let mut errors: Vec<ErrorSummary> = errors.into_iter().collect();
    errors.sort_by(|a, b| b.mean_count.total_cmp(&a.mean_count));
    errors
}
