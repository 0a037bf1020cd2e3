//! The sections on the job over its horizon.

mod picture;
mod quarantine;

use super::section;
use super::tables::{finished, label, table};
use crate::experiment::outcome::Life;
use crate::experiment::outcome::life::DelaySummary;
use crate::report::number;

/// Adds every section on `life` that has something to say.
pub(super) fn sections(text: &mut String, life: &Life) {
    let delays = delays(life);
    if !delays.is_empty() {
        section(text, "How long changes take", &delays);
    }
    if !life.fates.is_empty() {
        section(text, "What becomes of changes", &fates(life));
    }
    if !life.summaries.is_empty() {
        section(text, "The job over its horizon", &summaries(life));
    }
    section(text, "Quarantine", &quarantine::lines(&life.quarantine));
    section(text, "A typical run", &picture::typical(life));
}

fn delays(life: &Life) -> String {
    let shown = life.delays.iter().filter(|delay| delay.mean_changes > 0.0);
    let mut rows = table(&[
        "",
        "changes a run",
        "within 1 h",
        "p50",
        "p95",
        "p99",
        "p95 from run to run",
    ]);
    let mut any = false;
    for delay in shown {
        any = true;
        rows.add_row([
            delay.label.clone(),
            number::rough(delay.mean_changes),
            number::percent(delay.within_hour_share),
            time(delay.p50_ms),
            time(delay.p95_ms),
            time(delay.p99_ms),
            from_run_to_run(delay),
        ]);
    }
    if any { finished(&rows) } else { String::new() }
}

fn time(ms: Option<f64>) -> String {
    ms.map_or_else(|| "not reached".to_owned(), number::time)
}

fn from_run_to_run(delay: &DelaySummary) -> String {
    match (delay.run_p95_low_ms, delay.run_p95_high_ms) {
        (Some(low), Some(high)) if number::time(low) == number::time(high) => number::time(low),
        (Some(low), Some(high)) => number::time_range(low, high),
        (Some(low), None) => format!("above {}", number::time(low)),
        _ => "not reached".to_owned(),
    }
}

fn fates(life: &Life) -> String {
    let mut rows = table(&["", "changes a run", "share"]);
    for fate in &life.fates {
        rows.add_row([
            fate.label.clone(),
            number::rough(fate.mean_changes),
            number::percent(fate.share),
        ]);
    }
    finished(&rows)
}

fn summaries(life: &Life) -> String {
    let mut rows = table(&["", "p5", "p50", "p95"]);
    for summary in &life.summaries {
        rows.add_row([
            label(&summary.label, summary.reached_share),
            number::estimate(&summary.p5, summary.unit),
            number::estimate(&summary.p50, summary.unit),
            number::estimate(&summary.p95, summary.unit),
        ]);
    }
    finished(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::terminal::report;

    #[test]
    fn sections_follow_those_of_the_initial_cycle() {
        let text = report(&fixture::with_life(), "again");
        let titles = [
            "Where the time goes",
            "How long changes take",
            "What becomes of changes",
            "The job over its horizon",
            "Quarantine",
            "A typical run",
            "To repeat this",
        ];
        let places = titles.map(|title| text.find(&format!("\n{title}\n")).unwrap());
        assert!(places.is_sorted(), "{text}");
        let without = report(&fixture::outcome(300), "again");
        assert!(!without.contains("Quarantine"));
    }

    #[test]
    fn what_is_not_reached_says_so() {
        let life = fixture::life();
        let row = delays(&life);
        let leavers = row.lines().find(|line| line.contains("leavers")).unwrap();
        let cells: Vec<_> = leavers.split("  ").map(str::trim).collect();
        let cells: Vec<_> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
        assert_eq!(
            cells,
            [
                "leavers",
                "88",
                "93 %",
                "23 min",
                "not reached",
                "not reached",
                "above 39 min"
            ]
        );
        assert!(!row.contains("new groups"), "{row}");
    }

    #[test]
    fn a_life_in_which_nothing_happens_has_short_sections() {
        let mut text = String::new();
        sections(&mut text, &fixture::quiet());
        assert_eq!(
            text,
            "\nQuarantine\n  Never, in any run.\n\nA typical run\n  Nothing is known of it.\n"
        );
    }
}
