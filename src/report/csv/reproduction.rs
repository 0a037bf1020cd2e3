//! The tables of a reproduction.

use super::columns::{Column, number, optional_number};
use super::{CsvError, table};
use crate::experiment::outcome::reproduction::{
    FormulaCheck, IncrementalCheck, JobRow, Reproduction, RowCheck,
};

/// A row of the table, and whether the fit has seen it.
type Checked = (&'static str, RowCheck);

const ROWS: &[Column<Checked>] = &[
    ("fit", |(fit, _)| (*fit).to_owned()),
    ("row", |(_, row)| row.row.to_string()),
    ("scope", |(_, row)| row.scope.clone()),
    ("objects", |(_, row)| row.objects.clone()),
    ("documented", |(_, row)| row.documented.clone()),
    ("low_min", |(_, row)| optional_number(row.low_minutes)),
    ("low_is_bound", |(_, row)| row.low_is_bound.to_string()),
    ("high_min", |(_, row)| number(row.high_minutes)),
    ("p5_min", |(_, row)| number(row.simulated.p5_minutes)),
    ("p50_min", |(_, row)| number(row.simulated.p50_minutes)),
    ("p95_min", |(_, row)| number(row.simulated.p95_minutes)),
    ("p5_over_low", |(_, row)| optional_number(row.p5_over_low)),
    ("p95_over_high", |(_, row)| number(row.p95_over_high)),
    ("holds", |(_, row)| row.holds.to_string()),
    ("because", |(_, row)| row.because.clone()),
];

const FORMULAS: &[Column<FormulaCheck>] = &[
    ("objects", |row| row.objects.to_string()),
    ("low_min", |row| number(row.low_minutes)),
    ("high_min", |row| number(row.high_minutes)),
    ("p5_min", |row| number(row.simulated.p5_minutes)),
    ("p50_min", |row| number(row.simulated.p50_minutes)),
    ("p95_min", |row| number(row.simulated.p95_minutes)),
    ("inside_share", |row| number(row.inside_share)),
    ("holds", |row| row.holds.to_string()),
    ("because", |row| row.because.clone()),
];

const INCREMENTAL: &[Column<IncrementalCheck>] = &[
    ("changes", |row| row.changes.to_string()),
    ("documented", |row| row.documented.clone()),
    ("p5_min", |row| number(row.simulated.p5_minutes)),
    ("p50_min", |row| number(row.simulated.p50_minutes)),
    ("p95_min", |row| number(row.simulated.p95_minutes)),
    ("holds", |row| row.holds.to_string()),
    ("because", |row| row.because.clone()),
];

const JOBS: &[Column<JobRow>] = &[
    ("population", |row| row.population.clone()),
    ("job", |row| row.job.to_string()),
    ("users", |row| row.users.to_string()),
    ("groups", |row| row.groups.to_string()),
    ("memberships", |row| row.memberships.to_string()),
    ("directory_users", |row| row.directory_users.to_string()),
    ("matched_share", |row| number(row.matched_share)),
    ("minutes", |row| number(row.minutes)),
];

/// File name and content of every table of a reproduction.
pub fn reproduction(found: &Reproduction) -> Result<Vec<(&'static str, Vec<u8>)>, CsvError> {
    let with = |fit, rows: &[RowCheck]| -> Vec<Checked> {
        rows.iter().map(|row| (fit, row.clone())).collect()
    };
    let mut rows = with("all rows", &found.rows);
    rows.extend(with("without this row", &found.left_out));
    Ok(vec![
        table("table.csv", ROWS, "reproduce", &rows)?,
        table("formulas.csv", FORMULAS, "reproduce", &found.formulas)?,
        table(
            "incremental.csv",
            INCREMENTAL,
            "reproduce",
            &found.incremental,
        )?,
        table("jobs.csv", JOBS, "reproduce", &found.jobs)?,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn every_row_is_listed_with_and_without_itself_and_every_job_once() {
        let found = fixture::reproduction();
        let tables = reproduction(&found).unwrap();
        let lines = |place: usize| -> Vec<String> {
            let text = String::from_utf8(tables[place].1.clone()).unwrap();
            text.lines().map(str::to_owned).collect()
        };
        assert_eq!(lines(0).len(), 1 + found.rows.len() + found.left_out.len());
        assert!(
            lines(0)[1].starts_with("reproduce,all rows,1,assigned,\"< 1,000\",< 30,,true,30,")
        );
        assert_eq!(lines(1).len(), 1 + found.formulas.len());
        assert_eq!(lines(2).len(), 1 + found.incremental.len());
        assert_eq!(lines(3).len(), 1 + found.jobs.len());
    }
}
