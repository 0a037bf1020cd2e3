//! The program, started in a folder of its own.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// The folder of the project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program as it will be started in a folder.
pub fn command<A: AsRef<OsStr>>(arguments: &[A], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cyclecast"));
    command.args(arguments).current_dir(folder);
    command
}

/// How the program ends, and what it says.
pub fn cyclecast<A: AsRef<OsStr>>(arguments: &[A], folder: &Path) -> Output {
    let output = command(arguments, folder).output();
    output.expect("the program starts")
}

/// What a command says on standard output; it must succeed.
pub fn succeeds(arguments: &[&str], folder: &Path) -> String {
    let output = cyclecast(arguments, folder);
    let complaint = complaint(&output);
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    said(&output)
}

/// What is said of a call that is refused.
pub fn refused(arguments: &[&str], folder: &Path) -> String {
    let output = cyclecast(arguments, folder);
    let complaint = complaint(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {complaint}");
    complaint
}

/// What stands on standard output.
pub fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("a report is text")
}

/// What stands on standard error.
pub fn complaint(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("a message is text")
}

/// A temporary folder with files in it.
pub fn folder_with(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }
    folder
}

/// Copies a folder with all that is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("writable");
    for entry in fs::read_dir(from).expect("a folder of the project") {
        let path = entry.expect("readable").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, target).expect("writable");
        }
    }
}
