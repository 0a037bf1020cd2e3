//! One replication of an initial cycle, in events per second.
//!
//! Two references in the same run: a loop written by hand that obeys the same law for users who are created, and can do nothing else; and
//! the same number of draws without any event, which is what chance alone costs.

#![allow(
    missing_docs,
    reason = "criterion's macros make public items without docs"
)]

mod by_hand;

use by_hand::ByHand;
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
    let plain = setup(100_000.0, Vec::new());
    let by_hand = ByHand::of(&plain);
    let exact = cycle(&plain, &mut Workspace::default());
    let ratio = by_hand.secs(100_000, 1) / exact.duration.as_secs_f64();
    assert!(
        (0.99..1.01).contains(&ratio),
        "the law is the same: {ratio}"
    );
    group.throughput(Throughput::Elements(exact.events));
    group.bench_function("reference: 100,000 users created, by hand", |bencher| {
        bencher.iter(|| black_box(by_hand.secs(100_000, 1)));
    });
    let mut limited = plain;
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
