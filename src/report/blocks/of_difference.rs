//! Two outcomes beside each other.

use super::{Section, notes, sentences, table};
use crate::experiment::outcome::Warning;
use crate::experiment::outcome::difference::Difference;
use crate::report::sentences::difference_answer::{answer, inputs, pairing, reasons, verdicts};
use crate::report::tables::difference_table::quantities;

/// How much longer the initial cycle takes, and what changed beside it.
pub fn difference(found: &Difference) -> Vec<Section> {
    let or_none = |title, lines: Vec<String>, none: &str| {
        let lines = match lines.is_empty() {
            true => vec![none.to_owned()],
            false => lines,
        };
        Section::part(title).with(notes(lines))
    };
    let mut sections = vec![
        Section::screen("answer", "The answer").with(sentences([answer(found), pairing(found)])),
        or_none(
            "Inputs that differ",
            inputs(found),
            "none: value and origin of every input are the same",
        ),
        Section::part("The answer then and now: median, 5th to 95th percentile")
            .with([table(quantities(&found.quantities))]),
    ];
    if !found.life.is_empty() {
        let life = table(quantities(&found.life));
        sections.push(Section::part("The job over its horizon").with([life]));
    }
    sections.push(or_none(
        "What takes more or less of the initial cycle, means",
        reasons(found),
        "nothing for which it can be told",
    ));
    for (title, lines) in [
        ("Expectations with another verdict", verdicts(found)),
        ("Warnings that came", messages(&found.warnings_came)),
        ("Warnings that went", messages(&found.warnings_went)),
    ] {
        if !lines.is_empty() {
            sections.push(Section::part(title).with(notes(lines)));
        }
    }
    sections
}

fn messages(warnings: &[Warning]) -> Vec<String> {
    let messages = warnings.iter().map(|warning| warning.message.clone());
    messages.collect()
}
