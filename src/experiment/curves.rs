//! Progress and load over time, as bands over replications.

use super::outcome::{ErrorSummary, LoadPoint, Progress, ProgressPoint};
use super::record::{Curve, Record};
use super::recorder::PERCENTS;
use crate::model::ErrorCode;
use crate::stats::{quantile, sorted};
use crate::units::SimDuration;

/// Points of the load curve.
const LOAD_POINTS: usize = 200;

pub(super) fn progress(records: &[Record]) -> Progress {
    Progress {
        pages: milestones(records, |record| Some(&record.pages)),
        // Where nobody is in scope, nobody ever has access.
        users: milestones(records, |record| {
            (record.row.users_in_scope > 0).then_some(&record.users)
        }),
    }
}

/// When each per cent is reached; never in a record that has no curve.
fn milestones(records: &[Record], of: impl Fn(&Record) -> Option<&Curve>) -> Vec<ProgressPoint> {
    (0..PERCENTS)
        .map(|percent| {
            let times = sorted(records.iter().map(|record| {
                let reached = of(record).and_then(|curve| curve.at_percent(percent));
                reached.map_or(f64::INFINITY, |at_ms| at_ms as f64)
            }));
            let at = |p| quantile(&times, p).filter(|time| time.is_finite());
            ProgressPoint {
                percent: percent as f64,
                p5_ms: at(0.05),
                p50_ms: at(0.5),
                p95_ms: at(0.95),
            }
        })
        .collect()
}

/// Requests per second over time, up to the moment by which 95 % of the replications are over.
pub(super) fn load(records: &[Record]) -> Vec<LoadPoint> {
    let seconds = |record: &Record| SimDuration::from_nanos(record.duration_nanos).as_secs_f64();
    let durations = sorted(records.iter().map(seconds));
    let Some(end) = quantile(&durations, 0.95).filter(|end| *end > 0.0) else {
        return Vec::new();
    };
    (0..LOAD_POINTS)
        .map(|point| {
            let secs = end * (point as f64 + 0.5) / LOAD_POINTS as f64;
            let rates = sorted(records.iter().map(|record| record.load.rate_at(secs)));
            let at = |p| quantile(&rates, p).unwrap_or_default();
            LoadPoint {
                time_ms: libm::round(secs * 1e3),
                p5: at(0.05),
                p50: at(0.5),
                p95: at(0.95),
            }
        })
        .collect()
}

/// The codes that occur at all, most frequent first.
pub(super) fn errors(records: &[Record]) -> Vec<ErrorSummary> {
    error_summaries(ErrorCode::ALL.iter().map(|&code| {
        let count = |record: &Record| record.errors.get(code as usize).copied();
        let counts = records
            .iter()
            .map(|record| count(record).unwrap_or(0) as f64);
        (code, counts.collect())
    }))
}

/// The same of counts by code, one for each replication.
pub(super) fn error_summaries(
    counts: impl Iterator<Item = (ErrorCode, Vec<f64>)>,
) -> Vec<ErrorSummary> {
    let mut errors: Vec<ErrorSummary> = counts
        .filter_map(|(code, counts)| {
            let counts = sorted(counts);
            let total: f64 = counts.iter().sum();
            (total > 0.0).then(|| ErrorSummary {
                code: code.name().to_owned(),
                mean_count: total / counts.len() as f64,
                p95_count: quantile(&counts, 0.95).unwrap_or_default(),
            })
        })
        .collect();
    errors.sort_by(|a, b| b.mean_count.total_cmp(&a.mean_count));
    errors
}
