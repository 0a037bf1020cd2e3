//! The same replications under other circumstances, or as one job: what is asked, how it is simulated, and what it comes to.

use std::ops::Range;

use super::altered_setups::{instant, other_policy, without_lasting_errors};
use super::outcome::{
    Circumstance, EachRow, JobRow, JobSummary, Jobs, OneJob, Otherwise, ReplicationRow,
};
use super::percentiles::estimates;
use super::replication::Replication;
use super::replication_record::{Record, Twin};
use super::session::{Bench, RunError};
use crate::model::job::{EscrowThresholds, Failures};
use crate::model::{Inputs, Setup, Split};
use crate::stats::{quantile, sorted, wilson};

/// Other circumstances are tried in these replications: what is told of them is a difference under the same luck, and what luck leaves is narrow, so few
/// replications know it well. They are not the first, so that a run too short to tell it does not simulate it.
pub(super) const TRIED_OTHERWISE: Range<u64> = 20..40;

/// The records of these replications, where all of them are there.
pub(super) fn tried_otherwise(records: &[Record]) -> Option<&[Record]> {
    let Range { start, end } = TRIED_OTHERWISE;
    records.get(start as usize..end as usize)
}

/// The setups that a scenario is compared with, as far as they differ from it.
fn circumstances(setup: &Setup) -> impl Iterator<Item = (Circumstance, Setup)> {
    [
        (Circumstance::InstantTarget, Some(instant(setup))),
        (Circumstance::NoLastingErrors, without_lasting_errors(setup)),
        (Circumstance::OtherPolicy, other_policy(setup)),
    ]
    .into_iter()
    .filter_map(|(circumstance, other)| Some((circumstance, other?)))
}

impl Bench<'_> {
    /// The replication under every other circumstance.
    pub fn twins(&mut self, setup: &Setup) -> Result<Vec<(Circumstance, Twin)>, RunError> {
        circumstances(setup)
            .map(|(circumstance, other)| Ok((circumstance, self.twin(&other, Inputs::Drawn)?)))
            .collect()
    }

    /// The same replication with another setup or other inputs.
    pub fn twin(&mut self, setup: &Setup, inputs: Inputs) -> Result<Twin, RunError> {
        let one = self.replication(setup, inputs, &mut ())?;
        Ok(Twin {
            duration_ms: one.tally.duration.as_millis(),
            is_complete: one.is_complete,
            left_out: one.row(0).failed_objects(),
            is_quarantined: is_quarantined(&one),
        })
    }
}

/// Whether the job goes into quarantine, or would if its initial cycle is all that is simulated.
pub(super) fn is_quarantined(one: &Replication) -> bool {
    match &one.life {
        Some(life) => life.row.first_quarantine_ms.is_some(),
        None => exceeds_escrow_threshold(&one.row(0)),
    }
}

/// Whether so many objects fail in an initial cycle that the job goes into quarantine.
pub(super) fn exceeds_escrow_threshold(row: &ReplicationRow) -> bool {
    let failures = Failures {
        objects: row.failed_objects() + row.imports_failed,
        references: row.failed_references(),
        tried: row.users_in_scope + row.imports_failed + row.groups_in_scope,
    };
    EscrowThresholds::default().reason(&failures).is_some()
}

/// What replications come to under other circumstances, where each was completed both ways.
pub(super) fn otherwise(records: &[Record]) -> Vec<Otherwise> {
    let tried = tried_otherwise(records).unwrap_or_default();
    let mut asked: Vec<Circumstance> = Vec::new();
    for (circumstance, _) in tried.iter().flat_map(|record| &record.otherwise) {
        if !asked.contains(circumstance) {
            asked.push(*circumstance);
        }
    }
    asked
        .into_iter()
        .filter_map(|circumstance| compared(circumstance, tried))
        .collect()
}

fn compared(circumstance: Circumstance, records: &[Record]) -> Option<Otherwise> {
    let pairs: Option<Vec<(&Record, Twin, f64)>> = records
        .iter()
        .map(|record| {
            let mut twins = record.otherwise.iter();
            let (_, twin) = twins.find(|(one, twin)| *one == circumstance && twin.is_complete)?;
            Some((record, *twin, record.initial_cycle_ms()? as f64))
        })
        .collect();
    let pairs = pairs?;
    let middle = |values: Vec<f64>, p: f64| quantile(&sorted(values), p);
    let each = |of: fn(&(&Record, Twin, f64)) -> f64| pairs.iter().map(of).collect::<Vec<f64>>();
    // A cycle that takes no time has none to save.
    let saved = each(|(_, twin, as_is)| 1.0 - twin.duration_ms as f64 / as_is.max(1.0));
    let share = |of: fn(&&(&Record, Twin, f64)) -> bool| {
        pairs.iter().filter(of).count() as f64 / pairs.len().max(1) as f64
    };
    Some(Otherwise {
        circumstance,
        replications: pairs.len() as u64,
        p50_ms: middle(each(|(_, twin, _)| twin.duration_ms as f64), 0.5)?,
        as_is_p50_ms: middle(each(|(_, _, as_is)| *as_is), 0.5)?,
        saved_p5: middle(saved.clone(), 0.05)?,
        saved_p50: middle(saved.clone(), 0.5)?,
        saved_p95: middle(saved, 0.95)?,
        left_out_p50: middle(each(|(_, twin, _)| twin.left_out as f64), 0.5)?,
        as_is_left_out_p50: middle(each(|(record, ..)| record.row.failed_objects() as f64), 0.5)?,
        quarantined: share(|(_, twin, _)| twin.is_quarantined),
        as_is_quarantined: share(|(one, ..)| one.is_quarantined),
    })
}

/// The one job is simulated in this many replications, the first ones.
pub(super) const MOST_FOR_ONE_JOB: u64 = 200;

/// Sums up the jobs of a split, and compares them with the one job that the records tell of.
pub(super) fn jobs(
    setup: &Setup,
    records: &[Record],
    rows: &(impl EachRow + ?Sized),
) -> Option<Jobs> {
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

fn summary(split: &Split, job: usize, rows: &(impl EachRow + ?Sized)) -> JobSummary {
    let of_each = |value: fn(&JobRow) -> u64| {
        let of_job = |row: &ReplicationRow| row.jobs.get(job).map(|one| value(one) as f64);
        sorted(rows.some_values(of_job))
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

fn one_job(alone_ms: &[f64], rows: &(impl EachRow + ?Sized)) -> OneJob {
    let several = rows.some_values(|row| row.initial_cycle_ms.map(|time| time as f64));
    let pairs = alone_ms.iter().zip(&several);
    let ratio = |(alone, several): (&f64, &f64)| alone / several.max(1.0);
    let ratios = sorted(pairs.clone().map(ratio));
    let faster = pairs.filter(|(alone, several)| several < alone).count();
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
