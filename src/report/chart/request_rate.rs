//! Requests per second at the target over the course of the cycle.

use super::axis::{Axis, is_near, ticks_from_zero};
use super::frame::{self, Piece};
use super::panels::{BELOW, Layer, Panel, Panels};
use super::reference_line::Level;
use super::scene::Scene;
use super::theme::{BAND, BLUE, HEIGHT, INK, VERMILLION};
use super::time_axis;
use crate::experiment::outcome::life::ActionMark;
use crate::experiment::outcome::{ENDPOINTS, LimitLoad, LoadPoint, Metric, Outcome};
use crate::report::number;
use crate::units::display_number;

const TOP: f64 = 92.0;
/// The longest period of a limit that a rate over a minute can be held against.
const LONGEST_PERIOD_MS: u64 = 60_000;

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let points = &outcome.load;
    if points.is_empty() {
        return without_course(outcome);
    }
    // Documents of earlier versions have no replication in detail.
    let has_typical = points.iter().any(|point| point.typical > 0.0);
    let (line_of, line_name): (fn(&LoadPoint) -> f64, &str) = if has_typical {
        (|point| point.typical, "one replication")
    } else {
        (|point| point.p50, "median")
    };
    let drawn = points.iter().map(|point| point.p95.max(line_of(point)));
    let drawn = drawn.fold(0.0, f64::max);
    let (levels, far) = levels(outcome, drawn);
    let highest = levels.iter().map(|level| level.value).fold(drawn, f64::max);
    let key = [
        Piece::Words(format!("Requests per second{far}")),
        Piece::Line(BLUE, line_name.to_owned()),
        Piece::Block(
            BLUE.fade(BAND),
            "5th to 95th percentile; runs that are over count as zero".to_owned(),
        ),
    ];
    let mut scene = frame::page(outcome, &title(outcome), &key, HEIGHT);
    let rates = ticks_from_zero(highest, 5, 0.0);
    let last = points.iter().map(|point| point.time_ms).fold(0.0, f64::max);
    let across = |ends| time_axis::from_zero(last, ends);
    let room = (frame::room_left(&rates), 12.0);
    let panels = Panels::new(room, across, &phases(outcome));
    let top = TOP + panels.marks.height();
    let line = |rate: fn(&LoadPoint) -> f64| {
        points
            .iter()
            .map(|point| (point.time_ms, rate(point)))
            .collect()
    };
    let mut panel = Panel::new("", Axis::from_zero(rates, (0.0, top + BELOW - HEIGHT)));
    panel.layers = vec![
        Layer::Area(
            [line(|point| point.p95), line(|point| point.p5)],
            BLUE.fade(BAND),
        ),
        Layer::Line(line(line_of), 2.0, BLUE),
    ];
    panel.levels = levels;
    panels.marks.above(&mut scene, top);
    for plot in panels.draw(&mut scene, top, &[panel]) {
        panels.labels(&mut scene, &plot);
    }
    scene
}

/// A cycle without duration has no course, though it may have requests.
fn without_course(outcome: &Outcome) -> Scene {
    let all = outcome.summary(Metric::CallsTotal);
    let requests = all.and_then(|all| all.p50.value).filter(|all| *all > 0.0);
    match requests {
        Some(requests) => {
            let requests = display_number(requests);
            let title = format!("The target sees {requests} requests at once");
            frame::empty_page(outcome, &title, "The initial cycle takes no time.")
        }
        None => {
            let title = "The load on the target is not known";
            frame::empty_page(outcome, title, "No requests were recorded.")
        }
    }
}

/// The phases of the run that is drawn, and what happens at stated moments.
fn phases(outcome: &Outcome) -> Vec<ActionMark> {
    let phases = outcome.phases.iter().map(|phase| ActionMark {
        time_ms: phase.typical_ms as u64,
        label: phase.label.clone(),
    });
    let actions = outcome
        .life
        .iter()
        .flat_map(|life| life.actions.iter().cloned());
    let mut marks: Vec<ActionMark> = phases.chain(actions).collect();
    marks.sort_by_key(|mark| mark.time_ms);
    marks
}

