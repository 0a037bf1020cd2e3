//! Variants of one setup, simulated with the same luck, put beside each other and ranked.

use std::ops::Range;

use super::documented::documented_band;
use super::expectations::held;
use super::outcome::comparison::{
    ComparedBy, Comparison, FORMAT_VERSION, Paired, Reference, Variant,
};
use super::outcome::{Band, ReplicationRow};
use super::percentiles::{
    LEVEL, band, duration_ms, estimate, estimates, interval, mean, share, share_within,
};
use super::ranking::{
    Done, Entrant, amounts, best, do_the_most, done, fastest, of_done, of_left, shortfall,
};
use super::session::{Plan, RunError, Session};
use crate::model::{Chance, CycleInput, Inputs, On429, Parameter, Setup};
use crate::scenario::Expectation;
use crate::stats::{self, bonferroni, sorted};

/// One variant that was simulated: what it is called, and its rows in order of replication.
#[derive(Clone, Debug)]
pub(super) struct Simulated {
    pub name: String,
    pub workers: Option<u64>,
    pub rows: Vec<ReplicationRow>,
}

/// Simulates the initial cycle of a setup.
pub(super) fn rows_of(
    setup: &Setup,
    session: &Session<'_>,
) -> Result<Vec<ReplicationRow>, RunError> {
    let count = session.plan.replications;
    let made = cycles(&[setup], 0..count, session)?;
    let is_whole = made.len() as u64 == count;
    let rows = || made.into_iter().flatten().collect();
    is_whole.then(rows).ok_or(RunError::Interrupted)
}

/// The initial cycles of some setups in the replications with these numbers: of each number in order, those of all setups. Where it is
/// interrupted these are the first, without a gap.
///
/// # Errors
/// [`RunError`]: no threads, or a limit of a setup lets nothing pass.
pub fn cycles(
    setups: &[&Setup],
    numbers: Range<u64>,
    session: &Session<'_>,
) -> Result<Vec<Vec<ReplicationRow>>, RunError> {
    // What comes after the initial cycle is not compared, and a horizon must not cut it off.
    let mut setups: Vec<Setup> = setups.iter().copied().cloned().collect();
    setups.iter_mut().for_each(|setup| setup.job = None);
    let numbers: Vec<u64> = numbers.collect();
    session.in_order(&numbers, |number, bench| {
        let cycles = setups.iter().map(|setup| {
            let done = bench.replication(setup, Inputs::Drawn, &mut ())?;
            (session.progress)(1);
            Ok(done.row(number))
        });
        cycles.collect()
    })
}

/// The three policies on 429, the setup's own first.
///
/// # Errors
/// [`RunError`]: interrupted, no threads, or a limit of the setup lets nothing pass.
pub fn policies(
    scenario: &str,
    setup: &Setup,
    session: &Session<'_>,
) -> Result<Comparison, RunError> {
    let own = setup.on_429;
    let others = On429::ALL.into_iter().filter(|policy| *policy != own);
    let mut simulated = Vec::new();
    for policy in std::iter::once(own).chain(others) {
        let mut variant = setup.clone();
        variant.on_429 = policy;
        simulated.push(Simulated {
            name: policy.name().to_owned(),
            workers: None,
            rows: rows_of(&variant, session)?,
        });
    }
    let of = ComparedBy::Policies;
    Ok(comparison(of, scenario, &session.plan, &simulated, None))
}

/// The document of some variants; each is compared with the first, and with a time in milliseconds if there is one.
pub(super) fn comparison(
    of: ComparedBy,
    scenario: &str,
    plan: &Plan,
    simulated: &[Simulated],
    within_ms: Option<u64>,
) -> Comparison {
    let variants = simulated.iter().enumerate().map(|(index, one)| {
        let first = simulated.first().filter(|_| index > 0);
        variant(one, first.map(|first| &first.rows[..]), within_ms)
    });
    Comparison {
        format_version: FORMAT_VERSION.to_owned(),
        cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
        of,
        scenario: scenario.to_owned(),
        seed: plan.seed,
        replications: plan.replications,
        variants: variants.collect(),
        best: None,
        reference: None,
        not_judged: Vec::new(),
        need: None,
    }
}

fn variant(one: &Simulated, first: Option<&[ReplicationRow]>, within_ms: Option<u64>) -> Variant {
    let rows = &one.rows[..];
    let durations: Vec<f64> = rows.iter().map(duration_ms).collect();
    let [p5, p50, p95] = estimates(&sorted(durations.iter().copied()));
    let has_workers = rows.iter().any(|row| row.target.utilisation.is_some());
    let band = |of: fn(&ReplicationRow) -> f64| band(rows, of);
    Variant {
        name: one.name.clone(),
        workers: one.workers,
        mean: mean(&durations),
        p5,
        p50,
        p95,
        requests: band(|row| row.calls.calls_total as f64),
        too_many_requests: band(|row| row.too_many_requests as f64),
        left_out: band(|row| row.failed_objects() as f64),
        users_served: band(|row| row.users_with_account() as f64),
        left_out_references: band(|row| {
            (row.failed_references() + row.memberships_overwritten) as f64
        }),
        timeouts: band(|row| row.timeouts as f64),
        mean_rate: band(|row| row.mean_request_rate),
        peak_minute: band(|row| row.peak_request_rate_minute),
        peak_second: band(|row| row.peak_request_rate_second),
        utilisation: has_workers.then(|| band(|row| row.target.utilisation.unwrap_or_default())),
        mean_queue: band(|row| row.target.mean_queue),
        within: within_ms.map(|within| share_within(rows, within)),
        against_first: first.map(|first| paired(rows, first, LEVEL)),
        ..Variant::default()
    }
}

