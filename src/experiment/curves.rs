//! Progress and load over time, as bands over replications.

use std::io;

use super::courses::{Course, Courses};
use super::cycle_recorder::{PERCENTS, PHASES};
use super::outcome::{
    EachRow, ErrorSummary, LoadPoint, PhaseStart, Progress, ProgressPoint, ReplicationRows,
};
use super::percentiles::{band_of, error_summary, most_frequent_first};
use super::replication_record::Curve;
use crate::model::ErrorCode;
use crate::stats::{quantile, sorted};
use crate::units::SimDuration;

/// Points of the load curve.
const LOAD_POINTS: usize = 200;
/// The shortest time over which a rate is taken.
const SHORTEST_SECS: f64 = 60.0;

pub(super) fn progress(courses: &mut Courses) -> io::Result<Progress> {
    let reached = |curve: &Curve, percent| {
        let reached = curve.at_percent(percent);
        reached.map_or(f64::INFINITY, |at_ms| at_ms as f64)
    };
    let both = |course: &Course, moments: &mut Vec<f64>| {
        for curve in [&course.pages, &course.users] {
            moments.extend((0..PERCENTS).map(|percent| reached(curve, percent)));
        }
    };
    let mut pages = courses.columns(2 * PERCENTS, both, |reading, times| {
        milestone(reading % PERCENTS, times)
    })?;
    let users = pages.split_off(PERCENTS);
    Ok(Progress { pages, users })
}

/// When so many per cent are reached.
fn milestone(percent: usize, times: Vec<f64>) -> ProgressPoint {
    let times = sorted(times);
    let at = |p| quantile(&times, p).filter(|time| time.is_finite());
    ProgressPoint {
        percent: percent as f64,
        p5_ms: at(0.05),
        p50_ms: at(0.5),
        p95_ms: at(0.95),
    }
}

/// The replication that stands for the others in a picture of the load: its busiest minute is the median one.
pub(super) fn typical(rows: &ReplicationRows, courses: &mut Courses) -> io::Result<Course> {
    let peaks = rows.values(|row| row.peak_request_rate_minute);
    let mut order: Vec<usize> = (0..peaks.len()).collect();
    order.sort_by(|a, b| peaks[*a].total_cmp(&peaks[*b]));
    let place = order.get(peaks.len().saturating_sub(1) / 2).copied();
    let mut typical = Course::default();
    courses.each(|index, course| {
        if place == Some(index) {
            typical.clone_from(course);
        }
    })?;
    Ok(typical)
}

/// Requests per second over time, up to the moment by which 95 % of the replications are over and the typical one is.
///
/// Stretches of less than a minute would show more than the busiest minute has.
pub(super) fn load(courses: &mut Courses, typical: &Course) -> io::Result<Vec<LoadPoint>> {
    let seconds = |course: &Course| SimDuration::from_nanos(course.duration_nanos).as_secs_f64();
    let mut durations = Vec::new();
    courses.each(|_, course| durations.push(seconds(course)))?;
    let Some(end) = quantile(&sorted(durations), 0.95).filter(|end| *end > 0.0) else {
        return Ok(Vec::new());
    };
    let end = end.max(seconds(typical));
    let width = end / LOAD_POINTS as f64;
    let half = width.max(SHORTEST_SECS) / 2.0;
    let secs = |point: usize| width * (point as f64 + 0.5);
    let rates = |course: &Course, rates: &mut Vec<f64>| {
        let stretches = (0..LOAD_POINTS).map(secs);
        let stretches = stretches.map(|secs| (secs - half, secs + half));
        rates.extend(course.load.rates_over(stretches));
    };
    let mut of_typical = Vec::new();
    rates(typical, &mut of_typical);
    courses.columns(LOAD_POINTS, rates, |point, rates| {
        let rates = band_of(rates);
        LoadPoint {
            time_ms: libm::round(secs(point) * 1e3),
            p5: rates.p5,
            p50: rates.p50,
            p95: rates.p95,
            typical: of_typical[point],
        }
    })
}

/// When the phases of the typical replication begin.
pub(super) fn phases(typical: &Course) -> Vec<PhaseStart> {
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
pub(super) fn errors(courses: &mut Courses) -> io::Result<Vec<ErrorSummary>> {
    let all = |course: &Course, counts: &mut Vec<f64>| {
        let count = |code: ErrorCode| course.errors.get(code as usize).copied();
        counts.extend(ErrorCode::ALL.map(|code| count(code).unwrap_or(0) as f64));
    };
    let each = courses.columns(ErrorCode::ALL.len(), all, |index, counts| {
        error_summary(ErrorCode::ALL[index], counts)
    })?;
    Ok(most_frequent_first(each.into_iter().flatten()))
}
