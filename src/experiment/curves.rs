//! Progress and load over time, as bands over replications.

use super::cycle_recorder::{PERCENTS, PHASES};
use super::outcome::{ErrorSummary, LoadPoint, PhaseStart, Progress, ProgressPoint};
use super::percentiles::error_summaries;
use super::replication_record::{Curve, Record};
use crate::model::ErrorCode;
use crate::stats::{quantile, sorted};
use crate::units::SimDuration;

/// Points of the load curve.
const LOAD_POINTS: usize = 200;
/// The shortest time over which a rate is taken.
const SHORTEST_SECS: f64 = 60.0;

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

/// The replication that stands for the others in a picture of the load: its busiest minute is the median one.
fn typical(records: &[Record]) -> Option<&Record> {
    let mut order: Vec<&Record> = records.iter().collect();
    let peak = |record: &&Record| record.row.peak_request_rate_minute;
    order.sort_by(|a, b| peak(a).total_cmp(&peak(b)));
    order.get(records.len().saturating_sub(1) / 2).copied()
}

/// Requests per second over time, up to the moment by which 95 % of the replications are over and the typical one is.
///
/// Stretches of less than a minute would show more than the busiest minute has.
pub(super) fn load(records: &[Record]) -> Vec<LoadPoint> {
    let seconds = |record: &Record| SimDuration::from_nanos(record.duration_nanos).as_secs_f64();
    let durations = sorted(records.iter().map(seconds));
    let end = quantile(&durations, 0.95).filter(|end| *end > 0.0);
    let (Some(end), Some(typical)) = (end, typical(records)) else {
        return Vec::new();
    };
    let end = end.max(seconds(typical));
    let width = end / LOAD_POINTS as f64;
    let half = width.max(SHORTEST_SECS) / 2.0;
    (0..LOAD_POINTS)
        .map(|point| {
            let secs = width * (point as f64 + 0.5);
            let rate = |record: &Record| record.load.rate_over(secs - half, secs + half);
            let rates = sorted(records.iter().map(rate));
            let at = |p| quantile(&rates, p).unwrap_or_default();
            LoadPoint {
                time_ms: libm::round(secs * 1e3),
                p5: at(0.05),
                p50: at(0.5),
                p95: at(0.95),
                typical: rate(typical),
            }
        })
        .collect()
}

/// When the phases of the typical replication begin.
pub(super) fn phases(records: &[Record]) -> Vec<PhaseStart> {
    let Some(typical) = typical(records) else {
        return Vec::new();
    };
    let starts = PHASES.iter().zip(typical.phases);
    starts
        .filter_map(|((phase, label), at)| {
            Some(PhaseStart {
                phase: (*phase).to_owned(),
                label: (*label).to_owned(),
                typical_ms: at? as f64,
            })
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
