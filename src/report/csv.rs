//! The outcome as tables of comma-separated values.
//!
//! Every table has the scenario in its first column and always the same columns, so that the tables of several runs can
//! be put one below another. Numbers have a decimal point, units are in the header, and a cell without a value is empty.

mod columns;
mod comparison;
mod dialect;
mod expected;
mod life;
mod life_columns;
mod reproduction;
mod sensitivity;
mod sweep;
mod target;

pub use comparison::{comparison, durations};
pub use dialect::{Dialect, in_dialect};
pub use reproduction::reproduction;
pub use sweep::sweep;

use crate::experiment::outcome::{Outcome, ProgressPoint};
use columns::{
    ACTIVITIES, Column, INPUTS, InputRow, LOAD, PARAMETERS, PROGRESS, REPLICATIONS, SUMMARY,
};

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the table {table} could not be written")]
pub struct CsvError {
    table: &'static str,
    source: ::csv::Error,
}

/// File name and content of every table.
pub fn tables(outcome: &Outcome) -> Result<Vec<(&'static str, Vec<u8>)>, CsvError> {
    let scenario = outcome.scenario.name.as_str();
    let mut tables = vec![
        table(
            "replications.csv",
            REPLICATIONS,
            scenario,
            &outcome.replications,
        )?,
        table("summary.csv", SUMMARY, scenario, &outcome.summaries)?,
        table("activities.csv", ACTIVITIES, scenario, &outcome.activities)?,
        table("progress.csv", PROGRESS, scenario, &progress(outcome))?,
        table("load.csv", LOAD, scenario, &outcome.load)?,
        table(
            "parameters.csv",
            PARAMETERS,
            scenario,
            &outcome.scenario.parameters,
        )?,
        table("inputs.csv", INPUTS, scenario, &inputs(outcome))?,
    ];
    if !outcome.expected.is_empty() {
        tables.push(expected::expected(&outcome.expected, scenario)?);
    }
    if let Some(found) = &outcome.sensitivity {
        tables.push(sensitivity::sensitivity(found, scenario)?);
    }
    tables.extend(target::tables(outcome)?);
    if let Some(life) = &outcome.life {
        tables.extend(life::tables(life, scenario)?);
    }
    Ok(tables)
}

fn table<T>(
    name: &'static str,
    columns: &[Column<T>],
    scenario: &str,
    rows: &[T],
) -> Result<(&'static str, Vec<u8>), CsvError> {
    let header = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    let cells = |row| columns.iter().map(|(_, cell)| cell(row)).collect();
    let rows = rows.iter().map(cells);
    records(name, scenario, std::iter::once(header).chain(rows))
}

/// A table of a header and rows, with the scenario before each.
fn records(
    name: &'static str,
    scenario: &str,
    records: impl Iterator<Item = Vec<String>>,
) -> Result<(&'static str, Vec<u8>), CsvError> {
    let bytes = write(scenario, records).map_err(|source| CsvError {
        table: name,
        source,
    })?;
    Ok((name, bytes))
}

fn write(
    scenario: &str,
    records: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for (place, record) in records.enumerate() {
        let first = if place == 0 { "scenario" } else { scenario };
        writer.write_record(std::iter::once(first).chain(record.iter().map(String::as_str)))?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

fn progress(outcome: &Outcome) -> Vec<(&'static str, ProgressPoint)> {
    let pages = outcome.progress.pages.iter().map(|point| ("pages", *point));
    let users = outcome.progress.users.iter().map(|point| ("users", *point));
    pages.chain(users).collect()
}

fn inputs(outcome: &Outcome) -> Vec<InputRow> {
    let draws = outcome.inputs.iter();
    draws
        .flat_map(|input| {
            input
                .values
                .iter()
                .zip(0..)
                .map(|(value, replication)| InputRow {
                    replication,
                    key: input.key.clone(),
                    unit: input.unit.clone(),
                    value: *value,
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn parsed(bytes: &[u8]) -> Vec<Vec<String>> {
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(bytes);
        let rows = reader.records().map(|record| {
            let record = record.unwrap();
            record.iter().map(str::to_owned).collect()
        });
        rows.collect()
    }

    fn rows_of(outcome: &Outcome, name: &str) -> Vec<Vec<String>> {
        let tables = tables(outcome).unwrap();
        let table = tables.iter().find(|(table, _)| *table == name);
        parsed(&table.unwrap().1)
    }

    #[test]
    fn the_columns_do_not_depend_on_the_run() {
        let full = tables(&fixture::outcome(20)).unwrap();
        let empty = tables(&fixture::bare(&[])).unwrap();
        for ((name, full), (same, empty)) in full.iter().zip(&empty) {
            assert_eq!(name, same);
            assert_eq!(parsed(full)[0], parsed(empty)[0]);
            assert_eq!(parsed(full)[0][0], "scenario");
        }
    }

    #[test]
    fn there_is_a_row_for_everything() {
        let outcome = fixture::outcome(20);
        let counts: Vec<_> = tables(&outcome)
            .unwrap()
            .into_iter()
            .map(|(name, bytes)| (name, parsed(&bytes).len() - 1))
            .collect();
        assert_eq!(
            counts,
            [
                ("replications.csv", 20),
                ("summary.csv", 1),
                ("activities.csv", 10),
                ("progress.csv", 202),
                ("load.csv", 121),
                ("parameters.csv", 2),
                ("inputs.csv", 20),
                ("endpoints.csv", 160),
                ("target.csv", 20),
            ]
        );
    }

    #[test]
    fn what_is_absent_is_an_empty_cell() {
        let rows = rows_of(&fixture::outcome(2), "replications.csv");
        let column = rows[0].iter().position(|name| name == "users_most_ms");
        assert_eq!(rows[1][column.unwrap()], "");
        assert_ne!(rows[2][column.unwrap()], "");
    }

    #[test]
    fn names_with_commas_quotes_and_line_ends_stay_one_cell() {
        let mut outcome = fixture::outcome(1);
        outcome.scenario.name = "a, \"b\"\nc; Grüße".to_owned();
        for (name, bytes) in tables(&outcome).unwrap() {
            assert_eq!(parsed(&bytes)[1][0], outcome.scenario.name, "{name}");
        }
    }

    #[test]
    fn lines_end_with_a_line_feed_alone() {
        for (_, bytes) in tables(&fixture::outcome(3)).unwrap() {
            assert!(bytes.ends_with(b"\n") && !bytes.contains(&b'\r'));
        }
    }

    #[test]
    fn parameters_tell_their_origin() {
        let rows = rows_of(&fixture::outcome(1), "parameters.csv");
        assert_eq!(
            rows[2][1..],
            [
                "target.latency.user_get",
                "120 ms to 900 ms",
                "assumed",
                "measured, \"more or less\"",
                "true",
                "0.12",
                "0.33",
                "0.9",
                "seconds",
                "What it is."
            ]
        );
    }
}
