//! A cycle under way, looked at by `cyclecast progress`: its document and files, and statuses that the program writes itself.

use std::fs;

use cyclecast::experiment::outcome::observed_job::{ObservedJob, Verdict};
use serde_json::Value;

use crate::program::{folder_with, project, refused, succeeds};

const SMALL: &str = "[tenant]\nusers = 120\n[scope]\nassigned_users = 60\n[groups]\nassigned = 2\n";

#[test]
fn the_document_is_of_its_schema_and_says_what_the_report_says() {
    let folder = folder_with(&[("small.toml", SMALL)]);
    let look = [
        "progress",
        "small.toml",
        "--percent",
        "50",
        "--elapsed",
        "4 min",
        "--replications",
        "100",
        "--now",
        "2026-11-28T08:04Z",
    ];
    let report = succeeds(&look, folder.path());
    let printed = succeeds(&[&look[..], &["--json", "-"]].concat(), folder.path());
    let instance: Value = serde_json::from_str(&printed).expect("JSON");
    let schema = fs::read(project().join("docs/schema/progress.schema.json")).expect("committed");
    let schema: Value = serde_json::from_slice(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema can be used");
    assert!(validator.is_valid(&instance), "{printed}");
    let found: ObservedJob = serde_json::from_value(instance).expect("it is of its type");
    assert_eq!(found.verdict, Verdict::Normal);
    assert!(
        report.starts_with("small: normal: after 4.0 min 50 %"),
        "{report}"
    );
    let cycle = found.cycle.expect("a cycle is under way");
    assert_eq!((cycle.replications, cycle.curve.len()), (100, 101));
}

#[test]
fn a_folder_gets_the_chart_the_table_and_the_document() {
    let folder = folder_with(&[("small.toml", SMALL)]);
    let look = [
        "progress",
        "small.toml",
        "--percent",
        "50",
        "--elapsed",
        "4 min",
        "--replications",
        "100",
        "--output",
        "out",
    ];
    succeeds(&look, folder.path());
    let text = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).expect(name);
    assert!(text("progress.svg").contains("seen after 4.0 min"));
    assert_eq!(text("progress.csv").lines().count(), 1 + 2 * 101);
    assert!(
        fs::read(folder.path().join("out/progress.png"))
            .expect("drawn")
            .starts_with(b"\x89PNG")
    );
    let again = succeeds(&["report", "out/outcome.json"], folder.path());
    assert!(
        again.starts_with("small: normal: after 4.0 min 50 %"),
        "{again}"
    );
    let refusal = refused(
        &["diff", "out/outcome.json", "out/outcome.json"],
        folder.path(),
    );
    assert!(refusal.contains("what `progress` found"), "{refusal}");
}

/// What `run --status-at` writes: the first cycle, quarantine, and days later.
#[test]
fn a_status_of_our_own_is_read_at_every_moment_of_a_jobs_life() {
    let expiring = "[run]\nhorizon = \"30 d\"\nstart = \"2026-11-23 08:00\"\n[tenant]\nusers = 60\n[scope]\nassigned_users = 30\n[groups]\nassigned = 0\n[[timeline]]\nat = \"1 d\"\naction = \"credentials-expire\"\n";
    let folder = folder_with(&[("job.toml", expiring)]);
    let status = |at: &str| {
        let run = [
            "run",
            "job.toml",
            "--replications",
            "5",
            "--quiet",
            "--status-at",
            at,
            "--output",
            "out",
        ];
        succeeds(&run, folder.path());
        let look = [
            "progress",
            "job.toml",
            "--replications",
            "20",
            "--status",
            "out/status.json",
            "--now",
            "2026-11-23T08:01Z",
            "--elapsed",
            "1 min",
        ];
        succeeds(&look, folder.path())
    };
    let first = status("1 min");
    assert!(
        first.starts_with("job: normal: after 60 s it is not over"),
        "{first}"
    );
    assert!(first.contains("nothing has failed"), "{first}");
    assert!(status("20 h").starts_with("job: done: the first cycle is over"));
    let quarantine = status("2 d");
    assert!(quarantine.starts_with("job: in quarantine"), "{quarantine}");
    for words in [
        "EncounteredQuarantineException",
        "next attempt",
        "after four weeks in quarantine",
    ] {
        assert!(quarantine.contains(words), "{words}: {quarantine}");
    }
    let disabled = status("30 d");
    assert!(disabled.starts_with("job: disabled"), "{disabled}");
}
