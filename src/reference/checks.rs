//! Simulated jobs turned into the checks of the document.

use super::free::{FREE, ParameterSet};
use super::population::{Durations, Population, band, directory_users};
use super::table::{LowEnd, TIMING_TABLE};
use super::verdict;
use crate::experiment::formula_minutes;
use crate::experiment::outcome::reproduction::{
    CalibratedValue, FactorCheck, FormulaCheck, JobRow, RowCheck,
};
use crate::stats::{quantile, sorted};

/// Numbers of assigned users, groups and members for which the formulas are tried.
pub(super) const FORMULA_SIZES: [u64; 7] = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];
/// Users of the jobs whose created-to-matched factor is taken.
pub(super) const FACTOR_USERS: u64 = 10_000;

/// How much longer the first job of each pair takes than the second, in ascending order.
pub fn ratios(created: &Durations, matched: &Durations) -> Vec<f64> {
    let pairs = created.iter().zip(matched);
    sorted(pairs.map(|((_, created), (_, matched))| created / matched))
}

pub(super) fn each_row(
    places: impl IntoIterator<Item = usize>,
    answers: &[Durations],
    factor: f64,
) -> Vec<RowCheck> {
    places
        .into_iter()
        .zip(answers)
        .map(|(index, answer)| row_check(index, answer, factor))
        .collect()
}

fn row_check(index: usize, answer: &Durations, factor: f64) -> RowCheck {
    let row = TIMING_TABLE[index];
    let simulated = band(answer);
    let verdict = verdict::row(&row, &simulated, factor);
    let low_minutes = match row.low_end() {
        LowEnd::At(low) | LowEnd::Below(low) => Some(low),
        LowEnd::Open => None,
    };
    RowCheck {
        row: index as u64 + 1,
        scope: row.scope.name().to_owned(),
        objects: row.objects(),
        documented: row.range(),
        low_minutes,
        low_is_bound: row.low_min.is_none(),
        high_minutes: row.high_min,
        p5_over_low: low_minutes.map(|low| simulated.p5_minutes / low),
        p95_over_high: simulated.p95_minutes / row.high_min,
        simulated,
        holds: verdict.holds,
        because: verdict.because,
    }
}

pub(super) fn formula_check(objects: u64, answer: &Durations) -> FormulaCheck {
    let (low_minutes, high_minutes) = formula_minutes(objects);
    let simulated = band(answer);
    let inside = answer
        .iter()
        .filter(|(_, minutes)| (low_minutes..=high_minutes).contains(minutes));
    let inside_share = inside.count() as f64 / answer.len() as f64;
    let verdict = verdict::formula(low_minutes, high_minutes, &simulated, inside_share);
    FormulaCheck {
        objects,
        low_minutes,
        high_minutes,
        simulated,
        inside_share,
        holds: verdict.holds,
        because: verdict.because,
    }
}

pub(super) fn factor_check(created: &Durations, matched: &Durations) -> FactorCheck {
    let ratios = ratios(created, matched);
    let at = |p| quantile(&ratios, p).unwrap_or(f64::NAN);
    let verdict = verdict::about_twice(at(0.5));
    FactorCheck {
        users: FACTOR_USERS,
        p5: at(0.05),
        p50: at(0.5),
        p95: at(0.95),
        holds: verdict.holds,
        because: verdict.because,
    }
}

/// A set of values as the document holds it.
pub(super) fn calibrated(set: &ParameterSet) -> Vec<CalibratedValue> {
    let each = FREE.iter().zip(set.values).zip(set.standard_errors);
    each.map(|((free, value), standard_error)| CalibratedValue {
        name: free.name.to_owned(),
        unit: free.unit.to_owned(),
        meaning: free.meaning.to_owned(),
        value,
        standard_error,
        bound_low: free.bounds.0,
        bound_high: free.bounds.1,
    })
    .collect()
}

pub(super) fn job_rows(
    populations: &[Population],
    answers: &[Durations],
    seed: u64,
) -> Vec<JobRow> {
    let name = |index: usize| match index.checked_sub(TIMING_TABLE.len()) {
        None => format!("row {}", index + 1),
        Some(formula) => format!("formula {}", FORMULA_SIZES[formula]),
    };
    let mut rows = Vec::new();
    for (index, (population, answer)) in populations.iter().zip(answers).enumerate() {
        for (number, (job, minutes)) in (0..).zip(answer) {
            rows.push(JobRow {
                population: name(index),
                job: number,
                users: job.users,
                groups: job.groups,
                memberships: job.memberships,
                directory_users: directory_users(population, job, seed, number),
                matched_share: job.matched_share,
                minutes: *minutes,
            });
        }
    }
    rows
}
