//! The sections on the job over its horizon.

mod picture;
mod quarantine;

use super::section;
use super::tables::set_within;
use crate::experiment::outcome::Life;
use crate::report::table::cycle::errors;
use crate::report::table::life::{delays, fates, summaries};

/// Adds every section on `life` that has something to say.
pub(super) fn sections(text: &mut String, life: &Life, width: usize) {
    for (title, table, note) in [
        ("How long changes take", delays(life), ""),
        ("What becomes of changes", fates(life), ""),
        (
            "What fails over the horizon, by error code",
            errors(&life.errors),
            "  What fails again when it is retried counts again.\n",
        ),
        ("The job over its horizon", summaries(life), ""),
    ] {
        if !table.rows.is_empty() {
            section(text, title, &(set_within(&table, width) + note));
        }
    }
    section(text, "Quarantine", &quarantine::lines(life));
    section(text, "A typical run", &picture::typical(life));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::terminal::{Layout, report};

    #[test]
    fn sections_follow_those_of_the_initial_cycle() {
        let layout = Layout {
            is_full: true,
            ..Layout::default()
        };
        let text = report(&fixture::with_life(), layout, "again");
        let titles = [
            "Where the time of the initial cycle goes",
            "How long changes take",
            "What becomes of changes",
            "What fails over the horizon, by error code",
            "The job over its horizon",
            "Quarantine",
            "A typical run",
            "To repeat this",
        ];
        let places = titles.map(|title| text.find(&format!("\n{title}\n")).unwrap());
        assert!(places.is_sorted(), "{text}");
        let without = report(&fixture::outcome(300), layout, "again");
        assert!(!without.contains("Quarantine") && without.contains("\nWhere the time goes\n"));
    }

    #[test]
    fn a_life_in_which_nothing_happens_has_short_sections() {
        let mut text = String::new();
        sections(&mut text, &fixture::quiet(), 80);
        assert_eq!(
            text,
            "\nQuarantine\n  Never, in any run.\n\nA typical run\n  Nothing is known of it.\n"
        );
    }
}
