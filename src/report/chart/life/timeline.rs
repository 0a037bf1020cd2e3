//! One typical replication over the horizon: states, cycles, and what waits.

use super::panels::{BELOW, HEADING_ROOM, Panels};
use super::state_names::Names;
use super::states::{self, STRIP, with_initial_cycles};
use super::timeline_panels::{Cycles, Waiting};
use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::life::{CycleKind, CycleResult, JobState, Life, TypicalRun};
use crate::report::chart::frame::{self, Piece, Plot};
use crate::report::chart::marks::Marks;
use crate::report::chart::scene::Scene;
use crate::report::chart::theme::{BLUE, HEIGHT, SKY, VERMILLION};
use crate::report::{moment, number};
use crate::units::display_number;

const TOP: f64 = 82.0;
const CYCLES: f64 = 140.0;
const WAITING: f64 = 140.0;
/// The height of a panel of what waits where there are several.
const ONE_OF_SEVERAL: f64 = 84.0;

/// The chart.
pub fn scene(outcome: &Outcome, life: &Life) -> Scene {
    let run = &life.typical;
    let (cycles, waiting) = (Cycles::of(&run.cycles), Waiting::panels(&run.points));
    let lefts = waiting.iter().map(Waiting::room_left);
    let room_left = lefts.fold(cycles.room_left(CYCLES), f64::max) + 8.0;
    let rights = waiting.iter().map(Waiting::room_right);
    let panels = Panels::new(life.horizon_ms, room_left, rights.fold(0.0, f64::max));
    let across = panels.across();
    let marks = Marks::of(&life.actions, across);

    let strip = panels.plot(TOP + marks.height(), STRIP);
    let states = with_initial_cycles(run);
    let names = Names::of(&states, across);
    let above = panels.plot(strip.bottom + names.height() + HEADING_ROOM, CYCLES);
    let height = if waiting.len() > 1 {
        ONE_OF_SEVERAL
    } else {
        WAITING
    };
    let below = (0..waiting.len()).map(|place| {
        let top = above.bottom + HEADING_ROOM + place as f64 * (height + HEADING_ROOM);
        panels.plot(top, height)
    });
    let below: Vec<Plot> = below.collect();
    let last = below.last().copied().unwrap_or(above);
    let height = (last.bottom + BELOW).max(HEIGHT);
    let mut scene = frame::page(outcome, &title(run), &key(run, &marks), height);

    marks.above(&mut scene, strip.top);
    states::strip(&mut scene, &strip, across, &states);
    names.below(&mut scene, strip.bottom);
    for plot in [&above].into_iter().chain(&below) {
        states::behind(&mut scene, plot, across, &states);
        panels.grid(&mut scene, plot);
    }
    marks.through(&mut scene, &strip);
    cycles.draw(&mut scene, &above, across, &marks);
    for (waiting, plot) in waiting.iter().zip(&below) {
        waiting.draw(&mut scene, plot, across, &marks);
    }
    panels.axis(&mut scene, &last);
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
        return format!("In a typical run the job is disabled after {after}");
    }
    if let Some(first) = of(JobState::Quarantine).next() {
        let spans = of(JobState::Quarantine);
        let all: u64 = spans
            .map(|span| span.to_ms.saturating_sub(span.from_ms))
            .sum();
        let times = number::times_together(&[all as f64, first.from_ms as f64]);
        return format!(
            "In a typical run the job is in quarantine for {}, first after {}",
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
            "In a typical run {} incremental cycles are begun, the longest takes {}",
            display_number(lengths.count() as f64),
            number::time(longest as f64)
        ),
        None => "A typical run has no incremental cycle within the horizon".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_title_tells_what_is_worst() {
        let mut run = fixture::life().typical;
        assert_eq!(
            title(&run),
            "In a typical run the job is in quarantine for 1.12 days, first after 5.0 days"
        );
        run.states.retain(|span| span.state == JobState::Active);
        assert!(title(&run).contains("incremental cycles are begun, the longest takes 5.1 min"));
        run.cycles.clear();
        assert!(title(&run).contains("no incremental cycle"));
        run.states[0].state = JobState::Disabled;
        assert!(title(&run).contains("disabled after 10.1 h"));
    }
}
