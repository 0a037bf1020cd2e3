//! One replication of an initial cycle, in events per second.
//!
//! The reference in the same run is a loop that makes the same number of draws and no events: what chance alone costs.

#![allow(
    missing_docs,
    reason = "criterion's macros make public items without docs"
)]

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use cyclecast::kernel::{Stream, sample};
use cyclecast::model::{
    Chance, CycleInput, CycleTally, EndpointSet, GroupSizes, Inputs, LimitKind, LimitRule,
    Parameter, ScopeMode, Setup, Uncertain, Workspace, catalogue, simulate,
};
use cyclecast::units::SimDuration;
use std::hint::black_box;

/// A job with eight connections and no managers; latencies are lognormal as by default.
fn setup(users: f64, group_sizes: Vec<u32>) -> Setup {
    let scope = if group_sizes.is_empty() {
        ScopeMode::AllUsers
    } else {
        ScopeMode::AllUsersAndGroups
    };
    let mut setup = Setup::new(scope);
    for row in catalogue() {
        if row.key.starts_with("errors.") {
            setup.set(row.parameter, Uncertain::Fixed(0.0));
        }
    }
    setup.group_sizes = GroupSizes::Listed(group_sizes);
    setup
        .with(Parameter::TenantUsers, Uncertain::Fixed(users))
        .with(Parameter::TenantGroups, Uncertain::Fixed(0.0))
        .with(Parameter::TenantMemberships, Uncertain::Fixed(0.0))
        .with(Parameter::ManagerShare, Uncertain::Fixed(0.0))
        .with(Parameter::Connections, Uncertain::Fixed(8.0))
}

/// Three limits, one within the other, that are asked at every call and never bind.
fn roomy_limits() -> Vec<LimitRule> {
    let minute = SimDuration::from_secs(60);
    let bucket = LimitKind::TokenBucket { burst: 100_000 };
    let on = |name: &str, kind| LimitRule {
        endpoints: EndpointSet::from_name(name).expect("a name of endpoints"),
        ..LimitRule::on_calls(name, 100_000_000, minute, kind)
    };
    vec![
        on("all", bucket),
        on("users", LimitKind::FixedWindow),
        on("users.get", bucket),
    ]
}

fn cycle(setup: &Setup, workspace: &mut Workspace) -> CycleTally {
    let chance = Chance::new(1, 0);
    let input = CycleInput::new(setup, chance, Inputs::Median);
    simulate(&input, chance, workspace, &mut ()).expect("every limit lets calls pass")
}

fn bench_cycle(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, setup: &Setup) {
    let mut workspace = Workspace::default();
    let tally = cycle(setup, &mut workspace);
    group.throughput(Throughput::Elements(tally.events));
    group.bench_function(name, |bencher| {
        bencher.iter(|| black_box(cycle(setup, &mut workspace).duration));
    });
}

fn cycles(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cycle");
    group.sample_size(20);
    bench_cycle(
        &mut group,
        "100,000 users created",
        &setup(100_000.0, Vec::new()),
    );
    let mut limited = setup(100_000.0, Vec::new());
    limited.limits = roomy_limits();
    bench_cycle(
        &mut group,
        "100,000 users created under three nested limits",
        &limited,
    );
    bench_cycle(
        &mut group,
        "20,000 users and 100,000 memberships",
        &setup(20_000.0, vec![500; 200]),
    );
    let draws = 300_000;
    group.throughput(Throughput::Elements(draws));
    group.bench_function("reference: the draws of 100,000 users alone", |bencher| {
        let latency = sample::LogNormal::from_mean_and_cv(0.8, 0.8);
        let stream = Stream::new(1, 0, 0);
        bencher.iter(|| {
            (0..draws)
                .map(|i| latency.at(stream.unit(i / 3, i % 3)))
                .sum::<f64>()
        });
    });
    group.finish();
}

fn large(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cycle, large");
    group.sample_size(10);
    bench_cycle(
        &mut group,
        "1,000,000 users and 10,000,000 memberships",
        &setup(1_000_000.0, vec![500; 20_000]),
    );
    group.finish();
}

criterion_group!(benches, cycles, large);
criterion_main!(benches);
