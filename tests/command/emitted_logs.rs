//! `run --emit-logs`: files, whatever is asked of them, and what is refused.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::program::{folder_with, project, refused, succeeds};

/// A small job whose logs have entries of nearly every kind.
pub const SCENARIO: &str = r#"
[run]
horizon = "4 d"
start = "2026-11-23 08:00"
time_zone = "+01:00"

[tenant]
users = 200

[scope]
assigned_users = 80

[errors]
Conflict = 0.05
ImportSkipped = 0.05
DuplicateTargetEntries = 0.05
InternalServerError = 0.02

[groups]
sizes = [{ groups = 2, members = 20 }]

[job]
deletion_threshold = 5
matched_share = 0.3
updated_share = 0.5

[changes]
hard_delete_after = "1 d"
joiners = 3
leavers = 1
attribute_updates = 5
membership_adds = 2
membership_removes = 2
out_of_scope = 3
new_groups = 1
removed_groups = 1

[[changes.burst]]
at = "2026-11-24 12:00"
leavers = 12

[[timeline]]
at = "2026-11-24 08:00"
action = "credentials-expire"
for = "1 h"

[[timeline]]
at = "2026-11-25 08:00"
action = "allow-deletes"

[[timeline]]
at = "2026-11-26 08:00"
action = "change-mapping"
"#;

const EMIT: [&str; 7] = [
    "run",
    "weeks.toml",
    "--replications",
    "3",
    "--emit-logs",
    "logs",
    "--quiet",
];

fn parsed(file: &Path) -> Value {
    let bytes = fs::read(file).expect("written");
    serde_json::from_slice(&bytes).expect("JSON")
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("readable").path())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), fs::read(&path).expect("readable"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_replication_others() {
    let folder = folder_with(&[("weeks.toml", SCENARIO)]);
    let emitted = |of: &str| {
        succeeds(&[&EMIT[..], &["--logs-of", of]].concat(), folder.path());
        files(&folder.path().join("logs"))
    };
    let first = emitted("1");
    let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "AuditLogs.json",
            "AzureMonitor.ndjson",
            "ProvisioningLogs.csv",
            "ProvisioningLogs.json",
            "ProvisioningLogs_ModifiedProperties.csv",
            "ProvisioningLogs_ProvisioningSteps.csv",
            "files.txt",
            "status.json",
        ]
    );
    assert!(first == emitted("1"));
    assert!(first != emitted("2"));
}

#[test]
fn the_status_is_that_of_the_horizon_and_its_cycle_is_in_the_log() {
    let folder = folder_with(&[("weeks.toml", SCENARIO)]);
    let with_status = [&EMIT[..], &["--status-at", "4 d"]].concat();
    succeeds(&with_status, folder.path());
    let logs = folder.path().join("logs");
    let status = parsed(&logs.join("status.json"));
    assert_eq!(
        status,
        parsed(&folder.path().join("output/weeks/status.json"))
    );
    let entries = parsed(&logs.join("ProvisioningLogs.json"));
    let entries = entries.as_array().expect("an array");
    let with_exports = &status["status"]["lastSuccessfulExecutionWithExports"];
    let cycle = &with_exports["activityIdentifier"];
    assert!(entries.iter().any(|entry| entry["cycleId"] == *cycle));
    assert!(entries.iter().all(|entry| entry["jobId"] == status["id"]));
}

#[test]
fn without_a_start_the_moment_is_assumed_and_said_to_be() {
    let pilot = "tenant.users = 20\nscope.mode = \"all-users\"\n";
    let folder = folder_with(&[("pilot.toml", pilot)]);
    let emit = [
        "run",
        "pilot.toml",
        "--replications",
        "2",
        "--emit-logs",
        "logs",
    ];
    let first = |arguments: &[&str], assumed: bool| {
        let said = succeeds(arguments, folder.path());
        assert_eq!(said.contains("which is assumed"), assumed, "{said}");
        let log = parsed(&folder.path().join("logs/AuditLogs.json"));
        log[0]["activityDateTime"].as_str().map(str::to_owned)
    };
    assert_eq!(
        first(&emit, true).as_deref(),
        Some("2026-01-05T08:00:00.000000Z")
    );
    let dated = [&emit[..], &["--start", "2026-11-27 18:00"]].concat();
    assert_eq!(
        first(&dated, false).as_deref(),
        Some("2026-11-27T18:00:00.000000Z")
    );
    let status = parsed(&folder.path().join("logs/status.json"));
    assert_eq!(
        status["status"]["lastExecution"]["timeBegan"],
        "2026-11-27T18:00:00Z"
    );
}

