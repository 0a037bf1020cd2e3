//! Documents of experiments, as the commands write them, are what their schemas say, and come back from text as they were.

use cyclecast::experiment::outcome::Outcome;
use cyclecast::experiment::outcome::comparison::Comparison;
use cyclecast::experiment::outcome::sweep::Sweep;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::program::{folder_with, project, succeeds};

/// An outcome with something in every optional place, and strategies.
const SCENARIO: &str = r#"
[tenant]
users = 60
[scope]
mode = "all-users"
[target.latency]
user_post = "100 ms to 2 s"
[expect]
"initial_cycle.p95" = "< 10 h"
"too_many_requests.mean" = "<= 5"
[[strategy]]
name = "one"
[[strategy]]
name = "two"
split.jobs = 2
"#;

fn written<T: Serialize + DeserializeOwned>(schema: &str, arguments: &[&str]) -> (T, Value) {
    let folder = folder_with(&[("full.toml", SCENARIO)]);
    let arguments = [arguments, &["--json", "-"]].concat();
    let text = succeeds(&arguments, folder.path());
    let instance: Value = serde_json::from_str(&text).expect("JSON");
    let path = project()
        .join("docs/schema")
        .join(format!("{schema}.schema.json"));
    let schema: Value =
        serde_json::from_slice(&std::fs::read(path).expect("committed")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema can be used");
    let faults: Vec<String> = validator
        .iter_errors(&instance)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let typed: T = serde_json::from_str(&text).expect("it is of its type");
    let mut again = serde_json::to_string(&typed).expect("JSON");
    again.push('\n');
    assert!(again == text, "it comes back as it was");
    (typed, instance)
}

#[test]
fn an_outcome_with_every_part_validates_and_survives_being_written_and_read() {
    let asked = [
        "--start",
        "2026-11-27 18:00",
        "--deadline",
        "2026-11-27 20:00",
    ];
    let run = [
        "run",
        "full.toml",
        "--precision",
        "30 %",
        "--decisive",
        "p50",
    ];
    let (outcome, _): (Outcome, _) = written("outcome", &[&run[..], &asked[..]].concat());
    assert_eq!(outcome.expected.len(), 2);
    assert!(outcome.deadline.is_some() && outcome.sensitivity.is_some());
    assert!(outcome.run.stopping.is_some() && outcome.manifest.scenario == SCENARIO);
}

#[test]
fn a_comparison_of_strategies_validates_and_survives_being_written_and_read() {
    let compare = ["compare", "full.toml", "--replications", "40"];
    let (found, _): (Comparison, _) = written("comparison", &compare);
    assert!(found.best.is_some());
}

#[test]
fn sweeps_validate_and_survive_being_written_and_read() {
    let sweep = ["sweep", "full.toml", "--replications", "10"];
    let one = [
        "--vary",
        "tenant.users=10..60:4",
        "--until",
        "calls_user_post.p50 <= 30",
    ];
    let (found, _): (Sweep, _) = written("sweep", &[&sweep[..], &one[..]].concat());
    assert!(found.until.is_some_and(|until| until.point.is_some()));
    let two = [
        "--vary",
        "tenant.users=10..60:3",
        "--vary",
        "job.connector=gallery|custom",
    ];
    let (found, _): (Sweep, _) = written("sweep", &[&sweep[..], &two[..]].concat());
    assert_eq!(found.points.len(), 6);
}
