//! Two outcomes told apart, in the terminal.

use super::tables::set;
use crate::experiment::outcome::Warning;
use crate::experiment::outcome::difference::Difference;
use crate::report::difference::{answer, inputs, pairing, reasons, verdicts};
use crate::report::table::difference::quantities;

/// The whole report.
pub fn difference(found: &Difference) -> String {
    let mut text = format!("{}\n{}\n", answer(found), pairing(found));
    text.push_str(&list(
        "Inputs that differ",
        inputs(found),
        "none: value and origin of every input are the same",
    ));
    text.push_str(&format!(
        "\nThe answer then and now: median, 5th to 95th percentile\n{}",
        set(&quantities(&found.quantities))
    ));
    if !found.life.is_empty() {
        let life = set(&quantities(&found.life));
        text.push_str(&format!("\nThe job over its horizon\n{life}"));
    }
    text.push_str(&list(
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
            text.push_str(&list(title, lines, ""));
        }
    }
    text
}

fn messages(warnings: &[Warning]) -> Vec<String> {
    let messages = warnings.iter().map(|warning| warning.message.clone());
    messages.collect()
}

fn list(title: &str, lines: Vec<String>, none: &str) -> String {
    let lines = match lines.is_empty() {
        true => vec![none.to_owned()],
        false => lines,
    };
    let lines: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    format!("\n{title}\n{lines}")
}
