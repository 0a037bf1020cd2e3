//! The first screen: the answer, who is in and when, the limit, the largest activities, warnings, how to repeat it.

use super::layout::{Layout, broken};
use super::tables::{set, set_within};
use super::{View, answers, expected, later, target, target_of};
use crate::experiment::outcome::{Outcome, Warning};
use crate::report::delay::capitalised;
use crate::report::limit;
use crate::report::table::{access, cycle};

/// Lines of the screen, as far as warnings can keep to it.
const LINES: usize = 30;
/// Lines that follow the warnings: the command, what to read further, and where files are.
const LINES_BELOW: usize = 7;
/// Activities that are told of.
const ACTIVITIES: usize = 3;

/// The screen without the warnings and what follows them.
pub(super) fn above(outcome: &Outcome, layout: Layout) -> String {
    let mut text = String::new();
    if !outcome.expected.is_empty() {
        text.push_str(&expected::section(&outcome.expected, layout.width));
        text.push('\n');
    }
    if layout.view == View::Target {
        text.push_str(&target::opening(outcome));
        text.push('\n');
        text.push_str(&target_of(outcome, layout.width));
        later(&mut text, outcome, layout.width);
    } else {
        text.push_str(&answers(outcome));
        let access = access_of(outcome, layout.width);
        if !access.is_empty() {
            text.push_str(&format!("\n{access}"));
        }
    }
    text.push_str(&format!("\nLimit: {}.\n", limit::sentence(outcome)));
    if layout.view == View::Cycle {
        let mut largest = cycle::largest_activities(outcome, ACTIVITIES);
        largest.header[0] = "largest activities".to_owned();
        text.push_str(&format!("\n{}", set(&largest)));
    }
    broken(&text, layout.width)
}

fn access_of(outcome: &Outcome, width: usize) -> String {
    let table = access::times(outcome);
    let left_out = access::left_out(outcome).map_or_else(String::new, |sentence| {
        format!("  {}.\n", capitalised(&sentence))
    });
    if table.rows.is_empty() {
        return left_out;
    }
    set_within(&table, width) + &left_out
}

/// As many warnings as the screen has room for, one at least; the others are counted.
pub(super) fn warnings(all: &[Warning], above: &str, layout: Layout) -> String {
    let mut room = LINES.saturating_sub(above.lines().count() + LINES_BELOW);
    let mut text = String::new();
    for (place, warning) in all.iter().enumerate() {
        let one = broken(&super::warning(warning), layout.width);
        let lines = one.lines().count();
        if place > 0 && lines > room {
            let left = all.len() - place;
            text.push_str(&format!("  ! and {left} more: --full\n"));
            break;
        }
        room = room.saturating_sub(lines);
        text.push_str(&one);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::terminal::report;

    fn layout(width: usize) -> Layout {
        Layout {
            width,
            ..Layout::default()
        }
    }

    fn full_of_warnings() -> Outcome {
        let mut outcome = fixture::outcome(1_400);
        outcome.deadline = Some(fixture::deadline());
        outcome.warnings = (0..9)
            .map(|number| Warning {
                code: "code".to_owned(),
                message: format!("warning {number}: the target refuses 40 % of the requests with 429, most of them by one limit"),
                remedy: "raise the limit, or plan with the wait that the report tells of".to_owned(),
            })
            .collect();
        outcome
    }

    #[test]
    fn the_report_is_one_screen_of_thirty_lines_and_eighty_columns() {
        let text = report(&full_of_warnings(), layout(80), "cyclecast run it.toml");
        assert!(text.lines().count() <= 30, "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
        let parts = [
            "growing-company: 9 runs in 10",
            "Limit: ",
            " largest activities",
            "\nWarnings\n  ! warning 0: ",
            " more: --full\n",
            "\nTo repeat this\n  cyclecast run it.toml\n",
        ];
        let places = parts.map(|part| text.find(part).expect(part));
        assert!(places.is_sorted(), "{text}");
    }

    #[test]
    fn all_the_rest_follows_the_screen_where_it_is_wanted() {
        let outcome = full_of_warnings();
        let full = Layout {
            is_full: true,
            ..layout(80)
        };
        let (screen, all) = (above(&outcome, full), report(&outcome, full, "again"));
        assert!(all.starts_with(&screen), "{all}");
        for part in [
            "Percentiles over 1,400",
            "If every input were known",
            "! warning 8",
            "What the target sees",
        ] {
            assert!(all.contains(part), "{part}: {all}");
        }
        assert!(all.lines().all(|line| line.chars().count() <= 80), "{all}");
    }
}
