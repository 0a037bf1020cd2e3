//! A plan that is carried out: replications in parallel, put back in order, until somebody interrupts.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::model::{Chance, CycleError, Workspace};

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
    /// A tenant of a fleet cannot be simulated.
    #[error("tenant {name}: {reason}")]
    Tenant {
        /// Its name.
        name: String,
        /// Why not.
        reason: CycleError,
    },
    /// It was interrupted before there was a result.
    #[error("interrupted before there was a result; nothing was written")]
    Interrupted,
    /// What goes aside for want of memory cannot be kept.
    #[error("cannot keep replications aside: {0}")]
    Aside(#[from] std::io::Error),
    /// The system refused the threads.
    #[error("cannot start {threads} threads: {reason}")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// The system's reason.
        reason: String,
    },
}

impl RunError {
    /// The same of one tenant of many.
    pub fn of_tenant(self, name: &str) -> Self {
        match self {
            Self::Cycle(reason) => Self::Tenant {
                name: name.to_owned(),
                reason,
            },
            other => other,
        }
    }
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
    /// Once the session is interrupted, no further piece is begun. What comes back is then the longest run of results from the
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
        let (next, ends) = (AtomicUsize::new(0), AtomicBool::new(false));
        // Each thread takes the next number as soon as it is through with one, and keeps its memory from one to the next.
        let of_threads: Vec<Vec<(usize, Result<T, RunError>)>> = pool.broadcast(|_| {
            let mut workspace = Workspace::default();
            let mut done = Vec::new();
            while !ends.load(Ordering::Relaxed) && !self.interrupted.load(Ordering::Relaxed) {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(number) = numbers.get(index) else {
                    break;
                };
                let mut bench = Bench {
                    chance: Chance::new(self.plan.seed, *number),
                    interrupted: self.interrupted,
                    workspace: &mut workspace,
                };
                let result = work(*number, &mut bench);
                // Where one piece fails, the others are of no use.
                ends.fetch_or(result.is_err(), Ordering::Relaxed);
                done.push((index, result));
            }
            done
        });
        let mut results: Vec<Option<Result<T, RunError>>> = Vec::new();
        results.resize_with(numbers.len(), || None);
        for (index, result) in of_threads.into_iter().flatten() {
            results[index] = Some(result);
        }
        let interrupted =
            |result: &Result<T, RunError>| matches!(result, Err(RunError::Interrupted));
        let failure = results.iter().position(|result| {
            let failed = result.as_ref().filter(|result| result.is_err());
            failed.is_some_and(|result| !interrupted(result))
        });
        let finished = results.into_iter().skip(failure.unwrap_or(0));
        finished
            .map_while(|result| result.filter(|result| !interrupted(result)))
            .collect()
    }
}
