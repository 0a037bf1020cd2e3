//! Variants of one setup, simulated with the same luck and put beside each other.

use super::outcome::ReplicationRow;
use super::outcome::comparison::{ComparedBy, Comparison, FORMAT_VERSION, Paired, Variant};
use super::percentiles::{
    LEVEL, band, duration_ms, estimate, estimates, interval, mean, share, share_within,
};
use super::replication::replication_of;
use super::replication_rows;
use super::session::{Plan, RunError, Session};
use crate::model::{Chance, Inputs, On429, Setup};
use crate::stats::{self, sorted};

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
    let mut setup = setup.clone();
    // What comes after the initial cycle is not compared, and a horizon must not cut it off.
    setup.job = None;
    session.each(|number, workspace| {
        let chance = Chance::new(session.plan.seed, number);
        let interrupted = session.interrupted;
        let one = replication_of(
            &setup,
            chance,
            Inputs::Drawn,
            interrupted,
            workspace,
            &mut (),
        )?;
        Ok(replication_rows::row(number, &one))
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
    let variants = simulated.iter().enumerate().map(|(place, one)| {
        let first = simulated.first().filter(|_| place > 0);
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
    Variant {
        name: one.name.clone(),
        title: String::new(),
        description: String::new(),
        workers: one.workers,
        durations_ms: Vec::new(),
        documented: None,
        mean: mean(&durations),
        p5,
        p50,
        p95,
        requests: band(rows, |row| row.calls.calls_total as f64),
        too_many_requests: band(rows, |row| row.too_many_requests as f64),
        left_out: band(rows, |row| row.failed_objects() as f64),
        users_served: band(rows, |row| row.users_with_account() as f64),
        done: None,
        short: None,
        without_access: None,
        expected: Vec::new(),
        left_out_references: band(rows, |row| {
            (row.failed_references() + row.memberships_overwritten) as f64
        }),
        timeouts: band(rows, |row| row.timeouts as f64),
        mean_rate: band(rows, |row| row.mean_request_rate),
        peak_minute: band(rows, |row| row.peak_request_rate_minute),
        peak_second: band(rows, |row| row.peak_request_rate_second),
        utilisation: has_workers
            .then(|| band(rows, |row| row.target.utilisation.unwrap_or_default())),
        mean_queue: band(rows, |row| row.target.mean_queue),
        within: within_ms.map(|within| share_within(rows, within)),
        met: None,
        undone: None,
        against_first: first.map(|first| paired(rows, first, LEVEL)),
        against_best: None,
        against_reference: None,
    }
}

/// How much longer each cycle takes than its twin, in milliseconds: infinite where it alone has no end.
pub(super) fn differences(rows: &[ReplicationRow], twins: &[ReplicationRow]) -> Vec<f64> {
    let pairs = rows
        .iter()
        .map(duration_ms)
        .zip(twins.iter().map(duration_ms));
    pairs
        .map(|(this, twin)| {
            // Neither ends: nobody is ahead.
            let both = this.is_infinite() && twin.is_infinite();
            if both { 0.0 } else { this - twin }
        })
        .collect()
}

/// Two variants replication by replication, with intervals of this confidence level.
pub(super) fn paired(rows: &[ReplicationRow], twins: &[ReplicationRow], level: f64) -> Paired {
    let differences = differences(rows, twins);
    let faster = differences.iter().filter(|longer| **longer < 0.0).count();
    let pairs = rows
        .iter()
        .map(duration_ms)
        .zip(twins.iter().map(duration_ms));
    let ratios = pairs.map(|(this, twin)| {
        let both = this.is_infinite() && twin.is_infinite();
        if both { 1.0 } else { this / twin.max(1.0) }
    });
    let (this, twin): (Vec<f64>, Vec<f64>) = (
        rows.iter().map(duration_ms).collect(),
        twins.iter().map(duration_ms).collect(),
    );
    let means = stats::paired(&this, &twin, level);
    Paired {
        longer_ms: estimate(&sorted(differences.iter().copied()), 0.5, level),
        ratio: estimate(&sorted(ratios), 0.5, level),
        faster: share(faster, rows.len()),
        mean_longer_ms: means.map(|means| interval(&means.difference)),
        correlation: means.and_then(|means| means.correlation),
        variance_ratio: means.and_then(|means| means.variance_ratio),
    }
}
