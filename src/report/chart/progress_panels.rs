//! How the initial cycle progresses: pages as the portal counts them, and users with access.

use super::drawing::*;
use crate::experiment::outcome::{Outcome, Progress, ProgressPoint};
use crate::units::display_number;

const TOP: f64 = 114.0;
/// Height of each of the two panels.
const PANEL: f64 = 149.0;

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let progress = &outcome.progress;
    let Some(longest) = longest(progress) else {
        let title = "The progress of the initial cycle is not known";
        return frame::empty_page(outcome, title, "No progress was recorded.");
    };
    let unit = TimeUnit::of(longest);
    let key = Piece::band("Share done since the start of the cycle", MUTED);
    let mut scene = frame::page(outcome, &title(outcome, unit), &key, HEIGHT);
    let all = [
        ("Pages read, as the portal counts", &progress.pages, BLUE),
        ("Users with access", &progress.users, VERMILLION),
    ];
    let drawn = all.map(|(heading, points, colour)| panel(heading, points, colour));
    let across = |ends| time_axis::from_zero(longest, ends);
    let panels = Panels::new((panels::room_left(&drawn), 12.0), across, &[]);
    let plots = panels.draw(&mut scene, TOP, &drawn);
    for ((heading, points, _), plot) in all.iter().zip(&plots) {
        let free = MARGIN + width(heading, HEADING) + 16.0;
        draw_end(&mut scene, plot, (points, unit), &panels.across, free);
    }
    panels.labels(&mut scene, &plots[1]);
    scene
}

fn longest(progress: &Progress) -> Option<f64> {
    let points = progress.pages.iter().chain(&progress.users);
    let times = points.flat_map(|point| [point.p5_ms, point.p50_ms, point.p95_ms]);
    times.flatten().reduce(f64::max)
}

/// An axis of shares in per cent, so many pixels high.
pub fn percents(height: f64) -> Axis {
    let ticks = [0.0, 50.0, 100.0].map(|value| Tick::new(value, format!("{value} %")));
    Axis::from_zero(ticks.to_vec(), (0.0, -height))
}

/// The band and the line as far as they were reached.
fn panel(heading: &str, points: &[ProgressPoint], colour: Colour) -> Panel {
    let line = |of: fn(&ProgressPoint) -> Option<f64>| {
        let reached = points.iter();
        let reached = reached.map_while(move |point| Some((of(point)?, point.percent)));
        reached.collect::<Vec<_>>()
    };
    let early = line(|point| point.p95_ms.and(point.p5_ms));
    let late = line(|point| point.p5_ms.and(point.p95_ms));
    let median = line(|point| point.p50_ms);
    let mut panel = Panel::new(heading, percents(PANEL));
    panel.ink = colour;
    panel.layers = vec![
        Layer::Area([early, late], colour.fade(BAND)),
        Layer::Dots(median.last().copied().into_iter().collect(), 4.0, colour),
        Layer::Line(median, 2.5, colour),
    ];
    panel
}

fn title(outcome: &Outcome, unit: TimeUnit) -> String {
    if outcome.has_nobody_in_scope() {
        return "Nobody is in scope, so nobody gets access".to_owned();
    }
    let users = &outcome.progress.users;
    let median = |percent: f64| {
        let point = users.iter().find(|point| point.percent >= percent);
        point.and_then(|point| point.p50_ms)
    };
    match (median(50.0), median(95.0)) {
        (Some(half), Some(most)) => {
            let [half, most] = unit.labels([half, most]);
            format!("Half of the users have access after {half}, 95 % after {most}")
        }
        (Some(half), None) => {
            let half = unit.label(half);
            format!("Half of the users have access after {half}, but not all in the end")
        }
        _ if users.iter().all(|point| point.p50_ms.is_none()) => {
            "This is how the initial cycle progresses".to_owned()
        }
        _ => "Fewer than half of the users have access in the end".to_owned(),
    }
}

/// Above the plot, over the end of the line where there is room from `free` on: how far it got, and when.
fn draw_end(
    scene: &mut Scene,
    plot: &Plot,
    (points, unit): (&[ProgressPoint], TimeUnit),
    across: &Axis,
    free: f64,
) {
    let points_of = points.iter();
    let reached = points_of.map_while(|point| Some((point, point.p50_ms?)));
    let (words, x) = match reached.last() {
        Some((end, time)) => {
            let x = across.at(time);
            let y = plot.bottom - end.percent.clamp(0.0, 100.0) / 100.0 * PANEL;
            if y > plot.top + 1.0 {
                scene.path(vec![(x, plot.top - 6.0), (x, y - 5.0)], 1.0, MUTED);
            }
            (end_words(end, time, unit), x)
        }
        None if points.is_empty() => ("not recorded".to_owned(), plot.left),
        None => ("not reached".to_owned(), plot.left),
    };
    let at = (x.max(free + width(&words, BODY) / 2.0), plot.top - 12.0);
    frame::centred(scene, at, &words, BODY, INK);
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
