use cyclecast::model::job::*;
use cyclecast::model::*;
use cyclecast::units::*;
fn main() {
    let f = Uncertain::Fixed;
    let setup = Setup::new(ScopeMode::Assigned)
        .with(Parameter::TenantUsers, f(10_000.0))
        .with(Parameter::AssignedUsers, f(10_000.0))
        .with(Parameter::Joiners, f(50.0))
        .with(Parameter::Leavers, f(50.0))
        .with(Parameter::AttributeUpdates, f(200.0))
        .with(Parameter::MembershipAdds, f(100.0))
        .with(Parameter::MembershipRemoves, f(50.0))
        .with(Parameter::OutOfScopeChanges, f(50.0));
    let mut ws = Workspace::default();
    for rep in 0..5 {
        let plan = JobPlan::new(SimDuration::from_secs(28 * 86_400));
        let chance = Chance::new(1, rep);
        let input = CycleInput::new(&setup, chance, Inputs::Drawn);
        let t = std::time::Instant::now();
        let end = simulate_job(&input, &plan, chance, &mut ws, &mut ()).unwrap();
        println!(
            "{:?} {:?} init {:?} {:?}\n   {:?}",
            t.elapsed(),
            end.changes,
            end.initial_done,
            end.status.state,
            end.status.last_execution
        );
        println!(
            "   escrow {} missed {} lost {}",
            end.status.escrowed, end.missed_references, end.lost_memberships
        );
    }
}
