//! The commands of the page on experiments run as they stand there, one after the other, in a shell.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The scripts in fenced `sh` blocks.
fn scripts(page: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("docs").join(page)).expect(page);
    text.split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .map(str::to_owned)
        .collect()
}

fn copy_scenarios(to: &Path) {
    std::fs::create_dir(to).expect("writable");
    for entry in std::fs::read_dir(root().join("scenarios")).expect("a folder of the project") {
        let path = entry.expect("readable").path();
        if path.is_file() {
            let name = path.file_name().expect("a name");
            std::fs::copy(&path, to.join(name)).expect("writable");
        }
    }
}

#[test]
fn every_command_on_experiments_works_as_written() {
    let folder = TempDir::new().expect("a temporary folder");
    copy_scenarios(&folder.path().join("scenarios"));
    let program = Path::new(env!("CARGO_BIN_EXE_cyclecast"));
    let beside = program.parent().expect("a folder").display();
    let path = format!("{beside}:{}", std::env::var("PATH").unwrap_or_default());
    let scripts = scripts("experiments.md");
    assert!(scripts.len() >= 10, "{scripts:?}");
    for script in scripts {
        let output = Command::new("sh")
            .args(["-e", "-c", &script])
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
