//! How long many different jobs take, when nothing else is asked of them.

use std::sync::atomic::{AtomicBool, Ordering};

use super::run::{Plan, RunError, in_order};
use crate::model::{Chance, CycleInput, Inputs, Observer, Setup, simulate};
use crate::units::SimDuration;

/// Sees nothing of a cycle but whether to break it off.
pub(super) struct Breaker<'a>(pub &'a AtomicBool);

impl Observer for Breaker<'_> {
    fn stops(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Simulates the initial cycle of one job for each replication of the plan, and gives the durations in order.
///
/// `job` gives the setup of a replication, and the number that its luck goes by: jobs of the same number share their luck.
/// Nothing comes back when `interrupted` turned true.
///
/// # Errors
/// When the threads cannot be started, or a limit of a setup lets nothing pass.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use cyclecast::experiment::{Plan, durations};
/// use cyclecast::model::{Parameter, ScopeMode, Setup, Uncertain};
///
/// let job = |number: u64| {
///     let users = Uncertain::Fixed(100.0 * (number + 1) as f64);
///     (Setup::new(ScopeMode::AllUsers).with(Parameter::TenantUsers, users), 0)
/// };
/// let plan = Plan { replications: 3, seed: 1, threads: Some(1) };
/// let times = durations(job, &plan, &AtomicBool::new(false), &|_| ())?.expect("not interrupted");
/// assert!(times[0] < times[1] && times[1] < times[2]);
/// # Ok::<(), cyclecast::experiment::RunError>(())
/// ```
pub fn durations(
    job: impl Fn(u64) -> (Setup, u64) + Sync,
    plan: &Plan,
    interrupted: &AtomicBool,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Option<Vec<SimDuration>>, RunError> {
    let numbers: Vec<u64> = (0..plan.replications).collect();
    let done = in_order(&numbers, plan.threads, interrupted, |number, workspace| {
        let (setup, luck) = job(number);
        let chance = Chance::new(plan.seed, luck);
        let input = CycleInput::new(&setup, chance, Inputs::Drawn);
        let tally = simulate(&input, chance, workspace, &mut Breaker(interrupted))?;
        progress(1);
        Ok((!tally.broken_off).then_some(tally.duration))
    })?;
    Ok((done.len() as u64 == plan.replications).then_some(done))
}
