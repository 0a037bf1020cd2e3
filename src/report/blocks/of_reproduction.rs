//! The documented table and the simulation, side by side.

use super::{Block, Section, notes, sentences, table};
use crate::experiment::outcome::reproduction::{
    Band, CalibratedValue, FactorCheck, FormulaCheck, IncrementalCheck, Reproduction, RowCheck,
};
use crate::report::tables::Table;
use crate::stats::NORMAL_P95;
use crate::units::display_number;

/// What of the documents the simulation agrees with, and how well.
pub fn reproduction(found: &Reproduction, repeat: &str) -> Vec<Section> {
    let jobs = display_number(found.jobs_per_row as f64);
    let of_table = format!("Documented table, in minutes; simulated: {jobs} jobs for each row");
    let of_formulas = "Documented formulas for assigned scope, 0.01 N and 0.08 N minutes";
    let of_factor =
        "Creating everybody against matching everybody, documented as about twice as long";
    let of_cycles = "Incremental cycles by the changes that they find, in minutes";
    let of_fits = "Rows predicted by a fit to the other seven; off by a factor 2 at most";
    let values = Section::part("Calibrated values, shared by all of this");
    let claims = found.not_compared.iter().map(|claim| format!("- {claim}"));
    vec![
        Section::screen("answer", "The answer").with(sentences([headline(found)])),
        Section::part(of_table).with([table(rows(&found.rows))]),
        Section::part(of_formulas).with([table(formulas(&found.formulas))]),
        Section::part(of_factor).with([table(factor(&found.created_to_matched))]),
        Section::part(of_cycles).with([table(incremental(&found.incremental))]),
        Section::part(of_fits).with([table(rows(&found.left_out))]),
        values.with(calibrated(&found.calibrated)),
        Section::part("Documented and not compared (document 003)").with(notes(claims)),
        Section::part("To repeat this").with([Block::Command(repeat.to_owned())]),
    ]
}

fn headline(found: &Reproduction) -> String {
    let rows = |rows: &[RowCheck]| rows.iter().filter(|row| !row.holds).count();
    let formulas = found.formulas.iter().filter(|row| !row.holds).count();
    let incremental = found.incremental.iter();
    let incremental = incremental.filter(|row| !row.holds).count();
    let factor = usize::from(!found.created_to_matched.holds);
    let faults = [
        ("row of the table", rows(&found.rows)),
        ("size of the formulas", formulas),
        ("factor of creating to matching", factor),
        ("size of incremental cycles", incremental),
        ("prediction of a row left out", rows(&found.left_out)),
    ];
    let faults = faults.into_iter().filter(|(_, count)| *count > 0);
    let faults: Vec<String> = faults
        .map(|(what, count)| format!("{count} × {what}"))
        .collect();
    let (all, values, faults) = (found.rows.len(), found.calibrated.len(), faults.join(", "));
    match faults.is_empty() {
        true => format!(
            "The simulation agrees with all {all} rows of the documented table and with the documented formulas, from one set of {values} calibrated values."
        ),
        false => format!("The simulation does not agree with what is documented: {faults}."),
    }
}

/// A table of checks: what is checked, the percentiles of the simulation, and whether and how well they agree.
fn checks<'c, C: 'c, const N: usize>(
    columns: [&str; N],
    checks: impl IntoIterator<Item = &'c C>,
    check: impl Fn(&C) -> ([String; N], [String; 3], bool, &str),
) -> Table {
    let further = ["p5", "p50", "p95", "agrees", "how well"];
    let header: Vec<&str> = columns.into_iter().chain(further).collect();
    let mut table = Table::new(&header).ended_by_words();
    for one in checks {
        let (what, percentiles, holds, because) = check(one);
        let agrees = if holds { "yes" } else { "NO" };
        let verdict = [agrees, because].map(str::to_owned);
        let cells = what.into_iter().chain(percentiles).chain(verdict);
        table.add(cells.collect::<Vec<String>>());
    }
    table
}

fn rows(rows: &[RowCheck]) -> Table {
    checks(["scope", "objects", "documented"], rows, |row| {
        let what = [&row.scope, &row.objects, &row.documented].map(String::clone);
        (what, percentiles(&row.simulated), row.holds, &row.because)
    })
}

fn formulas(formulas: &[FormulaCheck]) -> Table {
    checks(["N", "documented"], formulas, |one| {
        let [low, high] = [one.low_minutes, one.high_minutes].map(minutes);
        let what = [
            display_number(one.objects as f64),
            format!("{low} - {high}"),
        ];
        (what, percentiles(&one.simulated), one.holds, &one.because)
    })
}

fn factor(factor: &FactorCheck) -> Table {
    checks(["jobs"], [factor], |one| {
        let users = display_number(one.users as f64);
        let percentiles = [one.p5, one.p50, one.p95].map(|factor| format!("{factor:.2}"));
        let what = [format!("all users, N = {users}")];
        (what, percentiles, one.holds, &one.because)
    })
}

fn incremental(cycles: &[IncrementalCheck]) -> Table {
    checks(["changes", "documented"], cycles, |one| {
        let what = [display_number(one.changes as f64), one.documented.clone()];
        (what, percentiles(&one.simulated), one.holds, &one.because)
    })
}

/// The fitted values, each with its interval as far as the fit leaves one.
fn calibrated(values: &[CalibratedValue]) -> [Block; 2] {
    let header = "value | fitted | the fit leaves | stated bounds | unit | meaning";
    let range = |low: f64, high: f64| format!("{} to {}", short(low), short(high));
    let mut rows = Table::headed(header).ended_by_words();
    for value in values {
        let factor = libm::exp(NORMAL_P95 * value.standard_error);
        rows.add([
            value.name.clone(),
            short(value.value),
            range(value.value / factor, value.value * factor),
            range(value.bound_low, value.bound_high),
            value.unit.clone(),
            value.meaning.clone(),
        ]);
    }
    let told = "Intervals hold nine times in ten. Forecasts draw from wider ones, which the spread from job to job is added to.";
    [table(rows), Block::Sentence(told.to_owned())]
}

fn percentiles(band: &Band) -> [String; 3] {
    [band.p5_minutes, band.p50_minutes, band.p95_minutes].map(minutes)
}

/// Minutes to the whole from ten, with one decimal below.
fn minutes(minutes: f64) -> String {
    match minutes {
        ..0.05 => "< 0.1".to_owned(),
        ..9.95 => format!("{minutes:.1}"),
        _ => display_number(libm::round(minutes)),
    }
}

/// A number with two digits, as many as a fit to such a table supports.
fn short(value: f64) -> String {
    let decimals = (1.0 - libm::floor(libm::log10(value))).clamp(0.0, 6.0) as usize;
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{fixture, terminal};

    #[test]
    fn what_is_missed_is_named_first() {
        let mut found = fixture::reproduction();
        let reproduction = |found: &Reproduction| terminal::reproduction(found, "again");
        assert!(reproduction(&found).starts_with("The simulation agrees with all 8 rows"));
        found.rows[1].holds = false;
        found.rows[2].holds = false;
        found.created_to_matched.holds = false;
        let text = reproduction(&found);
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
