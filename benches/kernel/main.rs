//! What the kernel costs: models on its public face against plain hand-written loops that do the same work.
//!
//! Bars: `mm1` within 1.5 times the plain loop; `sync`, with full statistics, within 2 times and at 15 million
//! events a second or more on one thread. Throughput is counted in model events.

mod mm1;
mod statistics;
mod sync;
mod sync_by_hand;

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn mm1(criterion: &mut Criterion) {
    let kernel = mm1::by_kernel();
    assert_eq!(kernel, mm1::by_hand(), "both variants do the same work");
    assert!((4.9..5.1).contains(&kernel.mean_seconds()));

    let mut group = criterion.benchmark_group("mm1");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(6))
        .throughput(Throughput::Elements(kernel.events));
    group.bench_function("kernel", |bencher| bencher.iter(mm1::by_kernel));
    group.bench_function("by_hand", |bencher| bencher.iter(mm1::by_hand));
    group.finish();
}

fn sync(criterion: &mut Criterion) {
    let kernel = sync::by_kernel();
    assert_eq!(
        kernel,
        sync_by_hand::run(),
        "both variants do the same work"
    );
    assert_eq!(kernel.times.count(), u64::from(sync::JOBS));

    let mut group = criterion.benchmark_group("sync");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(6))
        .throughput(Throughput::Elements(kernel.events));
    group.bench_function("kernel", |bencher| bencher.iter(sync::by_kernel));
    group.bench_function("by_hand", |bencher| bencher.iter(sync_by_hand::run));
    group.finish();
}

// Without plots: criterion draws text by the system's fonts, but this build of plotters takes them from memory.
criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = mm1, sync
}
criterion_main!(benches);
