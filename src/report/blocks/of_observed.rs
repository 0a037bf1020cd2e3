//! A job that was looked at: how it stands, the rest of its cycle, and what to look at next.

use super::{Block, Section, notes, parts_with_lines, sentences, table};
use crate::experiment::outcome::observed_job::{CycleForecast, InputSeen, ObservedJob};
use crate::report::number;
use crate::report::observed_line;
use crate::report::sentences::observed_answer::{answer, basis, next, remaining};
use crate::report::sentences::quarantine_answer;
use crate::report::tables::Table;

/// Inputs that are told.
const MOST_INPUTS: usize = 5;

/// The verdict, the rest, and why.
pub fn observed(found: &ObservedJob) -> Vec<Section> {
    let lead = Block::Lead(Some(found.scenario.clone()), answer(found));
    let mut screen = Section::screen("answer", "The answer").with([lead]);
    if let Some(cycle) = &found.cycle {
        screen = screen.with(sentences(remaining(found, cycle)));
        screen = screen.in_terminal(observed_line::line(found, cycle).map(Block::Characters));
    }
    let mut sections = vec![screen.keeping_width()];
    if let Some(seen) = &found.quarantine {
        let facts = quarantine_answer::facts(found, seen);
        let title = "The quarantine, and what the documented rules lead to";
        let facts = Section::part(title).with([Block::Facts(title, facts)]);
        sections.push(facts);
    }
    if let Some(cycle) = &found.cycle {
        sections.extend(inputs(cycle));
    }
    sections.extend(
        parts_with_lines([("What to look at next", next(found))]).map(Section::keeping_width),
    );
    if !found.warnings.is_empty() {
        let warnings = found.warnings.iter();
        let warnings = warnings.map(|one| Block::Warning(one.message.clone(), one.remedy.clone()));
        sections.push(Section::part("Warnings").with(warnings).keeping_width());
    }
    if let Some(cycle) = &found.cycle {
        let basis = Section::part("What this rests on").with(notes(basis(found, cycle)));
        sections.push(basis.keeping_width());
    }
    sections
}

/// What the observation says of what is not known, where it says anything.
fn inputs(cycle: &CycleForecast) -> Option<Section> {
    let value = |one: &InputSeen, (p50, p5, p95)| {
        let range = number::input_range(p5, p95, &one.unit);
        format!("{} ({range})", number::input(p50, &one.unit))
    };
    let rows = cycle.inputs.iter().take(MOST_INPUTS).map(|one| {
        [
            one.key.clone(),
            value(one, (one.before.p50, one.before.p5, one.before.p95)),
            value(one, (one.after.p50, one.after.p5, one.after.p95)),
        ]
    });
    let rows = Table::headed(" | before | in view of what was seen").with(rows);
    let title = "What it says of the inputs: median (5th to 95th percentile)";
    (!cycle.inputs.is_empty()).then(|| Section::part(title).with([table(rows)]))
}
