//! Requests per second at the target over the course of the cycle.

use super::drawing::*;
use crate::experiment::outcome::life::ActionMark;
use crate::experiment::outcome::{ENDPOINTS, LimitLoad, LoadPoint, Metric, Outcome};
use crate::report::number;
use crate::units::display_number;

/// The longest period of a limit that a rate over a minute can be held against.
const LONGEST_PERIOD_MS: u64 = 60_000;

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let points = &outcome.load;
    if points.is_empty() {
        return without_course(outcome);
    }
    // Documents of earlier versions have no replication in detail.
    let (line_of, line_name): (fn(&LoadPoint) -> f64, &str) =
        match points.iter().any(|point| point.typical > 0.0) {
            true => (|point| point.typical, "one replication"),
            false => (|point| point.p50, "median"),
        };
    let drawn = points.iter().map(|point| point.p95.max(line_of(point)));
    let drawn = drawn.fold(0.0, f64::max);
    let (levels, far) = levels(outcome, drawn);
    let highest = levels.iter().map(|level| level.value).fold(drawn, f64::max);
    let band = "5th to 95th percentile; runs that are over count as zero";
    let key = [
        Piece::Words(format!("Requests per second{far}")),
        Piece::Line(BLUE, line_name.to_owned()),
        Piece::Block(BLUE.fade(BAND), band.to_owned()),
    ];
    let mut scene = frame::page(outcome, &title(outcome), &key, HEIGHT);
    let rates = ticks_from_zero(highest, 5, 0.0);
    let last = points.iter().map(|point| point.time_ms).fold(0.0, f64::max);
    let across = |ends| time_axis::from_zero(last, ends);
    let room = (frame::room_left(&rates), 12.0);
    let panels = Panels::new(room, across, &phases(outcome));
    let top = TOP + panels.marks.height();
    let line = |rate: fn(&LoadPoint) -> f64| -> Vec<Point> {
        let points = points.iter();
        points.map(|point| (point.time_ms, rate(point))).collect()
    };
    let mut panel = Panel::new("", Axis::from_zero(rates, (0.0, top + BELOW - HEIGHT)));
    let band = [line(|point| point.p95), line(|point| point.p5)];
    panel.layers = vec![
        Layer::Area(band, BLUE.fade(BAND)),
        Layer::Line(line(line_of), 2.0, BLUE),
    ];
    panel.levels = levels;
    panels.marks.above(&mut scene, top);
    panels.draw_with_labels(&mut scene, top, &[panel]);
    scene
}

/// A cycle without duration has no course, though it may have requests.
fn without_course(outcome: &Outcome) -> Scene {
    let all = outcome.summary(Metric::CallsTotal);
    let requests = all.and_then(|all| all.p50.value).filter(|all| *all > 0.0);
    if let Some(requests) = requests {
        let requests = display_number(requests);
        let title = format!("The target sees {requests} requests at once");
        return frame::empty_page(outcome, &title, "The initial cycle takes no time.");
    }
    let title = "The load on the target is not known";
    frame::empty_page(outcome, title, "No requests were recorded.")
}

/// The phases of the run that is drawn, and what happens at stated moments.
fn phases(outcome: &Outcome) -> Vec<ActionMark> {
    let phases = outcome.phases.iter().map(|phase| ActionMark {
        time_ms: phase.typical_ms as u64,
        label: phase.label.clone(),
    });
    let actions = outcome.life.iter().flat_map(|life| &life.actions);
    let mut marks: Vec<ActionMark> = phases.chain(actions.cloned()).collect();
    marks.sort_by_key(|mark| mark.time_ms);
    marks
}

/// What is marked: the busiest minute, and limits that are not far above it; those that are, in words.
fn levels(outcome: &Outcome, drawn: f64) -> (Vec<Level>, String) {
    let busiest = outcome.summary(Metric::PeakRequestRateMinute);
    let busiest = busiest.and_then(|busiest| busiest.p50.value);
    let highest = drawn.max(busiest.unwrap_or(0.0));
    let busiest = busiest.zip(rates(outcome)).map(|(busiest, [_, peak])| {
        let words = format!("busiest minute {peak} (median of the replications)");
        Level::new(busiest, words, INK)
    });
    let mut levels: Vec<Level> = busiest.into_iter().collect();
    let mut far = String::new();
    for (limit, rate) in limits(outcome) {
        let words = format!("limit {} {}", limit.name, number::rough(rate));
        match is_near(rate, highest) {
            true => levels.push(Level::new(rate, words, VERMILLION)),
            false => far.push_str(&format!("; {words}, far above")),
        }
    }
    (levels, far)
}

/// The limits on all calls together, in calls per second, as far as their period is no longer than the minute of a rate.
fn limits(outcome: &Outcome) -> impl Iterator<Item = (&LimitLoad, f64)> {
    outcome.target.limits.iter().filter_map(|limit| {
        let calls = limit.calls?;
        let rate = calls.allowed as f64 / (calls.window_ms as f64 / 1e3);
        let counts = limit.endpoints.len() == ENDPOINTS.len();
        (counts && calls.window_ms <= LONGEST_PERIOD_MS).then_some((limit, rate))
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
