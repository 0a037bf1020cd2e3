//! Folders of results: each holds what the document in it says, and what would be lost is kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{self, folder_with, succeeds};

const SMALL: &str = "[tenant]\nusers = 60\n[scope]\nassigned_users = 12\n";

fn cyclecast(folder: &Path, arguments: &str) -> Output {
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    program::cyclecast(&arguments, folder)
}

fn said(folder: &Path, arguments: &str) -> String {
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    succeeds(&arguments, folder)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it is there");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("readable")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

fn document(folder: &Path) -> Value {
    let text = fs::read(folder.join("outcome.json")).expect("a document");
    serde_json::from_slice(&text).expect("JSON")
}

fn in_output(folder: &TempDir, name: &str) -> PathBuf {
    folder.path().join("output").join(name)
}

#[test]
fn scenarios_whose_names_no_ascii_tells_apart_have_folders_of_their_own() {
    let folder = folder_with(&[
        ("東京.toml", SMALL),
        ("大阪.toml", SMALL),
        ("a$b.toml", SMALL),
        ("a&b.toml", SMALL),
    ]);
    for name in ["東京.toml", "大阪.toml", "a$b.toml", "a&b.toml"] {
        let run = said(folder.path(), &format!("run {name} --replications 3"));
        assert!(!run.contains("is kept"), "{run}");
        said(folder.path(), &format!("policies {name} --replications 3"));
    }
    let folders = names(&folder.path().join("output"));
    assert_eq!(folders.len(), 8, "{folders:?}");
    assert!(folders.contains(&"東京".to_owned()) && folders.contains(&"大阪-policies".to_owned()));
}

#[test]
fn a_rerun_leaves_no_file_that_it_does_not_write() {
    let life = format!("[run]\nhorizon = \"12 h\"\n{SMALL}");
    let folder = folder_with(&[("job.toml", &life)]);
    let output = in_output(&folder, "job");
    said(folder.path(), "run job.toml --replications 3");
    fs::write(output.join("notes.md"), "mine").expect("writable");
    let with_life = names(&output);
    assert!(
        with_life.iter().any(|name| name.starts_with("life")),
        "{with_life:?}"
    );
    fs::write(folder.path().join("job.toml"), SMALL).expect("writable");
    said(folder.path(), "run job.toml --replications 3 --replace");
    let without = names(&output);
    assert!(
        !without.iter().any(|name| name.starts_with("life")),
        "{without:?}"
    );
    assert!(!without.contains(&"earlier".to_owned()), "{without:?}");
    assert!(without.contains(&"notes.md".to_owned()), "{without:?}");

    let listed = fs::read_to_string(output.join("files.txt")).expect("a list");
    let listed: Vec<&str> = listed
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    let others = ["files.txt", "notes.md"];
    let ours: Vec<&str> = without
        .iter()
        .map(String::as_str)
        .filter(|name| !others.contains(name))
        .collect();
    assert_eq!(listed, ours);
}

#[test]
fn a_quick_run_keeps_a_longer_one_and_a_longer_one_takes_the_place_of_a_quick_one() {
    let folder = folder_with(&[("job.toml", SMALL)]);
    let output = in_output(&folder, "job");
    said(folder.path(), "run job --replications 9");
    let quick = said(folder.path(), "run job --replications 3");
    let kept = Path::new("output").join("job").join("earlier").join("1");
    assert!(
        quick.contains(&format!("kept in {}", kept.display())),
        "{quick}"
    );
    let kept = folder.path().join(kept);
    assert_eq!(document(&kept)["run"]["replications"], 9);
    assert_eq!(document(&output)["run"]["replications"], 3);
    // What is kept is whole: it can be joined, gone on with and shown.
    said(folder.path(), "merge output/job/earlier/1 --output again");
    assert_eq!(document(&kept), document(&folder.path().join("again")));

    let longer = said(folder.path(), "run job --replications 12");
    assert!(!longer.contains("is kept"), "{longer}");
    assert_eq!(names(&output.join("earlier")), ["1"]);
}

#[test]
fn another_seed_another_question_and_another_text_keep_what_stood_there() {
    let folder = folder_with(&[("job.toml", SMALL)]);
    said(folder.path(), "run job --replications 3");
    said(folder.path(), "run job --replications 3 --seed 2");
    said(
        folder.path(),
        "run job --replications 3 --seed 2 --set tenant.users=80",
    );
    fs::write(
        folder.path().join("job.toml"),
        format!("{SMALL}# changed\n"),
    )
    .expect("writable");
    said(
        folder.path(),
        "run job --replications 3 --seed 2 --set tenant.users=80",
    );
    assert_eq!(
        names(&in_output(&folder, "job").join("earlier")),
        ["1", "2", "3"]
    );
}

#[test]
fn every_command_keeps_the_answer_to_another_question_and_not_that_to_the_same() {
    let two = format!(
        "{SMALL}[[strategy]]\nname = \"one\"\n[[strategy]]\nname = \"two\"\njob.connections = 2\n"
    );
    let folder = folder_with(&[("job.toml", &two)]);
    for (name, same, other) in [
        ("job-policies", "policies job --replications 3", "--seed 5"),
        ("job-compare", "compare job --replications 3", "--seed 5"),
        (
            "job-capacity",
            "capacity job --replications 3",
            "--within 2h",
        ),
        (
            "job-sweep",
            "sweep job --replications 3 --vary job.connections=1..2",
            "--metric calls_total",
        ),
        (
            "estimate",
            "estimate --users 20 --replications 3 --output output/estimate",
            "--groups 2",
        ),
        ("job", "run job --replications 3", "--seed 5"),
    ] {
        let output = in_output(&folder, name);
        said(folder.path(), same);
        said(folder.path(), same);
        assert!(!output.join("earlier").exists(), "{name}");
        said(folder.path(), &format!("{same} {other}"));
        assert_eq!(names(&output.join("earlier")), ["1"], "{name}");
        let first = names(&output.join("earlier/1"));
        let mut now = names(&output);
        now.retain(|name| name != "earlier");
        assert_eq!(
            first, now,
            "{name}: the same kind of answer has the same files"
        );
    }
}

#[test]
fn a_report_into_a_folder_brings_the_document_that_it_shows() {
    let folder = folder_with(&[("job.toml", SMALL)]);
    let output = in_output(&folder, "job");
    said(folder.path(), "run job --replications 3");
    let before = names(&output);
    said(
        folder.path(),
        "report output/job/outcome.json --output output/job",
    );
    assert_eq!(names(&output), before, "the replications stay");
    said(
        folder.path(),
        "report output/job/outcome.json --output elsewhere",
    );
    let elsewhere = folder.path().join("elsewhere");
    assert_eq!(document(&elsewhere), document(&output));
    said(folder.path(), "run job --replications 2 --seed 3");
    let other = said(
        folder.path(),
        "report output/job/outcome.json --output elsewhere",
    );
    assert!(other.contains("is kept"), "{other}");
}

#[test]
fn a_single_file_that_is_none_of_ours_is_not_written_over() {
    let folder = folder_with(&[("job.toml", SMALL)]);
    for arguments in [
        "run job --replications 3 --json job.toml",
        "trace job --output job.toml",
        "init job.toml",
    ] {
        let output = cyclecast(folder.path(), arguments);
        assert!(!output.status.success(), "{arguments}");
        let text = fs::read_to_string(folder.path().join("job.toml")).expect("there");
        assert_eq!(text, SMALL, "{arguments}");
    }
    for _ in 1..=2 {
        said(folder.path(), "trace job --output trace.ndjson");
        said(folder.path(), "run job --replications 3 --json mine.json");
    }
}
