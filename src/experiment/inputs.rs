//! The uncertain inputs of a scenario: which there are, what was drawn for them, and which of them move the forecast.

use super::outcome::{Estimate, InputDraws, InputEffect, Outcome, Sensitivity};
use super::percentiles::{LEVEL, estimate};
use super::replication::Replication;
use super::replication_record::Record;
use crate::model::{GroupSizes, Quantity, ScopeMode, Specification, catalogue};
use crate::scenario::Scenario;
use crate::stats::{
    Fifths, FirstOrder, fifths, first_order, quantile, rank_correlation, sorted, told_apart,
};

/// The key that settles the sizes of groups, what is told of them, and what that means.
const SIZES: &str = "groups.sizes";
const SIZES_UNIT: &str = "memberships";
const SIZES_MEANING: &str = "Sizes of the groups in scope, of which the memberships are told; a list settles them, as groups.csv does.";

/// Whether anything is not known.
pub(super) fn any(scenario: &Scenario) -> bool {
    draws_group_sizes(scenario) || scenario.resolved.iter().any(|row| row.uncertain)
}

fn draws_group_sizes(scenario: &Scenario) -> bool {
    scenario.setup.scope != ScopeMode::AllUsers && scenario.setup.group_sizes == GroupSizes::Drawn
}

/// The parameters that are drawn, in the order of the catalogue.
fn drawn(scenario: &Scenario) -> impl Iterator<Item = &'static Specification> {
    catalogue().filter(|row| {
        let resolved = &mut scenario.resolved.iter();
        resolved.any(|resolved| resolved.uncertain && resolved.key == row.key)
    })
}

/// What was drawn in one replication, in the order of [`draws`].
pub(super) fn of(scenario: &Scenario, one: &Replication) -> Vec<f64> {
    let values = drawn(scenario).map(|row| one.values[row.parameter]);
    let sizes = draws_group_sizes(scenario).then_some(one.memberships as f64);
    values.chain(sizes).collect()
}

/// How many inputs are drawn.
pub(super) fn count(scenario: &Scenario) -> usize {
    drawn(scenario).count() + usize::from(draws_group_sizes(scenario))
}

/// Keys and units of what is drawn, in the order of [`of`].
pub(super) fn named(scenario: &Scenario) -> impl Iterator<Item = (&'static str, &'static str)> {
    let keys = drawn(scenario).map(|row| (row.key, unit_name(row.quantity)));
    keys.chain(draws_group_sizes(scenario).then_some((SIZES, SIZES_UNIT)))
}

/// What was drawn in all of them.
pub(super) fn draws(scenario: &Scenario, records: &[Record]) -> Vec<InputDraws> {
    let named = named(scenario).enumerate();
    named
        .map(|(number, (key, unit))| InputDraws {
            key: key.to_owned(),
            unit: unit.to_owned(),
            values: records
                .iter()
                .filter_map(|record| record.inputs.get(number).copied())
                .collect(),
        })
        .collect()
}

/// What an input means, in one sentence.
pub(super) fn meaning(key: &str) -> &'static str {
    let row = catalogue().find(|row| row.key == key);
    row.map_or(SIZES_MEANING, |row| row.meaning)
}

/// The name of a unit in documents.
pub(super) const fn unit_name(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Duration => "seconds",
        Quantity::Count => "count",
        Quantity::Share => "share",
        Quantity::Factor => "factor",
    }
}

/// Fewer completed replications than this say too little: a fifth of them has no 95th percentile with an upper bound.
const FEWEST: usize = 360;

