//! The two panels of a typical run: its cycles as bars, and what waits as lines.

use super::lines::thinned;
use super::panels::heading;
use crate::experiment::outcome::life::{CycleBar, CycleKind, CycleResult, TracePoint};
use crate::report::chart::axis::{Scale, Tick, ticks_from_zero};
use crate::report::chart::font::width;
use crate::report::chart::frame::{self, Plot};
use crate::report::chart::log_time::LogTime;
use crate::report::chart::marks::Marks;
use crate::report::chart::reference_line::apart;
use crate::report::chart::scene::{Anchor, Colour, Scene};
use crate::report::chart::theme::{AXIS, BLUE, BODY, INK, MUTED, SKY, VERMILLION};
use crate::units::display_number;

/// Distance between the marks of a logarithmic axis, and between the labels of lines.
const TICKS: f64 = 17.0;
const LABELS: f64 = 16.0;

/// The cycles of a run.
pub struct Cycles<'a>(&'a [CycleBar]);

impl<'a> Cycles<'a> {
    /// All `cycles`, in order of their beginning.
    pub fn of(cycles: &'a [CycleBar]) -> Self {
        Self(cycles)
    }

    /// From seconds to days: only a logarithmic axis shows incremental and initial cycles together.
    fn upwards(&self, start: f64, end: f64) -> LogTime {
        LogTime::of(self.0.iter().map(length), start, end)
    }

    /// The width of the axis labels in a panel of so much height.
    pub fn room_left(&self, height: f64) -> f64 {
        frame::widest(&self.upwards(height, 0.0).ticks(TICKS).0)
    }

    /// Draws a bar for each cycle; of those that begin in the same pixel, for the longest. Those that were broken off are
    /// drawn over the others, since the next one often begins at the same moment.
    pub fn draw(&self, scene: &mut Scene, plot: &Plot, across: &Scale, marks: &Marks) {
        heading(
            scene,
            plot,
            "Duration of each cycle, on a logarithmic scale",
        );
        let upwards = self.upwards(plot.bottom, plot.top);
        let (ticks, scale) = upwards.ticks(TICKS);
        frame::rows(scene, plot, &scale, &ticks);
        // Below the bars, for an action often ends the cycle of its moment.
        marks.through(scene, plot);
        let (broken_off, ended): (Vec<&CycleBar>, Vec<&CycleBar>) = self
            .0
            .iter()
            .partition(|cycle| cycle.result == CycleResult::Failed);
        let shown = [ended, broken_off].map(|cycles| longest_by_pixel(&cycles, across));
        for cycle in shown.into_iter().flatten() {
            let left = across.at(cycle.began_ms as f64).floor().max(plot.left);
            let right = across.at(cycle.ended_ms as f64).max(left + 1.0);
            let top = upwards.at(length(cycle)).min(plot.bottom - 1.5);
            scene.rect((left, top), (right, plot.bottom), colour(cycle));
        }
        let axis = vec![(plot.left, plot.bottom), (plot.right, plot.bottom)];
        scene.path(axis, 1.0, AXIS);
    }
}

fn length(cycle: &CycleBar) -> f64 {
    cycle.ended_ms.saturating_sub(cycle.began_ms) as f64
}

fn colour(cycle: &CycleBar) -> Colour {
    match (cycle.result, cycle.kind) {
        (CycleResult::Failed, _) => VERMILLION,
        (_, CycleKind::Initial) => BLUE,
        (_, CycleKind::Incremental) => SKY,
    }
}

fn longest_by_pixel<'a>(cycles: &[&'a CycleBar], across: &Scale) -> Vec<&'a CycleBar> {
    let pixel = |cycle: &CycleBar| across.at(cycle.began_ms as f64).floor();
    let mut kept: Vec<&CycleBar> = Vec::new();
    for &cycle in cycles {
        match kept.last_mut() {
            Some(last) if pixel(last) == pixel(cycle) => {
                if length(cycle) > length(last) {
                    *last = cycle;
                }
            }
            _ => kept.push(cycle),
        }
    }
    kept
}

/// Lines whose peaks differ by more than this factor have a panel each, since the higher would press the lower to the bottom.
const BY_FAR: u64 = 8;

/// What waits, in one line or several.
pub struct Waiting<'a> {
    heading: &'static str,
    points: &'a [TracePoint],
    lines: Vec<Line>,
    ticks: Vec<Tick>,
}

struct Line {
    heading: &'static str,
    label: String,
    colour: Colour,
    /// Lines differ in grey too.
    width: f64,
    of: CountOf,
}

type CountOf = fn(&TracePoint) -> u64;

