//! The batch script for Slurm, on a cluster of one node; skipped where Slurm is not installed.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::program::{folder_with, project, said, succeeds};

const SMALL: &str = "[tenant]\nusers = 200\n[scope]\nmode = \"all-users\"\n";

/// Stands before the program: the second task is killed the first time, and the third leaves a damaged part and says that all is well.
const UNRELIABLE: &str = "#!/usr/bin/env bash
case \"$*\" in
*19..38*) mkdir killed 2>/dev/null && kill -9 $$ ;;
*38..57*) mkdir damaged 2>/dev/null && { \"$PROGRAM\" \"$@\"; echo nothing >out/parts/part-000038-000057.ndjson; exit 0; } ;;
esac
exec \"$PROGRAM\" \"$@\"
";

fn is_installed(program: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", &format!("command -v {program}")])
        .output();
    found.is_ok_and(|found| found.status.success())
}

/// Runs the batch script until no job is left, and returns what the queue did.
fn array(folder: &Path, environment: &[(&str, &str)]) -> String {
    let script = project().join("examples/cluster/slurm.sh");
    let wait = format!(
        "set -e; bash {} small.toml 95 5 out >/dev/null; while squeue --noheader | grep -q .; do sleep 0.2; done; scontrol show jobs --oneliner",
        script.display()
    );
    let mut node = Command::new(project().join("tests/slurm/node"));
    node.args(["slurm", "bash", "-c", &wait])
        .current_dir(folder);
    node.env("CPUS", "1").envs(environment.iter().copied());
    let output = node.output().expect("bash is there");
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{complaint}");
    said(&output)
}

#[test]
fn an_array_whose_tasks_fail_is_made_whole_and_is_the_same_to_the_byte() {
    if !["munged", "slurmctld", "slurmd", "sbatch", "python3"]
        .into_iter()
        .all(is_installed)
    {
        eprintln!("SKIPPED: Slurm is not installed (slurmctld, slurmd, slurm-client, munge)");
        return;
    }
    let folder = folder_with(&[("small.toml", SMALL), ("unreliable", UNRELIABLE)]);
    let at = folder.path();
    let stand_in = at.join("unreliable");
    fs::set_permissions(&stand_in, fs::Permissions::from_mode(0o755)).expect("ours");
    let stand_in = stand_in.display().to_string();
    let jobs = array(
        at,
        &[
            ("CYCLECAST", &stand_in),
            ("PROGRAM", env!("CARGO_BIN_EXE_cyclecast")),
        ],
    );
    let log = |name: &str| fs::read_to_string(at.join("out/log").join(name)).expect("written");
    let first = log("merge-0.txt");
    // Each task has 19 replications: 19..38 of the second and 38..57 of the third.
    assert!(first.contains("--array="), "{first}\n{jobs}");
    assert!(log("merge-1.txt").contains("small: "), "{jobs}");
    succeeds(
        &[
            "run",
            "small.toml",
            "--replications",
            "95",
            "--output",
            "one",
        ],
        at,
    );
    for name in ["outcome.json", "replications.ndjson", "report.html"] {
        let read = |folder: &str| fs::read(at.join(folder).join(name)).expect("written");
        assert!(read("one") == read("out/whole"), "{name} differs");
    }
}
