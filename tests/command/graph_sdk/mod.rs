//! Emitted logs, read by Microsoft Graph's own models for Python: nothing may be lost.
//!
//! `.ci/run` installs them (`requirements.txt`) and names the interpreter in `GRAPH_SDK_PYTHON`. Where the variable is not set, any
//! `python3` that has them will do, and where none has them the test says that it is skipped.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use crate::emitted_logs::SCENARIO;
use crate::program::{folder_with, project, succeeds};

const INTERPRETER: &str = "GRAPH_SDK_PYTHON";

/// A Python that has the models; none where there is none and nobody has promised one.
fn python() -> Option<String> {
    let named = std::env::var(INTERPRETER).ok();
    let python = named.clone().unwrap_or_else(|| "python3".to_owned());
    let asked = Command::new(&python)
        .args(["-c", "import msgraph, kiota_serialization_json"])
        .output();
    let has_models = asked.is_ok_and(|output| output.status.success());
    assert!(
        has_models || named.is_none(),
        "{INTERPRETER}: {python} has no msgraph-sdk"
    );
    has_models.then_some(python)
}

fn read_by_sdk(python: &str, logs: &Path) -> Result<String, String> {
    let script = project().join("tests/command/graph_sdk/read_with_graph_sdk.py");
    let output = Command::new(python).arg(script).arg(logs).output();
    let output = output.expect("the interpreter starts");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    match output.status.success() {
        true => Ok(text(output.stdout)),
        false => Err(text(output.stderr)),
    }
}

#[test]
fn graphs_own_models_read_what_is_emitted_without_loss() {
    let Some(python) = python() else {
        // Past the harness, which shows nothing of a test that passes.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED graphs_own_models_read_what_is_emitted_without_loss: no python3 with msgraph-sdk; .ci/run installs it"
        );
        return;
    };
    let folder = folder_with(&[("weeks.toml", SCENARIO)]);
    succeeds(
        &[
            "run",
            "weeks.toml",
            "--replications",
            "1",
            "--emit-logs",
            "logs",
            "--quiet",
        ],
        folder.path(),
    );
    let logs = folder.path().join("logs");
    let told = read_by_sdk(&python, &logs).expect("nothing is lost");
    assert!(told.contains("status.json: 1 read without loss"), "{told}");

    // What is lost is found: an action that Graph does not have, and a name.
    let file = logs.join("ProvisioningLogs.json");
    let text = std::fs::read_to_string(&file).expect("written");
    for (right, wrong) in [
        (
            "\"provisioningAction\":\"create\"",
            "\"provisioningAction\":\"make\"",
        ),
        ("\"cycleId\"", "\"cycle\""),
        (
            "\"durationInMilliseconds\":",
            "\"durationInMilliseconds\":0.",
        ),
    ] {
        std::fs::write(&file, text.replacen(right, wrong, 1)).expect("writable");
        let complaint = read_by_sdk(&python, &logs).expect_err("it is lost");
        assert!(complaint.contains("ProvisioningLogs.json["), "{complaint}");
    }
}
