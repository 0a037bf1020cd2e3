//! What the documents say and what the simulation says, side by side.

use super::of_run::{time_of, warnings};
use super::{Section, notes, sentences, table};
use crate::experiment::outcome::{OriginKind, Outcome};
use crate::report::number;
use crate::report::sentences::certainty::chance_alone;
use crate::report::sentences::headline::headline;
use crate::report::tables::Table;
use crate::units::display_number;

const MILLIS_PER_MINUTE: f64 = 60e3;

/// One source's answer to how long the cycle takes: the source, the answer, and a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band([String; 3]);

impl Band {
    /// An answer from one time to another, in milliseconds.
    pub fn range(source: &str, from_ms: f64, to_ms: f64, remark: &str) -> Self {
        Self([source, &number::time_range(from_ms, to_ms), remark].map(str::to_owned))
    }

    /// A row of the documented table, in minutes and in its own words.
    pub fn table(low_min: Option<f64>, high_min: f64, objects: &str, minutes: &str) -> Self {
        let high = high_min * MILLIS_PER_MINUTE;
        let answer = match low_min {
            Some(low) => number::time_range(low * MILLIS_PER_MINUTE, high),
            None => format!("below {}", number::time(high)),
        };
        let remark = format!("row of {objects} objects: {minutes} minutes");
        Self(["documented table".to_owned(), answer, remark])
    }

    /// No answer, and why.
    pub fn absent(source: &str, remark: &str) -> Self {
        Self([source, "-", remark].map(str::to_owned))
    }
}

/// The bands beside each other and why the table's differs, what was assumed, warnings.
pub fn estimate(outcome: &Outcome, objects: u64, bands: &[Band], why: &[String]) -> Vec<Section> {
    let objects = display_number(objects as f64);
    let size = format!("N = {objects} users, groups and members in scope (median).");
    let rows = bands.iter().map(|Band(cells)| cells.clone());
    let rows = Table::new(&["initial cycle", "range", "what it is"]).with(rows);
    let why = why.iter();
    let why = why.map(|reason| format!("Beside the table: {reason}."));
    let side_by_side = Section::part("Side by side").with([table(rows)]);
    let side_by_side = side_by_side.with(notes(why));
    let time = Section::part("Where the time goes").with(time_of(outcome));
    let mut sections = vec![
        Section::screen("answer", "The answer").with(sentences([headline(outcome), size])),
        side_by_side.with(sentences(chance_alone(outcome))),
        time.keeping_width(),
    ];
    let calibrated = "Calibrated to the documented table (`cyclecast reproduce` shows how well)";
    let assumed = "Assumptions (`--print-scenario`, then `cyclecast check`, tells why)";
    for (kind, title, header) in [
        (OriginKind::Calibrated, calibrated, "what was calibrated"),
        (OriginKind::Assumed, assumed, "what was assumed"),
    ] {
        let parameters = outcome.scenario.parameters.iter();
        let parameters = parameters.filter(|parameter| parameter.origin == kind);
        let rows = parameters.map(|one| [one.key.clone(), one.value.clone()]);
        let rows = Table::new(&[header, "value"]).with(rows);
        sections.push(Section::part(title).with([table(rows)]));
    }
    sections.extend(warnings(outcome).map(Section::keeping_width));
    sections
}
