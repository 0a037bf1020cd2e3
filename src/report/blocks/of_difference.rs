//! Two outcomes beside each other.

use super::{Section, notes, parts_with_lines, sentences, table};
use crate::experiment::outcome::Warning;
use crate::experiment::outcome::difference::{
    Difference, DifferenceOf, Percentiles, QuantityChange,
};
use crate::report::number::{self, NONE};
use crate::report::sentences::difference_answer::{
    answer, inputs, numbers, pairing, reasons, verdicts,
};
use crate::report::tables::Table;

/// What is told of whatever it came to.
const ALWAYS: [&str; 4] = ["initialCycle", "usersHalf", "usersMost", "usersAll"];

/// How much longer the initial cycle takes, and what changed beside it.
pub fn difference(found: &Difference) -> Vec<Section> {
    let or_none = |title, mut lines: Vec<String>, none: &str| {
        if lines.is_empty() {
            lines.push(none.to_owned());
        }
        Section::part(title).with(notes(lines))
    };
    let screen = Section::screen("answer", "The answer");
    let none = "none: value and origin of every input are the same";
    let then_and_now = Section::part("The answer then and now: median, 5th to 95th percentile");
    let mut sections = vec![
        screen.with(sentences([answer(found), pairing(found)])),
        or_none("Inputs that differ", inputs(found), none),
        then_and_now.with([table(quantities(&found.quantities))]),
    ];
    if !found.life.is_empty() {
        let life = table(quantities(&found.life));
        sections.push(Section::part("The job over its horizon").with([life]));
    }
    let title = "What takes more or less of the initial cycle, means";
    let none = "nothing for which it can be told";
    sections.push(or_none(title, reasons(found), none));
    sections.extend(parts_with_lines([
        ("Expectations with another verdict", verdicts(found)),
        ("Warnings that came", messages(&found.warnings_came)),
        ("Warnings that went", messages(&found.warnings_went)),
    ]));
    sections
}

fn messages(warnings: &[Warning]) -> Vec<String> {
    let messages = warnings.iter().map(|warning| warning.message.clone());
    messages.collect()
}

/// Each quantity then and now: the median, and the 5th to 95th percentile. What is zero in both is left out.
fn quantities(found: &[QuantityChange]) -> Table {
    let is_zero = |of: &Percentiles| of.p95 == Some(0.0);
    let shown = found.iter();
    let shown = shown
        .filter(|one| ALWAYS.contains(&&*one.metric) || !(is_zero(&one.then) && is_zero(&one.now)));
    let rows = shown.map(|one| {
        let [then, now] = sides(one);
        [one.label.clone(), then, now, change(one)]
    });
    Table::new(&["", "then", "now", "difference"]).with(rows)
}

/// Both sides of a row, in one unit.
fn sides(one: &QuantityChange) -> [String; 2] {
    let texts = numbers(one);
    let side = |[p5, p50, p95]: &[String; 3], of: &Percentiles| {
        // The unit stands behind the first number alone.
        let bare = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
        let spread = match (bare(p5), bare(p95)) {
            (low, high) if low == high => String::new(),
            (low, high) => format!(" ({low} to {high})"),
        };
        match (of.p50, of.reached_share) {
            (_, none) if none <= 0.0 => "not reached".to_owned(),
            (Some(_), all) if all >= 1.0 => format!("{p50}{spread}"),
            (Some(_), share) => format!("{p50}, in {} of the replications", number::percent(share)),
            (None, share) => format!("in {} of the replications", number::percent(share)),
        }
    };
    [side(&texts[0], &one.then), side(&texts[1], &one.now)]
}

fn change(one: &QuantityChange) -> String {
    let Some(found) = &one.difference else {
        return "not known".to_owned();
    };
    let shown = number::change(found, one.unit);
    match one.difference_of {
        DifferenceOf::Pairs if shown != NONE => format!("{shown}, median of the pairs"),
        _ => shown,
    }
}
