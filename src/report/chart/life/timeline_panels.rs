//! One typical replication over the horizon: its states as a strip, its cycles as bars, and what waits as lines.

use super::states::{self, STRIP, with_initial_cycles};
use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::life::{
    CycleBar, CycleKind, CycleResult, JobState, Life, TracePoint, TypicalRun,
};
use crate::report::chart::drawing::*;
use crate::report::{moment, number};
use crate::units::display_number;

const TOP: f64 = 82.0;

/// The chart.
pub fn scene(outcome: &Outcome, life: &Life) -> Scene {
    let run = &life.typical;
    let mut all = vec![cycles(&run.cycles)];
    all.extend(waiting(&run.points));
    let names = all.iter().flat_map(|panel| &panel.names);
    let names = widest(names.map(|(_, words, _)| words), BODY) + 10.0;
    let across = |ends| time_axis::over_horizon(life.horizon_ms, ends);
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
    panels.draw_with_labels(&mut scene, first, &all);
    scene
}

fn key(run: &TypicalRun, marks: &Marks) -> Vec<Piece> {
    let words = match marks.unnamed {
        0 => "time since the start of the job".to_owned(),
        1 => "one mark has no room for its name".to_owned(),
        more => format!("{} marks are not named", display_number(more as f64)),
    };
    let words = format!("Replication {}; {words}", run.replication);
    let any = |kind| run.cycles.iter().any(|cycle| cycle.kind == kind);
    let is_failed = |cycle: &CycleBar| cycle.result == CycleResult::Failed;
    let blocks = [
        (any(CycleKind::Initial), BLUE, "initial cycle"),
        (any(CycleKind::Incremental), SKY, "incremental cycle"),
        (run.cycles.iter().any(is_failed), VERMILLION, "broken off"),
    ];
    let blocks = blocks.into_iter().filter(|(is_shown, ..)| *is_shown);
    let blocks = blocks.map(|(_, colour, words)| Piece::Block(colour, words.to_owned()));
    std::iter::once(Piece::Words(words)).chain(blocks).collect()
}

fn title(run: &TypicalRun) -> String {
    let of = |state| run.states.iter().filter(move |span| span.state == state);
    if let Some(span) = of(JobState::Disabled).next() {
        let after = moment::length(span.from_ms);
        return format!("In a typical replication the job is disabled after {after}");
    }
    if let Some(first) = of(JobState::Quarantine).next() {
        let lengths = of(JobState::Quarantine).map(|span| span.to_ms.saturating_sub(span.from_ms));
        let all = lengths.sum::<u64>() as f64;
        let times = number::times_together(&[all, first.from_ms as f64]).join(", first after ");
        return format!("In a typical replication the job is in quarantine for {times}");
    }
    let incremental = run.cycles.iter();
    let incremental = incremental.filter(|cycle| cycle.kind == CycleKind::Incremental);
    let lengths = incremental.map(|cycle| cycle.ended_ms.saturating_sub(cycle.began_ms));
    let Some(longest) = lengths.clone().max() else {
        return "A typical replication has no incremental cycle within the horizon".to_owned();
    };
    let count = display_number(lengths.count() as f64);
    let longest = number::time(longest as f64);
    format!(
        "In a typical replication {count} incremental cycles are begun, the longest takes {longest}"
    )
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
    let upwards = time_axis::logarithmic(lengths, (0.0, -CYCLES), TICKS);
    let mut panel = Panel::new("Duration of each cycle, on a logarithmic scale", upwards);
    panel.layers = vec![bars(false), bars(true)];
    panel
}

fn bar(cycle: &CycleBar) -> Bar {
    Bar {
        from: cycle.began_ms as f64,
        to: cycle.ended_ms as f64,
        height: cycle.ended_ms.saturating_sub(cycle.began_ms) as f64,
        colour: match (cycle.result, cycle.kind) {
            (CycleResult::Failed, _) => VERMILLION,
            (_, CycleKind::Initial) => BLUE,
            (_, CycleKind::Incremental) => SKY,
        },
    }
}

/// A line of what waits: its name, its heading where it stands alone, its colour, its width, since lines differ in grey too,
/// and how it is read.
type Waiting = (
    &'static str,
    &'static str,
    Colour,
    f64,
    fn(&TracePoint) -> u64,
);

const ALL: [Waiting; 3] = [
    ("backlog", "Changes that wait", BLUE, 2.5, |point| {
        point.backlog
    }),
    ("escrow", FAILED, VERMILLION, 2.0, |point| point.escrow),
    (STAGED, "Deletions that are staged", MUTED, 1.25, |point| {
        point.staged
    }),
];
const STAGED: &str = "staged";
const FAILED: &str = "Objects and references that failed";

/// The panels of backlog and escrow, and of staged deletions where there are any: one, or one for each where their sizes
/// differ by far.
fn waiting(points: &[TracePoint]) -> Vec<Panel> {
    let most = |line: &Waiting| points.iter().map(line.4).max().unwrap_or(0);
    let is_shown = |line: &Waiting| line.0 != STAGED || most(line) > 0;
    let lines: Vec<Waiting> = ALL.into_iter().filter(is_shown).collect();
    let peaks = || lines.iter().map(most);
    let highest = peaks().max().unwrap_or(0);
    let lowest = peaks().filter(|peak| *peak > 0).min().unwrap_or(0);
    if lines.len() > 1 && highest / BY_FAR > lowest {
        let one = |line: &Waiting| {
            let ticks = ticks_from_zero(most(line) as f64, 2, 1.0);
            let upwards = Axis::from_zero(ticks, (0.0, -ONE_OF_SEVERAL));
            panel(line.1, upwards, std::slice::from_ref(line), points)
        };
        return lines.iter().map(one).collect();
    }
    let heading = "Changes that wait, objects and references that failed";
    let ticks = ticks_from_zero(highest as f64, 4, 1.0);
    let upwards = Axis::from_zero(ticks, (0.0, -WAITING));
    vec![panel(heading, upwards, &lines, points)]
}

/// The lines, each with its name and its last value at its end.
fn panel(heading: &str, upwards: Axis, lines: &[Waiting], points: &[TracePoint]) -> Panel {
    let mut panel = Panel::new(heading, upwards);
    for (name, _, colour, width, of) in lines {
        let value = |point: &TracePoint| (point.time_ms as f64, of(point) as f64);
        let line: Vec<Point> = points.iter().map(value).collect();
        let (end, words) = match line.last() {
            Some((_, last)) => (*last, format!("{name} {}", display_number(*last))),
            None => (0.0, (*name).to_owned()),
        };
        panel.layers.push(Layer::Line(line, *width, *colour));
        let ink = if *colour == MUTED { INK } else { *colour };
        panel.names.push((end, words, ink));
    }
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::drawing::Scale;
    use crate::report::chart::drawing::panels::highest_by_pixel;
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
