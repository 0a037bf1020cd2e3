//! Requests per second at the target over the course of the cycle.

use super::axis::{is_near, ticks_from_zero};
use super::frame::{self, Piece, Plot};
use super::marks::Marks;
use super::reference_line::{self, Level};
use super::scene::{Colour, Scene};
use super::theme::{BAND, BLUE, HEIGHT, INK, MARGIN, VERMILLION, WIDTH};
use super::time::TimeUnit;
use crate::experiment::outcome::life::ActionMark;
use crate::experiment::outcome::{ENDPOINTS, LimitLoad, LoadPoint, Metric, Outcome};
use crate::report::number;
use crate::units::display_number;

/// The longest period of a limit that a rate over a minute can be held against.
const LONGEST_PERIOD_MS: u64 = 60_000;

/// A height to be marked: requests per second, its name and its colour.
type Height = (f64, String, Colour);

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let points = &outcome.load;
    if points.is_empty() {
        return without_course(outcome);
    }
    // Documents of earlier versions have no run in detail.
    let has_typical = points.iter().any(|point| point.typical > 0.0);
    let (line_of, line_name): (fn(&LoadPoint) -> f64, &str) = if has_typical {
        (|point| point.typical, "one run")
    } else {
        (|point| point.p50, "median")
    };
    let values = points.iter().map(|point| point.p95.max(line_of(point)));
    let (heights, far) = heights(outcome, values.fold(0.0, f64::max));
    let values = points.iter().map(|point| point.p95.max(line_of(point)));
    let highest = heights
        .iter()
        .map(|one| one.0)
        .chain(values)
        .fold(0.0, f64::max);
    let key = [
        Piece::Words(format!("Requests per second{far}")),
        Piece::Line(BLUE, line_name.to_owned()),
        Piece::Band(
            BLUE,
            "5th to 95th percentile; runs that are over count as zero".to_owned(),
        ),
    ];
    let mut scene = frame::page(outcome, &title(outcome), &key, HEIGHT);
    let rates = ticks_from_zero(highest, 5, 0.0);
    let mut plot = Plot {
        left: MARGIN + frame::widest(&rates) + 8.0,
        right: WIDTH - MARGIN - 12.0,
        top: 0.0,
        bottom: HEIGHT - 68.0,
    };
    let last = points.iter().map(|point| point.time_ms).fold(0.0, f64::max);
    let (across, ticks) = TimeUnit::from_zero(last, plot.left, plot.right);
    let marks = Marks::of(&phases(outcome), &across);
    plot.top = 92.0 + marks.height();
    let upwards = plot.upwards(&rates);
    frame::columns(&mut scene, &plot, &across, &ticks);
    frame::rows(&mut scene, &plot, &upwards, &rates);
    frame::labels_below(&mut scene, &plot, &across, &ticks);

    let line = |rate: fn(&LoadPoint) -> f64| {
        let place = move |point: &LoadPoint| (across.at(point.time_ms), upwards.at(rate(point)));
        points.iter().map(place)
    };
    let mut outline: Vec<_> = line(|point| point.p95).collect();
    outline.extend(line(|point| point.p5).rev());
    scene.area(outline, BLUE.fade(BAND));
    marks.through(&mut scene, &plot);
    marks.above(&mut scene, plot.top);
    scene.path(line(line_of).collect(), 2.0, BLUE);
    let levels: Vec<Level> = heights
        .into_iter()
        .map(|(value, words, colour)| Level {
            y: upwards.at(value),
            words,
            colour,
        })
        .collect();
    reference_line::levels(&mut scene, &plot, &levels);
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
fn heights(outcome: &Outcome, drawn: f64) -> (Vec<Height>, String) {
    let busiest = outcome.summary(Metric::PeakRequestRateMinute);
    let busiest = busiest.and_then(|busiest| busiest.p50.value);
    let highest = drawn.max(busiest.unwrap_or(0.0));
    let shown =
        rates(outcome).map(|[_, peak]| format!("busiest minute {peak} (median of the runs)"));
    let mut heights: Vec<Height> = busiest
        .zip(shown)
        .map(|(busiest, words)| (busiest, words, INK))
        .into_iter()
        .collect();
    let mut far = String::new();
    for (limit, rate) in limits(outcome) {
        let words = format!("limit {} {}", limit.name, number::rough(rate));
        if is_near(rate, highest) {
            heights.push((rate, words, VERMILLION));
        } else {
            far.push_str(&format!("; {words}, far above"));
        }
    }
    (heights, far)
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
        let near = heights(&limited(1_800), 27.0);
        assert_eq!(
            near.0.last().map(|one| (one.0, one.1.as_str())),
            Some((30.0, "limit writes 30"))
        );
        assert_eq!(near.1, "");
        let (drawn, words) = heights(&limited(60_000), 27.0);
        assert!(!drawn.iter().any(|one| one.2 == VERMILLION));
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
