//! When there are enough replications.

use super::outcome::{Decisive, Estimate, Stopping};
use super::percentiles::{estimate_at, ranks};
use crate::stats::sorted;

/// Replications between two looks. It is fixed, so that neither threads nor earlier results change the answer.
const BATCH: u64 = 20;
/// No look before so many replications: a percentile needs some on either side. Of the fewest that are made, 380, a fifth is 76, which leaves some room
/// above the 72 that still bound the 95th percentile (see [`quantile_ranks`](crate::stats::quantile_ranks)).
const FEWEST: u64 = 340;
/// Looks in a row at which the interval must be narrow enough. The first narrow one is often narrow by luck (Hoad, Robinson and
/// Davies, Automated selection of the number of simulation replications, 2010).
const LOOKS: u64 = 3;

/// How well the initial cycle is to be known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// The percentile that decides.
    pub decisive: Decisive,
    /// Half-width of its interval as a share of its value, above zero.
    pub half_width: f64,
}

impl Precision {
    /// What is meant where nobody says how many replications to make: a forecast tells three percentiles, and 5 % of a duration is less than
    /// anybody plans by. At least 380 are made, which is also enough to tell what moves the forecast.
    pub const USUAL: Self = Self {
        decisive: Decisive::Each,
        half_width: 0.05,
    };
}

/// Looks at the durations as they come in, in order of replication.
#[derive(Clone, Debug)]
pub(super) struct Looks {
    precision: Precision,
    /// Narrow looks in a row by now.
    narrow: u64,
    /// What has been looked at, in ascending order.
    sorted_ms: Vec<f64>,
}

impl Looks {
    pub fn new(precision: Precision) -> Self {
        Self {
            precision,
            narrow: 0,
            sorted_ms: Vec::new(),
        }
    }

    /// The next number of replications at which there can be enough, when there are `done`.
    pub fn next(&self, done: u64) -> u64 {
        match done.checked_sub(FEWEST) {
            None => FEWEST + (LOOKS - 1) * BATCH,
            Some(beyond) => FEWEST + (beyond / BATCH + LOOKS.saturating_sub(self.narrow)) * BATCH,
        }
    }

    /// Looks at the durations so far, in milliseconds and in order of replication, wherever they have not been looked at; whether there are enough.
    pub fn enough(&mut self, durations_ms: &[f64]) -> bool {
        let looks = (FEWEST as usize..=durations_ms.len()).step_by(BATCH as usize);
        let known = self.sorted_ms.len();
        let mut new = looks.filter(|at| *at > known);
        new.any(|at| self.is_enough(&durations_ms[self.sorted_ms.len()..at]))
    }

    /// Looks at so many more.
    fn is_enough(&mut self, more_ms: &[f64]) -> bool {
        self.sorted_ms.extend(more_ms);
        // Fast where two ascending lists follow each other.
        self.sorted_ms.sort_by(f64::total_cmp);
        let width = relative_half_width(&found(self.precision.decisive, &self.sorted_ms));
        if width.is_some_and(|width| width <= self.precision.half_width) {
            self.narrow += 1;
        } else {
            self.narrow = 0;
        }
        self.narrow >= LOOKS
    }
}

/// What the rule came to for all durations of a run; they are in order of replication.
pub(super) fn stopping(precision: Precision, durations_ms: &[f64]) -> Stopping {
    let is_satisfied = Looks::new(precision).enough(durations_ms);
    let found = found(precision.decisive, &sorted(durations_ms.iter().copied()));
    Stopping {
        decisive: precision.decisive,
        precision: precision.half_width,
        batch: BATCH,
        look_ahead: LOOKS,
        is_satisfied,
        reached: relative_half_width(&found),
        found,
    }
}

/// The interval that decides, of ascending durations.
fn found(decisive: Decisive, sorted_ms: &[f64]) -> Estimate {
    let deciding = match decisive {
        Decisive::P50 => 1..=1,
        Decisive::P95 => 2..=2,
        Decisive::Each => 0..=2,
    };
    let ranks = ranks(sorted_ms.len());
    let each = deciding.map(|index| estimate_at(sorted_ms, index, &ranks));
    // An interval without an end is wider than any other.
    let width = |found: &Estimate| relative_half_width(found).unwrap_or(f64::INFINITY);
    each.max_by(|a, b| width(a).total_cmp(&width(b)))
        .unwrap_or_default()
}

fn relative_half_width(found: &Estimate) -> Option<f64> {
    let (value, low, high) = (found.value?, found.low?, found.high?);
    (value > 0.0).then(|| (high - low) / (2.0 * value))
}

#[cfg(test)]
mod tests {
    use super::super::percentiles::estimates;
    use super::*;
    use crate::kernel::{Stream, sample};
    use crate::stats::NORMAL_P95;

    const WITHIN_TEN_PER_CENT: Precision = Precision {
        decisive: Decisive::P95,
        half_width: 0.1,
    };

