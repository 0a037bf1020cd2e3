//! The documented table and the simulation, side by side.

use super::section;
use super::tables::{finished, table_with_words};
use crate::experiment::outcome::reproduction::{
    Band, CalibratedValue, FactorCheck, FormulaCheck, IncrementalCheck, Reproduction, RowCheck,
};
use crate::stats::NORMAL_P95;
use crate::units::display_number;

/// The whole report of a reproduction; `repeat` is the command that makes it again.
pub fn reproduction(found: &Reproduction, repeat: &str) -> String {
    let mut text = headline(found);
    let title = format!(
        "Documented table, in minutes; simulated: {} jobs for each row",
        display_number(found.jobs_per_row as f64)
    );
    section(&mut text, &title, &rows(&found.rows));
    let title = "Documented formulas for assigned scope, 0.01 N and 0.08 N minutes";
    section(&mut text, title, &formulas(&found.formulas));
    let title = "Creating everybody against matching everybody, documented as about twice as long";
    section(&mut text, title, &factor(&found.created_to_matched));
    let title = "Incremental cycles by the changes that they find, in minutes";
    section(&mut text, title, &incremental(&found.incremental));
    let title = "Rows predicted by a fit to the other seven; off by a factor 2 at most";
    section(&mut text, title, &rows(&found.left_out));
    let title = "Calibrated values, shared by all of this";
    section(&mut text, title, &calibrated(&found.calibrated));
    let listed = found
        .not_compared
        .iter()
        .map(|claim| format!("  - {claim}\n"));
    let title = "Documented and not compared (document 003)";
    section(&mut text, title, &listed.collect::<String>());
    section(&mut text, "To repeat this", &format!("  {repeat}\n"));
    text
}

fn headline(found: &Reproduction) -> String {
    let faults: Vec<String> = [
        (
            "row of the table",
            found.rows.iter().filter(|row| !row.holds).count(),
        ),
        (
            "size of the formulas",
            found.formulas.iter().filter(|row| !row.holds).count(),
        ),
        (
            "factor of creating to matching",
            usize::from(!found.created_to_matched.holds),
        ),
        (
            "size of incremental cycles",
            found.incremental.iter().filter(|row| !row.holds).count(),
        ),
        (
            "prediction of a row left out",
            found.left_out.iter().filter(|row| !row.holds).count(),
        ),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(what, count)| format!("{count} × {what}"))
    .collect();
    if faults.is_empty() {
        format!(
            "The simulation agrees with all {} rows of the documented table and with the documented formulas, from one set of {} calibrated values.\n",
            found.rows.len(),
            found.calibrated.len()
        )
    } else {
        format!(
            "The simulation does not agree with what is documented: {}.\n",
            faults.join(", ")
        )
    }
}

fn rows(rows: &[RowCheck]) -> String {
    let mut lines = table_with_words(&[
        "scope",
        "objects",
        "documented",
        "p5",
        "p50",
        "p95",
        "agrees",
        "how well",
    ]);
    for row in rows {
        let [p5, p50, p95] = percentiles(&row.simulated);
        lines.add_row([
            row.scope.clone(),
            row.objects.clone(),
            row.documented.clone(),
            p5,
            p50,
            p95,
            yes(row.holds),
            row.because.clone(),
        ]);
    }
    finished(&lines)
}

fn formulas(checks: &[FormulaCheck]) -> String {
    let mut lines =
        table_with_words(&["N", "documented", "p5", "p50", "p95", "agrees", "how well"]);
    for check in checks {
        let [p5, p50, p95] = percentiles(&check.simulated);
        lines.add_row([
            display_number(check.objects as f64),
            format!(
                "{} - {}",
                minutes(check.low_minutes),
                minutes(check.high_minutes)
            ),
            p5,
            p50,
            p95,
            yes(check.holds),
            check.because.clone(),
        ]);
    }
    finished(&lines)
}

fn factor(check: &FactorCheck) -> String {
    let mut lines = table_with_words(&["jobs", "p5", "p50", "p95", "agrees", "how well"]);
    lines.add_row([
        format!("all users, N = {}", display_number(check.users as f64)),
        format!("{:.2}", check.p5),
        format!("{:.2}", check.p50),
        format!("{:.2}", check.p95),
        yes(check.holds),
        check.because.clone(),
    ]);
    finished(&lines)
}

fn incremental(checks: &[IncrementalCheck]) -> String {
    let header = [
        "changes",
        "documented",
        "p5",
        "p50",
        "p95",
        "agrees",
        "how well",
    ];
    let mut lines = table_with_words(&header);
    for check in checks {
        let [p5, p50, p95] = percentiles(&check.simulated);
        lines.add_row([
            display_number(check.changes as f64),
            check.documented.clone(),
            p5,
            p50,
            p95,
            yes(check.holds),
            check.because.clone(),
        ]);
    }
    finished(&lines)
}

/// The fitted values, each with its interval as far as the fit leaves one.
fn calibrated(values: &[CalibratedValue]) -> String {
    let mut lines = table_with_words(&[
        "value",
        "fitted",
        "the fit leaves",
        "stated bounds",
        "unit",
        "meaning",
    ]);
    for value in values {
        let factor = libm::exp(NORMAL_P95 * value.standard_error);
        lines.add_row([
            value.name.clone(),
            short(value.value),
            format!(
                "{} to {}",
                short(value.value / factor),
                short(value.value * factor)
            ),
            format!("{} to {}", short(value.bound_low), short(value.bound_high)),
            value.unit.clone(),
            value.meaning.clone(),
        ]);
    }
    let mut text = finished(&lines);
    text.push_str("Intervals hold nine times in ten. Forecasts draw from wider ones, which the spread from job to job is added to.\n");
    text
}

fn percentiles(band: &Band) -> [String; 3] {
    [band.p5_minutes, band.p50_minutes, band.p95_minutes].map(minutes)
}

/// Minutes to the whole from ten, with one decimal below.
fn minutes(minutes: f64) -> String {
    if minutes < 0.05 {
        "< 0.1".to_owned()
    } else if minutes < 9.95 {
        format!("{minutes:.1}")
    } else {
        display_number(libm::round(minutes))
    }
}

/// A number with two digits, as many as a fit to such a table supports.
fn short(value: f64) -> String {
    let decimals = (1.0 - libm::floor(libm::log10(value))).clamp(0.0, 6.0) as usize;
    format!("{value:.decimals$}")
}

fn yes(holds: bool) -> String {
    if holds { "yes" } else { "NO" }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn what_is_missed_is_named_first() {
        let mut found = fixture::reproduction();
        assert!(reproduction(&found, "again").starts_with("The simulation agrees with all 8 rows"));
        found.rows[1].holds = false;
        found.rows[2].holds = false;
        found.created_to_matched.holds = false;
        let text = reproduction(&found, "again");
        let first = text.lines().next().unwrap();
        assert!(
            first.ends_with("2 × row of the table, 1 × factor of creating to matching."),
            "{first}"
        );
        assert_eq!(text.matches("  NO  ").count(), 3, "{text}");
    }

    #[test]
    fn digits_are_those_that_mean_something() {
        assert_eq!([0.04, 9.96, 1_234.5].map(minutes), ["< 0.1", "10", "1,235"]);
        assert_eq!([0.129, 2.02, 30.1].map(short), ["0.13", "2.0", "30"]);
    }
}
