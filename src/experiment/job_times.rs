//! How long many different jobs take, when nothing else is asked of them: their initial cycles, and the incremental cycle that finds
//! many changes at once.

use std::sync::atomic::{AtomicBool, Ordering};

use super::session::{RunError, Session};
use crate::model::job::simulate_job;
use crate::model::{Chance, CycleInput, Inputs, Observer, Occurrence, Setup};
use crate::units::{SimDuration, SimTime};

/// Simulates the initial cycle of one job for each replication of the plan, and gives the durations in order.
///
/// `job` gives the setup of a replication, and the number that its luck goes by: jobs of the same number share their luck.
///
/// # Errors
/// [`RunError`]: interrupted, no threads, or a limit of a setup lets nothing pass.
///
/// ```
/// use cyclecast::experiment::{Plan, Session, durations};
/// use cyclecast::model::{Parameter, ScopeMode, Setup, Uncertain};
///
/// let job = |number: u64| {
///     let users = Uncertain::Fixed(100.0 * (number + 1) as f64);
///     (Setup::new(ScopeMode::AllUsers).with(Parameter::TenantUsers, users), 0)
/// };
/// let plan = Plan { replications: 3, seed: 1, threads: Some(1) };
/// let times = durations(job, &Session::new(plan))?;
/// assert!(times[0] < times[1] && times[1] < times[2]);
/// # Ok::<(), cyclecast::experiment::RunError>(())
/// ```
pub fn durations(
    job: impl Fn(u64) -> (Setup, u64) + Sync,
    session: &Session<'_>,
) -> Result<Vec<SimDuration>, RunError> {
    session.each(|number, bench| {
        let (setup, replication) = job(number);
        bench.chance = Chance::new(session.plan.seed, replication);
        bench.duration(&setup)
    })
}

/// The first incremental cycle of a job that finds changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Absorbed {
    /// Changes that it found.
    pub changes: u64,
    /// How long it took.
    pub duration: SimDuration,
    /// Changes that still waited when the next cycle began.
    pub left: u64,
}

#[derive(Debug)]
struct Watch<'a> {
    interrupted: &'a AtomicBool,
    found: Option<Absorbed>,
    is_under_way: bool,
    is_over: bool,
}

impl Observer for Watch<'_> {
    fn see(&mut self, _at: SimTime, what: &Occurrence<'_>) {
        match what {
            Occurrence::JobCycleBegins(start) if !start.is_full => match &mut self.found {
                None if start.changes > 0 => {
                    self.found = Some(Absorbed {
                        changes: start.changes,
                        ..Absorbed::default()
                    });
                    self.is_under_way = true;
                }
                Some(found) if !self.is_over => {
                    found.left = start.changes;
                    self.is_over = true;
                }
                _ => {}
            },
            Occurrence::JobCycleEnds { execution, .. } if self.is_under_way => {
                if let Some(found) = &mut self.found {
                    found.duration = execution.ended - execution.began;
                }
                self.is_under_way = false;
            }
            _ => {}
        }
    }

    fn stops(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}

/// Simulates one job for each replication of the plan, and gives the first incremental cycle that found changes.
///
/// `job` gives the setup of a replication, whose plan of the job's life makes the changes, and the number that its luck
/// goes by.
///
/// # Errors
/// [`RunError`]: interrupted, also where a job has no plan or found no changes; no threads; or a limit of a setup lets nothing
/// pass.
pub fn absorbed(
    job: impl Fn(u64) -> (Setup, u64) + Sync,
    session: &Session<'_>,
) -> Result<Vec<Absorbed>, RunError> {
    session.each(|number, bench| {
        let (setup, replication) = job(number);
        let life = setup.job.as_ref().ok_or(RunError::Interrupted)?;
        let chance = Chance::new(session.plan.seed, replication);
        let input = CycleInput::new(&setup, chance, Inputs::Drawn);
        let mut watch = Watch {
            interrupted: session.interrupted,
            found: None,
            is_under_way: false,
            is_over: false,
        };
        let end = simulate_job(&input, life, chance, bench.workspace, &mut watch)?;
        let found = watch.found.filter(|_| !end.broken_off);
        found.ok_or(RunError::Interrupted)
    })
}
