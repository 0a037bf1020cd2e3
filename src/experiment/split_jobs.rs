//! Several jobs: each of them, and what the split gains over one job.

use super::outcome::{JobRow, JobSummary, Jobs, OneJob, ReplicationRow};
use super::percentiles::estimates;
use super::replication_record::Record;
use crate::model::{Setup, Split};
use crate::stats::{quantile, sorted, wilson};

/// The one job is simulated in this many replications, the first ones.
pub(super) const MOST_FOR_ONE_JOB: u64 = 200;

/// Sums up the jobs of a split, and compares them with the one job that the records tell of.
pub(super) fn jobs(setup: &Setup, records: &[Record], rows: &[ReplicationRow]) -> Option<Jobs> {
    let split = setup.split.as_ref()?;
    let first = records.iter().take(MOST_FOR_ONE_JOB as usize);
    let alone_ms: Option<Vec<f64>> = first
        .map(|record| record.with_one_job_ms.map(|time| time as f64))
        .collect();
    Some(Jobs {
        jobs: (0..split.shares.len())
            .map(|job| summary(split, job, rows))
            .collect(),
        one_job: alone_ms.map(|alone_ms| one_job(&alone_ms, rows)),
    })
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
