//! Requests per second at the target over the course of the cycle.

use super::axis::ticks_from_zero;
use super::frame::{self, Piece, Plot};
use super::scene::Scene;
use super::theme::{BAND, BLUE, HEIGHT, MARGIN, WIDTH};
use super::time::TimeUnit;
use crate::experiment::outcome::{LoadPoint, Metric, Outcome};
use crate::report::number;

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let points = &outcome.load;
    if points.is_empty() {
        let title = "The load on the target is not known";
        return frame::empty_page(outcome, title, "No requests were recorded.");
    }
    let last = points.iter().map(|point| point.time_ms).fold(0.0, f64::max);
    let unit = TimeUnit::of(last);
    let key = [
        Piece::Words("Requests per second; cycles that are over count as zero".to_owned()),
        Piece::Line(BLUE, "median".to_owned()),
        Piece::Band(BLUE, "5th to 95th percentile".to_owned()),
    ];
    let mut scene = frame::page(outcome, &title(outcome), &key, HEIGHT);
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
    scene
}

fn title(outcome: &Outcome) -> String {
    let median = |metric| {
        outcome
            .summary(metric)
            .and_then(|summary| summary.p50.value)
    };
    match (
        median(Metric::MeanRequestRate),
        median(Metric::PeakRequestRateMinute),
    ) {
        (Some(mean), Some(peak)) => format!(
            "The target sees {} requests per second, {} in its busiest minute",
            number::rough(mean),
            number::rough(peak)
        ),
        _ => "Requests per second at the target".to_owned(),
    }
}
