//! A batch: 1,000 replications of the 10,000-user scenario, on one thread and on two; and two strategies of 10,000 users
//! compared replication by replication, beside the same replications without the comparison.

#![allow(
    missing_docs,
    reason = "criterion's macros make public items without docs"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use cyclecast::experiment::{Competitor, Plan, Session, compare, durations, forecast};
use cyclecast::model::{Connector, Setup};
use cyclecast::scenario::{Scenario, SourceFile, parse};

const REPLICATIONS: u64 = 1_000;

fn scenario() -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/saas-rollout.toml");
    let source = SourceFile {
        name: path.display().to_string(),
        bytes: std::fs::read(&path).expect("the scenario is part of the repository"),
    };
    parse(source, "saas-rollout", &mut |_| {
        Err("no other files".to_owned())
    })
    .expect("a test keeps the scenario sound")
}

fn batch(criterion: &mut Criterion) {
    let scenario = scenario();
    let mut group = criterion.benchmark_group("batch");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(30))
        .throughput(Throughput::Elements(REPLICATIONS));
    for threads in [1, 2] {
        let plan = Plan {
            replications: REPLICATIONS,
            seed: 1,
            threads: Some(threads),
        };
        group.bench_function(
            format!("1,000 replications, {threads} thread(s)"),
            |bencher| {
                bencher.iter(|| {
                    let outcome = forecast(&scenario, &Session::new(plan));
                    black_box(outcome.expect("the scenario has no impossible limit"))
                });
            },
        );
    }
    group.finish();
}

/// Gallery against custom connector.
fn strategies() -> [(&'static str, Setup); 2] {
    let gallery = scenario().setup;
    let mut custom = gallery.clone();
    custom.connector = Connector::Custom;
    [("gallery", gallery), ("custom", custom)]
}

fn comparison(criterion: &mut Criterion) {
    let strategies = strategies();
    let competitors = strategies
        .each_ref()
        .map(|(name, setup)| Competitor::new(name, setup));
    let plan = Plan {
        replications: REPLICATIONS,
        seed: 1,
        threads: Some(2),
    };
    let mut group = criterion.benchmark_group("comparison");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(60))
        .throughput(Throughput::Elements(2 * REPLICATIONS));
    group.bench_function("two strategies, 1,000 replications, 2 threads", |bencher| {
        bencher.iter(|| {
            let found = compare("bench", &competitors, None, &Session::new(plan));
            black_box(found.expect("the scenario has no impossible limit"))
        });
    });
    group.bench_function("the cycles alone, 2 threads", |bencher| {
        bencher.iter(|| {
            for (_, setup) in &strategies {
                let times = durations(|number| (setup.clone(), number), &Session::new(plan));
                black_box(times.expect("the scenario has no impossible limit"));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, batch, comparison);
criterion_main!(benches);