/// What is marked: the busiest minute, and limits that are not far above it; those that are, in words.
fn levels(outcome: &Outcome, drawn: f64) -> (Vec<Level>, String) {
    let busiest = outcome.summary(Metric::PeakRequestRateMinute);
    let busiest = busiest.and_then(|busiest| busiest.p50.value);
    let highest = drawn.max(busiest.unwrap_or(0.0));
    let shown = rates(outcome)
        .map(|[_, peak]| format!("busiest minute {peak} (median of the replications)"));
    let busiest = busiest.zip(shown);
    let busiest = busiest.map(|(busiest, words)| Level::new(busiest, words, INK));
    let mut levels: Vec<Level> = busiest.into_iter().collect();
    let mut far = String::new();
    for (limit, rate) in limits(outcome) {
        let words = format!("limit {} {}", limit.name, number::rough(rate));
        if is_near(rate, highest) {
            levels.push(Level::new(rate, words, VERMILLION));
        } else {
            far.push_str(&format!("; {words}, far above"));
        }
    }
    (levels, far)
}

/// The limits on all calls together, in calls per second, as far as their period is no longer than the minute of a rate.
fn limits(outcome: &Outcome) -> impl Iterator<Item = (&LimitLoad, f64)> {
    outcome.target.limits.iter().filter_map(|limit| {
        let calls = limit
            .calls
            .filter(|calls| calls.window_ms <= LONGEST_PERIOD_MS)?;
        let rate = calls.allowed as f64 / (calls.window_ms as f64 / 1e3);
        (limit.endpoints.len() == ENDPOINTS.len()).then_some((limit, rate))
    })
}

fn title(outcome: &Outcome) -> String {
    match rates(outcome) {
        Some([mean, peak]) => {
            format!("The target sees {mean} requests per second, {peak} in its busiest minute")
        }
        None => "Requests per second at the target".to_owned(),
    }
}

/// The median rate over the cycle and in its busiest minute, in one rounding.
fn rates(outcome: &Outcome) -> Option<[String; 2]> {
    let median = |metric| outcome.summary(metric)?.p50.value;
    let mean = median(Metric::MeanRequestRate)?;
    let peak = median(Metric::PeakRequestRateMinute)?;
    number::numbers_together(&[mean, peak]).try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::outcome::WindowQuota;
    use crate::report::fixture;

    fn limited(per_minute: u64) -> Outcome {
        let mut outcome = fixture::outcome(300);
        let limit = LimitLoad {
            name: "writes".to_owned(),
            calls: Some(WindowQuota {
                allowed: per_minute,
                window_ms: 60_000,
            }),
            endpoints: ENDPOINTS.map(str::to_owned).to_vec(),
            ..LimitLoad::default()
        };
        outcome.target.limits = vec![limit];
        outcome
    }

    #[test]
    fn a_limit_is_a_line_and_one_far_above_is_told_in_words() {
        let near = levels(&limited(1_800), 27.0);
        assert_eq!(
            near.0.last().map(|one| (one.value, one.words.as_str())),
            Some((30.0, "limit writes 30"))
        );
        assert_eq!(near.1, "");
        let (drawn, words) = levels(&limited(60_000), 27.0);
        assert!(!drawn.iter().any(|one| one.colour == VERMILLION));
        assert_eq!(words, "; limit writes 1,000, far above");
    }

    #[test]
    fn a_limit_on_some_calls_or_over_a_long_time_is_no_line() {
        let mut outcome = limited(1_800);
        outcome.target.limits[0].endpoints.truncate(1);
        assert_eq!(limits(&outcome).count(), 0);
        let mut outcome = limited(1_800);
        outcome.target.limits[0].calls = Some(WindowQuota {
            allowed: 1_800,
            window_ms: 3_600_000,
        });
        assert_eq!(limits(&outcome).count(), 0);
    }
}
