//! How the initial cycle progresses: pages as the portal counts them, and users with access.

use super::axis::{Scale, Tick};
use super::font::width;
use super::frame::{self, Piece, Plot};
use super::scene::{Anchor, Colour, Scene};
use super::theme::{BAND, BLUE, BODY, HEADING, HEIGHT, INK, MARGIN, MUTED, VERMILLION, WIDTH};
use super::time::TimeUnit;
use crate::experiment::outcome::{Outcome, Progress, ProgressPoint};
use crate::units::display_number;

/// Height of each of the two plots.
const PANEL: f64 = 146.0;

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let progress = &outcome.progress;
    let Some(longest) = longest(progress) else {
        let title = "The progress of the initial cycle is not known";
        return frame::empty_page(outcome, title, "No progress was recorded.");
    };
    let unit = TimeUnit::of(longest);
    let key = [
        Piece::Words("Share done since the start of the cycle".to_owned()),
        Piece::Line(MUTED, "median".to_owned()),
        Piece::Band(MUTED, "5th to 95th percentile".to_owned()),
    ];
    let mut scene = frame::page(outcome, &title(outcome, unit), &key, HEIGHT);
    let panels = [
        ("Pages read, as the portal counts", &progress.pages, BLUE),
        ("Users with access", &progress.users, VERMILLION),
    ];
    let percents = percent_ticks();
    for (place, (heading, points, colour)) in panels.into_iter().enumerate() {
        let top = 114.0 + place as f64 * (PANEL + 44.0);
        let plot = Plot {
            left: MARGIN + frame::widest(&percents) + 8.0,
            right: WIDTH - MARGIN - 12.0,
            top,
            bottom: top + PANEL,
        };
        let (across, ticks) = TimeUnit::from_zero(longest, plot.left, plot.right);
        frame::columns(&mut scene, &plot, &across, &ticks);
        let upwards = plot.upwards(&percents);
        frame::rows(&mut scene, &plot, &upwards, &percents);
        let at = (MARGIN, top - 13.0);
        scene.text(at, heading, HEADING, colour, Anchor::Start);
        let free = MARGIN + width(heading, HEADING) + 16.0;
        draw_band(&mut scene, points, (&across, &upwards), colour);
        draw_line(&mut scene, points, (&across, &upwards), colour);
        draw_end(&mut scene, points, unit, (&across, &upwards), free);
        if place == 1 {
            frame::labels_below(&mut scene, &plot, &across, &ticks);
        }
    }
    scene
}

fn longest(progress: &Progress) -> Option<f64> {
    let points = progress.pages.iter().chain(&progress.users);
    points
        .flat_map(|point| [point.p5_ms, point.p50_ms, point.p95_ms])
        .flatten()
        .reduce(f64::max)
}

/// Marks of an axis of shares in per cent.
pub fn percent_ticks() -> Vec<Tick> {
    let tick = |value: f64| Tick {
        value,
        label: format!("{value} %"),
    };
    [0.0, 50.0, 100.0].map(tick).to_vec()
}

fn title(outcome: &Outcome, unit: TimeUnit) -> String {
    if outcome.has_nobody_in_scope() {
        return "Nobody is in scope, so nobody gets access".to_owned();
    }
    let progress = &outcome.progress;
    let median = |percent: f64| {
        let point = progress.users.iter().find(|point| point.percent >= percent);
        point.and_then(|point| point.p50_ms)
    };
    match (median(50.0), median(95.0)) {
        (Some(half), Some(most)) => {
            let [half, most] = unit.labels([half, most]);
            format!("Half of the users have access after {half}, 95 % after {most}")
        }
        (Some(half), None) => format!(
            "Half of the users have access after {}, but not all in the end",
            unit.label(half)
        ),
        _ if progress.users.iter().all(|point| point.p50_ms.is_none()) => {
            "This is how the initial cycle progresses".to_owned()
        }
        _ => "Fewer than half of the users have access in the end".to_owned(),
    }
}

/// From the 5th to the 95th percentile, as far as both were reached.
fn draw_band(
    scene: &mut Scene,
    points: &[ProgressPoint],
    (across, upwards): (&Scale, &Scale),
    colour: Colour,
) {
    let ends: Vec<_> = points
        .iter()
        .map_while(|point| Some((point.p5_ms?, point.p95_ms?, upwards.at(point.percent))))
        .collect();
    let early = ends.iter().map(|&(early, _, y)| (across.at(early), y));
    let late = ends.iter().map(|&(_, late, y)| (across.at(late), y));
    scene.area(early.chain(late.rev()).collect(), colour.fade(BAND));
}

fn draw_line(
    scene: &mut Scene,
    points: &[ProgressPoint],
    (across, upwards): (&Scale, &Scale),
    colour: Colour,
) {
    let line: Vec<_> = points
        .iter()
        .map_while(|point| Some((across.at(point.p50_ms?), upwards.at(point.percent))))
        .collect();
    if let Some(&end) = line.last() {
        scene.path(line, 2.5, colour);
        scene.dot(end, 4.0, colour);
    }
}

/// Above the plot, over the end of the line where there is room from `free` on: how far it got, and when.
fn draw_end(
    scene: &mut Scene,
    points: &[ProgressPoint],
    unit: TimeUnit,
    (across, upwards): (&Scale, &Scale),
    free: f64,
) {
    let last = points.iter().take_while(|point| point.p50_ms.is_some());
    let (words, x) = match last.last().and_then(|end| Some((end, end.p50_ms?))) {
        Some((end, time)) => {
            let (x, y) = (across.at(time), upwards.at(end.percent));
            if y > upwards.end + 1.0 {
                scene.path(vec![(x, upwards.end - 6.0), (x, y - 5.0)], 1.0, MUTED);
            }
            (end_words(end, time, unit), x)
        }
        None if points.is_empty() => ("not recorded".to_owned(), across.start),
        None => ("not reached".to_owned(), across.start),
    };
    let half = width(&words, BODY) / 2.0;
    let middle = x.min(WIDTH - MARGIN - half).max(free + half);
    let at = (middle, upwards.end - 13.0);
    scene.text(at, words, BODY, INK, Anchor::Middle);
}

fn end_words(end: &ProgressPoint, time: f64, unit: TimeUnit) -> String {
    let median = |shown: String| match end.percent {
        100.0.. => format!("median {shown}"),
        percent => format!("median {} % after {shown}", display_number(percent)),
    };
    match (end.p5_ms, end.p95_ms) {
        (Some(early), Some(late)) if unit.label(early) != unit.label(late) => {
            let [shown, ..] = unit.labels([time, early, late]);
            let range = unit.range(early, late);
            format!("{}, nine in ten {range}", median(shown))
        }
        _ => median(unit.label(time)),
    }
}
