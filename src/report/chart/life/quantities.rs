//! The quantities of all replications over time, each in a panel of its own.

use super::lines::band;
use super::panels::heading;
use crate::experiment::outcome::life::{Life, LifePoint};
use crate::report::chart::axis::{Scale, Tick, is_near, ticks_from_zero};
use crate::report::chart::frame::{self, Plot};
use crate::report::chart::reference_line::{self, Level};
use crate::report::chart::scene::{Colour, Scene};
use crate::report::chart::theme::{BLUE, INK, MUTED, VERMILLION};
use crate::report::chart::time::TimeUnit;
use crate::report::{moment, number};
use crate::units::display_number;

/// An axis goes to so many things at least, so that a band of a few fills no panel.
const FEWEST: f64 = 5.0;
/// Up to this factor two peaks look the same.
const LIKE: f64 = 1.03;

/// One quantity over time: 5th percentile, median and 95th.
pub struct Quantity {
    heading: String,
    colour: Colour,
    /// Marks of its axis.
    pub ticks: Vec<Tick>,
    of: ValuesOf,
    /// Values to be marked, with their names and colours.
    levels: Vec<(f64, String, Colour)>,
}

type ValuesOf = fn(&LifePoint) -> Option<[f64; 3]>;

/// What is counted: its metric, its heading, its colour, and how it is read.
const COUNTS: [(&str, &str, Colour, ValuesOf); 3] = [
    ("mostBacklog", "Changes that wait", BLUE, |point| {
        Some([point.backlog_p5, point.backlog_p50, point.backlog_p95])
    }),
    (
        "mostEscrow",
        "Objects and references in escrow",
        VERMILLION,
        |point| Some([point.escrow_p5, point.escrow_p50, point.escrow_p95]),
    ),
    ("mostStaged", "Deletions staged", MUTED, |point| {
        Some([point.staged_p5, point.staged_p50, point.staged_p95])
    }),
];

/// The quantities that are not zero throughout; the backlog always.
pub fn quantities(life: &Life) -> Vec<Quantity> {
    let points = &life.bands[..];
    let every =
        between(points).map_or_else(String::new, |time| format!(", the most in each {time}"));
    let counts = COUNTS.into_iter().map(|(metric, heading, colour, of)| {
        let levels = levels(life, metric, of);
        let marked = levels.iter().map(|level| level.0);
        let high = marked.fold(highest(points, of), f64::max);
        Quantity {
            heading: format!("{heading}{every}"),
            colour,
            ticks: ticks_from_zero(high.max(FEWEST), 3, 1.0),
            of,
            levels,
        }
    });
    let cycle: ValuesOf =
        |point| Some([point.cycle_p5_ms?, point.cycle_p50_ms?, point.cycle_p95_ms?]);
    let longest = highest(points, cycle);
    let cycles = Quantity {
        heading: cycle_heading(points),
        colour: BLUE,
        ticks: TimeUnit::of(longest).ticks_from_zero(longest, 3),
        of: cycle,
        levels: Vec::new(),
    };
    (0..)
        .zip(counts.chain([cycles]))
        .filter(|(place, quantity)| *place == 0 || highest(points, quantity.of) > 0.0)
        .map(|(_, quantity)| quantity)
        .collect()
}

/// The median of the runs' own peaks where the median line stays below it, since each run peaks at another moment; and a
/// threshold that the quantity is held against.
fn levels(life: &Life, metric: &str, of: ValuesOf) -> Vec<(f64, String, Colour)> {
    let drawn = life
        .bands
        .iter()
        .filter_map(of)
        .map(|values| values[1])
        .fold(0.0, f64::max);
    let mut levels = Vec::new();
    if let Some((value, words)) = peak(life, metric)
        && value > drawn * LIKE
    {
        levels.push((value, format!("each run's own peak: {words} (median)"), INK));
    }
    let threshold = life.deletion_threshold.filter(|_| metric == "mostStaged");
    if let Some(threshold) = threshold {
        let value = threshold as f64;
        if is_near(value, highest(&life.bands, of)) {
            let words = format!("deletion threshold {}", display_number(value));
            levels.push((value, words, VERMILLION));
        }
    }
    levels
}

