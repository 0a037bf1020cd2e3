//! Which inputs move the forecast, as a table.

use super::columns::{Column, number, optional_number};
use super::{CsvError, table};
use crate::experiment::outcome::{Estimate, InputEffect, Sensitivity};

/// An input, with its effect where one was seen.
type Input = (String, Option<InputEffect>);

const INPUTS: &[Column<Input>] = &[
    ("key", |(key, _)| key.clone()),
    ("effect_seen", |(_, effect)| effect.is_some().to_string()),
    ("meaning", |(_, effect)| {
        effect
            .as_ref()
            .map_or_else(String::new, |effect| effect.meaning.clone())
    }),
    ("unit", |(_, effect)| {
        effect
            .as_ref()
            .map_or_else(String::new, |effect| effect.unit.clone())
    }),
    ("share", |one| of(one, |effect| effect.share.value)),
    ("share_low", |one| of(one, |effect| effect.share.low)),
    ("share_high", |one| of(one, |effect| effect.share.high)),
    ("rank_correlation", |one| {
        of(one, |effect| Some(effect.rank_correlation))
    }),
    ("lowest_fifth", |one| {
        of(one, |effect| Some(effect.lowest_fifth))
    }),
    ("highest_fifth", |one| {
        of(one, |effect| Some(effect.highest_fifth))
    }),
    ("p50_in_lowest_ms", |one| {
        time(one, |effect| &effect.p50_in_lowest, VALUE)
    }),
    ("p50_in_lowest_low_ms", |one| {
        time(one, |effect| &effect.p50_in_lowest, LOW)
    }),
    ("p50_in_lowest_high_ms", |one| {
        time(one, |effect| &effect.p50_in_lowest, HIGH)
    }),
    ("p50_in_highest_ms", |one| {
        time(one, |effect| &effect.p50_in_highest, VALUE)
    }),
    ("p50_in_highest_low_ms", |one| {
        time(one, |effect| &effect.p50_in_highest, LOW)
    }),
    ("p50_in_highest_high_ms", |one| {
        time(one, |effect| &effect.p50_in_highest, HIGH)
    }),
    ("p95_in_lowest_ms", |one| {
        time(one, |effect| &effect.p95_in_lowest, VALUE)
    }),
    ("p95_in_lowest_low_ms", |one| {
        time(one, |effect| &effect.p95_in_lowest, LOW)
    }),
    ("p95_in_lowest_high_ms", |one| {
        time(one, |effect| &effect.p95_in_lowest, HIGH)
    }),
    ("p95_in_highest_ms", |one| {
        time(one, |effect| &effect.p95_in_highest, VALUE)
    }),
    ("p95_in_highest_low_ms", |one| {
        time(one, |effect| &effect.p95_in_highest, LOW)
    }),
    ("p95_in_highest_high_ms", |one| {
        time(one, |effect| &effect.p95_in_highest, HIGH)
    }),
];

/// The table: inputs with an effect, the strongest first, then those without.
pub(super) fn sensitivity(
    found: &Sensitivity,
    scenario: &str,
) -> Result<(&'static str, Vec<u8>), CsvError> {
    let effects = found.effects.iter();
    let seen = effects.map(|effect| (effect.key.clone(), Some(effect.clone())));
    let unseen = found.no_effect_seen.iter().map(|key| (key.clone(), None));
    let rows: Vec<Input> = seen.chain(unseen).collect();
    table("sensitivity.csv", INPUTS, scenario, &rows)
}

type Part = fn(&Estimate) -> Option<f64>;
const VALUE: Part = |estimate| estimate.value;
const LOW: Part = |estimate| estimate.low;
const HIGH: Part = |estimate| estimate.high;

fn of(input: &Input, part: fn(&InputEffect) -> Option<f64>) -> String {
    let value = input.1.as_ref().and_then(part);
    value.map_or_else(String::new, number)
}

fn time(input: &Input, which: fn(&InputEffect) -> &Estimate, part: Part) -> String {
    optional_number(input.1.as_ref().and_then(|effect| part(which(effect))))
}

#[cfg(test)]
mod tests {
    use crate::report::csv::tables;
    use crate::report::fixture;

    #[test]
    fn inputs_with_an_effect_come_first_and_the_others_have_empty_cells() {
        let outcome = fixture::with_sensitivity();
        let tables = tables(&outcome).unwrap();
        let (_, bytes) = tables
            .iter()
            .find(|(name, _)| *name == "sensitivity.csv")
            .unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 1 + 5 + 2);
        assert!(lines[1].starts_with(
            "growing-company,target.latency.user_get,true,Mean time of a GET on users.,seconds,0.61,"
        ));
        assert!(lines[6].starts_with("growing-company,target.latency.user_delete,false,,,,"));
        let commas = |line: &str| line.matches(',').count();
        assert!(lines.iter().all(|line| commas(line) == commas(lines[0])));
    }

    #[test]
    fn without_it_there_is_no_table() {
        let tables = tables(&fixture::outcome(30)).unwrap();
        assert!(
            tables
                .iter()
                .all(|(name, _)| *name != "sensitivity.csv" && *name != "expected.csv")
        );
    }
}
