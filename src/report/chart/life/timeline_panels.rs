//! One typical replication over the horizon: its states as a strip, its cycles as bars, and what waits as lines.

use super::states::{self, STRIP, with_initial_cycles};
use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::life::{
    CycleBar, CycleKind, CycleResult, JobState, Life, TracePoint, TypicalRun,
};
use crate::report::chart::axis::{Axis, ticks_from_zero};
use crate::report::chart::font::widest;
use crate::report::chart::frame::{self, Piece};
use crate::report::chart::marks::Marks;
use crate::report::chart::panels::{self, BELOW, Bar, HEADING_ROOM, Layer, Panel, Panels};
use crate::report::chart::scene::{Colour, Scene};
use crate::report::chart::theme::{BLUE, BODY, HEIGHT, INK, MUTED, SKY, VERMILLION};
use crate::report::chart::time_axis::{logarithmic, over_horizon};
use crate::report::{moment, number};
use crate::units::display_number;

const TOP: f64 = 82.0;

/// The chart.
pub fn scene(outcome: &Outcome, life: &Life) -> Scene {
    let run = &life.typical;
    let all: Vec<Panel> = [cycles(&run.cycles)]
        .into_iter()
        .chain(waiting(&run.points))
        .collect();
    let names = all.iter().flat_map(|panel| &panel.names);
    let names = widest(names.map(|(_, words, _)| words), BODY) + 10.0;
    let across = |ends| over_horizon(life.horizon_ms, ends);
    let room = (panels::room_left(&all), names);
    let mut panels = Panels::new(room, across, &life.actions);
    let strip = panels.plot(TOP + panels.marks.height(), STRIP);
    let states = with_initial_cycles(run);
    let names = states::names_below(&states, &panels.across);
    panels.shades = states::shades(&states, &panels.across);
    let first = strip.bottom + names.height() + HEADING_ROOM;
    let height = (first + panels::height(&all) + BELOW).max(HEIGHT);
    let key = key(run, &panels.marks);
    let mut scene = frame::page(outcome, &title(run), &key, height);
    panels.marks.above(&mut scene, strip.top);
    states::strip(&mut scene, &strip, &panels.across, &states);
    names.below(&mut scene, strip.bottom);
    panels.marks.through(&mut scene, &strip);
    if let Some(last) = panels.draw(&mut scene, first, &all).last() {
        panels.labels(&mut scene, last);
    }
    scene
}

fn key(run: &TypicalRun, marks: &Marks) -> Vec<Piece> {
    let words = match marks.unnamed {
        0 => "time since the start of the job".to_owned(),
        1 => "one mark has no room for its name".to_owned(),
        more => format!("{} marks are not named", display_number(more as f64)),
    };
    let words = format!("Replication {}; {words}", run.replication);
    let mut pieces = vec![Piece::Words(words)];
    let any = |kind| run.cycles.iter().any(|cycle| cycle.kind == kind);
    let block = |colour, words: &str| Piece::Block(colour, words.to_owned());
    if any(CycleKind::Initial) {
        pieces.push(block(BLUE, "initial cycle"));
    }
    if any(CycleKind::Incremental) {
        pieces.push(block(SKY, "incremental cycle"));
    }
    if run
        .cycles
        .iter()
        .any(|cycle| cycle.result == CycleResult::Failed)
    {
        pieces.push(block(VERMILLION, "broken off"));
    }
    pieces
}

fn title(run: &TypicalRun) -> String {
    let of = |state| run.states.iter().filter(move |span| span.state == state);
    if let Some(span) = of(JobState::Disabled).next() {
        let after = moment::length(span.from_ms);
        return format!("In a typical replication the job is disabled after {after}");
    }
    if let Some(first) = of(JobState::Quarantine).next() {
        let spans = of(JobState::Quarantine);
        let all: u64 = spans
            .map(|span| span.to_ms.saturating_sub(span.from_ms))
            .sum();
        let times = number::times_together(&[all as f64, first.from_ms as f64]);
        return format!(
            "In a typical replication the job is in quarantine for {}, first after {}",
            times[0], times[1]
        );
    }
    let incremental = run
        .cycles
        .iter()
        .filter(|cycle| cycle.kind == CycleKind::Incremental);
    let lengths = incremental.map(|cycle| cycle.ended_ms.saturating_sub(cycle.began_ms));
    match lengths.clone().max() {
        Some(longest) => format!(
            "In a typical replication {} incremental cycles are begun, the longest takes {}",
            display_number(lengths.count() as f64),
            number::time(longest as f64)
        ),
        None => "A typical replication has no incremental cycle within the horizon".to_owned(),
    }
}

/// Height of the panel of cycles, of that of what waits, and of one of several.
const CYCLES: f64 = 140.0;
const WAITING: f64 = 140.0;
const ONE_OF_SEVERAL: f64 = 84.0;
/// Distance between the marks of a logarithmic axis.
const TICKS: f64 = 17.0;
/// Lines whose peaks differ by more than this factor have a panel each, since the higher would press the lower to the bottom.
const BY_FAR: u64 = 8;

/// The cycles, in order of their beginning. Those that were broken off are drawn over the others, since the next one often
/// begins at the same moment.
fn cycles(cycles: &[CycleBar]) -> Panel {
    let bars = |are_failed: bool| {
        let is_one = |cycle: &&CycleBar| (cycle.result == CycleResult::Failed) == are_failed;
        Layer::Bars(cycles.iter().filter(is_one).map(bar).collect())
    };
    // From seconds to days: only a logarithmic axis shows incremental and initial cycles together.
    let lengths = cycles.iter().map(|cycle| bar(cycle).height);
    let upwards = logarithmic(lengths, (0.0, -CYCLES), TICKS);
    let mut panel = Panel::new("Duration of each cycle, on a logarithmic scale", upwards);
    panel.layers = vec![bars(false), bars(true)];
    panel
}

