//! The way in to initial cycles: one job, or several side by side.

use super::chance::Chance;
use super::cycle::{Cycle, Workspace};
use super::cycle_error::{CycleError, within_the_clock};
use super::input::CycleInput;
use super::parameters::Parameter;
use super::record::{CycleTally, Observer};
use super::side_by_side::simulate_side_by_side;
use super::target::Target;
use crate::kernel::run;
use crate::units::SimTime;

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

/// Simulates the initial cycle of one job for the whole scope.
fn simulate_one<O: Observer>(
    input: &CycleInput<'_>,
    chance: Chance,
    workspace: &mut Workspace,
    observer: &mut O,
) -> Result<CycleTally, CycleError> {
    let target = Target::new(input, 1, &mut workspace.variations)?;
    let mut cycle = Cycle::prepared(
        input,
        chance,
        SimTime::ZERO,
        Box::new(target),
        workspace,
        observer,
    );
    cycle.start();
    let end = run(&mut cycle);
    within_the_clock(end, input.values.count(Parameter::Connections))?;
    cycle.finish();
    Ok(cycle.tally)
}
