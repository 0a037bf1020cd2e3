//! What moves the forecast: what to find out first, and every input that was seen to have an effect.

use super::tables::set_within;
use crate::experiment::outcome::{Outcome, Sensitivity};
use crate::report::sensitivity;
use crate::report::table::sensitivity::effects;

/// Inputs without an effect that are named before the others are counted.
const MOST_NAMES: usize = 12;

/// The section.
pub(super) fn section(outcome: &Outcome, found: &Sensitivity, width: usize) -> String {
    let mut text = format!("  {}\n", sensitivity::advice(outcome, found));
    if !found.effects.is_empty() {
        text.push_str(&set_within(&effects(&found.effects), width));
        text.push_str("  from..to: from the fifth of the runs with the lowest values of the input to that with the highest.\n");
    }
    let notes = [
        sensitivity::rest(found),
        sensitivity::no_effect(found, MOST_NAMES),
    ];
    for note in notes.into_iter().flatten() {
        text.push_str(&format!("  {note}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn advice_comes_first_then_the_table_and_what_has_no_effect() {
        let outcome = fixture::with_sensitivity();
        let text = section(&outcome, outcome.sensitivity.as_ref().unwrap(), 200);
        assert!(text.starts_with("  Measure `target.latency.user_get` first"));
        let row = text.lines().find(|row| row.contains("job.connections"));
        let cells: Vec<_> = row.unwrap().split("  ").map(str::trim).collect();
        let cells: Vec<_> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
        assert_eq!(
            cells[..4],
            ["job.connections", "19 % (16 to 22)", "-0.44", "2 to 8"],
            "{text}"
        );
        assert!(text.ends_with(
            "  No effect was seen of: target.latency.user_delete and source.page_size.\n"
        ));
    }

    #[test]
    fn without_an_effect_there_is_no_table() {
        let mut outcome = fixture::with_sensitivity();
        let found = outcome.sensitivity.as_mut().unwrap();
        found.effects.clear();
        found.no_effect_seen.clear();
        let text = section(&outcome, outcome.sensitivity.as_ref().unwrap(), 200);
        assert_eq!(text.lines().count(), 1);
    }
}
