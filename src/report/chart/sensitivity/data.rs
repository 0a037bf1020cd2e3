//! What the chart of sensitivity shows, before it has any pixels.

use crate::experiment::outcome::{Estimate, InputEffect, Outcome, Sensitivity};
use crate::report::chart::time::TimeUnit;
use crate::report::number;
use crate::stats::{quantile, sorted};

/// More inputs are not shown one by one.
const MOST: usize = 10;

/// The duration where an input is lowest and where it is highest, as far as both are known.
pub type Ends = Option<[Estimate; 2]>;

/// One input.
pub struct Row<'o> {
    pub effect: &'o InputEffect,
    pub p50: Ends,
    pub p95: Ends,
}

/// What the picture shows; times are in milliseconds.
pub struct Data<'o> {
    pub rows: Vec<Row<'o>>,
    rest: &'o [InputEffect],
    pub unit: TimeUnit,
    pub p50: Option<f64>,
    pub p95: Option<f64>,
}

impl<'o> Data<'o> {
    /// The data of `found`, if an input has an effect.
    pub fn of(outcome: &Outcome, found: &'o Sensitivity) -> Option<Self> {
        let (shown, rest) = found.effects.split_at(found.effects.len().min(MOST));
        let rows: Vec<Row<'_>> = shown
            .iter()
            .map(|effect| Row {
                effect,
                p50: ends(effect.p50_in_lowest, effect.p50_in_highest),
                p95: ends(effect.p95_in_lowest, effect.p95_in_highest),
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let durations = sorted(outcome.initial_cycle_ms());
        let mut data = Self {
            rows,
            rest,
            unit: TimeUnit::of(0.0),
            p50: quantile(&durations, 0.5),
            p95: quantile(&durations, 0.95),
        };
        data.unit = TimeUnit::of(data.range().1);
        Some(data)
    }

    /// The shortest and the longest time shown.
    pub fn range(&self) -> (f64, f64) {
        let of = |ends: &Ends| ends.iter().flatten().flat_map(all).collect::<Vec<f64>>();
        let bars = self
            .rows
            .iter()
            .flat_map(|row| [of(&row.p50), of(&row.p95)]);
        let times = bars.flatten().chain(self.p50).chain(self.p95);
        let times: Vec<f64> = times.collect();
        let most = times.iter().copied().fold(0.0, f64::max);
        let least = times.iter().copied().fold(f64::INFINITY, f64::min);
        (least.min(most), most)
    }

    /// The inputs that have no row, summed up.
    pub fn further(&self) -> Option<String> {
        let shares = self.rest.iter().filter_map(|one| one.share.value);
        let share = number::percent(shares.filter(|share| share.is_finite()).sum());
        match self.rest {
            [] => None,
            [one] => Some(format!(
                "One further input, {}: {share} of the variance.",
                one.key
            )),
            many => Some(format!(
                "{} further inputs: together {share} of the variance.",
                many.len()
            )),
        }
    }
}

fn ends(lowest: Estimate, highest: Estimate) -> Ends {
    let is_known = |one: &Estimate| one.value.is_some_and(f64::is_finite);
    (is_known(&lowest) && is_known(&highest)).then_some([lowest, highest])
}

/// The value and the ends of its interval, as far as they are numbers.
pub fn all(estimate: &Estimate) -> impl Iterator<Item = f64> + use<> {
    let all = [estimate.low, estimate.value, estimate.high];
    all.into_iter().flatten().filter(|time| time.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn at_most_ten_inputs_have_a_row_and_the_others_are_summed_up() {
        let mut outcome = fixture::with_sensitivity();
        let found = outcome.sensitivity.as_mut().unwrap();
        let weak = found.effects[4].clone();
        found.effects.resize(13, weak);
        let found = outcome.sensitivity.as_ref().unwrap();
        let data = Data::of(&outcome, found).unwrap();
        assert_eq!(data.rows.len(), 10);
        assert_eq!(
            data.further().unwrap(),
            "3 further inputs: together 3.3 % of the variance."
        );
    }

    #[test]
    fn what_is_no_number_is_not_shown() {
        let mut outcome = fixture::with_sensitivity();
        let found = outcome.sensitivity.as_mut().unwrap();
        found.effects[0].p50_in_highest.value = Some(f64::NAN);
        found.effects[1].p95_in_highest.high = Some(f64::INFINITY);
        let found = outcome.sensitivity.as_ref().unwrap();
        let data = Data::of(&outcome, found).unwrap();
        assert!(data.rows[0].p50.is_none() && data.rows[0].p95.is_some());
        let (low, high) = data.range();
        assert!(0.0 < low && low < high && high.is_finite());
    }

    #[test]
    fn without_an_effect_there_is_nothing() {
        let mut outcome = fixture::with_sensitivity();
        outcome.sensitivity.as_mut().unwrap().effects.clear();
        assert!(Data::of(&outcome, outcome.sensitivity.as_ref().unwrap()).is_none());
    }
}
