//! Reading provisioning logs: an array of entries as the portal downloads it, some 2.5 kB each.
//!
//! The reference in the same run reads the same bytes with `serde_json` into values that are not looked at.

#![allow(
    missing_docs,
    reason = "criterion's macros make public items without docs"
)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use cyclecast::logs::calibrate::Calibrator;
use cyclecast::logs::summary::Summary;
use cyclecast::logs::{LogSource, read_logs};
use std::fmt::Write;
use std::hint::black_box;

const ENTRIES: usize = 4_000;

fn log() -> String {
    let step = "{\"name\":\"EntrySynchronizationScoping\",\"provisioningStepType\":\"scoping\",\"status\":\"success\",\"description\":\"Determine if User in scope by evaluating against each scoping filter\",\"details\":{\"Active in the source system\":\"True\",\"Assigned to the application\":\"True\",\"ScopeEvaluationResult\":\"{}\"}}";
    let property =
        "{\"displayName\":\"attribute\",\"oldValue\":null,\"newValue\":\"some value of it\"}";
    let (steps, properties) = ([step; 4].join(","), [property; 12].join(","));
    let mut log = "[".to_owned();
    for number in 0..ENTRIES {
        let (minute, second) = (number / 60 % 60, number % 60);
        let comma = if number > 0 { "," } else { "" };
        let _ = write!(
            log,
            "{comma}{{\"id\":\"e{number}\",\"activityDateTime\":\"2026-11-02T08:{minute:02}:{second:02}.1234567Z\",\"jobId\":\"scim.a.b\",\"cycleId\":\"c\",\"changeId\":\"x{number}\",\"provisioningAction\":\"create\",\"durationInMilliseconds\":3252,\"provisioningStatusInfo\":{{\"status\":\"success\",\"errorInformation\":null}},\"provisioningSteps\":[{steps}],\"modifiedProperties\":[{properties}],\"sourceIdentity\":{{\"id\":\"u{number}\",\"displayName\":\"User\",\"identityType\":\"User\",\"details\":{{}}}}}}"
        );
    }
    log.push(']');
    log
}

fn read(log: &str) -> u64 {
    let source = LogSource {
        name: "log".to_owned(),
        bytes: Box::new(log.as_bytes()),
    };
    let (mut summary, mut calibrator) = (Summary::default(), Calibrator::default());
    let reports = read_logs(vec![source], &[], &mut |event| {
        summary.add(&event);
        calibrator.add(&event);
        true
    });
    reports.expect("the log is sound")[0].entries
}

fn logs(criterion: &mut Criterion) {
    let log = log();
    assert_eq!(read(&log), ENTRIES as u64);
    let mut group = criterion.benchmark_group("logs");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(log.len() as u64));
    group.bench_function("read, summed up and calibrated", |bencher| {
        bencher.iter(|| black_box(read(&log)))
    });
    group.bench_function("reference: serde_json into values", |bencher| {
        bencher.iter(|| serde_json::from_str::<serde_json::Value>(black_box(&log)).is_ok());
    });
    group.finish();
}

criterion_group!(benches, logs);
criterion_main!(benches);
