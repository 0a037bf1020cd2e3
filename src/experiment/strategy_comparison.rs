//! Strategies beside each other: paired by common random numbers, and the best as far as it can be told.

use super::amounts::{Done, amounts, done, of_done, of_left, shortfall};
use super::documented::documented_band;
use super::expectations::held;
use super::outcome::comparison::{ComparedBy, Comparison, Reference};
use super::outcome::{Band, ReplicationRow};
use super::percentiles::LEVEL;
use super::ranking::{Entrant, best, do_the_most, fastest};
use super::session::{Plan, RunError, Session};
use super::variants::{Simulated, comparison, differences, paired, rows_of};
use crate::model::{Chance, CycleInput, Inputs, Parameter, Setup};
use crate::scenario::Expectation;
use crate::stats::bonferroni;

/// One way of doing it.
#[derive(Clone, Copy, Debug)]
pub struct Competitor<'s> {
    /// What it is called.
    pub name: &'s str,
    /// What stands in the place of the name before a reader; may be empty.
    pub title: &'s str,
    /// What it is about; may be empty.
    pub description: &'s str,
    /// What is simulated.
    pub setup: &'s Setup,
    /// What is expected of it.
    pub expectations: &'s [Expectation],
}

impl<'s> Competitor<'s> {
    /// A strategy of which there is nothing to say.
    pub const fn new(name: &'s str, setup: &'s Setup) -> Self {
        Self {
            name,
            title: "",
            description: "",
            setup,
            expectations: &[],
        }
    }
}

/// Simulates the initial cycle of each strategy with the same luck and compares them.
///
/// Every strategy is compared with the first, with the one at the place `reference` if there is one, and with the fastest of those
/// that get the most done. As that one is chosen by the results, the intervals against it are made such that those of all pairs hold at once
/// (Bonferroni). Each is held against what is expected of it, as far as an initial cycle tells.
///
/// # Errors
/// [`RunError`]: interrupted, no threads, or a limit of a setup lets nothing pass.
pub fn compare(
    name: &str,
    strategies: &[Competitor<'_>],
    reference: Option<usize>,
    session: &Session<'_>,
) -> Result<Comparison, RunError> {
    let plan = &session.plan;
    let mut simulated = Vec::with_capacity(strategies.len());
    for strategy in strategies {
        simulated.push(Simulated {
            name: strategy.name.to_owned(),
            workers: None,
            rows: rows_of(strategy.setup, session)?,
        });
    }
    let mut found = comparison(ComparedBy::Strategies, name, plan, &simulated, None);
    for ((variant, strategy), one) in found.variants.iter_mut().zip(strategies).zip(&simulated) {
        variant.title = strategy.title.to_owned();
        variant.description = strategy.description.to_owned();
        variant.documented = documented_band(strategy.setup, &one.rows);
        variant.durations_ms = one.rows.iter().map(|row| row.initial_cycle_ms).collect();
        variant.without_access = Some(without_access(strategy.setup, plan, &one.rows));
        let judged = strategy
            .expectations
            .iter()
            .filter(|one| !one.metric.needs_horizon());
        variant.expected = judged
            .map(|expected| held(expected, &one.rows, None))
            .collect();
    }
    found.not_judged = not_judged(strategies);
    rank(&mut found, &simulated);
    if let Some(reference) = reference {
        refer(&mut found, &simulated, reference);
    }
    Ok(found)
}

/// What takes a horizon, which is not compared; each key once.
fn not_judged(strategies: &[Competitor<'_>]) -> Vec<String> {
    let all = strategies.iter().flat_map(|one| one.expectations);
    let mut keys: Vec<String> = all
        .filter(|one| one.metric.needs_horizon())
        .map(|one| one.key.clone())
        .collect();
    keys.sort();
    keys.dedup();
    keys
}

/// How many users of the directory are left without access in each replication.
fn without_access(setup: &Setup, plan: &Plan, rows: &[ReplicationRow]) -> Band {
    let of = |row: &ReplicationRow| {
        let chance = Chance::new(plan.seed, row.replication);
        let values = CycleInput::new(setup, chance, Inputs::Drawn).values;
        let [users, ..] = done(row);
        values.count(Parameter::TenantUsers).saturating_sub(users) as f64
    };
    of_left(rows.iter().map(of).collect())
}

/// Finds what each gets done, the best, and its rivals.
fn rank(found: &mut Comparison, simulated: &[Simulated]) {
    let all: Vec<Vec<Done>> = simulated
        .iter()
        .map(|one| one.rows.iter().map(done).collect())
        .collect();
    for (variant, runs) in found.variants.iter_mut().zip(&all) {
        variant.done = Some(amounts(runs, of_done));
        variant.short = Some(amounts(&shortfall(runs, &all), of_left));
    }
    let entrants: Vec<Entrant<'_>> = found
        .variants
        .iter()
        .zip(&all)
        .zip(simulated)
        .map(|((variant, done), one)| Entrant {
            name: &one.name,
            median_ms: variant.p50.value.unwrap_or(f64::INFINITY),
            done,
        })
        .collect();
    let do_most = do_the_most(&entrants);
    let Some(place) = fastest(&entrants, &do_most) else {
        return;
    };
    let pairs = simulated.len() * (simulated.len() - 1) / 2;
    let level = bonferroni(LEVEL, pairs);
    let rows = &simulated[place].rows;
    let apart: Vec<Vec<f64>> = simulated
        .iter()
        .map(|one| differences(&one.rows, rows))
        .collect();
    found.best = Some(best(&entrants, &do_most, place, &apart, level));
    for (other, variant) in found.variants.iter_mut().enumerate() {
        let is_other = other != place;
        variant.against_best = is_other.then(|| paired(&simulated[other].rows, rows, level));
    }
}

/// Compares every strategy with the one at a place, which was named before anything was simulated.
fn refer(found: &mut Comparison, simulated: &[Simulated], place: usize) {
    let level = bonferroni(LEVEL, simulated.len().saturating_sub(1));
    let rows = &simulated[place].rows;
    found.reference = Some(Reference {
        name: simulated[place].name.clone(),
        confidence_level: LEVEL,
    });
    for (other, variant) in found.variants.iter_mut().enumerate() {
        let is_other = other != place;
        variant.against_reference = is_other.then(|| paired(&simulated[other].rows, rows, level));
    }
}
