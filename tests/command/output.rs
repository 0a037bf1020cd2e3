//! What `run` writes: whole files, the same bytes anywhere, or nothing and a reason.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::program::{command, cyclecast, folder_with};

const SMALL: &str = "[tenant]\nusers = 300\n[scope]\nassigned_users = 120\n";

/// A folder with a small scenario in it, and the same with a horizon.
fn with_scenario() -> TempDir {
    let with_horizon = format!("[run]\nhorizon = \"12 h\"\n{SMALL}");
    folder_with(&[("small.toml", SMALL), ("life.toml", &with_horizon)])
}

fn files_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("written")
        .map(|entry| {
            let path = entry.expect("readable").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read(&path).expect("readable"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_byte_written_is_the_same_for_any_number_of_threads() {
    let folder = with_scenario();
    // The outcome, its page, the replications, and the list of files.
    let (document, tables, charts) = (4, 9, 4);
    let (life_tables, life_charts) = (8, 4);
    for (scenario, files) in [
        ("small", document + tables + 2 * charts),
        (
            "life",
            document + tables + life_tables + 2 * (charts + life_charts),
        ),
    ] {
        let written = ["1", "2", "7"].map(|threads| {
            let output = format!("{scenario}-{threads}");
            let run = [
                "run",
                &format!("{scenario}.toml"),
                "--replications",
                "80",
                "--threads",
                threads,
                "--output",
                &output,
            ];
            assert_eq!(cyclecast(&run, folder.path()).status.code(), Some(0));
            files_of(&folder.path().join(output))
        });
        assert_eq!(written[0].len(), files, "{scenario}");
        assert_eq!(written[0], written[1], "{scenario}");
        assert_eq!(written[0], written[2], "{scenario}");
    }
}

#[test]
fn only_a_report_with_a_horizon_tells_of_the_job_beyond_its_initial_cycle() {
    let folder = with_scenario();
    let report = |scenario: &str| {
        let run = ["run", scenario, "--replications", "20", "--full"];
        let output = cyclecast(&run, folder.path());
        assert!(output.status.success());
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let (without, with) = (report("small.toml"), report("life.toml"));
    for (title, in_life) in [
        (
            "Percentiles over 20",
            "Percentiles of the initial cycle over 20",
        ),
        (
            "Where the time goes",
            "Where the time of the initial cycle goes",
        ),
        (
            "What fails, by error code",
            "What fails over the horizon, by error code",
        ),
    ] {
        let title = format!("\n{title}");
        assert!(
            without.contains(&title) && !with.contains(&title),
            "{title}"
        );
        let in_life = format!("\n{in_life}");
        assert!(
            with.contains(&in_life) && !without.contains(&in_life),
            "{in_life}"
        );
    }
}

#[test]
fn nothing_written_tells_of_paths_threads_or_the_clock() {
    let [first, second] = [with_scenario(), with_scenario()].map(|folder| {
        let run = ["run", "small.toml", "--replications", "5"];
        assert!(cyclecast(&run, folder.path()).status.success());
        // The second run begins in a later second than the first.
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        let files = files_of(&folder.path().join("output/small"));
        for (name, bytes) in &files {
            let text = String::from_utf8_lossy(bytes);
            let path = folder.path().display().to_string();
            assert!(!text.contains(&path), "{name} names a path");
            assert!(!text.contains("threads"), "{name} names threads");
        }
        files
    });
    assert_eq!(first, second);
}

#[test]
fn the_document_on_stdout_is_the_one_that_is_written() {
    let folder = with_scenario();
    let output = cyclecast(
        &["run", "small.toml", "--replications", "5", "--json", "-"],
        folder.path(),
    );
    let written = std::fs::read(folder.path().join("output/small/outcome.json")).expect("written");
    assert_eq!(output.stdout, written);
    assert!(output.stderr.is_empty(), "quiet when piped");
}

#[test]
fn a_place_that_cannot_be_written_is_found_before_the_simulation() {
    let folder = with_scenario();
    std::fs::write(folder.path().join("file"), "").expect("writable");
    // So many replications take minutes: an answer at once means that nothing was simulated.
    for place in [
        ["--output", "file"],
        ["--output", "file/below"],
        ["--json", "."],
    ] {
        let run = [
            "run",
            "small.toml",
            "--replications",
            "100000",
            place[0],
            place[1],
        ];
        let output = cyclecast(&run, folder.path());
        assert_eq!(output.status.code(), Some(1), "{place:?}");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("cannot write"),
            "{place:?}"
        );
        assert!(output.stdout.is_empty(), "{place:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_a_failure_and_not_a_panic() {
    let folder = with_scenario();
    let output = cyclecast(
        &[
            "run",
            "small.toml",
            "--replications",
            "100000",
            "--json",
            "/dev/full",
        ],
        folder.path(),
    );
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        message.contains("/dev/full") && !message.contains("panicked"),
        "{message}"
    );
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_writes_what_is_finished_and_says_that_it_is_partial() {
    let folder = with_scenario();
    // Large enough to last, and few enough replications that room for their results is soon found.
    let text = "[tenant]\nusers = 3_000\n[scope]\nassigned_users = 1_200\n";
    std::fs::write(folder.path().join("small.toml"), text).expect("writable");
    let run = [
        "run",
        "small.toml",
        "--replications",
        "20000",
        "--threads",
        "2",
    ];
    let child = command(&run, folder.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    std::thread::sleep(std::time::Duration::from_millis(1_500));
    let interrupt = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupt.expect("kill is there").success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("interrupted after"));
    let document = std::fs::read(folder.path().join("output/small/outcome.json")).expect("written");
    let document: serde_json::Value = serde_json::from_slice(&document).expect("whole");
    assert_eq!(document["run"]["partial"], true);
    let rows = document["replications"].as_array().expect("rows").len() as u64;
    assert_eq!(document["run"]["replications"], rows);
    assert!(rows > 0 && rows < 20_000);
}
