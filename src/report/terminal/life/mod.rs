//! The sections on the job over its horizon.

mod picture;
mod quarantine;

use super::section;
use super::tables::{errors, finished, label, table};
use crate::experiment::outcome::life::{DelaySummary, LifeSummary};
use crate::experiment::outcome::{Estimate, Life, Unit};
use crate::report::{delay, number};

/// Adds every section on `life` that has something to say.
pub(super) fn sections(text: &mut String, life: &Life) {
    let delays = delays(life);
    if !delays.is_empty() {
        section(text, "How long changes take", &delays);
    }
    if !life.fates.is_empty() {
        section(text, "What becomes of changes", &fates(life));
    }
    if !life.errors.is_empty() {
        let title = "What fails over the horizon, by error code";
        let note = "  What fails again when it is retried counts again.\n";
        section(text, title, &(errors(&life.errors) + note));
    }
    if life.summaries.iter().any(is_worth_a_row) {
        section(text, "The job over its horizon", &summaries(life));
    }
    section(text, "Quarantine", &quarantine::lines(life));
    section(text, "A typical run", &picture::typical(life));
}

fn delays(life: &Life) -> String {
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
    for delay in delay::shown(life) {
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
    for summary in life.summaries.iter().filter(|row| is_worth_a_row(row)) {
        rows.add_row([
            label(&summary.label, summary.reached_share),
            cell(summary, &summary.p5),
            cell(summary, &summary.p50),
            cell(summary, &summary.p95),
        ]);
    }
    finished(&rows)
}

/// What never happens in any run is left out.
fn is_worth_a_row(summary: &LifeSummary) -> bool {
    let is_zero = |estimate: &Estimate| {
        let interval = [estimate.low, estimate.high].into_iter().flatten();
        estimate.value == Some(0.0)
            && interval
                .max_by(f64::total_cmp)
                .is_none_or(|high| high == 0.0)
    };
    ![summary.p5, summary.p50, summary.p95].iter().all(is_zero)
}

fn cell(summary: &LifeSummary, estimate: &Estimate) -> String {
    match (summary.unit, estimate.value, estimate.high) {
        (Unit::Count, ..) if summary.metric.starts_with("mean") => number::mean(estimate),
        // A zero has no unit, so its interval brings its own.
        (Unit::Milliseconds, Some(0.0), Some(high)) if high > 0.0 => {
            format!("0 (0 to {})", number::time(high))
        }
        (Unit::Milliseconds, Some(0.0), _) => "0".to_owned(),
        _ => number::skewed(estimate, summary.unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::terminal::{View, report};

    #[test]
    fn sections_follow_those_of_the_initial_cycle() {
        let text = report(&fixture::with_life(), View::Cycle, "again");
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
        let without = report(&fixture::outcome(300), View::Cycle, "again");
        assert!(!without.contains("Quarantine") && without.contains("\nWhere the time goes\n"));
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
    fn rows_of_nothing_are_left_out_and_zero_has_no_unit() {
        let mut life = fixture::life();
        assert!(summaries(&life).contains("12.0 (10.8 to 13.4)"));
        let row = &mut life.summaries[0];
        for estimate in [&mut row.p5, &mut row.p50, &mut row.p95] {
            (estimate.value, estimate.low, estimate.high) = (Some(0.0), Some(0.0), Some(0.0));
        }
        assert!(!summaries(&life).contains("incremental cycle"));
        life.summaries[0].p95.high = Some(6e5);
        let table = summaries(&life);
        let row = table
            .lines()
            .find(|row| row.contains("incremental"))
            .unwrap();
        let cells: Vec<_> = row.split("  ").filter(|cell| !cell.is_empty()).collect();
        assert_eq!(cells[1..].join("|").replace(' ', ""), "0|0|0(0to10.0min)");
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
