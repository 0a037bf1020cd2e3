//! The published schemas: up to date, valid, and true to what the program reads and writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use cyclecast::experiment::outcome::Outcome;
use cyclecast::experiment::outcome::comparison::Comparison;
use cyclecast::experiment::outcome::reproduction::Reproduction;
use cyclecast::experiment::trace::TraceEvent;
use cyclecast::experiment::{Demand, Plan, Session, capacity, forecast, target, trace};
use cyclecast::model::{Parameter, ScopeMode, Setup, Uncertain};
use cyclecast::reference::{ParameterSet, reproduce};
use cyclecast::scenario::targets::{SHIPPED, shipped};
use cyclecast::scenario::{Scenario, SourceFile, parse};
use serde_json::Value;

use crate::program::{project, succeeds};

fn in_project(path: &str) -> PathBuf {
    project().join(path)
}

fn committed(document: &str) -> String {
    let path = in_project(&format!("docs/schema/{document}.schema.json"));
    fs::read_to_string(&path).unwrap_or_else(|reason| panic!("{}: {reason}", path.display()))
}

fn schema(document: &str) -> Value {
    serde_json::from_str(&committed(document)).expect("a schema is JSON")
}

fn validate(document: &str, instance: &Value) -> Result<(), String> {
    let schema = schema(document);
    let validator = jsonschema::validator_for(&schema).expect("the schema can be used");
    let faults: Vec<String> = validator
        .iter_errors(instance)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.join("\n"))
    }
}

fn json_of(scenario: &str) -> Value {
    let table: toml::Table = toml::from_str(scenario).expect("a scenario is TOML");
    serde_json::to_value(table).expect("a scenario holds nothing that JSON cannot")
}

/// The scenarios of the project, in folders within folders too, by path.
fn scenarios() -> Vec<(String, String)> {
    let mut folders = vec![in_project("scenarios")];
    let mut scenarios = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("scenarios can be listed") {
            let path = entry.expect("scenarios can be listed").path();
            if path.ends_with("targets") {
                // Sheets of targets are no scenarios.
            } else if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                let text = fs::read_to_string(&path).expect("a scenario is text");
                scenarios.push((path.display().to_string(), text));
            }
        }
    }
    assert!(
        scenarios.len() >= 10,
        "all are found, not {}",
        scenarios.len()
    );
    scenarios
}

/// A scenario with failures, refusals and users who never get access, so that the outcome has something in every place.
const EVENTFUL: &str = r#"
tenant.users = 40
job.connector = "custom"
errors.Conflict = "10 %"
[[target.limit]]
calls = "30 per min"
"#;

