//! Replications in parallel, put back in order.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::life::{LifeRecord, LifeRecorder};
use super::recorder::{Recorder, Watch};
use crate::model::job::simulate_job;
use crate::model::{
    Both, Chance, CycleError, CycleInput, CycleTally, Inputs, JobTally, Observer, Setup, Values,
    Workspace, simulate, simulate_side_by_side,
};

/// Replications that are handed out together. It bounds what an interruption can lose, and has no influence on results.
const BATCH: usize = 32;

/// How many replications, with which seed, on how many threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Replications asked for.
    pub replications: u64,
    /// The root seed.
    pub seed: u64,
    /// Threads to use; none means one for each core.
    pub threads: Option<usize>,
}

/// Why a batch could not be run.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A replication cannot be simulated.
    #[error(transparent)]
    Cycle(#[from] CycleError),
    /// The system refused the threads.
    #[error("cannot start {threads} threads: {reason}")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// The system's reason.
        reason: String,
    },
}

/// One finished replication.
#[derive(Clone, Debug)]
pub(super) struct Replication {
    /// The initial cycle, as far as it came.
    pub tally: CycleTally,
    /// Whether it was completed.
    pub is_complete: bool,
    pub life: Option<LifeRecord>,
    /// Each of several jobs.
    pub jobs: Vec<JobTally>,
    pub recorder: Box<Recorder>,
    pub values: Values,
    pub memberships: u64,
    /// Members of the largest group that is provisioned.
    pub largest_group: u32,
}

/// Runs the replications of a plan in parallel, with a recorder each.
pub(super) fn replicate(
    setup: &Setup,
    plan: &Plan,
    inputs: Inputs,
    interrupted: &AtomicBool,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Vec<Replication>, RunError> {
    let numbers: Vec<u64> = (0..plan.replications).collect();
    in_order(&numbers, plan.threads, interrupted, |number, workspace| {
        let chance = Chance::new(plan.seed, number);
        let done = replication_of(setup, chance, inputs, interrupted, workspace, &mut ());
        progress(1);
        done
    })
}

/// Does numbered pieces of work in parallel and gives their results in the order of `numbers`.
///
/// When `interrupted` turns true, no further batch is begun. What comes back is then the longest run of results from the
/// first number without a gap, so that quick replications are not favoured. A piece of work that was interrupted itself has
/// no result.
pub(super) fn in_order<T: Send>(
    numbers: &[u64],
    threads: Option<usize>,
    interrupted: &AtomicBool,
    work: impl Fn(u64, &mut Workspace) -> Result<Option<T>, RunError> + Sync,
) -> Result<Vec<T>, RunError> {
    let threads = threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|reason| RunError::Threads {
            threads,
            reason: reason.to_string(),
        })?;
    let mut done = Vec::with_capacity(numbers.len().min(1 << 20));
    for wave in numbers.chunks(BATCH * pool.current_num_threads()) {
        // Where one piece fails, the others of its wave are of no use.
        let failed = AtomicBool::new(false);
        let results: Vec<Option<Result<T, RunError>>> = pool.install(|| {
            wave.par_iter()
                .map_init(Workspace::default, |workspace, number| {
                    if interrupted.load(Ordering::Relaxed) || failed.load(Ordering::Relaxed) {
                        return None;
                    }
                    let done = work(*number, workspace);
                    failed.fetch_or(done.is_err(), Ordering::Relaxed);
                    done.transpose()
                })
                .collect()
        });
        if failed.into_inner() {
            let failures = results.into_iter().flatten();
            return failures.filter(Result::is_err).collect();
        }
        let finished = results.iter().take_while(|result| result.is_some()).count();
        for result in results.into_iter().flatten().take(finished) {
            done.push(result?);
        }
        if finished < wave.len() {
            break;
        }
    }
    Ok(done)
}

/// One replication, or nothing when it was interrupted; `further` sees it too.
pub(super) fn replication_of<O: Observer>(
    setup: &Setup,
    chance: Chance,
    inputs: Inputs,
    interrupted: &AtomicBool,
    workspace: &mut Workspace,
    further: &mut O,
) -> Result<Option<Replication>, RunError> {
    let input = CycleInput::new(setup, chance, inputs);
    let mut recorder = Box::new(Recorder::new());
    let mut watch = Watch::new(recorder.as_mut(), interrupted);
    let mut jobs = Vec::new();
    let (tally, is_complete, life) = match (&setup.split, &setup.job) {
        (Some(split), _) => {
            let (whole, each) = simulate_side_by_side(
                &input,
                split,
                chance,
                workspace,
                &mut Both(&mut watch, further),
            )?;
            jobs = each;
            (whole, true, None)
        }
        (None, None) => {
            let mut both = Both(&mut watch, further);
            (simulate(&input, chance, workspace, &mut both)?, true, None)
        }
        (None, Some(plan)) => {
            let mut life = LifeRecorder::new(watch, plan.horizon);
            let mut both = Both(&mut life, further);
            let end = simulate_job(&input, plan, chance, workspace, &mut both)?;
            let record = life.finish(&end);
            let mut tally = end.initial;
            tally.broken_off = end.broken_off;
            (tally, end.initial_done.is_some(), Some(record))
        }
    };
    if tally.broken_off {
        return Ok(None);
    }
    Ok(Some(Replication {
        tally,
        is_complete,
        life,
        jobs,
        recorder,
        memberships: input.memberships(),
        largest_group: input.group_sizes.iter().copied().max().unwrap_or_default(),
        values: input.values,
    }))
}
