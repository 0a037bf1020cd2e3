//! What is typed: scenarios by name and from standard input, keys that are set, and the line that repeats a command.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{self, command, complaint, folder_with};

const SMALL: &str = "[tenant]\nusers = 60\n[scope]\nassigned_users = 12\n[[target.limit]]\nname = \"our api\"\ncalls = \"300 per min\"\n";

fn cyclecast(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = command(arguments, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("piped");
    // A command that reads nothing may be gone already.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn said(folder: &Path, arguments: &[&str], input: &str) -> String {
    let output = cyclecast(folder, arguments, input);
    let complaint = complaint(&output);
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    program::said(&output)
}

fn folder() -> TempDir {
    folder_with(&[("acme.toml", SMALL), ("scenarios/beta.toml", SMALL)])
}

fn outcome(folder: &Path, arguments: &[&str], input: &str) -> Value {
    let all = [arguments, &["--replications", "3", "--json", "-"]].concat();
    serde_json::from_str(&said(folder, &all, input)).expect("JSON")
}

#[test]
fn a_scenario_is_found_by_its_name_here_and_among_the_scenarios() {
    let folder = folder();
    for name in [
        "acme",
        "acme.toml",
        "beta",
        "scenarios/beta",
        "scenarios/beta.toml",
    ] {
        said(folder.path(), &["check", name], "");
    }
    let missing = cyclecast(folder.path(), &["check", "gamma"], "");
    let complaint = complaint(&missing);
    assert_eq!(missing.status.code(), Some(2));
    assert!(
        complaint.contains("gamma.toml") && complaint.contains("scenarios"),
        "{complaint}"
    );
}

#[test]
fn a_scenario_comes_from_standard_input_and_can_be_repeated() {
    let folder = folder();
    let report = said(folder.path(), &["run", "-", "--replications", "3"], SMALL);
    assert!(
        report.contains("cyclecast run output/scenario/outcome.json --replications 3"),
        "{report}"
    );
    let first = fs::read(folder.path().join("output/scenario/outcome.json")).expect("written");
    said(
        folder.path(),
        &["run", "output/scenario/outcome.json", "--output", "again"],
        "",
    );
    let again = fs::read(folder.path().join("again/outcome.json")).expect("written");
    assert!(first == again);
    let compared = said(
        folder.path(),
        &["policies", "-", "--replications", "3"],
        SMALL,
    );
    assert!(
        compared.contains("cyclecast policies - --replications 3 --seed 1 < SCENARIO.toml"),
        "{compared}"
    );
}

#[test]
fn a_key_that_is_set_is_as_good_as_a_line_of_the_file_in_every_command() {
    let folder = folder();
    let changed = SMALL.replace("assigned_users = 12", "assigned_users = 15");
    fs::write(
        folder.path().join("changed.toml"),
        format!("name = \"acme\"\n{changed}"),
    )
    .expect("writable");
    for command in ["policies", "capacity"] {
        let set = outcome(
            folder.path(),
            &[command, "acme", "--set", "scope.assigned_users=15"],
            "",
        );
        assert_eq!(
            set,
            outcome(folder.path(), &[command, "changed"], ""),
            "{command}"
        );
    }
    let vary = ["--vary", "job.connections=1|2"];
    let sweep =
        |scenario: &[&str]| outcome(folder.path(), &[&["sweep"], scenario, &vary].concat(), "");
    assert_eq!(
        sweep(&["acme", "--set", "scope.assigned_users=15"]),
        sweep(&["changed"])
    );
    let rows = |arguments: &[&str]| outcome(folder.path(), arguments, "")["replications"].clone();
    assert_eq!(
        rows(&["run", "acme", "--set", "scope.assigned_users=15"]),
        rows(&["run", "changed"])
    );
    let trace = |arguments: &[&str]| {
        let trace = said(folder.path(), arguments, "");
        trace.lines().last().expect("a row").to_owned()
    };
    assert_eq!(
        trace(&["trace", "acme", "--set", "scope.assigned_users=15"]),
        trace(&["trace", "changed"])
    );
    let listed = said(
        folder.path(),
        &["check", "acme", "--set", "scope.assigned_users = 15"],
        "",
    );
    assert!(listed.contains("scope.assigned_users = 15"), "{listed}");
}

#[test]
fn what_was_set_is_set_again_when_a_document_is_repeated_and_can_be_set_anew() {
    let folder = folder();
    let set = [
        "run",
        "acme",
        "--replications",
        "3",
        "--set",
        "target.limit.our api.calls=20 per min",
        "--output",
    ];
    let said = |arguments: &[&str]| said(folder.path(), arguments, "");
    said(&[&set[..], &["first"]].concat());
    said(&["run", "first/outcome.json", "--output", "second"]);
    let read = |place: &str| fs::read_to_string(folder.path().join(place)).expect("written");
    assert!(read("first/outcome.json").contains("20 per min"));
    assert!(read("first/outcome.json") == read("second/outcome.json"));
    said(&[
        "run",
        "first/outcome.json",
        "--set",
        "target.limit.our api.calls=40 per min",
        "--output",
        "third",
    ]);
    assert!(read("third/outcome.json").contains("calls = \\\"40 per min\\\""));
}

#[test]
fn the_line_that_repeats_keeps_what_matters_and_can_be_pasted() {
    let folder = folder();
    fs::rename(
        folder.path().join("acme.toml"),
        folder.path().join("our acme.toml"),
    )
    .expect("writable");
    for (arguments, line) in [
        (
            &[
                "capacity",
                "our acme",
                "--within",
                "2 h",
                "--set",
                "tenant.users=70",
                "--output",
                "to $HOME",
            ][..],
            "cyclecast capacity \"our acme.toml\" --within \"2 h\" --confidence 0.95 --set tenant.users=70 --replications 3 --seed 1 --output 'to $HOME'",
        ),
        (
            &[
                "policies",
                "our acme.toml",
                "--csv-dialect",
                "excel",
                "--output",
                "a b",
            ],
            "cyclecast policies \"our acme.toml\" --replications 3 --seed 1 --output \"a b\" --csv-dialect excel",
        ),
        (
            &[
                "sweep",
                "our acme",
                "--vary",
                "target.limit.our api.calls=60..300 per min:2",
            ],
            "cyclecast sweep \"our acme.toml\" --vary \"target.limit.our api.calls=60..300 per min:2\" --replications 3 --seed 1",
        ),
        (
            &[
                "run",
                "our acme",
                "--set",
                "job.timeout=40 s",
                "--json",
                "o.json",
            ],
            "cyclecast run \"our acme.toml\" --set \"job.timeout=40 s\" --replications 3 --seed 1 --json o.json",
        ),
    ] {
        let report = said(
            folder.path(),
            &[arguments, &["--replications", "3"]].concat(),
            "",
        );
        let shown: Vec<&str> = report
            .lines()
            .map(str::trim)
            .filter(|shown| shown.starts_with("cyclecast "))
            .collect();
        assert!(cfg!(windows) || shown.contains(&line), "{shown:#?}");
    }
}

#[test]
fn every_value_of_a_sweep_is_tried_before_anything_is_simulated() {
    let folder = folder();
    let arguments = [
        "sweep",
        "acme",
        "--vary",
        "split.jobs=4..20:3",
        "--replications",
        "100000",
    ];
    let output = cyclecast(folder.path(), &arguments, "");
    assert_eq!(output.status.code(), Some(2));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(complaint.contains("split.jobs"), "{complaint}");
}

#[test]
fn an_estimate_is_the_scenario_of_its_numbers() {
    let folder = folder();
    fs::write(
        folder.path().join("estimate.toml"),
        "scope.assigned_users = 15\n[[target.limit]]\ncalls = \"300 per min\"\n[job]\nmatched_share = 0.25\ngroups_matched_share = 0.25\n",
    )
    .expect("writable");
    let told = [
        "estimate",
        "--users",
        "15",
        "--limit",
        "300 per min",
        "--matched-share",
        "25 %",
    ];
    let estimate = outcome(folder.path(), &told, "");
    let scenario = outcome(folder.path(), &["run", "estimate.toml"], "");
    assert_eq!(estimate["replications"], scenario["replications"]);
    let printed = said(
        folder.path(),
        &["estimate", "--users", "10_000", "--print-scenario"],
        "",
    );
    assert!(printed.contains("assigned_users = 10000"), "{printed}");
    let wrong = cyclecast(folder.path(), &["estimate", "--limit", "lots"], "");
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn init_writes_a_scenario_that_runs_and_never_writes_over_one() {
    let folder = folder();
    let init = [
        "init",
        "new",
        "--users",
        "20",
        "--groups",
        "2",
        "--members",
        "30",
        "--limit",
        "300 per min",
    ];
    let told = said(folder.path(), &init, "");
    assert!(told.contains("cyclecast run new.toml"), "{told}");
    said(folder.path(), &["run", "new", "--replications", "3"], "");
    let before = fs::read(folder.path().join("new.toml")).expect("written");
    assert_eq!(cyclecast(folder.path(), &init, "").status.code(), Some(2));
    assert_eq!(
        fs::read(folder.path().join("new.toml")).expect("there"),
        before
    );
}

#[test]
fn every_scenario_that_the_help_names_is_there() {
    let project = program::project();
    let help = said(project, &["--help"], "");
    // A line that goes on is indented further.
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(
        commands.contains(&"compare") && commands.contains(&"init"),
        "{commands:?}"
    );
    let mut named = 0;
    for command in commands {
        let help = said(project, &[command, "--help"], "");
        for word in help
            .split_whitespace()
            .filter(|word| word.starts_with("scenarios/"))
        {
            assert!(
                project.join(word).is_file(),
                "{command} --help names {word}"
            );
            named += 1;
        }
    }
    assert!(named >= 5, "{named}");
}
