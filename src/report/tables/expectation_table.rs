//! What was expected, and whether it is met.

use super::{Table, led};
use crate::experiment::outcome::Expected;
use crate::report::number::{self, Together};

/// Each condition with its verdict.
pub fn conditions(expected: &[Expected]) -> Table {
    let header = ["", "expected", "found", "one replication meets it"];
    Table::new(&header)
        .led_by_words(2)
        .with(expected.iter().map(cells))
}

fn cells(one: &Expected) -> [String; 4] {
    let (found, runs) = match &one.nothing_to_look_at {
        Some(nothing) => (nothing.clone(), String::new()),
        None => {
            let scale = Together::beside(&one.condition, one.limit, one.unit, &one.found);
            let runs = number::share_of_runs(&one.runs_that_meet);
            (scale.estimate(&one.found), runs)
        }
    };
    let expected = format!("{} {}", one.label, one.condition);
    [verdict(one).to_owned(), expected, found, runs]
}

/// The same for several of a kind, each condition with its name before.
pub fn conditions_of<'e>(
    heading: &str,
    all: impl Iterator<Item = (&'e str, &'e Expected)>,
) -> Table {
    let header = [heading, "", "expected", "found", "one replication meets it"];
    let rows = all.map(|(name, one)| led(name, cells(one)));
    Table::new(&header).led_by_words(3).with(rows)
}

/// How many of the conditions are met, in a sentence.
pub fn summary(expected: &[Expected]) -> String {
    let met = expected.iter().filter(|one| one.is_met).count();
    let open = expected.iter().filter(|one| !one.is_settled).count();
    let what = match (expected.len(), met) {
        (1, 1) => "What was expected is met".to_owned(),
        (1, _) => "What was expected is missed".to_owned(),
        (all, met) if all == met => format!("All {all} expectations are met"),
        (all, 0) => format!("All {all} expectations are missed"),
        (all, met) => format!("{met} of {all} expectations are met"),
    };
    let open = match open {
        0 => ".",
        _ => "; more replications may change what is not settled.",
    };
    let is_empty = |one: &&Expected| one.nothing_to_look_at.is_some() && !one.is_met;
    let empty = expected.iter().find(is_empty).map(|one| {
        let condition = &one.condition;
        format!(
            " Where there is nothing to look at, a condition is missed; if that is fine, end it in \"or none\": \"{condition} or none\"."
        )
    });
    format!("{what}{open}{}", empty.unwrap_or_default())
}

/// Whether a condition is met, and whether that is settled.
fn verdict(one: &Expected) -> &'static str {
    match (one.is_met, one.is_settled) {
        (true, true) => "met",
        (true, false) => "met so far, not settled",
        (false, true) => "missed",
        (false, false) => "missed so far, not settled",
    }
}