fn bar(cycle: &CycleBar) -> Bar {
    let colour = match (cycle.result, cycle.kind) {
        (CycleResult::Failed, _) => VERMILLION,
        (_, CycleKind::Initial) => BLUE,
        (_, CycleKind::Incremental) => SKY,
    };
    Bar {
        from: cycle.began_ms as f64,
        to: cycle.ended_ms as f64,
        height: cycle.ended_ms.saturating_sub(cycle.began_ms) as f64,
        colour,
    }
}

/// One line of what waits; lines differ in grey too, by their width.
struct Waiting {
    name: &'static str,
    heading: &'static str,
    colour: Colour,
    width: f64,
    of: fn(&TracePoint) -> u64,
}

const ALL: [Waiting; 3] = [
    Waiting {
        name: "backlog",
        heading: "Changes that wait",
        colour: BLUE,
        width: 2.5,
        of: |point| point.backlog,
    },
    Waiting {
        name: "escrow",
        heading: "Objects and references that failed",
        colour: VERMILLION,
        width: 2.0,
        of: |point| point.escrow,
    },
    Waiting {
        name: "staged",
        heading: "Deletions that are staged",
        colour: MUTED,
        width: 1.25,
        of: |point| point.staged,
    },
];

/// The panels of backlog and escrow, and of staged deletions where there are any: one, or one for each where their sizes
/// differ by far.
fn waiting(points: &[TracePoint]) -> Vec<Panel> {
    let most = |line: &Waiting| points.iter().map(line.of).max().unwrap_or(0);
    let is_shown = |line: &&Waiting| line.name != "staged" || most(line) > 0;
    let lines: Vec<&Waiting> = ALL.iter().filter(is_shown).collect();
    let peaks = || lines.iter().map(|line| most(line));
    let highest = peaks().max().unwrap_or(0);
    let lowest = peaks().filter(|peak| *peak > 0).min().unwrap_or(0);
    if lines.len() > 1 && highest / BY_FAR > lowest {
        let one = |line: &&Waiting| {
            let ticks = ticks_from_zero(most(line) as f64, 2, 1.0);
            let upwards = Axis::from_zero(ticks, (0.0, -ONE_OF_SEVERAL));
            panel(line.heading, upwards, &[line], points)
        };
        return lines.iter().map(one).collect();
    }
    let heading = "Changes that wait, objects and references that failed";
    let ticks = ticks_from_zero(highest as f64, 4, 1.0);
    let upwards = Axis::from_zero(ticks, (0.0, -WAITING));
    vec![panel(heading, upwards, &lines, points)]
}

/// The lines, each with its name and its last value at its end.
fn panel(heading: &str, upwards: Axis, lines: &[&Waiting], points: &[TracePoint]) -> Panel {
    let mut panel = Panel::new(heading, upwards);
    for line in lines {
        let of = |point: &TracePoint| (line.of)(point) as f64;
        let value = |point: &TracePoint| (point.time_ms as f64, of(point));
        let points_of = points.iter().map(value).collect();
        let layer = Layer::Line(points_of, line.width, line.colour);
        panel.layers.push(layer);
        let (end, words) = match points.last().map(of) {
            Some(last) => (last, format!("{} {}", line.name, display_number(last))),
            None => (0.0, line.name.to_owned()),
        };
        let colour = if line.colour == MUTED {
            INK
        } else {
            line.colour
        };
        panel.names.push((end, words, colour));
    }
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::axis::Scale;
    use crate::report::chart::panels::highest_by_pixel;
    use crate::report::fixture;

    #[test]
    fn the_title_tells_what_is_worst() {
        let mut run = fixture::life().typical;
        assert_eq!(
            title(&run),
            "In a typical replication the job is in quarantine for 1.12 days, first after 5.0 days"
        );
        run.states.retain(|span| span.state == JobState::Active);
        assert!(title(&run).contains("incremental cycles are begun, the longest takes 5.1 min"));
        run.cycles.clear();
        assert!(title(&run).contains("no incremental cycle"));
        run.states[0].state = JobState::Disabled;
        assert!(title(&run).contains("disabled after 10.1 h"));
    }

    #[test]
    fn what_differs_by_far_has_a_panel_of_its_own() {
        let mut points = fixture::life().typical.points;
        for point in &mut points {
            (point.backlog, point.escrow, point.staged) = (40, 62, 0);
        }
        assert_eq!(waiting(&points).len(), 1);
        points[3].backlog = 10_000;
        let panels = waiting(&points);
        let tops = panels.iter().filter_map(|panel| panel.upwards.ticks.last());
        assert_eq!(
            tops.map(|tick| tick.value).collect::<Vec<_>>(),
            [20_000.0, 100.0]
        );
    }

    #[test]
    fn the_longest_cycle_of_a_pixel_is_kept() {
        let run = fixture::life_over(28 * fixture::DAY).typical;
        let scale = Scale::new((0.0, 28.0 * fixture::DAY as f64), (0.0, 100.0));
        let across = Axis::linear(scale, Vec::new());
        let all: Vec<Bar> = run.cycles.iter().map(bar).collect();
        let kept = highest_by_pixel(&all, &across);
        assert!(kept.len() <= 101 && run.cycles.len() > 900);
        let longest = |bars: &[Bar]| bars.iter().map(|bar| bar.height).fold(0.0, f64::max);
        assert_eq!(longest(&kept), longest(&all));
    }
}
