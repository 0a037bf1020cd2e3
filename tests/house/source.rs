//! The source files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::paths::paths;
use crate::tokens::{tokens, without_tests};
use crate::uses::{is_at_or_within, within};

/// A file of `src/`: its path from there, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

/// Every file of `src/`.
pub fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src can be listed") {
            let path: PathBuf = entry.expect("src can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let within = path.strip_prefix(&root).expect("it lies in src");
                let text = fs::read_to_string(&path).expect("source is text");
                files.push(File {
                    path: within.to_string_lossy().replace('\\', "/"),
                    text,
                });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let count = files.len();
    assert!(count > 80, "all of src is read, not {count} files");
    files
}

/// The files that exist outside of tests.
pub fn outside_tests(files: &[File]) -> Vec<&File> {
    let mut of_tests = Vec::new();
    for file in files {
        let all = tokens(&file.text);
        let declared = without_tests(&all).1.into_iter();
        of_tests.extend(declared.map(|name| within(&file.module_path(), name)));
    }
    let is_test = |file: &File| {
        of_tests
            .iter()
            .any(|test| is_at_or_within(&file.module_path(), test))
    };
    files.iter().filter(|file| !is_test(file)).collect()
}

/// Fails with all faults, if there are any.
pub fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

impl File {
    /// Files that a test makes up: paths from `src/`, and texts.
    pub fn made_up(files: &[(&str, &str)]) -> Vec<Self> {
        let file = |(path, text): &(&str, &str)| Self {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        };
        files.iter().map(file).collect()
    }

    /// The module of the first level that the file belongs to; none for `lib.rs` and `main.rs`.
    pub fn module(&self) -> Option<&str> {
        let first = self.path.split('/').next()?.trim_end_matches(".rs");
        (!matches!(first, "lib" | "main")).then_some(first)
    }

    /// The file's own module, from the root of the crate: `model::cycle`. The root is empty.
    pub fn module_path(&self) -> String {
        let path = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        match path {
            "lib" => String::new(),
            _ => path.replace('/', "::"),
        }
    }

    /// Levels from the root of the crate to the file's own module.
    pub fn depth(&self) -> usize {
        self.module_path().split("::").count()
    }

    /// Every path outside of tests that begins with `root`, with its line.
    pub fn paths_from(&self, root: &str) -> Vec<(usize, String)> {
        let all = tokens(&self.text);
        let (kept, _) = without_tests(&all);
        let from_root = paths(&kept)
            .into_iter()
            .filter(|path| path.segments[0] == root);
        from_root
            .map(|path| (path.line, path.segments.join("::")))
            .collect()
    }
}

#[test]
fn a_file_knows_its_module() {
    let files = File::made_up(&[
        ("report/chart/mod.rs", ""),
        ("lib.rs", ""),
        ("units.rs", ""),
    ]);
    let known: Vec<_> = files
        .iter()
        .map(|file| (file.module(), file.module_path(), file.depth()))
        .collect();
    let expected = [
        (Some("report"), "report::chart", 2),
        (None, "", 1),
        (Some("units"), "units", 1),
    ];
    assert_eq!(
        known,
        expected.map(|(first, whole, depth)| (first, whole.to_owned(), depth))
    );
}