/// What the outcome says about its uncertain inputs; nothing where none is uncertain or the replications are too few.
pub(super) fn sensitivity(outcome: &Outcome) -> Option<Sensitivity> {
    let completed: Vec<(usize, f64)> = outcome
        .replications
        .iter()
        .enumerate()
        .filter_map(|(number, row)| {
            Some((
                number,
                row.initial_cycle_ms.filter(|time| *time > 0)? as f64,
            ))
        })
        .collect();
    if outcome.inputs.is_empty() || completed.len() < FEWEST {
        return None;
    }
    let durations_ms: Vec<f64> = completed.iter().map(|(_, time)| *time).collect();
    // Times multiply: twice as slow is as far as twice as fast.
    let logs: Vec<f64> = durations_ms.iter().map(|time| libm::log(*time)).collect();
    let inputs = outcome.inputs.iter();
    let studied = inputs.map(|input| Studied::new(input, &completed, &logs));
    let studied: Vec<Studied<'_>> = studied.collect();
    let p_values: Vec<f64> = studied.iter().map(Studied::p_value).collect();
    let told = told_apart(&p_values, LEVEL);
    // The test supposes normal outcomes, the interval does not: whatever only one of them tells from noise is not told.
    let is_told = |(input, told): &(&Studied<'_>, bool)| *told && input.low() > 0.0;
    let (with, without): (Vec<_>, Vec<_>) = studied.iter().zip(told).partition(is_told);
    let effects = with.iter();
    let effects = effects.filter_map(|(input, _)| input.effect(&durations_ms));
    let mut effects: Vec<InputEffect> = effects.collect();
    let share = |one: &InputEffect| one.share.value.unwrap_or_default();
    effects.sort_by(|a, b| share(b).total_cmp(&share(a)));
    let keys = without.iter().map(|(input, _)| input.draws.key.clone());
    Some(Sensitivity {
        replications: completed.len() as u64,
        effects,
        no_effect_seen: keys.collect(),
    })
}

/// One input beside the durations of the completed replications.
struct Studied<'o> {
    draws: &'o InputDraws,
    values: Vec<f64>,
    index: Option<FirstOrder>,
    rank_correlation: f64,
}

impl<'o> Studied<'o> {
    fn new(draws: &'o InputDraws, completed: &[(usize, f64)], logs: &[f64]) -> Self {
        let at = |number: &usize| draws.values.get(*number).copied().unwrap_or(f64::NAN);
        let values: Vec<f64> = completed.iter().map(|(number, _)| at(number)).collect();
        Self {
            draws,
            index: first_order(&values, logs, LEVEL),
            rank_correlation: rank_correlation(&values, logs).unwrap_or_default(),
            values,
        }
    }

    fn p_value(&self) -> f64 {
        self.index.as_ref().map_or(1.0, |index| index.p_value)
    }

    /// The lower end of the share's interval.
    fn low(&self) -> f64 {
        self.index.as_ref().map_or(0.0, |index| index.low)
    }

    fn effect(&self, durations_ms: &[f64]) -> Option<InputEffect> {
        let index = self.index.as_ref()?;
        let Fifths { lowest, highest } = fifths(&self.values)?;
        let of = |numbers: &[usize], values: &[f64]| {
            let numbers = numbers.iter();
            sorted(numbers.filter_map(|number| values.get(*number).copied()))
        };
        let (low, high) = (of(&lowest, durations_ms), of(&highest, durations_ms));
        let middle = |numbers: &[usize]| quantile(&of(numbers, &self.values), 0.5);
        Some(InputEffect {
            key: self.draws.key.clone(),
            meaning: meaning(&self.draws.key).to_owned(),
            unit: self.draws.unit.clone(),
            share: Estimate {
                value: Some(index.share),
                low: Some(index.low),
                high: Some(index.high),
            },
            rank_correlation: self.rank_correlation,
            lowest_fifth: middle(&lowest)?,
            highest_fifth: middle(&highest)?,
            p50_in_lowest: estimate(&low, 0.5, LEVEL),
            p50_in_highest: estimate(&high, 0.5, LEVEL),
            p95_in_lowest: estimate(&low, 0.95, LEVEL),
            p95_in_highest: estimate(&high, 0.95, LEVEL),
        })
    }
}