impl<'a> Waiting<'a> {
    /// The panels of backlog and escrow, and of staged deletions where there are any: one, or one for each where their
    /// sizes differ by far.
    pub fn panels(points: &'a [TracePoint]) -> Vec<Self> {
        let all: [(&str, &'static str, Colour, f64, CountOf); 3] = [
            ("backlog", "Changes that wait", BLUE, 2.5, |point| {
                point.backlog
            }),
            (
                "escrow",
                "Objects and references that failed",
                VERMILLION,
                2.0,
                |point| point.escrow,
            ),
            (
                "staged",
                "Deletions that are staged",
                MUTED,
                1.25,
                |point| point.staged,
            ),
        ];
        let most = |of: CountOf| points.iter().map(of).max().unwrap_or(0);
        let shown = all
            .into_iter()
            .filter(|(name, _, _, _, of)| *name != "staged" || most(*of) > 0);
        let lines: Vec<Line> = shown
            .map(|(name, heading, colour, width, of)| Line {
                heading,
                label: match points.last() {
                    Some(last) => format!("{name} {}", display_number(of(last) as f64)),
                    None => name.to_owned(),
                },
                colour,
                width,
                of,
            })
            .collect();
        let peaks = || lines.iter().map(|line| most(line.of));
        let highest = peaks().max().unwrap_or(0);
        let lowest = peaks().filter(|peak| *peak > 0).min().unwrap_or(0);
        if lines.len() > 1 && highest / BY_FAR > lowest {
            let one = |line: Line| Self {
                heading: line.heading,
                points,
                ticks: ticks_from_zero(most(line.of) as f64, 2, 1.0),
                lines: vec![line],
            };
            return lines.into_iter().map(one).collect();
        }
        vec![Self {
            heading: "Changes that wait, objects and references that failed",
            points,
            ticks: ticks_from_zero(highest as f64, 4, 1.0),
            lines,
        }]
    }

    /// The width of the axis labels.
    pub fn room_left(&self) -> f64 {
        frame::widest(&self.ticks)
    }

    /// The width of the labels at the ends of the lines, with the space before them.
    pub fn room_right(&self) -> f64 {
        let widths = self.lines.iter().map(|line| width(&line.label, BODY));
        widths.fold(0.0, f64::max) + 10.0
    }

    /// Draws the lines, each with its name and its last value at its end.
    pub fn draw(&self, scene: &mut Scene, plot: &Plot, across: &Scale, marks: &Marks) {
        heading(scene, plot, self.heading);
        let upwards = plot.upwards(&self.ticks);
        frame::rows(scene, plot, &upwards, &self.ticks);
        marks.through(scene, plot);
        let mut ends = Vec::new();
        for line in &self.lines {
            let place = |point: &TracePoint| {
                let height = upwards.at((line.of)(point) as f64);
                (across.at(point.time_ms as f64), height)
            };
            let points = thinned(self.points.iter().map(place));
            ends.push(points.last().map_or(plot.bottom, |last| last.1));
            scene.path(points, line.width, line.colour);
        }
        apart(&mut ends, LABELS, plot.top, plot.bottom);
        for (line, end) in self.lines.iter().zip(ends) {
            let at = (plot.right + 8.0, end + BODY.size * 0.36);
            let colour = if line.colour == MUTED {
                INK
            } else {
                line.colour
            };
            scene.text(at, line.label.clone(), BODY, colour, Anchor::Start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn what_differs_by_far_has_a_panel_of_its_own() {
        let mut points = fixture::life().typical.points;
        for point in &mut points {
            (point.backlog, point.escrow, point.staged) = (40, 62, 0);
        }
        assert_eq!(Waiting::panels(&points).len(), 1);
        points[3].backlog = 10_000;
        let panels = Waiting::panels(&points);
        let tops = panels.iter().filter_map(|panel| panel.ticks.last());
        assert_eq!(
            tops.map(|tick| tick.value).collect::<Vec<_>>(),
            [20_000.0, 100.0]
        );
    }

    #[test]
    fn the_longest_cycle_of_a_pixel_is_kept() {
        let run = fixture::life_over(28 * fixture::DAY).typical;
        let across = Scale {
            low: 0.0,
            high: 28.0 * fixture::DAY as f64,
            start: 0.0,
            end: 100.0,
        };
        let all: Vec<&CycleBar> = run.cycles.iter().collect();
        let kept = longest_by_pixel(&all, &across);
        assert!(kept.len() <= 101 && run.cycles.len() > 900);
        let longest =
            |cycles: &mut dyn Iterator<Item = &CycleBar>| cycles.map(length).fold(0.0, f64::max);
        assert_eq!(
            longest(&mut kept.into_iter()),
            longest(&mut run.cycles.iter())
        );
    }
}
