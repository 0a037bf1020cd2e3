//! Table, formulas and factor beside their simulation.

use super::checks::{
    FACTOR_USERS, FORMULA_SIZES, calibrated, each_row, factor_check, formula_check, job_rows,
};
use super::free::ParameterSet;
use super::incremental;
use super::population::{Population, Size};
use super::table::{Reading, TIMING_TABLE, TimingRow};
use super::verdict;
use crate::experiment::outcome::FORMAT_VERSION;
use crate::experiment::outcome::reproduction::{FormulaCheck, Reproduction, RowCheck};
use crate::experiment::{Plan, RunError, Session};
use crate::model::{ScopeMode, calibration};

/// Claims of document 003 that are not held against the simulation, and why.
const NOT_COMPARED: [&str; 1] = [
    "the first sync takes from 20 minutes to several hours: the table goes beyond both ends itself; the smallest jobs take some minutes here, by the fixed time of a cycle, which is assumed to be between 1 and 8 minutes",
];

/// How many jobs a reproduction simulates.
pub fn jobs_to_simulate(plan: &Plan) -> u64 {
    populations(&ParameterSet::COMMITTED, plan)
        .iter()
        .map(|population| population.jobs)
        .sum::<u64>()
        + incremental::jobs(plan)
}

/// Simulates the jobs that the documented table stands for, with `set` shared by all, and compares.
///
/// The plan's replications are the jobs for each row.
///
/// # Errors
/// When it was interrupted, or the threads cannot be started.
///
/// ```
/// use cyclecast::experiment::{Plan, Session};
/// use cyclecast::reference::{ParameterSet, reproduce};
///
/// let plan = Plan { replications: 2, seed: 1, threads: None };
/// let found = reproduce(&ParameterSet::COMMITTED, &Session::new(plan))?;
/// assert_eq!(found.rows.len(), 8);
/// # Ok::<(), cyclecast::experiment::RunError>(())
/// ```
pub fn reproduce(set: &ParameterSet, session: &Session<'_>) -> Result<Reproduction, RunError> {
    let plan = &session.plan;
    let populations = populations(set, plan);
    let answers = Population::simulate(&populations, session)?;
    let incremental = incremental::incremental(set, session)?;
    let (table, rest) = answers.split_at(TIMING_TABLE.len());
    let (formula, rest) = rest.split_at(FORMULA_SIZES.len());
    let (factor, left_out) = rest.split_at(2);
    let rows = each_row(0..TIMING_TABLE.len(), table, verdict::END_FACTOR);
    let formulas: Vec<FormulaCheck> = FORMULA_SIZES
        .iter()
        .zip(formula)
        .map(|(&objects, answer)| formula_check(objects, answer))
        .collect();
    let created_to_matched = factor_check(&factor[0], &factor[1]);
    let places = calibration::LEFT_OUT.iter().map(|(index, ..)| *index);
    let left_out = each_row(places, left_out, verdict::LEFT_OUT_FACTOR);
    let holds = rows.iter().chain(&left_out).all(|row| row.holds)
        && formulas.iter().all(|formula| formula.holds)
        && created_to_matched.holds
        && incremental.iter().all(|check| check.holds);
    let listed = TIMING_TABLE.len() + FORMULA_SIZES.len();
    Ok(Reproduction {
        format_version: FORMAT_VERSION.to_owned(),
        cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: plan.seed,
        jobs_per_row: plan.replications.max(1),
        holds,
        rows,
        formulas,
        created_to_matched,
        incremental,
        left_out,
        calibrated: calibrated(set),
        not_compared: NOT_COMPARED.map(str::to_owned).to_vec(),
        jobs: job_rows(&populations[..listed], &answers, plan.seed),
    })
}

/// Simulates the jobs that the rows of the table stand for under a reading and compares; the table alone.
///
/// # Errors
/// When it was interrupted, or the threads cannot be started.
pub fn reproduce_table(
    reading: &Reading,
    set: &ParameterSet,
    session: &Session<'_>,
) -> Result<Vec<RowCheck>, RunError> {
    let jobs = session.plan.replications.max(1);
    let populations =
        TIMING_TABLE.map(|row| Population::new(reading, set, row.scope, Size::Row(row), jobs));
    let answers = Population::simulate(&populations, session)?;
    Ok(each_row(
        0..TIMING_TABLE.len(),
        &answers,
        verdict::END_FACTOR,
    ))
}

/// Rows, formulas, the two sides of the factor, rows left out.
fn populations(set: &ParameterSet, plan: &Plan) -> Vec<Population> {
    let jobs = plan.replications.max(1);
    let stated = &Reading::STATED;
    let of_row = |set: &ParameterSet, row: TimingRow| {
        Population::new(stated, set, row.scope, Size::Row(row), jobs)
    };
    let rows = TIMING_TABLE.iter().map(|row| of_row(set, *row));
    let formulas = FORMULA_SIZES.iter().map(|&objects| {
        Population::new(
            stated,
            set,
            ScopeMode::Assigned,
            Size::Objects(objects),
            jobs,
        )
    });
    let left_out = calibration::LEFT_OUT
        .iter()
        .map(|&(index, values, standard_errors)| {
            let without = ParameterSet {
                values,
                standard_errors,
            };
            of_row(&without, TIMING_TABLE[index])
        });
    rows.chain(formulas)
        .chain(created_and_matched(stated, set, jobs))
        .chain(left_out)
        .collect()
}

/// Jobs that create everybody, and the same jobs matching everybody.
pub fn created_and_matched(reading: &Reading, set: &ParameterSet, jobs: u64) -> [Population; 2] {
    let size = Size::Objects(FACTOR_USERS);
    [0.0, 1.0].map(|share| Population {
        matched_share: Some(share),
        ..Population::new(reading, set, ScopeMode::AllUsers, size, jobs)
    })
}
