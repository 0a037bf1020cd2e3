//! The command that compares: what becomes of several files, of a named strategy, of titles and of expectations.

use std::path::Path;
use std::process::Output;

use cyclecast::experiment::outcome::comparison::Comparison;
use tempfile::TempDir;

use crate::program::{complaint, cyclecast, folder_with, said};

const KNOWN_ANSWER: &str = include_str!("../scenario/experiments/known_answer.toml");
const WAYS: &str = "
[[strategy]]
name = \"quick\"
title = \"Everything at once\"
[[strategy]]
name = \"slow\"
title = \"One at a time\"
job.evaluation = \"90 s\"
";

/// A folder with two scenarios of two strategies each, and one without.
fn folder(expect: &str) -> TempDir {
    let other = KNOWN_ANSWER.replace("tenant.users = 1", "tenant.users = 2");
    folder_with(&[
        ("ours.toml", &format!("{KNOWN_ANSWER}{expect}{WAYS}")),
        ("theirs.toml", &format!("{other}{WAYS}")),
        ("plain.toml", &other),
    ])
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let options = ["--replications", "40", "--output", "out"];
    cyclecast(&[&["compare"], arguments, &options].concat(), folder)
}

fn document(folder: &Path) -> Comparison {
    let text = std::fs::read_to_string(folder.join("out/outcome.json")).expect("written");
    serde_json::from_str(&text).expect("a comparison")
}

#[test]
fn the_strategies_of_every_file_are_compared() {
    let folder = folder("");
    let output = run(folder.path(), &["ours.toml", "theirs.toml", "plain.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    let found = document(folder.path());
    let names: Vec<&str> = found.variants.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "ours/quick",
            "ours/slow",
            "theirs/quick",
            "theirs/slow",
            "plain"
        ]
    );
    // The same title of two files tells nothing apart.
    assert_eq!(found.variants[0].label(), "Everything at once (ours/quick)");
    // One user is less than two.
    let best = found.best.as_ref().expect("strategies have a best");
    assert_eq!(best.lesser, ["ours/quick", "ours/slow"]);
}

#[test]
fn a_title_stands_in_the_place_of_the_name_before_a_reader_and_the_name_in_the_tables() {
    let folder = folder("");
    let output = run(folder.path(), &["ours.toml"]);
    let text = said(&output);
    assert!(
        text.starts_with("ours: \"Everything at once\" is fastest; with \"Everything at once\""),
        "{text}"
    );
    assert!(!text.contains("quick") && !text.contains("slow"), "{text}");
    let svg = std::fs::read_to_string(folder.path().join("out/compare.svg")).expect("written");
    assert!(svg.contains("One at a time") && !svg.contains(">slow<"));
    let csv = std::fs::read_to_string(folder.path().join("out/variants.csv")).expect("written");
    assert!(csv.contains("quick") && csv.contains("Everything at once"));
}

#[test]
fn every_strategy_is_compared_with_the_one_that_is_named() {
    let folder = folder("");
    for name in ["slow", "One at a time"] {
        let output = run(folder.path(), &["ours.toml", "--against", name]);
        let text = said(&output);
        assert!(
            text.contains(
                ". Against \"One at a time\": \"Everything at once\" is 88.0 s shorter, median of the pairs."
            ),
            "{text}"
        );
        assert!(
            text.contains("\nAgainst \"One at a time\", replication by replication"),
            "{text}"
        );
        assert!(text.contains(" --against "), "it is repeated: {text}");
        let found = document(folder.path());
        assert!(found.variants[0].against_reference.is_some());
        assert!(found.variants[1].against_reference.is_none());
    }
    let output = run(folder.path(), &["ours.toml", "--against", "slwo"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        complaint(&output).contains("there are quick, slow"),
        "{}",
        complaint(&output)
    );
}

#[test]
fn what_is_expected_is_judged_for_every_strategy_and_decides_how_the_command_ends() {
    for (limit, code, words) in [
        (
            "20 min",
            0,
            "\"Everything at once\" and \"One at a time\" meet what was expected.",
        ),
        (
            "550 s",
            3,
            "\"Everything at once\" meets what was expected; \"One at a time\" misses it.",
        ),
        (
            "60 s",
            3,
            "\"Everything at once\" and \"One at a time\" miss what was expected.",
        ),
    ] {
        let folder = folder(&format!(
            "\n[expect]\n\"initial_cycle.p95\" = \"< {limit}\"\n"
        ));
        let output = run(folder.path(), &["ours.toml"]);
        let text = said(&output);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{text}{}",
            complaint(&output)
        );
        assert!(text.starts_with(words), "{text}");
        let found = document(folder.path());
        assert!(found.variants.iter().all(|one| one.expected.len() == 1));
    }
}

#[test]
fn what_a_comparison_cannot_judge_is_said() {
    let horizon = "\n[run]\nhorizon = \"2 days\"\n[expect]\n\"quarantine.share\" = \"< 5 %\"\n";
    let folder = folder(horizon);
    let output = run(folder.path(), &["ours.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    let text = said(&output);
    assert!(
        text.starts_with(
            "Not judged, since only the initial cycle is compared: quarantine.share.\n"
        ),
        "{text}"
    );
}

#[test]
fn a_missed_threshold_ends_with_three_and_is_told_first() {
    let folder = TempDir::new().expect("a temporary folder");
    for (limit, code, word) in [("10 min", 0, "met"), ("5 min", 3, "missed")] {
        let text = format!("{KNOWN_ANSWER}\n[expect]\n\"initial_cycle.p95\" = \"< {limit}\"\n");
        std::fs::write(folder.path().join("known.toml"), text).expect("writable");
        let run = ["run", "known.toml", "--replications", "100"];
        let output = cyclecast(&run, folder.path());
        assert_eq!(output.status.code(), Some(code));
        let report = String::from_utf8_lossy(&output.stdout);
        let first: String = report.lines().take(4).collect();
        assert!(
            first.contains(word) && first.contains("initial cycle: 95th percentile"),
            "{report}"
        );
        // What was found is written either way.
        assert!(folder.path().join("output/known/outcome.json").exists());
    }
}
