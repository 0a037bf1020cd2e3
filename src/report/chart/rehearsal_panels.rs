//! Users, memberships and requests of a cycle that was played, over the bands of its forecast.

use super::drawing::*;
use super::progress_panels::percents;
use crate::experiment::outcome::rehearsal::{Rehearsal, RehearsalResult};
use crate::experiment::outcome::{LoadPoint, ProgressPoint};
use crate::report::number;

const TOP: f64 = 114.0;
const PANEL: f64 = 92.0;

/// The chart.
pub fn scene(found: &Rehearsal) -> Scene {
    let Some(measured) = &found.measured else {
        let title = "The cycle was broken off";
        return frame::empty_page(found, title, "The report tells why.");
    };
    let mut key = Piece::band("Forecast", MUTED).to_vec();
    key.push(Piece::Line(VERMILLION, "measured".to_owned()));
    let mut scene = frame::page(found, &title(found), &key, HEIGHT);
    let drawn = [
        share(
            "Users with access",
            &found.forecast.progress.users,
            &measured.progress.users,
        ),
        share(
            "Memberships written",
            &found.memberships.forecast,
            &found.memberships.measured,
        ),
        rates(&found.requests.forecast, &found.requests.measured),
    ];
    let longest = found.verdict.duration_ms.max(found.verdict.forecast_ms.p95);
    let across = |ends| time_axis::from_zero(longest, ends);
    let panels = Panels::new((panels::room_left(&drawn), 12.0), across, &[]);
    let plots = panels.draw(&mut scene, TOP, &drawn);
    panels.labels(&mut scene, &plots[2]);
    scene
}

fn title(found: &Rehearsal) -> String {
    let took = number::time(found.verdict.duration_ms);
    let range = number::time_range(found.verdict.forecast_ms.p5, found.verdict.forecast_ms.p95);
    let place = match found.verdict.result {
        RehearsalResult::Inside => "inside the forecast of",
        RehearsalResult::Faster => "less than the forecast of",
        _ => "more than the forecast of",
    };
    format!("The cycle took {took}, {place} {range}")
}

/// A band of shares, and the moments at which they were reached.
fn share(heading: &str, forecast: &[ProgressPoint], measured: &[ProgressPoint]) -> Panel {
    let line = |points: &[ProgressPoint], of: fn(&ProgressPoint) -> Option<f64>| -> Vec<Point> {
        points
            .iter()
            .filter_map(|point| Some((of(point)?, point.percent)))
            .collect()
    };
    let early = line(forecast, |point| point.p95_ms.and(point.p5_ms));
    let late = line(forecast, |point| point.p5_ms.and(point.p95_ms));
    let mut panel = Panel::new(heading, percents(PANEL));
    panel.ink = BLUE;
    panel.layers = vec![
        Layer::Area([early, late], BLUE.fade(BAND)),
        Layer::Line(line(forecast, |point| point.p50_ms), 1.5, BLUE),
        Layer::Line(line(measured, |point| point.p50_ms), 2.5, VERMILLION),
    ];
    panel
}

fn rates(forecast: &[LoadPoint], measured: &[LoadPoint]) -> Panel {
    let line = |points: &[LoadPoint], rate: fn(&LoadPoint) -> f64| -> Vec<Point> {
        points
            .iter()
            .map(|point| (point.time_ms, rate(point)))
            .collect()
    };
    let all = forecast
        .iter()
        .map(|point| point.p95)
        .chain(measured.iter().map(|point| point.p50));
    let ticks = ticks_from_zero(all.fold(0.0, f64::max), 3, 0.0);
    let mut panel = Panel::new("Requests per second", Axis::from_zero(ticks, (0.0, -PANEL)));
    panel.ink = BLUE;
    panel.layers = vec![
        Layer::Area(
            [
                line(forecast, |point| point.p95),
                line(forecast, |point| point.p5),
            ],
            BLUE.fade(BAND),
        ),
        Layer::Line(line(forecast, |point| point.p50), 1.5, BLUE),
        Layer::Line(line(measured, |point| point.p50), 2.5, VERMILLION),
    ];
    panel
}
