//! What is read goes through editors, shells and other systems: what they leave in a file does no harm or is named; and what no
//! simulation can answer is said at once.

use std::path::Path;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::program::{complaint, cyclecast, folder_with, succeeds};

const PLAIN: &str = "[tenant]\nusers = 60\n[scope]\nmode = \"all-users\"\n";

/// The exit code of a call that fails, and what is said of it.
fn refused(arguments: &[&str], folder: &Path) -> (Option<i32>, String) {
    let output = cyclecast(arguments, folder);
    (output.status.code(), complaint(&output))
}

fn with_scenario(text: &str) -> TempDir {
    folder_with(&[("s.toml", text)])
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    std::fs::write(folder.join(name), bytes).expect("writable");
}

fn marked(bytes: &[u8]) -> Vec<u8> {
    [b"\xEF\xBB\xBF", bytes].concat()
}

#[test]
fn a_byte_order_mark_before_a_scenario_or_a_document_does_no_harm() {
    let folder = with_scenario(PLAIN);
    let at = folder.path();
    succeeds(
        &["run", "s.toml", "--replications", "20", "--output", "a"],
        at,
    );
    let document = std::fs::read(at.join("a/outcome.json")).expect("written");
    write(at, "marked.json", &marked(&document));
    let plain = succeeds(&["report", "a/outcome.json"], at);
    let report = succeeds(&["report", "marked.json"], at);
    let unnamed = |text: &str, name: &str| text.replace(name, "");
    assert_eq!(
        unnamed(&report, "marked.json"),
        unnamed(&plain, "a/outcome.json")
    );
    succeeds(&["run", "marked.json", "--output", "b", "--quiet"], at);
    write(at, "s.toml", &marked(PLAIN.as_bytes()));
    succeeds(
        &[
            "run",
            "s.toml",
            "--replications",
            "20",
            "--output",
            "c",
            "--quiet",
        ],
        at,
    );
    for again in ["b", "c"] {
        let again = std::fs::read(at.join(again).join("outcome.json")).expect("written");
        assert_eq!(again, document);
    }
}

#[test]
fn an_empty_file_and_one_in_utf_16_are_named_as_such() {
    let folder = with_scenario(PLAIN);
    let at = folder.path();
    write(at, "empty.json", b"\xEF\xBB\xBF \r\n");
    let utf_16: Vec<u8> = "{\"run\": 1}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    write(at, "utf16.json", &[b"\xFF\xFE", &utf_16[..]].concat());
    write(at, "bare.json", &utf_16);
    for (name, cause) in [
        ("empty.json", "the file is empty"),
        ("utf16.json", "UTF-16"),
        ("bare.json", "UTF-16"),
    ] {
        for arguments in [&["report", name][..], &["merge", name, "--output", "m"]] {
            let (code, said) = refused(arguments, at);
            assert!(
                code == Some(2) && said.contains(cause),
                "{arguments:?}: {said}"
            );
        }
    }
}

#[test]
fn parts_whose_scenarios_differ_in_line_ends_only_are_joined() {
    let folder = with_scenario(PLAIN);
    let at = folder.path();
    succeeds(
        &[
            "run",
            "s.toml",
            "--replications",
            "40",
            "--output",
            "whole",
            "--quiet",
        ],
        at,
    );
    succeeds(
        &[
            "run",
            "s.toml",
            "--replications",
            "0..20",
            "--output",
            "parts",
            "--quiet",
        ],
        at,
    );
    write(at, "s.toml", PLAIN.replace('\n', "\r\n").as_bytes());
    succeeds(
        &[
            "run",
            "s.toml",
            "--replications",
            "20..40",
            "--output",
            "parts",
            "--quiet",
        ],
        at,
    );
    succeeds(&["merge", "parts", "--output", "joined", "--quiet"], at);
    let outcome =
        |folder: &str| std::fs::read(at.join(folder).join("outcome.json")).expect("written");
    assert!(outcome("joined") == outcome("whole"));
}

#[test]
fn a_cycle_beyond_the_clock_is_an_error_that_names_what_to_change() {
    let long = "[job]\nconnections = 1\nevaluation = \"60 min\"\n[target.latency]\ncv = 0\nuser_get = \"60 min\"\nuser_post = \"60 min\"\n";
    let users = "[tenant]\nusers = 5_000_000\n[scope]\nmode = \"all-users\"\n";
    let folder = with_scenario(&format!("{users}{long}"));
    let (code, said) = refused(&["run", "s.toml", "--replications", "2"], folder.path());
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("584 years") && said.contains("job.evaluation"),
        "{said}"
    );
    assert!(!folder.path().join("output/s/outcome.json").exists());
}

#[test]
fn a_retry_after_far_below_its_window_is_told_before_anything_is_simulated() {
    let limit = "[job]\nconnector = \"custom\"\n[[target.limit]]\ncalls = \"1 per day\"\nretry_after = \"1 s\"\n";
    let folder = with_scenario(&format!("{PLAIN}{limit}"));
    let began = Instant::now();
    for command in ["check", "run"] {
        let (code, said) = refused(&[command, "s.toml"], folder.path());
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("refused about 5.1 million times"), "{said}");
        assert!(said.contains("retry_after = \"until-allowed\""), "{said}");
    }
    assert!(began.elapsed() < Duration::from_secs(20));
    // What is told when to come back, or learns it, asks no more often than it needs.
    for wait in ["until-allowed", "none", "1 day"] {
        let limit = limit.replace("1 s", wait);
        write(
            folder.path(),
            "s.toml",
            format!("{PLAIN}{limit}").as_bytes(),
        );
        succeeds(&["check", "s.toml"], folder.path());
    }
}

#[test]
fn an_undoubled_quote_in_a_name_costs_no_group() {
    let folder = with_scenario("[tenant]\nusers = 500\n[groups]\ncsv = \"g.csv\"\n");
    let list = "\"name\",\"members\"\n\"Rack 19\"\",30\n\"HR\",12\n\"Finance\",40\n\"Legal\",7\n";
    write(folder.path(), "g.csv", list.as_bytes());
    let text = succeeds(&["check", "s.toml"], folder.path());
    assert!(
        text.contains("4 groups with 89 memberships, the largest 40"),
        "{text}"
    );
}
