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
    let curves: [fn(&Course) -> &Curve; 2] = [|course| &course.pages, |course| &course.users];
    let reached = |reading: usize, course: &Course| {
        let curve = curves[reading / PERCENTS](course);
        let reached = curve.at_percent(reading % PERCENTS);
        reached.map_or(f64::INFINITY, |at_ms| at_ms as f64)
    };
    let mut pages = courses.columns(curves.len() * PERCENTS, reached, |reading, times| {
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
    let ends = courses.columns(
        1,
        |_, course| seconds(course),
        |_, durations| quantile(&sorted(durations), 0.95).filter(|end| *end > 0.0),
    )?;
    let Some(end) = ends.into_iter().flatten().next() else {
        return Ok(Vec::new());
    };
    let end = end.max(seconds(typical));
    let width = end / LOAD_POINTS as f64;
    let half = width.max(SHORTEST_SECS) / 2.0;
    let secs = |point: usize| width * (point as f64 + 0.5);
    let rate = |point: usize, course: &Course| {
        let secs = secs(point);
        course.load.rate_over(secs - half, secs + half)
    };
    courses.columns(LOAD_POINTS, rate, |point, rates| {
        let rates = band_of(rates);
        LoadPoint {
            time_ms: libm::round(secs(point) * 1e3),
            p5: rates.p5,
            p50: rates.p50,
            p95: rates.p95,
            typical: rate(point, typical),
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
    let count = |index: usize, course: &Course| {
        let code = ErrorCode::ALL[index];
        let count = course.errors.get(code as usize).copied();
        count.unwrap_or(0) as f64
    };
    let each = courses.columns(ErrorCode::ALL.len(), count, |index, counts| {
        error_summary(ErrorCode::ALL[index], counts)
    })?;
    Ok(most_frequent_first(each.into_iter().flatten()))
}
