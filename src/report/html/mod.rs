//! The report as one HTML file that needs nothing else: no network, no script, no font.
//!
//! A page is a list of chapters, each of which may have nothing to say. Colours follow the reader's light or dark theme, and
//! print is always light. Everything that a document says is text, whatever it is.

mod assumptions;
mod chapter;
mod markup;
mod page;
mod picture;
mod table_markup;

use super::blocks::{self, FLEET, REHEARSAL, SWEEP, VARIANTS};
use super::chart::{Chart, ChartKind};
use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::comparison::{ComparedBy, Comparison};
use crate::experiment::outcome::fleet_document::Fleet;
use crate::experiment::outcome::probe_document::ProbeDocument;
use crate::experiment::outcome::rehearsal::Rehearsal;
use crate::experiment::outcome::sweep::Sweep;
use chapter::{Picture, chapters};
use page::{Top, page};

/// The report of a run with its charts; `repeat` is the command that makes it again.
pub fn outcome(outcome: &Outcome, charts: &[(ChartKind, Chart)], repeat: &str) -> String {
    let top = Top {
        kind: "forecast by cyclecast",
        name: &outcome.scenario.name,
        description: &outcome.scenario.description,
        run: outcome.caption(),
        version: &outcome.cyclecast_version,
    };
    let pictures = charts.iter();
    let pictures = pictures.map(|(kind, chart)| (kind.file_stem(), chart.svg()));
    let pictures: Vec<Picture<'_>> = pictures.collect();
    page(&top, &chapters(&blocks::run(outcome, repeat), &pictures))
}

/// The report of variants beside each other with their chart; `repeat` is the command that makes it again.
pub fn comparison(found: &Comparison, chart: &Chart, repeat: &str) -> String {
    let kind = match found.of {
        ComparedBy::Strategies => "strategies compared by cyclecast",
        ComparedBy::Policies => "policies on 429 compared by cyclecast",
        ComparedBy::Workers => "the capacity a target needs, by cyclecast",
    };
    let version = &found.cyclecast_version;
    let top = Top::of_several(kind, &found.scenario, found.caption(), version);
    let sections = blocks::comparison(found, repeat);
    page(&top, &chapters(&sections, &[(VARIANTS, chart.svg())]))
}

/// The report of one or two keys over a range with its chart; `repeat` is the command that makes it again.
pub fn sweep(found: &Sweep, chart: &Chart, repeat: &str) -> String {
    let (kind, version) = ("sweep by cyclecast", &found.cyclecast_version);
    let top = Top::of_several(kind, &found.scenario, found.caption(), version);
    let sections = blocks::sweep(found, repeat);
    page(&top, &chapters(&sections, &[(SWEEP, chart.svg())]))
}

/// The report of a fleet with its chart; `repeat` is the command that makes it again.
pub fn fleet(found: &Fleet, chart: &Chart, repeat: &str) -> String {
    let (kind, version) = ("fleet by cyclecast", &found.cyclecast_version);
    let top = Top::of_several(kind, &found.scenario, found.caption(), version);
    let sections = blocks::fleet(found, repeat);
    page(&top, &chapters(&sections, &[(FLEET, chart.svg())]))
}

/// The report of a cycle that was played to a real target, with its chart.
pub fn rehearsal(found: &Rehearsal, chart: &Chart) -> String {
    let (kind, version) = ("rehearsal by cyclecast", &found.cyclecast_version);
    let top = Top::of_several(kind, &found.scenario, found.caption(), version);
    let sections = blocks::rehearsal(found);
    page(&top, &chapters(&sections, &[(REHEARSAL, chart.svg())]))
}

/// What a probe found at an endpoint.
pub fn probe(found: &ProbeDocument) -> String {
    let top = Top {
        kind: "an endpoint measured by cyclecast",
        name: "Endpoint",
        description: "",
        run: format!("measured on {}", found.day),
        version: &found.cyclecast_version,
    };
    page(&top, &chapters(&blocks::probe(found, None), &[]))
}

#[cfg(test)]
mod tests;
