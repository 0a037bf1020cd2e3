//! The way in to initial cycles: one job, or several side by side.

use super::chance::Chance;
use super::cycle::{Workspace, simulate_one};
use super::drawn::CycleInput;
use super::record::{CycleTally, Observer};
use super::side_by_side::simulate_side_by_side;
use crate::kernel::InvalidLimit;

/// Simulates the initial cycle and returns its tally, which is of all jobs together where the setup splits the scope; `observer` sees the moments in between.
///
/// # Errors
/// [`InvalidLimit`] when a limit of the setup lets nothing pass. Scenario files with such limits do not parse.
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
/// # Ok::<(), cyclecast::kernel::InvalidLimit>(())
/// ```
pub fn simulate<O: Observer>(
    input: &CycleInput<'_>,
    chance: Chance,
    workspace: &mut Workspace,
    observer: &mut O,
) -> Result<CycleTally, InvalidLimit> {
    match &input.setup.split {
        None => simulate_one(input, chance, workspace, observer),
        Some(split) => {
            simulate_side_by_side(input, split, chance, workspace, observer).map(|(whole, _)| whole)
        }
    }
}
