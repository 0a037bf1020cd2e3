//! Many tenants in one go: in parts, gone on with, and held against what is expected.

use std::fs;

use serde_json::Value;

use crate::program::{complaint, cyclecast, folder_with, project, refused, succeeds};

const BASE: &str = "[tenant]\nusers = 100\n[scope]\nmode = \"all-users\"\n[expect]\n\"initial_cycle.p95\" = \"< 24 h\"\n";
const TENANTS: &str = "tenant,tenant.users,job.connections\nContoso,,\nFabrikam,\"200 to 300\",4\n\"Wide, World\",50,1\n";
const FLEET: [&str; 6] = [
    "fleet",
    "tenants.csv",
    "--scenario",
    "base.toml",
    "--replications",
    "40",
];

#[test]
fn parts_of_a_fleet_join_to_the_same_bytes_as_one_call_and_nothing_is_simulated_twice() {
    let folder = folder_with(&[("base.toml", BASE), ("tenants.csv", TENANTS)]);
    let at = folder.path();
    let fleet = |further: &[&str]| succeeds(&[&FLEET[..], further].concat(), at);
    fleet(&["--output", "one"]);
    for rows in ["2..3", "0..2"] {
        let told = fleet(&["--rows", rows, "--output", "parts"]);
        assert!(told.contains("tenants-00000"), "{told}");
    }
    // A last line that was cut off while it was written is made again.
    let part = at.join("parts/tenants-000000-000002.ndjson");
    let text = fs::read(&part).expect("written");
    fs::write(&part, &text[..text.len() - 30]).expect("ours");
    let kept = fs::read(at.join("parts/tenants-000002-000003.ndjson")).expect("written");
    fleet(&["--resume", "--output", "parts"]);
    for name in ["outcome.json", "tenants.csv", "fleet.svg", "fleet.png"] {
        let read = |folder: &str| fs::read(at.join(folder).join(name)).expect("written");
        assert!(read("one") == read("parts"), "{name} differs");
    }
    let made = fs::read_to_string(at.join("parts/tenants.ndjson")).expect("written");
    assert!(
        made.contains("Fabrikam") && !made.contains("Wide, World"),
        "{made}"
    );
    assert!(!kept.is_empty());
    let shown = succeeds(&["report", "one/outcome.json"], at);
    assert!(
        shown.contains("None of 3 tenants needs attention"),
        "{shown}"
    );
}

#[test]
fn a_tenant_that_misses_what_is_expected_needs_attention_and_the_exit_code_is_3() {
    let strict = BASE.replace("24 h", "1 s");
    let folder = folder_with(&[("base.toml", &strict), ("tenants.csv", TENANTS)]);
    let output = cyclecast(&[&FLEET[..], &["--output", "out"]].concat(), folder.path());
    assert_eq!(output.status.code(), Some(3), "{}", complaint(&output));
    let document = fs::read(folder.path().join("out/outcome.json")).expect("written");
    let document: Value = serde_json::from_slice(&document).expect("JSON");
    let schema = fs::read(project().join("docs/schema/fleet.schema.json")).expect("committed");
    let schema: Value = serde_json::from_slice(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema can be used");
    assert!(validator.is_valid(&document));
    assert_eq!(document["tenants"][1]["expected"][0]["isMet"], false);
    let table = fs::read_to_string(folder.path().join("out/tenants.csv")).expect("written");
    assert!(
        table.lines().skip(1).all(|row| row.ends_with(",true")),
        "{table}"
    );
}

#[test]
fn what_belongs_to_another_fleet_is_not_gone_on_with() {
    let folder = folder_with(&[("base.toml", BASE), ("tenants.csv", TENANTS)]);
    let at = folder.path();
    succeeds(&[&FLEET[..], &["--output", "out"]].concat(), at);
    let other = ["--seed", "7", "--resume", "--output", "out"];
    let told = refused(&[&FLEET[..], &other[..]].concat(), at);
    assert!(told.contains("another scenario, seed"), "{told}");
    let beyond = refused(&[&FLEET[..], &["--rows", "2..9"]].concat(), at);
    assert!(beyond.contains("the table has 3 tenants"), "{beyond}");
}
