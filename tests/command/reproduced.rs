//! `cyclecast reproduce` takes long, so it is run once for all tests that show, read or judge what it gives.

use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::LazyLock;

use cyclecast::experiment::outcome::reproduction::Reproduction;
use tempfile::TempDir;

use crate::program::{copy_folder, cyclecast};

struct Reproduced {
    folder: TempDir,
    output: Output,
}

static REPRODUCED: LazyLock<Reproduced> = LazyLock::new(|| {
    let folder = TempDir::new().expect("a temporary folder");
    let output = cyclecast(&["reproduce"], folder.path());
    Reproduced { folder, output }
});

/// What the command says, with its files in a folder as if it had been run there.
pub fn in_folder(folder: &Path) -> Output {
    let written = Path::new("output/reproduce");
    copy_folder(
        &REPRODUCED.folder.path().join(written),
        &folder.join(written),
    );
    REPRODUCED.output.clone()
}

/// A file that the command writes.
pub fn file(name: &str) -> PathBuf {
    REPRODUCED.folder.path().join("output/reproduce").join(name)
}

/// The document that the command writes.
pub fn document() -> &'static Reproduction {
    static DOCUMENT: LazyLock<Reproduction> = LazyLock::new(|| {
        let text = std::fs::read(file("outcome.json")).expect("it writes its document");
        serde_json::from_slice(&text).expect("a reproduction")
    });
    &DOCUMENT
}
