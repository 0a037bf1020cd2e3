//! Which uncertain inputs move the duration of the initial cycle, from the replications already made.

use super::inputs;
use super::outcome::{Estimate, InputDraws, InputEffect, Outcome, Sensitivity};
use super::percentiles::{LEVEL, estimate};
use crate::stats::{
    Fifths, FirstOrder, fifths, first_order, quantile, rank_correlation, sorted, told_apart,
};

/// Fewer completed replications than this say too little: a fifth of them has no 95th percentile with an upper bound.
const FEWEST: usize = 360;

/// What the outcome says about its uncertain inputs; nothing where none is uncertain or the replications are too few.
pub(super) fn sensitivity(outcome: &Outcome) -> Option<Sensitivity> {
    let completed: Vec<(usize, f64)> = outcome
        .replications
        .iter()
        .enumerate()
        .filter_map(|(place, row)| {
            Some((place, row.initial_cycle_ms.filter(|time| *time > 0)? as f64))
        })
        .collect();
    if outcome.inputs.is_empty() || completed.len() < FEWEST {
        return None;
    }
    let durations_ms: Vec<f64> = completed.iter().map(|(_, time)| *time).collect();
    // Times multiply: twice as slow is as far as twice as fast.
    let logs: Vec<f64> = durations_ms.iter().map(|time| libm::log(*time)).collect();
    let studied: Vec<Studied<'_>> = outcome
        .inputs
        .iter()
        .map(|input| Studied::new(input, &completed, &logs))
        .collect();
    let p_values: Vec<f64> = studied.iter().map(Studied::p_value).collect();
    let told = told_apart(&p_values, LEVEL);
    // The test supposes normal outcomes, the interval does not: whatever only one of them tells from noise is not told.
    let is_told = |(input, told): &(&Studied<'_>, bool)| *told && input.low() > 0.0;
    let (with, without): (Vec<_>, Vec<_>) = studied.iter().zip(told).partition(is_told);
    let mut effects: Vec<InputEffect> = with
        .iter()
        .filter_map(|(input, _)| input.effect(&durations_ms))
        .collect();
    let share = |one: &InputEffect| one.share.value.unwrap_or_default();
    effects.sort_by(|a, b| share(b).total_cmp(&share(a)));
    Some(Sensitivity {
        replications: completed.len() as u64,
        effects,
        no_effect_seen: without
            .iter()
            .map(|(input, _)| input.draws.key.clone())
            .collect(),
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
        let at = |place: &usize| draws.values.get(*place).copied().unwrap_or(f64::NAN);
        let values: Vec<f64> = completed.iter().map(|(place, _)| at(place)).collect();
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
        let of = |places: &[usize], values: &[f64]| {
            sorted(
                places
                    .iter()
                    .filter_map(|place| values.get(*place).copied()),
            )
        };
        let (low, high) = (of(&lowest, durations_ms), of(&highest, durations_ms));
        let middle = |places: &[usize]| quantile(&of(places, &self.values), 0.5);
        Some(InputEffect {
            key: self.draws.key.clone(),
            meaning: inputs::meaning(&self.draws.key).to_owned(),
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
