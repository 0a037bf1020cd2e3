//! Backlog, escrow, cycles and states of all replications over the horizon.

use super::lines::thinned;
use super::panels::{BELOW, HEADING_ROOM, Panels, heading};
use super::quantities::{peak, quantities};
use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::life::{Life, LifePoint};
use crate::report::chart::axis::Scale;
use crate::report::chart::font::width;
use crate::report::chart::frame::{self, Piece, Plot};
use crate::report::chart::marks::Marks;
use crate::report::chart::scene::{Anchor, Scene};
use crate::report::chart::theme::{AXIS, BLUE, BODY, HEIGHT, INK, MUTED, SKY};
use crate::report::{moment, number};

const TOP: f64 = 114.0;
const PANEL: f64 = 118.0;
/// Height of a row of the states, and of the part of it that stands for all runs.
const ROW: f64 = 34.0;
const WHOLE: f64 = 26.0;

/// The share of the runs in one state over time.
struct Share {
    name: &'static str,
    most: f64,
    of: ShareOf,
}

type ShareOf = fn(&LifePoint) -> f64;

/// The chart.
pub fn scene(outcome: &Outcome, life: &Life) -> Scene {
    let (quantities, shares) = (quantities(life), shares(&life.bands));
    let ticks = quantities
        .iter()
        .map(|quantity| frame::widest(&quantity.ticks));
    let names = shares.iter().map(|share| width(share.name, BODY));
    let room_left = ticks.chain(names).fold(0.0, f64::max) + 8.0;
    let notes = shares.iter().map(|share| width(&share.note(), BODY));
    let panels = Panels::new(life.horizon_ms, room_left, notes.fold(12.0, f64::max) + 8.0);

    let marks = Marks::of(&life.actions, panels.across());
    let first = TOP + marks.height();
    let of_shares = if shares.is_empty() {
        0.0
    } else {
        HEADING_ROOM + shares.len() as f64 * ROW
    };
    let of_quantities = quantities.len() as f64 * (PANEL + HEADING_ROOM) - HEADING_ROOM;
    let height = (first + of_quantities + of_shares + BELOW).max(HEIGHT);
    let key = [
        Piece::Words("All replications, time since the start of the job".to_owned()),
        Piece::Line(MUTED, "median".to_owned()),
        Piece::Band(MUTED, "5th to 95th percentile".to_owned()),
    ];
    let mut scene = frame::page(outcome, &title(life), &key, height);
    let mut last = panels.plot(first, 0.0);
    // Above the heading of the first panel.
    marks.above(&mut scene, first - HEADING_ROOM * 0.6);
    for (place, quantity) in quantities.iter().enumerate() {
        last = panels.plot(first + place as f64 * (PANEL + HEADING_ROOM), PANEL);
        panels.grid(&mut scene, &last);
        marks.through(&mut scene, &last);
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

/// The largest numbers that a run in the middle sees: of what is not zero, so that it tells what the scenario is about.
fn title(life: &Life) -> String {
    if life.bands.is_empty() {
        return "What happens over the horizon is not known".to_owned();
    }
    let highest = |of: fn(&LifePoint) -> f64| life.bands.iter().map(of).fold(0.0, f64::max);
    let peaks = [
        (
            "mostBacklog",
            highest(|point| point.backlog_p50),
            "changes wait",
        ),
        ("mostEscrow", highest(|point| point.escrow_p50), "in escrow"),
        (
            "mostStaged",
            highest(|point| point.staged_p50),
            "deletions staged",
        ),
    ];
    let peaks: Vec<String> = peaks
        .into_iter()
        .map(|(metric, drawn, words)| {
            let own = peak(life, metric).map(|(_, words)| words);
            (own.unwrap_or_else(|| number::rough(drawn)), words)
        })
        .filter(|(peak, _)| peak != "0")
        .map(|(peak, words)| format!("{peak} {words}"))
        .collect();
    let horizon = moment::length(life.horizon_ms);
    if peaks.is_empty() {
        return format!("Over {horizon} nothing waits in half of the runs or more");
    }
    format!(
        "Peaks over {horizon}, median of the runs: {}",
        peaks.join(", ")
    )
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
    fn states_in_which_no_run_ever_is_are_left_out() {
        let mut points = fixture::life().bands;
        assert_eq!(shares(&points).len(), 3);
        for point in &mut points {
            *point = LifePoint::default();
        }
        assert!(shares(&points).is_empty());
    }

    #[test]
    fn the_title_names_the_peaks_that_occur() {
        let mut life = fixture::life();
        assert_eq!(
            title(&life),
            "Peaks over 14 days, median of the runs: 48 changes wait, 20 in escrow"
        );
        let mut most = life.summaries[1].clone();
        most.metric = "mostStaged".to_owned();
        (most.p50.value, most.p50.low, most.p50.high) = (Some(905.0), Some(901.0), Some(908.0));
        life.summaries.push(most);
        assert!(title(&life).ends_with("20 in escrow, 905 deletions staged"));
        life.summaries.clear();
        life.bands = vec![LifePoint::default()];
        assert!(title(&life).contains("nothing waits"));
        life.bands.clear();
        assert!(title(&life).ends_with("is not known"));
    }
}