/// What `of` makes of the durations of each cycle and its twin in milliseconds; `alike` where neither ends, so that nobody is ahead.
fn in_pairs(
    [rows, twins]: [&[ReplicationRow]; 2],
    alike: f64,
    of: fn(f64, f64) -> f64,
) -> Vec<f64> {
    let twins = twins.iter().map(duration_ms);
    let pairs = rows.iter().map(duration_ms).zip(twins);
    let of = |(this, twin): (f64, f64)| match this.is_infinite() && twin.is_infinite() {
        true => alike,
        false => of(this, twin),
    };
    pairs.map(of).collect()
}

/// How much longer each cycle takes than its twin, in milliseconds: infinite where it alone has no end.
pub(super) fn differences(rows: &[ReplicationRow], twins: &[ReplicationRow]) -> Vec<f64> {
    in_pairs([rows, twins], 0.0, |this, twin| this - twin)
}

/// Two variants replication by replication, with intervals of this confidence level.
pub(super) fn paired(rows: &[ReplicationRow], twins: &[ReplicationRow], level: f64) -> Paired {
    let differences = differences(rows, twins);
    let faster = differences.iter().filter(|longer| **longer < 0.0).count();
    let ratios = in_pairs([rows, twins], 1.0, |this, twin| this / twin.max(1.0));
    let durations = |rows: &[ReplicationRow]| rows.iter().map(duration_ms).collect::<Vec<f64>>();
    let means = stats::paired(&durations(rows), &durations(twins), level);
    Paired {
        longer_ms: estimate(&sorted(differences.iter().copied()), 0.5, level),
        ratio: estimate(&sorted(ratios), 0.5, level),
        faster: share(faster, rows.len()),
        mean_longer_ms: means.map(|means| interval(&means.difference)),
        correlation: means.and_then(|means| means.correlation),
        variance_ratio: means.and_then(|means| means.variance_ratio),
    }
}

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
/// Every replication is made of all strategies before the next, so where it is interrupted this is the comparison of the first ones.
///
/// # Errors
/// [`RunError`]: interrupted before there was a replication, no threads, or a limit of a setup lets nothing pass.
pub fn compare(
    name: &str,
    strategies: &[Competitor<'_>],
    reference: Option<usize>,
    session: &Session<'_>,
) -> Result<Comparison, RunError> {
    let setups: Vec<&Setup> = strategies.iter().map(|one| one.setup).collect();
    let made = cycles(&setups, 0..session.plan.replications, session)?;
    match made.is_empty() {
        true => Err(RunError::Interrupted),
        false => Ok(compared(name, strategies, reference, session.plan, made)),
    }
}

/// The same of [`cycles`] of all strategies that were made already, wherever that was.
pub fn compared(
    name: &str,
    strategies: &[Competitor<'_>],
    reference: Option<usize>,
    mut plan: Plan,
    made: Vec<Vec<ReplicationRow>>,
) -> Comparison {
    plan.replications = made.len() as u64;
    let plan = &plan;
    let names = strategies.iter();
    let mut simulated: Vec<Simulated> = names
        .map(|strategy| Simulated {
            name: strategy.name.to_owned(),
            workers: None,
            rows: Vec::with_capacity(made.len()),
        })
        .collect();
    for cycles in made {
        for (one, row) in simulated.iter_mut().zip(cycles) {
            one.rows.push(row);
        }
    }
    let mut found = comparison(ComparedBy::Strategies, name, plan, &simulated, None);
    for ((variant, strategy), one) in found.variants.iter_mut().zip(strategies).zip(&simulated) {
        variant.title = strategy.title.to_owned();
        variant.description = strategy.description.to_owned();
        variant.documented = documented_band(strategy.setup, &one.rows);
        variant.durations_ms = one.rows.iter().map(|row| row.initial_cycle_ms).collect();
        variant.without_access = Some(without_access(strategy.setup, plan, &one.rows));
        let judged = strategy.expectations.iter();
        let judged = judged.filter(|one| !one.metric.needs_horizon());
        let judged = judged.map(|expected| held(expected, &one.rows, None));
        variant.expected = judged.collect();
    }
    found.not_judged = not_judged(strategies);
    rank(&mut found, &simulated);
    if let Some(reference) = reference {
        refer(&mut found, &simulated, reference);
    }
    found
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
    let all = simulated.iter();
    let all = all.map(|one| one.rows.iter().map(done).collect());
    let all: Vec<Vec<Done>> = all.collect();
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
    let Some(index) = fastest(&entrants, &do_most) else {
        return;
    };
    let pairs = simulated.len() * (simulated.len() - 1) / 2;
    let level = bonferroni(LEVEL, pairs);
    let rows = &simulated[index].rows;
    let apart = simulated.iter().map(|one| differences(&one.rows, rows));
    let apart: Vec<Vec<f64>> = apart.collect();
    found.best = Some(best(&entrants, &do_most, index, &apart, level));
    for (other, variant) in found.variants.iter_mut().enumerate() {
        let is_other = other != index;
        variant.against_best = is_other.then(|| paired(&simulated[other].rows, rows, level));
    }
}

/// Compares every strategy with the one at a place, which was named before anything was simulated.
fn refer(found: &mut Comparison, simulated: &[Simulated], index: usize) {
    let level = bonferroni(LEVEL, simulated.len().saturating_sub(1));
    let rows = &simulated[index].rows;
    found.reference = Some(Reference {
        name: simulated[index].name.clone(),
        confidence_level: LEVEL,
    });
    for (other, variant) in found.variants.iter_mut().enumerate() {
        let is_other = other != index;
        variant.against_reference = is_other.then(|| paired(&simulated[other].rows, rows, level));
    }
}
