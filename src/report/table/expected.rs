//! What was expected, and whether it is met.

use super::Table;
use crate::experiment::outcome::Expected;
use crate::report::number;

/// Each condition with its verdict.
pub fn conditions(expected: &[Expected]) -> Table {
    let header = ["", "expected", "found", "one run meets it"];
    let mut table = Table::new(&header).led_by_words(2);
    for one in expected {
        table.add([
            verdict(one).to_owned(),
            format!("{} {}", one.label, one.condition),
            number::estimate(&one.found, one.unit),
            number::share_of_runs(&one.runs_that_meet),
        ]);
    }
    table
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
    match open {
        0 => format!("{what}."),
        _ => format!("{what}; more replications may change what is not settled."),
    }
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
