//! The commands of the page on experiments run as they stand there, one after the other, in a shell.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::program::{copy_folder, project};

/// The scripts in fenced `sh` blocks.
fn scripts(page: &str) -> Vec<String> {
    let text = std::fs::read_to_string(project().join("docs").join(page)).expect(page);
    text.split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .map(str::to_owned)
        .collect()
}

/// A comparison or a sweep with few replications, where the page does not say how many.
fn shortened(line: &str) -> String {
    let is_long = ["cyclecast compare ", "cyclecast sweep "]
        .iter()
        .any(|command| line.starts_with(command));
    match is_long && !line.contains("--replications") {
        true => format!("{line} --replications 40\n"),
        false => format!("{line}\n"),
    }
}

#[test]
fn every_command_on_experiments_works_comparisons_and_sweeps_with_few_replications() {
    all_work(|script| script.lines().map(shortened).collect());
}

#[test]
#[ignore = "takes minutes; .ci/long does it in release"]
fn every_command_on_experiments_works_as_written() {
    all_work(str::to_owned);
}

fn all_work(run_as: impl Fn(&str) -> String) {
    let folder = TempDir::new().expect("a temporary folder");
    copy_folder(
        &project().join("scenarios"),
        &folder.path().join("scenarios"),
    );
    let program = Path::new(env!("CARGO_BIN_EXE_cyclecast"));
    let beside = program.parent().expect("a folder").display();
    let path = format!("{beside}:{}", std::env::var("PATH").unwrap_or_default());
    let scripts = scripts("experiments.md");
    assert!(scripts.len() >= 10, "{scripts:?}");
    for script in scripts {
        let output = Command::new("sh")
            .args(["-e", "-c", &run_as(&script)])
            .current_dir(folder.path())
            .env("PATH", &path)
            .output()
            .expect("a shell");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{script}\n{said}");
    }
    let read = |place: &str| {
        let path = folder.path().join("output").join(place);
        std::fs::read(path.join("outcome.json"))
            .unwrap_or_else(|reason| panic!("{place}: {reason}"))
    };
    // 400 replications, added to: as 800 at once; and 400 of them in four parts.
    let whole: serde_json::Value = serde_json::from_slice(&read("pilot")).expect("JSON");
    assert_eq!(whole["run"]["replications"], 800);
    assert!(read("array-joined") == read("pilot-repeated"));
}
