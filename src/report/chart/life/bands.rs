//! Backlog, escrow, cycles and states of all replications over the horizon.

use super::lines::{band, thinned};
use super::panels::{BELOW, HEADING_ROOM, Panels, heading};
use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::life::{Life, LifePoint};
use crate::report::chart::axis::{Scale, Tick, ticks_from_zero};
use crate::report::chart::font::width;
use crate::report::chart::frame::{self, Piece, Plot};
use crate::report::chart::scene::{Anchor, Colour, Scene};
use crate::report::chart::theme::{AXIS, BLUE, BODY, HEIGHT, INK, MUTED, SKY, VERMILLION};
use crate::report::chart::time::TimeUnit;
use crate::report::{moment, number};

const TOP: f64 = 114.0;
const PANEL: f64 = 118.0;
/// Height of a row of the states, and of the part of it that stands for all runs.
const ROW: f64 = 34.0;
const WHOLE: f64 = 26.0;

/// One quantity over time: 5th percentile, median and 95th.
struct Quantity {
    heading: &'static str,
    colour: Colour,
    ticks: Vec<Tick>,
    of: fn(&LifePoint) -> Option<[f64; 3]>,
}

/// The share of the runs in one state over time.
struct Share {
    name: &'static str,
    most: f64,
    of: ShareOf,
}

type ShareOf = fn(&LifePoint) -> f64;

/// The chart.
pub fn scene(outcome: &Outcome, life: &Life) -> Scene {
    let (quantities, shares) = (quantities(&life.bands), shares(&life.bands));
    let marks = quantities
        .iter()
        .map(|quantity| frame::widest(&quantity.ticks));
    let names = shares.iter().map(|share| width(share.name, BODY));
    let room_left = marks.chain(names).fold(0.0, f64::max) + 8.0;
    let notes = shares.iter().map(|share| width(&share.note(), BODY));
    let panels = Panels::new(life.horizon_ms, room_left, notes.fold(12.0, f64::max) + 8.0);

    let of_shares = if shares.is_empty() {
        0.0
    } else {
        HEADING_ROOM + shares.len() as f64 * ROW
    };
    let of_quantities = quantities.len() as f64 * (PANEL + HEADING_ROOM) - HEADING_ROOM;
    let height = (TOP + of_quantities + of_shares + BELOW).max(HEIGHT);
    let key = [
        Piece::Words("All replications, time since the start of the job".to_owned()),
        Piece::Line(MUTED, "median".to_owned()),
        Piece::Band(MUTED, "5th to 95th percentile".to_owned()),
    ];
    let mut scene = frame::page(outcome, &title(life), &key, height);
    let mut last = panels.plot(TOP, 0.0);
    for (place, quantity) in quantities.iter().enumerate() {
        last = panels.plot(TOP + place as f64 * (PANEL + HEADING_ROOM), PANEL);
        panels.grid(&mut scene, &last);
        quantity.draw(&mut scene, &last, panels.across(), &life.bands);
    }
    if !shares.is_empty() {
        let rows = panels.plot(last.bottom + HEADING_ROOM, shares.len() as f64 * ROW);
        heading(&mut scene, &rows, "Share of the runs that are");
        panels.grid(&mut scene, &rows);
        for (place, share) in shares.iter().enumerate() {
            let row = panels.plot(rows.top + place as f64 * ROW, ROW);
            share.draw(&mut scene, &row, panels.across(), &life.bands);
        }
        last = rows;
    }
    panels.axis(&mut scene, &last);
    scene
}

fn title(life: &Life) -> String {
    let horizon = moment::length(life.horizon_ms);
    let most = |of: fn(&LifePoint) -> f64| life.bands.iter().map(of).fold(0.0, f64::max);
    let most = [
        most(|point| point.backlog_p50),
        most(|point| point.backlog_p95),
    ];
    if life.bands.is_empty() {
        return "What happens over the horizon is not known".to_owned();
    }
    let [median, high] = most.map(number::rough);
    format!(
        "Over {horizon} the median of the backlog rises to {median}, its 95th percentile to {high}"
    )
}

