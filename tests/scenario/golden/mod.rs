//! The outcome of this version is the same bytes on any platform: those of `outcome.json` beside this file.
//!
//! It may change with the version number, with a default or its words, with the model, or with the format of the document, and then
//! the change belongs to a commit that says so. It must not change with a refactoring, an optimisation, a dependency or a platform.
//! `UPDATE_GOLDEN=1 cargo test --test scenario golden` writes it anew after a change that is meant.

mod lines;

use std::path::Path;

use super::determinism::{EVENTFUL, run};

/// More than these are not read by anybody.
const LINES_SHOWN: usize = 40;

#[test]
fn the_outcome_of_this_version_is_the_same_bytes_everywhere() {
    let document = |threads| {
        let outcome = run(EVENTFUL).threads(threads).outcome();
        serde_json::to_string_pretty(&outcome).expect("an outcome is JSON") + "\n"
    };
    let found = document(1);
    for threads in [2, 7] {
        assert!(document(threads) == found, "on {threads} threads");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario/golden/outcome.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|wish| wish == "1") {
        std::fs::write(&path, &found).expect("writable");
    }
    let committed = std::fs::read_to_string(&path).expect("committed");
    let changes = lines::difference(&committed, &found);
    assert!(
        committed == found,
        "{} lines of the outcome have changed (UPDATE_GOLDEN=1 if that is meant), first:\n{}",
        changes.len(),
        changes[..changes.len().min(LINES_SHOWN)].join("\n")
    );
}
