//! The uncertain inputs of a scenario: which there are, what was drawn for them, and which of them move the forecast.

use super::outcome::{EachRow, Estimate, InputDraws, InputEffect, Outcome, Sensitivity};
use super::percentiles::{LEVEL, duration_ms, estimate};
use super::replication::Replication;
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
    let uncertain = scenario.resolved.iter().filter(|row| row.uncertain);
    let keys: Vec<&str> = uncertain.map(|row| row.key.as_str()).collect();
    catalogue().filter(move |row| keys.contains(&row.key))
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

/// What was drawn in all of them; `values` are those of each input.
pub(super) fn draws(scenario: &Scenario, values: Vec<Vec<f64>>) -> Vec<InputDraws> {
    let mut values = values.into_iter();
    named(scenario)
        .map(|(key, unit)| InputDraws {
            key: key.to_owned(),
            unit: unit.to_owned(),
            values: values.next().unwrap_or_default(),
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
    let durations_ms = outcome.replications.values(duration_ms);
    let is_told = |time: &f64| *time > 0.0 && time.is_finite();
    let completed: Vec<bool> = durations_ms.iter().map(is_told).collect();
    let durations_ms: Vec<f64> = durations_ms.into_iter().filter(is_told).collect();
    if outcome.inputs.is_empty() || durations_ms.len() < FEWEST {
        return None;
    }
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
    let effects = effects.filter_map(|(input, _)| input.effect(&completed, &durations_ms));
    let mut effects: Vec<InputEffect> = effects.collect();
    let share = |one: &InputEffect| one.share.value.unwrap_or_default();
    effects.sort_by(|a, b| share(b).total_cmp(&share(a)));
    let keys = without.iter().map(|(input, _)| input.draws.key.clone());
    Some(Sensitivity {
        replications: durations_ms.len() as u64,
        effects,
        no_effect_seen: keys.collect(),
    })
}

/// The values of an input in the replications that were completed.
fn of_completed(draws: &InputDraws, completed: &[bool]) -> Vec<f64> {
    let all = completed.iter().enumerate();
    let numbers = all.filter(|(_, is_completed)| **is_completed);
    let value = |(number, _)| draws.values.get::<usize>(number).copied();
    numbers.map(|one| value(one).unwrap_or(f64::NAN)).collect()
}

/// One input beside the durations of the completed replications.
struct Studied<'o> {
    draws: &'o InputDraws,
    index: Option<FirstOrder>,
    rank_correlation: f64,
}

impl<'o> Studied<'o> {
    fn new(draws: &'o InputDraws, completed: &[bool], logs: &[f64]) -> Self {
        let values = of_completed(draws, completed);
        Self {
            draws,
            index: first_order(&values, logs, LEVEL),
            rank_correlation: rank_correlation(&values, logs).unwrap_or_default(),
        }
    }

    fn p_value(&self) -> f64 {
        self.index.as_ref().map_or(1.0, |index| index.p_value)
    }

    /// The lower end of the share's interval.
    fn low(&self) -> f64 {
        self.index.as_ref().map_or(0.0, |index| index.low)
    }

    fn effect(&self, completed: &[bool], durations_ms: &[f64]) -> Option<InputEffect> {
        let index = self.index.as_ref()?;
        let drawn = of_completed(self.draws, completed);
        let Fifths { lowest, highest } = fifths(&drawn)?;
        let of = |numbers: &[usize], values: &[f64]| {
            let numbers = numbers.iter();
            sorted(numbers.filter_map(|number| values.get(*number).copied()))
        };
        let (low, high) = (of(&lowest, durations_ms), of(&highest, durations_ms));
        let middle = |numbers: &[usize]| quantile(&of(numbers, &drawn), 0.5);
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
