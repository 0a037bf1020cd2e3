//! A plan that is carried out: replications in parallel, put back in order, until somebody interrupts.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::model::{Chance, CycleError, Workspace};

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

/// A plan that is carried out, and how it is watched from outside.
#[derive(Clone, Copy)]
pub struct Session<'w> {
    /// What is simulated.
    pub plan: Plan,
    /// Ends the session early once it is true.
    pub interrupted: &'w AtomicBool,
    /// Called with the number of replications finished since its last call, from several threads.
    pub progress: &'w (dyn Fn(u64) + Sync),
}

static NEVER: AtomicBool = AtomicBool::new(false);

/// What one replication is simulated with.
pub(super) struct Bench<'a> {
    pub chance: Chance,
    pub interrupted: &'a AtomicBool,
    pub workspace: &'a mut Workspace,
}

impl Session<'static> {
    /// A session that nobody interrupts or watches.
    pub fn new(plan: Plan) -> Self {
        Session {
            plan,
            interrupted: &NEVER,
            progress: &|_| (),
        }
    }
}

impl Session<'_> {
    /// The same with another number of replications.
    #[must_use]
    pub fn with_replications(mut self, replications: u64) -> Self {
        self.plan.replications = replications;
        self
    }
}

/// Why a batch could not be run.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A replication cannot be simulated.
    #[error(transparent)]
    Cycle(#[from] CycleError),
    /// It was interrupted before there was a result.
    #[error("interrupted before there was a result; nothing was written")]
    Interrupted,
    /// The system refused the threads.
    #[error("cannot start {threads} threads: {reason}")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// The system's reason.
        reason: String,
    },
}

impl Session<'_> {
    /// Does the work of every replication of the plan, in parallel, and gives the results in order.
    pub(super) fn each<T: Send>(
        &self,
        work: impl Fn(u64, &mut Bench<'_>) -> Result<T, RunError> + Sync,
    ) -> Result<Vec<T>, RunError> {
        let numbers: Vec<u64> = (0..self.plan.replications).collect();
        let done = self.in_order(&numbers, |number, bench| {
            let done = work(number, bench)?;
            (self.progress)(1);
            Ok(done)
        })?;
        let is_whole = done.len() == numbers.len();
        is_whole.then_some(done).ok_or(RunError::Interrupted)
    }

    /// Does numbered pieces of work in parallel and gives their results in the order of `numbers`.
    ///
    /// Once the session is interrupted, no further batch is begun. What comes back is then the longest run of results from the
    /// first number without a gap, so that quick replications are not favoured. A piece of work that was interrupted itself
    /// has no result.
    pub(super) fn in_order<T: Send>(
        &self,
        numbers: &[u64],
        work: impl Fn(u64, &mut Bench<'_>) -> Result<T, RunError> + Sync,
    ) -> Result<Vec<T>, RunError> {
        let threads = self.plan.threads.unwrap_or(0);
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
                        if self.interrupted.load(Ordering::Relaxed)
                            || failed.load(Ordering::Relaxed)
                        {
                            return None;
                        }
                        let mut bench = Bench {
                            chance: Chance::new(self.plan.seed, *number),
                            interrupted: self.interrupted,
                            workspace,
                        };
                        match work(*number, &mut bench) {
                            Err(RunError::Interrupted) => None,
                            done => {
                                failed.fetch_or(done.is_err(), Ordering::Relaxed);
                                Some(done)
                            }
                        }
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
}
