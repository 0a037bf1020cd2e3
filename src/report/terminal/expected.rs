//! What was expected, and whether it is met: it leads the report, since somebody waits for it.

use comfy_table::CellAlignment;

use super::tables::{finished, table};
use crate::experiment::outcome::Expected;
use crate::report::number;

/// How many of the conditions are met, and each of them.
pub(super) fn section(expected: &[Expected]) -> String {
    let mut rows = table(&["", "expected", "found", "one run meets it"]);
    if let Some(column) = rows.column_mut(1) {
        column.set_cell_alignment(CellAlignment::Left);
    }
    for one in expected {
        rows.add_row([
            verdict(one).to_owned(),
            format!("{} {}", one.label, one.condition),
            number::estimate(&one.found, one.unit),
            number::share_of_runs(&one.runs_that_meet),
        ]);
    }
    format!("{}\n{}", summary(expected), finished(&rows))
}

fn summary(expected: &[Expected]) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::terminal::{View, report};

    #[test]
    fn every_condition_is_judged_with_what_was_found() {
        let text = section(&fixture::expected());
        assert!(text.starts_with("2 of 3 expectations are met; more replications may change"));
        for words in [
            "met                       95th percentile of the initial cycle < 36 h",
            "met so far, not settled",
            "12.1 h (11.8 to 12.6)",
            "missed",
            "3 % (2 to 6)",
        ] {
            let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(plain.contains(&words), "{words}: {text}");
        }
        assert!(section(&fixture::expected()[..1]).starts_with("What was expected is met.\n"));
        assert!(section(&fixture::expected()[1..2]).starts_with("What was expected is missed.\n"));
    }

    #[test]
    fn the_report_begins_with_it_whatever_it_leads_with_otherwise() {
        for view in [View::Cycle, View::Target] {
            let text = report(&fixture::with_promises(), view, "again");
            assert!(text.starts_with("2 of 3 expectations are met"), "{text}");
            assert!(text.contains("\n\ngrowing-company: "), "{text}");
        }
    }
}
