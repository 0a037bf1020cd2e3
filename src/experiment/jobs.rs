//! Several jobs: each of them, and what the split gains over one job.

use std::sync::atomic::AtomicBool;

use super::durations;
use super::outcome::{Estimate, JobRow, JobSummary, Jobs, OneJob, ReplicationRow};
use super::run::{Plan, RunError};
use super::summaries::{estimate_at, ranks};
use crate::model::{Setup, Split};
use crate::stats::{quantile, sorted, wilson};

/// The one job is simulated in at most this many replications.
const MOST_FOR_ONE_JOB: u64 = 200;

/// How many replications the comparison with one job takes.
pub(super) fn replications_for_one_job(setup: &Setup, plan: &Plan) -> u64 {
    if setup.split.is_some() {
        plan.replications.min(MOST_FOR_ONE_JOB)
    } else {
        0
    }
}

/// Sums up the jobs of a split, and simulates the same scope with one job under the same luck.
///
/// # Errors
/// When the threads cannot be started.
pub(super) fn jobs(
    setup: &Setup,
    plan: &Plan,
    rows: &[ReplicationRow],
    interrupted: &AtomicBool,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Option<Jobs>, RunError> {
    let Some(split) = &setup.split else {
        return Ok(None);
    };
    let mut undivided = setup.clone();
    undivided.split = None;
    let fewer = Plan {
        replications: replications_for_one_job(setup, plan).min(rows.len() as u64),
        ..*plan
    };
    let alone = durations(
        |number| (undivided.clone(), number),
        &fewer,
        interrupted,
        progress,
    )?;
    let alone_ms: Option<Vec<f64>> =
        alone.map(|times| times.iter().map(|time| time.as_millis() as f64).collect());
    Ok(Some(Jobs {
        jobs: (0..split.shares.len())
            .map(|job| summary(split, job, rows))
            .collect(),
        one_job: alone_ms.map(|alone_ms| one_job(&alone_ms, rows)),
    }))
}

fn summary(split: &Split, job: usize, rows: &[ReplicationRow]) -> JobSummary {
    let of_each = |value: fn(&JobRow) -> u64| {
        let each = rows.iter().filter_map(move |row| row.jobs.get(job));
        sorted(each.map(|one| value(one) as f64))
    };
    let times = of_each(|one| one.initial_cycle_ms);
    let [p5, p50, p95] = estimates(&times);
    JobSummary {
        share: split.shares[job],
        starts_ms: (split.stagger * job as f64).as_millis(),
        users_in_scope: quantile(&of_each(|one| one.users_in_scope), 0.5).unwrap_or_default(),
        p5,
        p50,
        p95,
    }
}

fn one_job(alone_ms: &[f64], rows: &[ReplicationRow]) -> OneJob {
    let several = rows.iter().filter_map(|row| row.initial_cycle_ms);
    let pairs = alone_ms.iter().zip(several.map(|time| time as f64));
    let ratios = sorted(
        pairs
            .clone()
            .map(|(alone, several)| alone / several.max(1.0)),
    );
    let faster = pairs.filter(|(alone, several)| several < *alone).count();
    let [_, p50, p95] = estimates(&sorted(alone_ms.iter().copied()));
    let [_, ratio, _] = estimates(&ratios);
    let (faster_low, faster_high) = wilson(faster, alone_ms.len());
    OneJob {
        replications: alone_ms.len() as u64,
        p50,
        p95,
        ratio,
        faster_share: faster as f64 / alone_ms.len().max(1) as f64,
        faster_low,
        faster_high,
    }
}

fn estimates(sorted: &[f64]) -> [Estimate; 3] {
    let ranks = ranks(sorted.len());
    [0, 1, 2].map(|place| estimate_at(sorted, place, &ranks))
}