/// The median of the runs' own peaks, and in the digits of the terminal's table.
pub fn peak(life: &Life, metric: &str) -> Option<(f64, String)> {
    let mut summaries = life.summaries.iter();
    let summary = summaries.find(|summary| summary.metric == metric)?;
    let words = number::estimate(&summary.p50, summary.unit);
    let words = words
        .split_once(" (")
        .map_or(words.as_str(), |(value, _)| value);
    Some((summary.p50.value?, words.to_owned()))
}

fn highest(points: &[LifePoint], of: ValuesOf) -> f64 {
    points.iter().filter_map(of).flatten().fold(0.0, f64::max)
}

/// How long the stretches are that each point stands for.
fn between(points: &[LifePoint]) -> Option<String> {
    let [first, second, ..] = points else {
        return None;
    };
    let between = second.time_ms.saturating_sub(first.time_ms);
    (between > 0).then(|| moment::length(between))
}

fn cycle_heading(points: &[LifePoint]) -> String {
    match between(points) {
        Some(time) => format!("Longest incremental cycle in each {time}, or the last one before"),
        None => "Duration of incremental cycles".to_owned(),
    }
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
        let levels = self.levels.iter().map(|(value, words, colour)| Level {
            y: upwards.at(*value),
            words: words.clone(),
            colour: *colour,
        });
        reference_line::levels(scene, plot, &levels.collect::<Vec<_>>());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn with(bands: Vec<LifePoint>) -> Life {
        Life {
            bands,
            summaries: Vec::new(),
            ..fixture::life()
        }
    }

    #[test]
    fn panels_without_anything_are_left_out_but_for_the_backlog() {
        let mut life = with(fixture::life().bands);
        assert_eq!(quantities(&life).len(), 3);
        life.bands[7].staged_p95 = 1.0;
        assert_eq!(quantities(&life).len(), 4);
        let nothing = with(vec![LifePoint::default(); 3]);
        assert_eq!(quantities(&nothing).len(), 1);
    }

    #[test]
    fn no_band_touches_the_top_and_few_things_fill_no_panel() {
        let mut life = with(fixture::life().bands);
        for point in &mut life.bands {
            (point.backlog_p95, point.staged_p95) = (100.0, 3.0);
        }
        let found = quantities(&life);
        let tops: Vec<f64> = found
            .iter()
            .filter_map(|quantity| quantity.ticks.last())
            .map(|tick| tick.value)
            .collect();
        assert_eq!((tops[0], tops[2]), (150.0, 6.0));
        let highest = |place: usize| highest(&life.bands, found[place].of);
        assert!(tops[1] > highest(1) && tops[3] > highest(3));
    }

    #[test]
    fn a_peak_that_the_median_line_does_not_reach_is_marked_within_the_panel() {
        let mut life = fixture::life();
        for point in &mut life.bands {
            (point.backlog_p50, point.backlog_p95) = (9.0, 61.0);
        }
        let mut most = life.summaries[1].clone();
        (most.metric, most.p50.value) = ("mostBacklog".to_owned(), Some(201.0));
        life.summaries.push(most);
        let backlog = &quantities(&life)[0];
        assert_eq!(backlog.levels[0].0, 201.0);
        assert!(backlog.ticks.last().unwrap().value > 201.0);
        for point in &mut life.bands {
            point.backlog_p50 = 200.0;
        }
        assert!(quantities(&life)[0].levels.is_empty());
    }

    #[test]
    fn the_deletion_threshold_is_a_line_where_deletions_are_staged() {
        let mut life = with(fixture::life().bands);
        life.deletion_threshold = Some(500);
        for point in &mut life.bands {
            point.staged_p95 = 900.0;
        }
        let levels = &quantities(&life)[2].levels;
        assert_eq!(levels[0].1, "deletion threshold 500");
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
