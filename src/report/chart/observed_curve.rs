//! The expected progress of a cycle under way, with what was seen of it.

use super::drawing::*;
use super::progress_panels::percents;
use crate::experiment::outcome::ProgressPoint;
use crate::experiment::outcome::observed_job::{CycleForecast, ObservedJob, Verdict};
use crate::report::number;

const TOP: f64 = 114.0;
const PANEL: f64 = 330.0;

/// The chart; a page that says so where no cycle is under way.
pub fn scene(found: &ObservedJob) -> Scene {
    let elapsed = found.observation.elapsed_ms.map(|ms| ms as f64);
    let (Some(cycle), Some(elapsed)) = (&found.cycle, elapsed) else {
        let title = "No cycle that looks at everything is under way";
        return frame::empty_page(found, title, "The report tells how the job stands.");
    };
    let mut key = Piece::band("Pages done since the start", MUTED).to_vec();
    key.push(Piece::Block(
        AXIS.fade(BAND),
        "before it was looked at".to_owned(),
    ));
    let mut scene = frame::page(found, &title(found, cycle), &key, HEIGHT);
    let ends = [cycle.remaining_ms.p50.value, cycle.remaining_ms.p95.value];
    let ends = ends.into_iter().flatten().map(|rest| elapsed + rest);
    let curves = cycle.curve.iter().chain(&cycle.curve_unseen);
    let longest = curves
        .filter_map(|point| point.p95_ms)
        .chain(ends)
        .fold(elapsed, f64::max);
    let mut panel = Panel::new("Share of the pages, as the portal counts", percents(PANEL));
    panel.ink = BLUE;
    panel.layers = layers(found, cycle, elapsed);
    let across = |ends| time_axis::from_zero(longest, ends);
    let room = panels::room_left(std::slice::from_ref(&panel));
    let panels = Panels::new((room, 12.0), across, &[]);
    for plot in panels.draw(&mut scene, TOP, &[panel]) {
        panels.labels(&mut scene, &plot);
        let words = format!("seen after {}", number::time(elapsed));
        reference_line::moment(
            &mut scene,
            &plot,
            panels.across.at(elapsed),
            &words,
            VERMILLION,
        );
    }
    scene
}

/// What was expected behind what is expected now, and the point on top.
fn layers(found: &ObservedJob, cycle: &CycleForecast, elapsed: f64) -> Vec<Layer> {
    let line = |points: &[ProgressPoint], of: fn(&ProgressPoint) -> Option<f64>| {
        let reached = points
            .iter()
            .map_while(move |point| Some((of(point)?, point.percent)));
        reached.collect::<Vec<_>>()
    };
    let area = |points: &[ProgressPoint], colour: Colour| {
        let early = line(points, |point| point.p95_ms.and(point.p5_ms));
        let late = line(points, |point| point.p95_ms);
        Layer::Area([early, late], colour.fade(BAND))
    };
    let median = line(&cycle.curve, |point| point.p50_ms);
    let mut layers = vec![
        area(&cycle.curve_unseen, AXIS),
        area(&cycle.curve, BLUE),
        Layer::Line(median, 2.5, BLUE),
    ];
    let seen = found.observation.percent.map(|percent| (elapsed, percent));
    layers.push(Layer::Dots(seen.into_iter().collect(), 6.0, VERMILLION));
    layers
}

fn title(found: &ObservedJob, cycle: &CycleForecast) -> String {
    let verdict = match found.verdict {
        Verdict::Stuck => "Stuck, in all likelihood",
        Verdict::Slow => "Slow",
        _ => "Normal",
    };
    let rest = &cycle.remaining_ms;
    match (rest.p5.value, rest.p95.value) {
        (Some(low), Some(high)) => {
            format!(
                "{verdict}: 9 in 10 take another {}",
                number::time_range(low, high)
            )
        }
        _ => format!("{verdict}: nobody can say when it ends"),
    }
}
