//! `cyclecast diff` tells two outcomes apart, and documents of another kind lead to those that it wants.

use cyclecast::experiment::outcome::difference::Difference;
use cyclecast::experiment::{Plan, Session, forecast};
use cyclecast::scenario::{SourceFile, parse};
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{cyclecast, project, succeeds};

const SCENARIO: &str = "tenant.users = 40\nscope.mode = \"all-users\"\n";

/// The document of a run of 30 replications.
fn outcome(text: &str, seed: u64) -> Vec<u8> {
    let source = SourceFile {
        name: "then.toml".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let none = &mut |_: &str| Err("no other files".to_owned());
    let scenario = parse(source, "then", none).unwrap_or_else(|problems| panic!("{problems}"));
    let plan = Plan {
        replications: 30,
        seed,
        threads: Some(1),
    };
    let found = forecast(&scenario, &Session::new(plan));
    let found = found.expect("nothing is limited");
    serde_json::to_vec(&found).expect("JSON")
}

/// A folder with the outcomes of a scenario before and after its target became slower, and of another seed.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).expect("writable");
    };
    let slower = format!("{SCENARIO}target.latency.user_post = \"9 s\"\n");
    write("then.toml", SCENARIO.as_bytes());
    write("a.json", &outcome(SCENARIO, 1));
    write("b.json", &outcome(&slower, 1));
    write("c.json", &outcome(&slower, 2));
    folder
}

#[test]
fn two_outcomes_are_told_apart_in_words_and_as_a_document() {
    let folder = folder();
    let paired = succeeds(&["diff", "a.json", "b.json"], folder.path());
    assert!(
        paired.starts_with("then: the initial cycle takes "),
        "{paired}"
    );
    for words in [
        " longer (",
        "\nPaired: both have seed 1, 30 replications and version ",
        "\n  target.latency.user_post: ",
        " -> 9 s (yours)\n",
        "\n  creating users: ",
    ] {
        assert!(paired.contains(words), "{words}: {paired}");
    }
    let apart = succeeds(&["diff", "a.json", "c.json"], folder.path());
    assert!(
        apart.contains("Not paired, since the seed differs (1 then, 2 now). "),
        "{apart}"
    );
    let same = succeeds(&["diff", "a.json", "a.json"], folder.path());
    assert!(
        same.contains("the initial cycle takes as long as then; its median is "),
        "{same}"
    );
    assert!(
        same.contains("none: value and origin of every input are the same"),
        "{same}"
    );

    let printed = succeeds(&["diff", "a.json", "b.json", "--json", "-"], folder.path());
    let instance: Value = serde_json::from_str(&printed).expect("JSON");
    let path = project().join("docs/schema/diff.schema.json");
    let schema = std::fs::read(path).expect("committed");
    let schema: Value = serde_json::from_slice(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema can be used");
    assert!(validator.is_valid(&instance));
    let found: Difference = serde_json::from_value(instance).expect("it is of its type");
    assert!(found.is_paired);
}

#[test]
fn a_document_of_another_kind_is_named_with_what_would_be_right() {
    let folder = folder();
    let place = |name: &str| folder.path().join(name);
    let outcome = std::fs::read(place("a.json")).expect("written");
    let marked = [b"\xEF\xBB\xBF", &outcome[..]].concat();
    let arguments = ["diff", "a.json", "b.json", "--json", "difference.json"];
    succeeds(&arguments, folder.path());
    for (name, bytes) in [
        ("empty.json", &b" \n"[..]),
        ("broken.json", &outcome[..900]),
        ("marked.json", &marked),
        (
            "comparison.json",
            b"{\"formatVersion\":\"1.2\",\"variants\":[]}",
        ),
        ("sweep.json", b"{\"formatVersion\":\"1.2\",\"axes\":[]}"),
        ("later.json", b"{\"formatVersion\":\"2.0\"}"),
        ("other.json", b"{\"name\":\"other\"}"),
    ] {
        std::fs::write(place(name), bytes).expect("writable");
    }
    for (name, words) in [
        ("empty.json", "the file is empty"),
        ("broken.json", "broken off or was changed by hand"),
        ("comparison.json", "is a comparison"),
        ("sweep.json", "is a sweep"),
        ("difference.json", "is what `diff` found of two outcomes"),
        (
            "then.toml",
            "a scenario is simulated first, with `cyclecast run`",
        ),
        ("later.json", "format version 2.0"),
        ("other.json", "no formatVersion"),
        (".", "it is a folder"),
        ("nowhere.json", "cannot read nowhere.json"),
    ] {
        for arguments in [["diff", name, "a.json"], ["diff", "a.json", name]] {
            let output = cyclecast(&arguments, folder.path());
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{name}: {said}");
            assert!(said.contains(words), "{name}: {said}");
        }
    }
    succeeds(&["diff", "a.json", "marked.json"], folder.path());
}
