//! Four weeks of a job: 10,000 users and 500 changes on a working day, one replication on one core.
//!
//! The reference in the same run is the initial cycle of the same tenant alone.

#![allow(
    missing_docs,
    reason = "criterion's macros make public items without docs"
)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use cyclecast::model::job::{JobPlan, simulate_job};
use cyclecast::model::{
    Chance, CycleInput, Inputs, Parameter, ScopeMode, Setup, Uncertain, Workspace, simulate,
};
use cyclecast::units::SimDuration;
use std::hint::black_box;

const DAY_SECS: u64 = 86_400;

/// Everybody of the directory is assigned; errors and group sizes are those of the catalogue.
fn tenant() -> Setup {
    let fixed = Uncertain::Fixed;
    Setup::new(ScopeMode::Assigned)
        .with(Parameter::TenantUsers, fixed(10_000.0))
        .with(Parameter::AssignedUsers, fixed(10_000.0))
        .with(Parameter::Joiners, fixed(50.0))
        .with(Parameter::Leavers, fixed(50.0))
        .with(Parameter::AttributeUpdates, fixed(200.0))
        .with(Parameter::MembershipAdds, fixed(100.0))
        .with(Parameter::MembershipRemoves, fixed(50.0))
        .with(Parameter::OutOfScopeChanges, fixed(50.0))
}

fn weeks(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("life");
    group.sample_size(20);
    let setup = tenant();
    let chance = Chance::new(1, 0);
    let input = CycleInput::new(&setup, chance, Inputs::Median);
    let mut workspace = Workspace::default();
    for days in [7, 28] {
        let plan = JobPlan::new(SimDuration::from_secs(days * DAY_SECS));
        let end = simulate_job(&input, &plan, chance, &mut workspace, &mut ())
            .expect("the setup has no limits");
        group.throughput(Throughput::Elements(end.changes.seen));
        group.bench_function(format!("{days} days, 500 changes a day"), |bencher| {
            bencher.iter(|| {
                let end = simulate_job(&input, &plan, chance, &mut workspace, &mut ());
                black_box(end.map(|end| end.changes))
            });
        });
    }
    group.throughput(Throughput::Elements(1));
    group.bench_function("reference: the initial cycle alone", |bencher| {
        bencher.iter(|| {
            let tally = simulate(&input, chance, &mut workspace, &mut ());
            black_box(tally.map(|tally| tally.duration))
        });
    });
    group.finish();
}

criterion_group!(benches, weeks);
criterion_main!(benches);
