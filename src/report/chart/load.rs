//! Requests per second at the target over the course of the cycle.

use super::axis::ticks_from_zero;
use super::frame::{self, Piece, Plot};
use super::scene::Scene;
use super::theme::{BAND, BLUE, HEIGHT, MARGIN, PAPER, WIDTH};
use super::time::TimeUnit;
use crate::experiment::outcome::{LoadPoint, Outcome};
use crate::units::display_number;

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let points = &outcome.load;
    let Some(peak) = peak(points) else {
        let title = "The load on the target is not known";
        return frame::empty_page(outcome, title, "No requests were recorded.");
    };
    let last = points.iter().map(|point| point.time_ms).fold(0.0, f64::max);
    let unit = TimeUnit::of(last);
    let key = [
        Piece::Words("Requests per second; cycles that are over count as zero".to_owned()),
        Piece::Line(BLUE, "median".to_owned()),
        Piece::Band(BLUE, "5th to 95th percentile".to_owned()),
    ];
    let mut scene = frame::page(outcome, &title(peak, unit), &key, HEIGHT);
    let highest = points
        .iter()
        .map(|point| point.p95.max(point.p50))
        .fold(0.0, f64::max);
    let rates = ticks_from_zero(highest, 5, 0.0);
    let plot = Plot {
        left: MARGIN + frame::widest(&rates) + 8.0,
        right: WIDTH - MARGIN - 12.0,
        top: 92.0,
        bottom: HEIGHT - 68.0,
    };
    let across = plot.across(0.0, last);
    let upwards = plot.upwards(&rates);
    let ticks = unit.ticks(&across);
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
    scene.path(line(|point| point.p50).collect(), 2.5, BLUE);
    if peak.p50 > 0.0 {
        let at = (across.at(peak.time_ms), upwards.at(peak.p50));
        scene.dot(at, 6.0, PAPER);
        scene.dot(at, 4.5, BLUE);
    }
    scene
}

/// The moment of the highest median.
fn peak(points: &[LoadPoint]) -> Option<&LoadPoint> {
    points
        .iter()
        .reduce(|best, point| if point.p50 > best.p50 { point } else { best })
}

fn title(peak: &LoadPoint, unit: TimeUnit) -> String {
    if peak.p50 <= 0.0 {
        return "The median load on the target is zero throughout".to_owned();
    }
    format!(
        "The load on the target peaks at {} requests per second after {}",
        display_number(peak.p50),
        unit.label(peak.time_ms)
    )
}
