//! A batch: 1,000 replications of the 10,000-user scenario, on one thread and on two.

#![allow(
    missing_docs,
    reason = "criterion's macros make public items without docs"
)]

use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use cyclecast::experiment::{Plan, forecast};
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
                    let outcome = forecast(&scenario, &plan, &AtomicBool::new(false), &|_| ());
                    black_box(outcome.expect("the scenario has no impossible limit"))
                });
            },
        );
    }
    group.finish();
}

criterion_group!(benches, batch);
criterion_main!(benches);