/// The panels that show anything; the backlog always.
fn quantities(points: &[LifePoint]) -> Vec<Quantity> {
    let highest = |of: fn(&LifePoint) -> Option<[f64; 3]>| {
        let values = points.iter().filter_map(of).flatten();
        values.fold(0.0, f64::max)
    };
    let quantity = |heading, colour, of, ticks: fn(f64) -> Vec<Tick>| Quantity {
        heading,
        colour,
        ticks: ticks(highest(of)),
        of,
    };
    let count = |high: f64| ticks_from_zero(high, 3, 1.0);
    let time = |high: f64| TimeUnit::of(high).ticks_from_zero(high, 3);
    let all = [
        quantity(
            "Changes that wait",
            BLUE,
            |point| Some([point.backlog_p5, point.backlog_p50, point.backlog_p95]),
            count,
        ),
        quantity(
            "Objects and references in escrow",
            VERMILLION,
            |point| Some([point.escrow_p5, point.escrow_p50, point.escrow_p95]),
            count,
        ),
        quantity(
            "Duration of the incremental cycle that ended last",
            BLUE,
            |point| Some([point.cycle_p5_ms?, point.cycle_p50_ms?, point.cycle_p95_ms?]),
            time,
        ),
    ];
    let shown = (0..).zip(all);
    shown
        .filter(|(place, quantity)| *place == 0 || highest(quantity.of) > 0.0)
        .map(|(_, quantity)| quantity)
        .collect()
}

impl Quantity {
    fn draw(&self, scene: &mut Scene, plot: &Plot, across: &Scale, points: &[LifePoint]) {
        heading(scene, plot, self.heading);
        let upwards = plot.upwards(&self.ticks);
        frame::rows(scene, plot, &upwards, &self.ticks);
        let heights = points.iter().map(|point| {
            let values = (self.of)(point).map(|values| values.map(|value| upwards.at(value)));
            (across.at(point.time_ms as f64), values)
        });
        band(scene, heights, self.colour);
    }
}

/// The states in which any run ever is.
fn shares(points: &[LifePoint]) -> Vec<Share> {
    let all: [(&str, ShareOf); 4] = [
        ("in an initial cycle", |point| point.initial_share),
        ("in quarantine", |point| point.quarantine_share),
        ("paused or stopped", |point| point.paused_share),
        ("disabled", |point| point.disabled_share),
    ];
    all.into_iter()
        .map(|(name, of)| Share {
            name,
            most: points.iter().map(of).fold(0.0, f64::max),
            of,
        })
        .filter(|share| share.most > 0.0)
        .collect()
}

impl Share {
    fn note(&self) -> String {
        format!("at most {}", number::percent(self.most))
    }

    fn draw(&self, scene: &mut Scene, row: &Plot, across: &Scale, points: &[LifePoint]) {
        let upwards = Scale {
            low: 0.0,
            high: 1.0,
            start: row.bottom,
            end: row.bottom - WHOLE,
        };
        let place = |point: &LifePoint| {
            (
                across.at(point.time_ms as f64),
                upwards.at((self.of)(point)),
            )
        };
        let outline = thinned(points.iter().map(place));
        if let (Some(first), Some(last)) = (outline.first(), outline.last()) {
            let mut area = vec![(first.0, row.bottom)];
            area.extend(&outline);
            area.push((last.0, row.bottom));
            scene.area(area, SKY);
            scene.path(outline, 1.0, BLUE);
        }
        scene.path(
            vec![(row.left, row.bottom), (row.right, row.bottom)],
            1.0,
            AXIS,
        );
        let baseline = row.bottom - 6.0;
        scene.text(
            (row.left - 8.0, baseline),
            self.name,
            BODY,
            INK,
            Anchor::End,
        );
        let at = (row.right + 8.0, baseline);
        scene.text(at, self.note(), BODY, MUTED, Anchor::Start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn panels_without_anything_are_left_out_but_for_the_backlog() {
        let mut points = fixture::life().bands;
        assert_eq!((quantities(&points).len(), shares(&points).len()), (3, 3));
        for point in &mut points {
            *point = LifePoint {
                time_ms: point.time_ms,
                ..LifePoint::default()
            };
        }
        assert_eq!((quantities(&points).len(), shares(&points).len()), (1, 0));
    }
}
