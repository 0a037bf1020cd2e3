//! The load on the target: of a cycle that is short, and of the weeks after.

use cyclecast::experiment::outcome::{Metric, Outcome};

use super::{outcome, parsed};

/// A service and a target that take no time of their own; `{}` is the time of a POST.
const QUICK: &str = r#"
scope.mode = "all-users"
[tenant]
users = 100
manager_share = 0
[job]
connections = 8
matched_share = 0
page_read = "0 s"
evaluation = "0 s"
evaluation_cv = 0
initial_cycle_overhead = "0 s"
[job.processing]
lookup = "0 s"
user_write = "0 s"
[target]
capacity = "unlimited"
[target.latency]
user_get = "0 s"
user_patch = "0 s"
group_get = "0 s"
group_post = "0 s"
group_patch = "0 s"
cv = 0
[errors]
InternalServerError = 0
WebExceptionProtocolError = 0
InternalError = 0
DuplicateTargetEntries = 0
Conflict = 0
MandatoryFieldsMissing = 0
"#;

fn quick(post: &str, further: &str) -> Outcome {
    let text = QUICK.replace("user_get", &format!("user_post = \"{post}\"\nuser_get"));
    outcome(&parsed(&(text + further)), 20, 1)
}

fn median(outcome: &Outcome, metric: Metric) -> f64 {
    let summary = outcome.summary(metric);
    summary
        .and_then(|summary| summary.p50.value)
        .expect("every replication has it")
}

#[test]
fn the_busiest_minute_of_a_short_cycle_has_the_requests_of_sixty_seconds() {
    let expected = r#"
[expect]
"peak_request_rate_minute.p95" = "<= 202 per min"
"peak_request_rate_minute.p5" = "<= 4 per s"
"#;
    let found = quick("1 s", expected);
    let cycle_secs = median(&found, Metric::InitialCycle) / 1e3;
    assert!((5.0..60.0).contains(&cycle_secs), "{cycle_secs}");
    let requests = median(&found, Metric::CallsTotal);
    let minute = median(&found, Metric::PeakRequestRateMinute);
    assert!(
        (minute - requests / 60.0).abs() < 1e-9,
        "{minute} of {requests}"
    );
    let mean = median(&found, Metric::MeanRequestRate);
    assert!((mean - requests / cycle_secs).abs() < 1e-9);
    assert!(found.expected.iter().all(|one| one.is_met));
    let loads = found.target.endpoints.iter();
    assert!(loads.clone().count() > 0);
    for load in loads {
        assert!((load.peak_minute.p50 - load.requests.p50 / 60.0).abs() < 1e-9);
    }
    // No point of the picture shows more than the busiest minute.
    let points = found.load.iter().map(|point| point.p95.max(point.typical));
    assert!(points.fold(0.0, f64::max) <= minute + 1e-9);
}

#[test]
fn a_cycle_without_duration_has_no_rate_beyond_its_requests() {
    let found = quick("0 s", "");
    assert!(median(&found, Metric::InitialCycle).abs() < 1e-9);
    let requests = median(&found, Metric::CallsTotal);
    for metric in [Metric::MeanRequestRate, Metric::PeakRequestRateSecond] {
        assert!(
            (median(&found, metric) - requests).abs() < 1e-9,
            "{metric:?}"
        );
    }
    let minute = median(&found, Metric::PeakRequestRateMinute);
    assert!((minute - requests / 60.0).abs() < 1e-9);
}

#[test]
fn the_calls_for_leavers_appear_in_the_load_after_the_initial_cycle() {
    let later = r#"
[run]
horizon = "2 d"
start = "2026-11-23 08:00"
[changes]
joiners = 0
returners = 0
leavers = 0
attribute_updates = 0
membership_adds = 0
membership_removes = 0
new_groups = 0
removed_groups = 0
out_of_scope = 0
[[changes.burst]]
at = "1 d"
leavers = 60
"#;
    let found = quick("1 s", later);
    let life = found.life.as_ref().expect("there is a horizon");
    let load = life.load.as_ref().expect("the target is called");
    let of = |name: &str| load.endpoints.iter().find(|one| one.endpoint == name);
    let patches = of("users.patch")
        .expect("leavers are disabled")
        .requests
        .p50;
    assert!((patches - 60.0).abs() < 1e-9, "{patches}");
    assert!(of("users.post").is_none());
    // All in the hour of the burst, whose cycle comes within 40 minutes.
    let hour = load
        .steps
        .iter()
        .filter(|step| step.endpoint == "users.patch");
    let hours: Vec<(u64, f64)> = hours_of(hour);
    let sum: f64 = hours.iter().map(|hour| hour.1).sum();
    assert!(
        (sum - 60.0).abs() < 1e-9 && hours.iter().all(|hour| (24..26).contains(&hour.0)),
        "{hours:?}"
    );
    assert!(
        (load.all.peak_minute.p50 - 121.0 / 60.0).abs() < 0.1,
        "{:?}",
        load.all
    );
    assert_eq!(life.actions.len(), 1);
    assert_eq!(life.actions[0].label, "60 leavers");
    // The backlog's peak does not fall between two points.
    let drawn = life
        .bands
        .iter()
        .map(|point| point.backlog_p50)
        .fold(0.0, f64::max);
    assert!((drawn - 60.0).abs() < 1e-9, "{drawn}");
}

fn hours_of<'s>(
    steps: impl Iterator<Item = &'s cyclecast::experiment::outcome::life::LoadStep>,
) -> Vec<(u64, f64)> {
    steps
        .map(|step| (step.time_ms / 3_600_000, step.requests.p50))
        .collect()
}
