//! Strategies beside each other: paired by common random numbers, and the best as far as it can be told.

use std::sync::atomic::AtomicBool;

use super::documented;
use super::outcome::comparison::{Best, ComparedBy, Comparison, Variant};
use super::run::{Plan, RunError};
use super::summaries::LEVEL;
use super::variants::{Simulated, comparison, differences, paired, rows_of};
use crate::model::Setup;
use crate::stats::{bonferroni, quantile, quantile_ranks, sorted};

/// A difference of less than this share of the best median is called none: nobody plans by it.
const INDIFFERENCE: f64 = 0.01;

/// One way of doing it.
#[derive(Clone, Copy, Debug)]
pub struct Competitor<'s> {
    /// What it is called.
    pub name: &'s str,
    /// What it is about; may be empty.
    pub description: &'s str,
    /// What is simulated.
    pub setup: &'s Setup,
}

/// Simulates the initial cycle of each strategy with the same luck and compares them; nothing comes back when `interrupted`
/// turned true.
///
/// Every strategy is compared with the first, and with the one of the shortest median. As that one is chosen by the
/// results, the intervals against it are made such that those of all pairs hold at once (Bonferroni).
///
/// # Errors
/// When the threads cannot be started, or a limit of a setup lets nothing pass.
pub fn compare(
    name: &str,
    strategies: &[Competitor<'_>],
    plan: &Plan,
    interrupted: &AtomicBool,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Option<Comparison>, RunError> {
    let mut simulated = Vec::with_capacity(strategies.len());
    for strategy in strategies {
        let Some(rows) = rows_of(strategy.setup, plan, interrupted, progress)? else {
            return Ok(None);
        };
        simulated.push(Simulated {
            name: strategy.name.to_owned(),
            workers: None,
            rows,
        });
    }
    let mut found = comparison(ComparedBy::Strategies, name, plan, &simulated, None);
    for ((variant, strategy), one) in found.variants.iter_mut().zip(strategies).zip(&simulated) {
        variant.description = strategy.description.to_owned();
        variant.documented = documented::band(strategy.setup, &one.rows);
        variant.durations_ms = one.rows.iter().map(|row| row.initial_cycle_ms).collect();
    }
    rank(&mut found, &simulated);
    Ok(Some(found))
}

/// Finds the best and its rivals.
fn rank(found: &mut Comparison, simulated: &[Simulated]) {
    let median = |one: &Variant| one.p50.value.unwrap_or(f64::INFINITY);
    let places = 0..found.variants.len();
    let fastest =
        places.min_by(|a, b| median(&found.variants[*a]).total_cmp(&median(&found.variants[*b])));
    let Some(fastest) = fastest else {
        return;
    };
    let best = &simulated[fastest].rows;
    let pairs = simulated.len() * (simulated.len() - 1) / 2;
    let level = bonferroni(LEVEL, pairs);
    let least_ms = median(&found.variants[fastest]) * INDIFFERENCE;
    let mut rivals = Vec::new();
    for (place, variant) in found.variants.iter_mut().enumerate() {
        if place == fastest {
            continue;
        }
        let rows = &simulated[place].rows;
        if !is_slower(&sorted(differences(rows, best)), level, least_ms) {
            rivals.push(variant.name.clone());
        }
        variant.against_best = Some(paired(rows, best, level));
    }
    found.best = Some(Best {
        name: found.variants[fastest].name.clone(),
        rivals,
        confidence_level: LEVEL,
        indifference: INDIFFERENCE,
    });
}

/// Whether the differences to the best, in ascending order, show that a strategy is slower, and by enough to matter.
fn is_slower(differences_ms: &[f64], level: f64, least_ms: f64) -> bool {
    let lower = quantile_ranks(differences_ms.len(), 0.5, level).low;
    let lower = lower.and_then(|rank| differences_ms.get(rank - 1));
    let median = quantile(differences_ms, 0.5);
    lower.is_some_and(|low| *low > 0.0) && median.is_some_and(|median| median >= least_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strategy_is_slower_only_where_the_interval_says_so() {
        let even: Vec<f64> = (1..=100).map(f64::from).collect();
        assert!(is_slower(&even, LEVEL, 10.0));
        // Slower, but by less than matters.
        assert!(!is_slower(&even, LEVEL, 60.0));
        let about_zero: Vec<f64> = even.iter().map(|ms| ms - 45.0).collect();
        assert!(!is_slower(&about_zero, LEVEL, 0.0));
        // Five pairs bound no median, however alike they are.
        assert!(!is_slower(&[9.0; 5], LEVEL, 0.0));
        assert!(is_slower(&[f64::INFINITY; 50], LEVEL, 10.0));
        assert!(!is_slower(&[], LEVEL, 0.0));
    }
}
