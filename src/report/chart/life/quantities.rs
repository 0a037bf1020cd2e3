//! The quantities of all replications over time, each in a panel of its own.

use super::lines::band;
use super::panels::heading;
use crate::experiment::outcome::life::LifePoint;
use crate::report::chart::axis::{Scale, Tick, ticks_from_zero};
use crate::report::chart::frame::{self, Plot};
use crate::report::chart::scene::{Colour, Scene};
use crate::report::chart::theme::{BLUE, MUTED, VERMILLION};
use crate::report::chart::time::TimeUnit;
use crate::report::moment;

/// An axis goes so far beyond the highest value, and to so many things at least, so that a band of a few fills no panel.
const HEADROOM: f64 = 1.08;
const FEWEST: f64 = 5.0;

/// One quantity over time: 5th percentile, median and 95th.
pub struct Quantity {
    heading: String,
    colour: Colour,
    /// Marks of its axis.
    pub ticks: Vec<Tick>,
    of: ValuesOf,
}

type ValuesOf = fn(&LifePoint) -> Option<[f64; 3]>;

/// The quantities that are not zero throughout; the backlog always.
pub fn quantities(points: &[LifePoint]) -> Vec<Quantity> {
    let count = |heading: &str, colour, of: ValuesOf| Quantity {
        heading: heading.to_owned(),
        colour,
        ticks: ticks_from_zero((highest(points, of) * HEADROOM).max(FEWEST), 3, 1.0),
        of,
    };
    let cycle: ValuesOf =
        |point| Some([point.cycle_p5_ms?, point.cycle_p50_ms?, point.cycle_p95_ms?]);
    let longest = highest(points, cycle) * HEADROOM;
    let all = [
        count("Changes that wait", BLUE, |point| {
            Some([point.backlog_p5, point.backlog_p50, point.backlog_p95])
        }),
        count("Objects and references in escrow", VERMILLION, |point| {
            Some([point.escrow_p5, point.escrow_p50, point.escrow_p95])
        }),
        count("Deletions staged", MUTED, |point| {
            Some([point.staged_p5, point.staged_p50, point.staged_p95])
        }),
        Quantity {
            heading: cycle_heading(points),
            colour: BLUE,
            ticks: TimeUnit::of(longest).ticks_from_zero(longest, 3),
            of: cycle,
        },
    ];
    (0..)
        .zip(all)
        .filter(|(place, quantity)| *place == 0 || highest(points, quantity.of) > 0.0)
        .map(|(_, quantity)| quantity)
        .collect()
}

fn highest(points: &[LifePoint], of: ValuesOf) -> f64 {
    points.iter().filter_map(of).flatten().fold(0.0, f64::max)
}

/// Says how long the stretches are of which each point shows the longest cycle.
fn cycle_heading(points: &[LifePoint]) -> String {
    let between = match points {
        [first, second, ..] => second.time_ms.saturating_sub(first.time_ms),
        _ => 0,
    };
    if between == 0 {
        return "Duration of incremental cycles".to_owned();
    }
    format!(
        "Longest incremental cycle in each {}, or the last one before",
        moment::length(between)
    )
}

impl Quantity {
    /// Draws the band with its median, its axis and its heading.
    pub fn draw(&self, scene: &mut Scene, plot: &Plot, across: &Scale, points: &[LifePoint]) {
        heading(scene, plot, &self.heading);
        let upwards = plot.upwards(&self.ticks);
        frame::rows(scene, plot, &upwards, &self.ticks);
        let heights = points.iter().map(|point| {
            let values = (self.of)(point).map(|values| values.map(|value| upwards.at(value)));
            (across.at(point.time_ms as f64), values)
        });
        band(scene, heights, self.colour);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn panels_without_anything_are_left_out_but_for_the_backlog() {
        let mut points = fixture::life().bands;
        assert_eq!(quantities(&points).len(), 3);
        points[7].staged_p95 = 1.0;
        assert_eq!(quantities(&points).len(), 4);
        let nothing = vec![LifePoint::default(); 3];
        assert_eq!(quantities(&nothing).len(), 1);
    }

    #[test]
    fn no_band_touches_the_top_and_few_things_fill_no_panel() {
        let mut points = fixture::life().bands;
        for point in &mut points {
            (point.backlog_p95, point.staged_p95) = (100.0, 3.0);
        }
        let tops: Vec<f64> = quantities(&points)
            .iter()
            .filter_map(|quantity| quantity.ticks.last())
            .map(|tick| tick.value)
            .collect();
        assert_eq!((tops[0], tops[2]), (150.0, 6.0));
        let highest = |place: usize| highest(&points, quantities(&points)[place].of);
        assert!(tops[1] > highest(1) && tops[3] > highest(3));
    }

    #[test]
    fn the_heading_of_cycles_says_what_a_point_stands_for() {
        let points = fixture::life().bands;
        assert_eq!(
            cycle_heading(&points),
            "Longest incremental cycle in each 101 min, or the last one before"
        );
        assert_eq!(cycle_heading(&[]), "Duration of incremental cycles");
    }
}
