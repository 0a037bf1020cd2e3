//! What was expected, as a table.

use super::columns::{Column, number, optional_number, word};
use super::{CsvError, table};
use crate::experiment::outcome::Expected;

const EXPECTED: &[Column<Expected>] = &[
    ("key", |one| one.key.clone()),
    ("label", |one| one.label.clone()),
    ("condition", |one| one.condition.clone()),
    ("unit", |one| word(one.unit)),
    ("limit", |one| number(one.limit)),
    ("found", |one| optional_number(one.found.value)),
    ("found_low", |one| optional_number(one.found.low)),
    ("found_high", |one| optional_number(one.found.high)),
    ("met", |one| one.is_met.to_string()),
    ("settled", |one| one.is_settled.to_string()),
    ("runs_that_meet", |one| number(one.runs_that_meet.share)),
    ("runs_that_meet_low", |one| number(one.runs_that_meet.low)),
    ("runs_that_meet_high", |one| number(one.runs_that_meet.high)),
];

/// The table, a row for each condition.
pub(super) fn expected(
    found: &[Expected],
    scenario: &str,
) -> Result<(&'static str, Vec<u8>), CsvError> {
    table("expected.csv", EXPECTED, scenario, found)
}

#[cfg(test)]
mod tests {
    use crate::report::csv::tables;
    use crate::report::fixture;

    #[test]
    fn every_condition_has_a_row() {
        let tables = tables(&fixture::with_promises()).unwrap();
        let (_, bytes) = tables
            .iter()
            .find(|(name, _)| *name == "expected.csv")
            .unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(
            lines[2],
            "growing-company,too_many_requests.p50,median of 429 answers,< 100,count,100,412,388,431,false,true,0.031,0.017,0.057"
        );
    }
}
