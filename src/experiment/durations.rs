//! How long many different jobs take, when nothing else is asked of them.

use super::replication::duration_of;
use super::session::{RunError, Session};
use crate::model::{Chance, Setup};
use crate::units::SimDuration;

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
    session.each(|number, workspace| {
        let (setup, luck) = job(number);
        let chance = Chance::new(session.plan.seed, luck);
        duration_of(&setup, chance, session.interrupted, workspace)
    })
}
