//! When the user is in who is assigned at a stated moment.

use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::life::{Life, UserAssigned};
use crate::report::chart::axis::{Scale, Tick};
use crate::report::chart::font::width;
use crate::report::chart::frame::{self, Piece, Plot};
use crate::report::chart::label::{self, Label, Place};
use crate::report::chart::log_time::LogTime;
use crate::report::chart::progress::percent_ticks;
use crate::report::chart::scene::{Anchor, Point, Scene};
use crate::report::chart::theme::{BLUE, BODY, HEADING, HEIGHT, INK, MARGIN, PAPER, SMALL, WIDTH};
use crate::report::chart::time::TimeUnit;
use crate::report::{moment, number};

const ROW: f64 = 18.0;

/// The chart.
pub fn scene(outcome: &Outcome, life: &Life) -> Scene {
    let user = life.user_assigned.as_ref();
    let Some(user) = user.filter(|user| !user.by_time.is_empty()) else {
        let title = "It is not known when a user is in";
        return frame::empty_page(outcome, title, "No moment of an assignment is given.");
    };
    let when = moment::words(life, user.at_ms);
    let key = [Piece::Words(format!(
        "Share of the runs in which the user is in, by time since the assignment {when}"
    ))];
    let mut scene = frame::page(outcome, &title(user), &key, HEIGHT);
    let percents = percent_ticks();
    let in_the_end = format!("{} in the end", number::percent(user.in_share));
    let mut plot = Plot {
        left: MARGIN + frame::widest(&percents) + 8.0,
        right: WIDTH - MARGIN - width(&in_the_end, BODY) - 10.0,
        top: 0.0,
        bottom: HEIGHT - 68.0,
    };
    let across = Axis::of(user, &plot);
    let labels = labels(user, &across);
    let places = label::place(&labels);
    let rows = places.iter().map(|place| place.row + 1).max().unwrap_or(0);
    plot.top = 92.0 + rows as f64 * ROW;
    let upwards = plot.upwards(&percents);
    let (ticks, scale) = across.ticks();
    frame::columns(&mut scene, &plot, &scale, &ticks);
    frame::rows(&mut scene, &plot, &upwards, &percents);
    frame::labels_below(&mut scene, &plot, &scale, &ticks);
    draw_marks(&mut scene, &plot, &labels, &places);
    let line = steps(user, &across, &upwards);
    let end = line.last().map_or(plot.bottom, |end| end.1);
    scene.path(line, 2.5, BLUE);
    let at = (plot.right + 8.0, end + SMALL.size * 0.36);
    scene.text(at, in_the_end, BODY, BLUE, Anchor::Start);
    scene
}

/// Time since the assignment, logarithmic where a few runs take far longer than most.
enum Axis {
    Linear(Scale, Vec<Tick>),
    Logarithmic(LogTime),
}

impl Axis {
    fn of(user: &UserAssigned, plot: &Plot) -> Self {
        /// The last time is so many medians away.
        const FAR: f64 = 24.0;
        let last = user.by_time.last().map_or(0.0, |last| last.time_ms as f64);
        let first = user.by_time.iter().find(|point| point.share > 0.0);
        match (first, user.p50.value) {
            (Some(first), Some(half)) if last > FAR * half && half > 0.0 => {
                let ends = [first.time_ms as f64, half, last];
                Self::Logarithmic(LogTime::of(ends.into_iter(), plot.left, plot.right))
            }
            _ => {
                let (scale, ticks) = TimeUnit::from_zero(last, plot.left, plot.right);
                Self::Linear(scale, ticks)
            }
        }
    }

    fn at(&self, ms: f64) -> f64 {
        match self {
            Self::Linear(scale, _) => scale.at(ms),
            Self::Logarithmic(scale) => scale.at(ms),
        }
    }

    fn ticks(&self) -> (Vec<Tick>, Scale) {
        match self {
            Self::Linear(scale, ticks) => (ticks.clone(), *scale),
            Self::Logarithmic(scale) => scale.ticks(64.0),
        }
    }
}

fn title(user: &UserAssigned) -> String {
    match (user.p50.value, user.p95.value) {
        (Some(half), Some(most)) => format!(
            "The user is in within {} in half of the runs, within {} in 95 %",
            number::time(half),
            number::time(most)
        ),
        (Some(half), None) => format!(
            "The user is in within {} in half of the runs, but not in all",
            number::time(half)
        ),
        _ => format!(
            "The user is in within the horizon in {} of the runs",
            number::percent(user.in_share)
        ),
    }
}

/// The marks that are on the axis.
fn labels(user: &UserAssigned, across: &Axis) -> Vec<Label> {
    let last = user.by_time.last().map_or(0.0, |last| last.time_ms as f64);
    let marks = [
        ("median", user.p50.value, HEADING),
        ("95th percentile", user.p95.value, BODY),
    ];
    let marks = marks.into_iter().filter_map(|(name, value, face)| {
        let time = value.filter(|time| *time <= last)?;
        Some(Label {
            x: across.at(time),
            words: format!("{name} {}", number::time(time)),
            face,
            anchor: Anchor::Middle,
        })
    });
    marks.collect()
}

/// Lines with their labels above; a label hides the lines of others behind it.
fn draw_marks(scene: &mut Scene, plot: &Plot, labels: &[Label], places: &[Place]) {
    let baseline = |place: &Place| plot.top - 12.0 - place.row as f64 * ROW;
    for (label, place) in labels.iter().zip(places) {
        let top = baseline(place) + 4.0;
        scene.path(vec![(label.x, top), (label.x, plot.bottom)], 1.0, INK);
    }
    for (label, place) in labels.iter().zip(places) {
        let y = baseline(place);
        scene.rect((place.left, y - 11.0), (place.right, y + 3.5), PAPER);
        let at = (f64::midpoint(place.left, place.right), y);
        scene.text(at, label.words.clone(), label.face, INK, Anchor::Middle);
    }
}

/// The share holds from each point until the next.
fn steps(user: &UserAssigned, across: &Axis, upwards: &Scale) -> Vec<Point> {
    let mut line = vec![(across.at(0.0), upwards.start)];
    for point in &user.by_time {
        let (x, y) = (
            across.at(point.time_ms as f64),
            upwards.at(point.share * 100.0),
        );
        let before = line.last().map_or(y, |last| last.1);
        line.extend([(x, before), (x, y)]);
    }
    line.dedup();
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_line_goes_in_steps_from_nothing() {
        let user = fixture::user_assigned();
        let scale = |high: f64| Scale {
            low: 0.0,
            high,
            start: 0.0,
            end: high,
        };
        let line = steps(
            &user,
            &Axis::Linear(scale(1.08e7), Vec::new()),
            &scale(100.0),
        );
        assert_eq!(line[0], (0.0, 0.0));
        let level = |pair: &[Point]| pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1;
        assert!(line.windows(2).all(level));
    }

    #[test]
    fn what_is_not_reached_is_told() {
        let mut user = fixture::user_assigned();
        assert!(title(&user).ends_with("within 72 min in 95 %"));
        user.p95.value = None;
        assert!(title(&user).ends_with("but not in all"));
        user.p50.value = None;
        assert!(title(&user).ends_with("within the horizon in 98 % of the runs"));
    }
}
