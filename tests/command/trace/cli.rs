//! The command: lines as they come, to where they are asked for.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::*;
use crate::program::{command, cyclecast, folder_with};

/// A folder with a small scenario, and one whose trace takes long.
fn with_scenarios() -> TempDir {
    let large = "tenant.users = 400_000\nscope.mode = \"all-users\"\n";
    folder_with(&[("small.toml", PLAIN), ("large.toml", large)])
}

const SMALL: [&str; 6] = [
    "trace",
    "small.toml",
    "--replication",
    "17",
    "--seed",
    "2026",
];

#[test]
fn each_line_is_one_event_as_the_library_tells_it() {
    let folder = with_scenarios();
    let output = cyclecast(&SMALL, folder.path());
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
    let text = String::from_utf8(output.stdout).expect("JSON is text");
    let read: Vec<TraceEvent> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("an event"))
        .collect();
    let told = trace_of(PLAIN);
    // The scenario has the name of its file.
    assert_eq!(read[1..], told[1..]);
}

#[test]
fn a_file_holds_what_stdout_would_get() {
    let folder = with_scenarios();
    let printed = cyclecast(&SMALL, folder.path());
    let arguments = [&SMALL[..], &["--output", "trace.ndjson"]].concat();
    let output = cyclecast(&arguments, folder.path());
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty() && output.stderr.is_empty());
    let written = std::fs::read(folder.path().join("trace.ndjson")).expect("written");
    assert!(written == printed.stdout);
}

/// The trace of the large scenario has millions of lines.
#[test]
fn a_reader_who_has_seen_enough_ends_the_trace_quietly() {
    let folder = with_scenarios();
    let mut child = command(&["trace", "large.toml"], folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = String::new();
    let stdout = child.stdout.take().expect("piped");
    BufReader::new(stdout)
        .read_line(&mut first)
        .expect("a line comes");
    assert!(first.starts_with("{\"event\":\"trace\""), "{first}");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_place_that_cannot_be_written_is_found_before_the_simulation() {
    let folder = with_scenarios();
    std::fs::write(folder.path().join("file"), "").expect("writable");
    let mut places = vec![".", "file/below", "nowhere/trace.ndjson"];
    if cfg!(target_os = "linux") {
        places.push("/dev/full");
    }
    for place in places {
        let output = cyclecast(&["trace", "large.toml", "--output", place], folder.path());
        assert_eq!(output.status.code(), Some(1), "{place}");
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(message.contains("cannot write"), "{place}: {message}");
        assert!(!message.contains("panicked"), "{place}: {message}");
        assert!(output.stdout.is_empty(), "{place}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_trace_leaves_no_file() {
    let folder = with_scenarios();
    let child = command(
        &["trace", "large.toml", "--output", "trace.ndjson"],
        folder.path(),
    )
    .stderr(Stdio::piped())
    .spawn()
    .expect("the program starts");
    std::thread::sleep(std::time::Duration::from_millis(1_000));
    let interrupt = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupt.expect("kill is there").success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(message.contains("interrupted"), "{message}");
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .expect("readable")
        .map(|entry| entry.expect("readable").file_name())
        .collect();
    assert_eq!(left.len(), 2, "{left:?}");
}
