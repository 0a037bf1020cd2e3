//! Tenants in which nothing is uncertain but what a test asks for.

use cyclecast::model::{
    Chance, CycleInput, CycleTally, GroupSizes, GroupWrite, Inputs, Parameter as P, Quantity,
    ScopeMode, Setup, Uncertain, Workspace, catalogue, simulate,
};

/// So many users in groups of these sizes. Nothing fails, the service itself takes no time, and the target none either.
pub fn instant(users: u32, sizes: &[u32]) -> Setup {
    let mut setup = Setup::new(ScopeMode::AllUsersAndGroups);
    for row in catalogue() {
        let is_time = row.key.starts_with("job.processing.")
            || row.key.starts_with("job.page_read")
            || (row.key.starts_with("target.latency.") && row.quantity == Quantity::Duration);
        if row.key.starts_with("errors.") || is_time {
            setup.set(row.parameter, Uncertain::Fixed(0.0));
        }
    }
    setup.group_sizes = GroupSizes::Listed(sizes.to_vec());
    let certain = |setup: Setup, (parameter, value)| and(setup, parameter, value);
    [
        (P::TenantUsers, f64::from(users)),
        (P::TenantGroups, 0.0),
        (P::TenantMemberships, 0.0),
        (P::ManagerShare, 0.0),
        (P::DisabledShare, 0.0),
        (P::LatencyCv, 0.0),
        (P::EvaluationCv, 0.0),
        (P::Evaluation, 0.0),
        (P::InitialCycleOverhead, 0.0),
        (P::CycleOverhead, 0.0),
        (P::EscrowRetry, 0.0),
    ]
    .into_iter()
    .fold(setup, certain)
}

/// The setup with one value.
pub fn and(setup: Setup, parameter: P, value: f64) -> Setup {
    setup.with(parameter, Uncertain::Fixed(value))
}

/// The setup with a target that reads, changes and writes groups as a whole.
pub fn losing(mut setup: Setup) -> Setup {
    setup.group_write = GroupWrite::LastWriteWins;
    setup
}

/// The initial cycle of one replication.
pub fn cycle(setup: &Setup, replication: u64) -> CycleTally {
    let chance = Chance::new(5, replication);
    let input = CycleInput::new(setup, chance, Inputs::Drawn);
    simulate(&input, chance, &mut Workspace::default(), &mut ()).unwrap()
}

/// Its duration in seconds.
pub fn seconds(setup: &Setup) -> f64 {
    cycle(setup, 0).duration.as_secs_f64()
}
