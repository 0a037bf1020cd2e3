//! Tables on the job over its horizon.

use super::cycle_tables::label;
use super::{Table, led};
use crate::experiment::outcome::life::{DelaySummary, LifeSummary};
use crate::experiment::outcome::{Estimate, Life, Unit};
use crate::report::number::{self, Together};
use crate::report::sentences::delay_answer;

/// How long changes take, by kind.
pub fn delays(life: &Life) -> Table {
    let header = " | changes a replication | within 1 h | p50 | p95 | p99 | p95 from replication to replication";
    let shown: Vec<_> = delay_answer::shown(life).collect();
    let means: Vec<f64> = shown.iter().map(|delay| delay.mean_changes).collect();
    let rows = shown.into_iter().zip(number::column(&means));
    let rows = rows.map(|(delay, mean)| {
        let mut cells = vec![delay.label.clone(), mean];
        cells.push(number::percent(delay.within_hour_share));
        let times = [delay.p50_ms, delay.p95_ms, delay.p99_ms];
        cells.extend(number::each_together(&times));
        cells.push(from_run_to_run(delay));
        cells
    });
    Table::headed(header).with(rows)
}

fn from_run_to_run(delay: &DelaySummary) -> String {
    match (delay.run_p95_low_ms, delay.run_p95_high_ms) {
        (Some(low), Some(high)) if number::time(low) == number::time(high) => number::time(low),
        (Some(low), Some(high)) => number::time_range(low, high),
        (Some(low), None) => format!("above {}", number::time(low)),
        _ => "not reached".to_owned(),
    }
}

/// What becomes of changes.
pub fn fates(life: &Life) -> Table {
    let means: Vec<f64> = life.fates.iter().map(|fate| fate.mean_changes).collect();
    let rows = life.fates.iter().zip(number::column(&means));
    let rows = rows.map(|(one, mean)| [one.label.clone(), mean, number::percent(one.share)]);
    Table::new(&["", "changes a replication", "share"]).with(rows)
}

/// Every quantity over the horizon with its percentiles and their intervals.
pub fn summaries(life: &Life) -> Table {
    let rows = life.summaries.iter().filter(|row| is_worth_a_row(row));
    let rows = rows.map(|summary| {
        let cells = [summary.p5, summary.p50, summary.p95].map(|found| cell(summary, &found));
        led(&label(&summary.label, summary.reached_share), cells)
    });
    Table::new(&["", "p5", "p50", "p95"]).with(rows)
}

/// What never happens in any replication is left out.
fn is_worth_a_row(summary: &LifeSummary) -> bool {
    let is_zero = |estimate: &Estimate| {
        let interval = [estimate.low, estimate.high].into_iter().flatten();
        let highest = interval.max_by(f64::total_cmp);
        estimate.value == Some(0.0) && highest.unwrap_or(0.0) == 0.0
    };
    ![summary.p5, summary.p50, summary.p95].iter().all(is_zero)
}

fn cell(summary: &LifeSummary, estimate: &Estimate) -> String {
    let row = [summary.p5, summary.p50, summary.p95];
    match (summary.unit, estimate.value, estimate.high) {
        (Unit::Count, ..) if summary.metric.starts_with("mean") => {
            Together::of_means(row).estimate(estimate)
        }
        // A zero has no unit, so its interval brings its own.
        (Unit::Milliseconds, Some(0.0), Some(high)) if high > 0.0 => {
            format!("0 (0 to {})", number::time(high))
        }
        (Unit::Milliseconds, Some(0.0), _) => "0".to_owned(),
        _ => Together::of(summary.unit, row).estimate(estimate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    /// The row that is about `words`.
    fn row(table: &Table, words: &str) -> Option<Vec<String>> {
        let mut rows = table.rows.iter();
        rows.find(|row| row[0].contains(words)).cloned()
    }

    #[test]
    fn what_is_not_reached_says_so() {
        let table = delays(&fixture::life());
        let cells = [
            "leavers",
            "88",
            "93 %",
            "23 min",
            "not reached",
            "not reached",
            "above 39 min",
        ];
        assert_eq!(row(&table, "leavers").unwrap(), cells);
        assert_eq!(row(&table, "new groups"), None);
    }

    #[test]
    fn rows_of_nothing_are_left_out_and_zero_has_no_unit() {
        let mut life = fixture::life();
        let mean = "12.0 (10.8 to 13.4)".to_owned();
        assert!(summaries(&life).rows.iter().any(|row| row.contains(&mean)));
        let summary = &mut life.summaries[0];
        for estimate in [&mut summary.p5, &mut summary.p50, &mut summary.p95] {
            (estimate.value, estimate.low, estimate.high) = (Some(0.0), Some(0.0), Some(0.0));
        }
        assert_eq!(row(&summaries(&life), "incremental cycle"), None);
        life.summaries[0].p95.high = Some(6e5);
        let cycle = row(&summaries(&life), "incremental cycle").unwrap();
        assert_eq!(cycle[1..], ["0", "0", "0 (0 to 10.0 min)"]);
    }
}