fn small_scenario(text: &str) -> Scenario {
    let source = SourceFile {
        name: "small.toml".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    parse(source, "small", &mut |_| Err("no other files".to_owned()))
        .unwrap_or_else(|problems| panic!("{problems}"))
}

fn small_outcome(scenario: &str) -> Outcome {
    let scenario = small_scenario(scenario);
    let plan = Plan {
        replications: 8,
        seed: 3,
        threads: Some(1),
    };
    let outcome = forecast(&scenario, &Session::new(plan));
    outcome.expect("the limit lets calls pass")
}

#[test]
fn the_committed_schemas_are_what_the_program_prints() {
    for document in [
        "scenario",
        "outcome",
        "reproduction",
        "status",
        "comparison",
        "sweep",
        "diff",
        "target",
        "trace",
    ] {
        assert!(
            committed(document) == succeeds(&["schema", document], project()),
            "`schema {document}` prints another file"
        );
    }
}

#[test]
fn every_schema_is_a_valid_schema() {
    for document in [
        "scenario",
        "outcome",
        "reproduction",
        "status",
        "comparison",
        "sweep",
        "diff",
        "target",
        "trace",
    ] {
        let schema = schema(document);
        assert_eq!(
            schema["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
        jsonschema::meta::validate(&schema).unwrap_or_else(|fault| panic!("{document}: {fault}"));
    }
}

#[test]
fn every_scenario_of_the_project_validates() {
    for (name, text) in scenarios() {
        validate("scenario", &json_of(&text)).unwrap_or_else(|faults| panic!("{name}:\n{faults}"));
    }
}

#[test]
fn an_unknown_key_is_rejected_wherever_it_stands() {
    for (name, text) in scenarios() {
        let known = json_of(&text);
        let tables = known.as_object().expect("a scenario is a table").clone();
        let inner = tables
            .iter()
            .filter(|(_, table)| table.is_object())
            .map(|(name, _)| format!("/{name}"));
        for place in inner.chain([String::new()]) {
            let mut unknown = known.clone();
            unknown.pointer_mut(&place).expect("it is there")["surprise"] = Value::from(1);
            let faults = validate("scenario", &unknown).expect_err(&format!("{name} {place}"));
            assert!(faults.contains("surprise"), "{name} {place}: {faults}");
        }
    }
    for list in [
        "[[target.limit]]\ncalls = \"1 per s\"",
        "[[changes.burst]]\nat = \"1 d\"\njoiners = 5",
        "[[timeline]]\nat = \"1 d\"\naction = \"restart\"",
        "[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"b\"\ntarget.capacity = 5",
        "[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"b\"\n[strategy.run]\nhorizon = \"5 d\"",
        "[expect]\n\"initial_cycle.p95\" = \"< 5 h\"\ndisabled.share = \"< 5 %\"",
    ] {
        validate("scenario", &json_of(list)).unwrap_or_else(|faults| panic!("{list}:\n{faults}"));
        let unknown = json_of(&format!("{list}\nsurprise = 1"));
        assert!(validate("scenario", &unknown).is_err(), "{list}");
    }
}

#[test]
fn an_outcome_validates_and_survives_being_written_and_read() {
    for scenario in [EVENTFUL, "tenant.users = 0", "[tenant]"] {
        let outcome = small_outcome(scenario);
        let text = serde_json::to_string(&outcome).expect("an outcome is JSON");
        let instance = serde_json::from_str(&text).expect("it is JSON");
        validate("outcome", &instance).unwrap_or_else(|faults| panic!("{scenario}\n{faults}"));
        let again: Outcome = serde_json::from_str(&text).expect("it is an outcome");
        assert!(again == outcome, "{scenario}");
    }
}

#[test]
fn a_comparison_and_a_target_sheet_validate_and_survive_being_written_and_read() {
    let setup =
        Setup::new(ScopeMode::AllUsers).with(Parameter::TenantUsers, Uncertain::Fixed(30.0));
    let plan = Plan {
        replications: 5,
        seed: 1,
        threads: Some(1),
    };
    let demand = Demand {
        within_ms: 30_000,
        confidence: 0.9,
    };
    let found = capacity("small", &setup, demand, &Session::new(plan)).expect("runs");
    let text = serde_json::to_string(&found).expect("a comparison is JSON");
    let instance = serde_json::from_str(&text).expect("it is JSON");
    validate("comparison", &instance).unwrap_or_else(|faults| panic!("{faults}"));
    let again: Comparison = serde_json::from_str(&text).expect("it is a comparison");
    assert_eq!(again, found);
    for (name, _) in SHIPPED {
        let sheet = target(&shipped(name).expect("it is shipped"));
        let instance = serde_json::to_value(&sheet).expect("a sheet is JSON");
        validate("target", &instance).unwrap_or_else(|faults| panic!("{name}: {faults}"));
    }
}

#[test]
fn a_reproduction_validates_and_survives_being_written_and_read() {
    let plan = Plan {
        replications: 1,
        seed: 4,
        threads: None,
    };
    let set = &ParameterSet::COMMITTED;
    let found = reproduce(set, &Session::new(plan));
    let found = found.expect("no limits");
    let text = serde_json::to_string(&found).expect("a reproduction is JSON");
    let instance = serde_json::from_str(&text).expect("it is JSON");
    validate("reproduction", &instance).unwrap_or_else(|faults| panic!("{faults}"));
    let again: Reproduction = serde_json::from_str(&text).expect("it is a reproduction");
    assert!(again == found);
    let mut wrong = instance;
    wrong["rows"][0]["p5Minutes"] = Value::from("short");
    assert!(validate("reproduction", &wrong).is_err());
}

/// Traces of these have an event of every kind.
const TRACED: [&str; 2] = [
    r#"
tenant.users = 40
scope.mode = "all-users"
job.connector = "custom"
errors.InternalServerError = "10 %"
[[target.limit]]
calls = "30 per min"
"#,
    r#"
run.horizon = "3 d"
tenant.users = 40
changes.joiners = 5
[[timeline]]
at = "1 d"
action = "credentials-expire"
"#,
];

#[test]
fn every_line_of_a_trace_validates_and_survives_being_written_and_read() {
    let schema = schema("trace");
    let validator = jsonschema::validator_for(&schema).expect("the schema can be used");
    let never = AtomicBool::new(false);
    let mut kinds = BTreeSet::new();
    for text in TRACED {
        let whole = trace(&small_scenario(text), 3, 0, &never, &mut |event| {
            let line = serde_json::to_string(event).expect("an event is JSON");
            let instance: Value = serde_json::from_str(&line).expect("it is JSON");
            assert!(validator.is_valid(&instance), "{line}");
            let again: TraceEvent = serde_json::from_str(&line).expect("it is an event");
            assert_eq!(again, *event, "{line}");
            kinds.insert(instance["event"].as_str().expect("a name").to_owned());
        });
        assert!(whole.expect("the limit lets calls pass"));
    }
    let known = schema["oneOf"].as_array().expect("one of some");
    let known: BTreeSet<String> = known
        .iter()
        .filter_map(|kind| kind["properties"]["event"]["const"].as_str())
        .map(str::to_owned)
        .collect();
    assert_eq!(kinds, known);
    let wrong = serde_json::json!({ "event": "pagesDone", "atMs": "soon", "pages": 1 });
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn an_outcome_without_one_of_its_parts_is_rejected() {
    let whole = serde_json::to_value(small_outcome(EVENTFUL)).expect("an outcome is JSON");
    for part in [
        "formatVersion",
        "scenario",
        "run",
        "summaries",
        "progress",
        "replications",
    ] {
        let mut rest = whole.clone();
        rest.as_object_mut().expect("it is an object").remove(part);
        assert!(validate("outcome", &rest).is_err(), "{part}");
    }
    let mut wrong = whole;
    wrong["replications"][0]["initialCycleMs"] = Value::from("an hour");
    assert!(validate("outcome", &wrong).is_err());
}
