//! What was expected, and whether it is met: it leads the report, since somebody waits for it.

use super::tables::set_within;
use crate::experiment::outcome::Expected;
use crate::report::table::expected::{conditions, summary};

/// How many of the conditions are met, and each of them.
pub(super) fn section(expected: &[Expected], width: usize) -> String {
    let table = set_within(&conditions(expected), width);
    format!("{}\n{table}", summary(expected))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::terminal::{Layout, View, report};

    #[test]
    fn every_condition_is_judged_with_what_was_found() {
        let text = section(&fixture::expected(), 120);
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
        assert!(section(&fixture::expected()[..1], 120).starts_with("What was expected is met.\n"));
        assert!(
            section(&fixture::expected()[1..2], 120).starts_with("What was expected is missed.\n")
        );
    }

    #[test]
    fn the_report_begins_with_it_whatever_it_leads_with_otherwise() {
        for view in [View::Cycle, View::Target] {
            let layout = Layout {
                view,
                ..Layout::default()
            };
            let text = report(&fixture::with_promises(), layout, "again");
            assert!(text.starts_with("2 of 3 expectations are met"), "{text}");
            assert!(text.contains("\n\ngrowing-company: "), "{text}");
        }
    }
}
