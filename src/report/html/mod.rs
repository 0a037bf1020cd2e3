//! The report as one HTML file that needs nothing else: no network, no script, no font.
//!
//! A page is a list of sections, each of which may have nothing to say. Colours follow the reader's light or dark theme, and
//! print is always light. Everything that a document says is text, whatever it is.

mod assumptions;
mod charts;
mod comparison;
mod grid;
mod markup;
mod measure;
mod notes;
mod page;
mod picture;
mod repeat;
mod sweep;
mod tables;
mod verdict;

use super::chart::{Chart, ChartKind};
use crate::experiment::outcome::comparison::Comparison;
use crate::experiment::outcome::sweep::Sweep;
use crate::experiment::outcome::{Outcome, View};
use page::{Section, Top, page};
use picture::Picture;
use tables::TARGET;

/// The report of a run with its charts; `repeat` is the command that makes it again.
pub fn outcome(outcome: &Outcome, charts: &[(ChartKind, Chart)], repeat: &str) -> String {
    let top = Top {
        kind: "forecast by cyclecast",
        name: &outcome.scenario.name,
        description: &outcome.scenario.description,
        run: outcome.caption(),
        version: &outcome.cyclecast_version,
    };
    let picture = charts::one(charts, ChartKind::Sensitivity);
    let inputs = outcome
        .sensitivity
        .as_ref()
        .and_then(|found| measure::section(outcome, found, picture.as_ref()));
    let mut sections = vec![
        verdict::section(outcome),
        notes::section(&outcome.warnings),
        charts::section(charts),
        tables::cycle(outcome),
        tables::target(outcome),
        outcome.jobs.as_ref().and_then(tables::jobs),
        outcome.life.as_ref().and_then(tables::life),
        assumptions::section(&outcome.scenario.parameters),
        inputs,
        tables::words(),
        repeat::section(outcome, repeat),
    ];
    if outcome.view == View::Target {
        lead_with(&mut sections, TARGET);
    }
    page(&top, sections)
}

/// Puts a section first.
fn lead_with(sections: &mut [Option<Section>], id: &str) {
    let is_it = |one: &Option<Section>| one.as_ref().is_some_and(|one| one.id == id);
    if let Some(place) = sections.iter().position(is_it) {
        sections[..=place].rotate_right(1);
    }
}

/// The report of variants beside each other with their chart; `repeat` is the command that makes it again.
pub fn comparison(found: &Comparison, chart: &Chart, repeat: &str) -> String {
    let top = Top {
        kind: comparison::kind(found),
        name: &found.scenario,
        description: "",
        run: found.caption(),
        version: &found.cyclecast_version,
    };
    let picture = Picture {
        id: "variants",
        heading: "How long does the initial cycle take in each?",
        reading: comparison::reading(found.of),
        svg: chart.svg(),
    };
    let sections = vec![
        comparison::verdict(found),
        comparison::figures(found, &picture),
        tables::words(),
        repeat::of_several(
            (found.seed, found.replications),
            &found.cyclecast_version,
            repeat,
        ),
    ];
    page(&top, sections)
}

/// The report of one or two keys over a range with their chart; `repeat` is the command that makes it again.
pub fn sweep(found: &Sweep, chart: &Chart, repeat: &str) -> String {
    let top = Top {
        kind: "sweep by cyclecast",
        name: &found.scenario,
        description: "",
        run: found.caption(),
        version: &found.cyclecast_version,
    };
    let picture = Picture {
        id: "sweep",
        heading: "How does it change over the range?",
        reading: sweep::reading(found),
        svg: chart.svg(),
    };
    let sections = vec![
        sweep::verdict(found),
        sweep::figures(found, &picture),
        tables::words(),
        repeat::of_several(
            (found.seed, found.replications),
            &found.cyclecast_version,
            repeat,
        ),
    ];
    page(&top, sections)
}

#[cfg(test)]
mod tests;
