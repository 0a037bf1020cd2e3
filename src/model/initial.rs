//! The way in to initial cycles: one job, or several side by side.

use super::chance::Chance;
use super::cycle::{Workspace, simulate_one};
use super::drawn::CycleInput;
use super::record::{CycleTally, Observer};
use super::side_by_side::simulate_side_by_side;
use crate::kernel::InvalidLimit;
use crate::units::{SimDuration, SimTime};

/// Why a cycle cannot be simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CycleError {
    /// A limit of the setup lets nothing pass. Scenario files with such limits do not parse.
    #[error("a rate limit of the target lets nothing pass: {0}")]
    Limit(#[from] InvalidLimit),
    /// Time is counted in 64 bits, and neither the cycle nor the sum of what its connections do fits.
    #[error(
        "the initial cycle, or the time of its connections together, would last longer than 584 years, where the clock of the simulation ends\n  help: look for a time that is too long (job.evaluation, job.processing, target.latency, the period, penalty or retry_after of a limit) or for too many users; more job.connections share the work"
    )]
    ClockEnds,
}

/// Refuses a cycle whose time, or that of its connections together, is beyond the clock.
pub(super) fn within_the_clock(end: SimTime, connections: u64) -> Result<(), CycleError> {
    let whole = end.since_start().as_nanos().checked_mul(connections.max(1));
    match whole {
        Some(nanos) if nanos < SimDuration::MAX.as_nanos() => Ok(()),
        _ => Err(CycleError::ClockEnds),
    }
}

/// Simulates the initial cycle and returns its tally, which is of all jobs together where the setup splits the scope; `observer` sees the moments in between.
///
/// # Errors
/// [`CycleError`]: a limit of the setup lets nothing pass, or the cycle would last longer than the clock.
///
/// ```
/// use cyclecast::model::{Chance, CycleInput, Inputs, Parameter, ScopeMode, Setup, Uncertain};
/// use cyclecast::model::{Workspace, simulate};
///
/// let setup = Setup::new(ScopeMode::AllUsers)
///     .with(Parameter::TenantUsers, Uncertain::Fixed(500.0));
/// let chance = Chance::new(1, 0);
/// let input = CycleInput::new(&setup, chance, Inputs::Drawn);
/// let tally = simulate(&input, chance, &mut Workspace::default(), &mut ())?;
/// assert_eq!(tally.users_in_scope, tally.users_with_access() + tally.users_escrowed);
/// # Ok::<(), cyclecast::model::CycleError>(())
/// ```
pub fn simulate<O: Observer>(
    input: &CycleInput<'_>,
    chance: Chance,
    workspace: &mut Workspace,
    observer: &mut O,
) -> Result<CycleTally, CycleError> {
    match &input.setup.split {
        None => simulate_one(input, chance, workspace, observer),
        Some(split) => {
            simulate_side_by_side(input, split, chance, workspace, observer).map(|(whole, _)| whole)
        }
    }
}