    /// Durations spread evenly over one to two, in an order without a trend.
    fn even(count: u32) -> Vec<f64> {
        let place = |number: u32| f64::from(number) * 0.618_033_988_749_894_9;
        (0..count)
            .map(|number| 1.0 + place(number).fract())
            .collect()
    }

    #[test]
    fn three_narrow_looks_in_a_row_are_enough_and_two_are_not() {
        let found = |count| stopping(WITHIN_TEN_PER_CENT, &even(count)).is_satisfied;
        // The first look is after 340.
        assert!(!found(379));
        assert!(found(380));
    }

    #[test]
    fn an_interval_without_an_end_is_never_narrow() {
        let mut durations = even(1_000);
        for place in (0..1_000).step_by(10) {
            durations[place] = f64::INFINITY;
        }
        let found = stopping(WITHIN_TEN_PER_CENT, &durations);
        assert_eq!((found.is_satisfied, found.reached), (false, None));
    }

    #[test]
    fn a_wide_look_starts_the_count_anew() {
        let narrow = even(FEWEST as u32);
        let wide: Vec<f64> = narrow.iter().map(|time| libm::pow(*time, 30.0)).collect();
        let after_two = |durations: &[f64]| {
            let mut looks = Looks::new(WITHIN_TEN_PER_CENT);
            looks.narrow = LOOKS - 1;
            (looks.is_enough(durations), looks.narrow)
        };
        assert_eq!(after_two(&narrow), (true, LOOKS));
        assert_eq!(after_two(&wide), (false, 0));
    }

    #[test]
    fn nobody_stops_to_look_before_there_can_be_enough() {
        let mut looks = Looks::new(WITHIN_TEN_PER_CENT);
        assert_eq!(
            [0, 50, 339, 340, 351, 360].map(|done| looks.next(done)),
            [380, 380, 380, 400, 400, 420]
        );
        // Two of these were narrow.
        assert!(!looks.enough(&even(370)));
        assert_eq!([360, 370].map(|done| looks.next(done)), [380, 380]);
        assert!(looks.enough(&even(380)));
    }

    #[test]
    fn replications_made_before_are_looked_at_as_if_they_were_new() {
        // Narrow up to 380, and never again.
        let mut durations = even(1_000);
        for place in (380..1_000).step_by(10) {
            durations[place] = f64::INFINITY;
        }
        let looked = |steps: &[usize]| {
            let mut looks = Looks::new(WITHIN_TEN_PER_CENT);
            steps.iter().any(|end| looks.enough(&durations[..*end]))
        };
        assert!(looked(&[1_000]) && looked(&[345, 379, 380]) && !looked(&[345, 379]));
    }

    /// How often the interval of each percentile holds the truth after stopping by a rule, of lognormal durations as forecasts have them; and
    /// that the rule adapts.
    fn coverage(precision: Precision, log_sd: f64) -> [f64; 3] {
        const REPETITIONS: u64 = 2_000;
        let chance = Stream::new(6, 0, 0);
        let at_score = |score: f64| libm::exp(log_sd * score);
        let truths = [-NORMAL_P95, 0.0, NORMAL_P95].map(at_score);
        let (mut covered, mut stopped_at) = ([0_u64; 3], Vec::new());
        for repetition in 0..REPETITIONS {
            let draw = |number| at_score(sample::standard_normal(chance.unit(repetition, number)));
            let (mut durations, mut looks) = (Vec::new(), Looks::new(precision));
            while !looks.enough(&durations) {
                let so_far = durations.len() as u64;
                durations.extend((so_far..looks.next(so_far)).map(draw));
            }
            let found = stopping(precision, &durations);
            assert!(found.is_satisfied && found.reached.unwrap() <= precision.half_width);
            let each = estimates(&sorted(durations.iter().copied()));
            for (covered, (estimate, truth)) in covered.iter_mut().zip(each.iter().zip(truths)) {
                let (low, high) = (estimate.low.unwrap(), estimate.high.unwrap());
                *covered += u64::from((low..=high).contains(&truth));
            }
            stopped_at.push(durations.len());
        }
        stopped_at.sort_unstable();
        let (first, last) = (stopped_at[0], stopped_at[stopped_at.len() - 1]);
        assert!(first < last, "the rule adapts: {first} to {last}");
        covered.map(|covered| covered as f64 / REPETITIONS as f64)
    }

    #[test]
    fn intervals_still_cover_after_stopping_by_the_rule() {
        for (decisive, half_width, deciding) in [(Decisive::P95, 0.08, 2), (Decisive::P50, 0.04, 1)]
        {
            let precision = Precision {
                decisive,
                half_width,
            };
            let share = coverage(precision, 0.4)[deciding];
            assert!((0.93..=0.97).contains(&share), "{decisive:?}: {share}");
        }
    }

    #[test]
    fn all_three_intervals_still_cover_after_stopping_by_the_usual_rule() {
        for share in coverage(Precision::USUAL, 0.2) {
            assert!((0.93..=0.97).contains(&share), "{share}");
        }
    }
}