#[test]
fn several_jobs_have_ids_of_their_own_and_a_status_each() {
    let folder = folder_with(&[(
        "two.toml",
        "tenant.users = 40\nscope.mode = \"all-users\"\n[split]\njobs = 2\n",
    )]);
    succeeds(
        &[
            "run",
            "two.toml",
            "--replications",
            "1",
            "--emit-logs",
            "logs",
            "--quiet",
        ],
        folder.path(),
    );
    let logs = folder.path().join("logs");
    let ids = |list: &Value, name: &str| -> BTreeSet<String> {
        let list = list.as_array().expect("a list");
        list.iter().map(|one| one[name].to_string()).collect()
    };
    let jobs = ids(&parsed(&logs.join("status.json"))["value"], "id");
    let entries = parsed(&logs.join("ProvisioningLogs.json"));
    assert_eq!(jobs.len(), 2);
    assert_eq!(ids(&entries, "jobId"), jobs);
    assert_eq!(ids(&entries, "cycleId").len(), 2);
}

/// The questions of document 004: all job ids, and the change ids where the action is create. The commands stand in docs/logs.md.
#[test]
fn the_documented_questions_are_answered_by_the_documented_commands() {
    let folder = folder_with(&[("weeks.toml", SCENARIO)]);
    succeeds(&EMIT, folder.path());
    let page = fs::read_to_string(project().join("docs/logs.md")).expect("the page");
    let commands: Vec<&str> = page
        .lines()
        .filter(|line| line.starts_with("jq "))
        .collect();
    assert!(commands.len() >= 2, "{commands:?}");
    let entries = parsed(&folder.path().join("logs/ProvisioningLogs.json"));
    let entries = entries.as_array().expect("an array");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let jobs: BTreeSet<String> = entries.iter().map(|entry| text(&entry["jobId"])).collect();
    let created = entries
        .iter()
        .filter(|one| one["provisioningAction"] == "create");
    let created: Vec<String> = created.map(|one| text(&one["changeId"])).collect();
    assert!(!created.is_empty());
    for (command, answer) in commands.iter().zip([jobs.into_iter().collect(), created]) {
        let output = Command::new("sh")
            .args(["-c", command])
            .current_dir(folder.path())
            .stderr(Stdio::piped())
            .output()
            .expect("a shell");
        if output.status.code() == Some(127) {
            let _ = writeln!(std::io::stderr(), "SKIPPED: there is no jq");
            return;
        }
        let said = String::from_utf8(output.stdout).expect("text");
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines, answer, "{command}");
    }
}

#[test]
fn what_cannot_be_emitted_is_refused_before_anything_is_simulated() {
    let folder = folder_with(&[("weeks.toml", SCENARIO)]);
    for (arguments, complaint) in [
        (
            &["--emit-logs", "logs", "--logs-of", "3"][..],
            "numbered from 0 to 2",
        ),
        (&["--logs-of", "1"], "--emit-logs"),
        (&["--emit-logs", "output/weeks"], "a folder of its own"),
    ] {
        let run = [&["run", "weeks.toml", "--replications", "3"], arguments].concat();
        let said = refused(&run, folder.path());
        assert!(said.contains(complaint), "{said}");
    }
    let part = [
        "run",
        "weeks.toml",
        "--replications",
        "0..2",
        "--emit-logs",
        "logs",
    ];
    let said = refused(&part, folder.path());
    assert!(
        said.contains("--emit-logs asks about a whole run"),
        "{said}"
    );
}
