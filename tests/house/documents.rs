//! The documents name files that are there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::source::{File, assert_none, files};

/// Where the files of the project stand.
const FOLDERS: [&str; 8] = [
    ".cargo/",
    ".ci/",
    "benches/",
    "docs/",
    "examples/",
    "scenarios/",
    "src/",
    "tests/",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn documents() -> Vec<PathBuf> {
    let in_docs = fs::read_dir(root().join("docs")).expect("the documents stand in docs");
    let paths = in_docs.map(|entry| entry.expect("readable").path());
    let mut found: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|kind| kind == "md"))
        .collect();
    assert!(found.len() > 5, "{found:?}");
    found.push(root().join("README.md"));
    found.sort();
    found
}

/// What stands in backticks outside of fenced blocks and looks like a file or folder of the project, with its line.
fn named(text: &str) -> Vec<(usize, &str)> {
    let mut is_fenced = false;
    let mut named = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        is_fenced ^= text.starts_with("```");
        if !is_fenced {
            let quoted = text.split('`').skip(1).step_by(2);
            let quoted = quoted.map(|one| one.trim_end_matches('/'));
            named.extend(
                quoted
                    .filter(|one| looks_like_a_path(one))
                    .map(|one| (line, one)),
            );
        }
    }
    named
}

fn looks_like_a_path(quoted: &str) -> bool {
    let is_one = |sign: char| sign.is_alphanumeric() || "/._-".contains(sign);
    let is_source = quoted.ends_with(".rs");
    quoted.chars().all(is_one)
        && (is_source || FOLDERS.iter().any(|folder| quoted.starts_with(folder)))
}

/// Whether a path leads anywhere, from the project or from a folder of its sources: `chart/axis.rs`.
fn exists(path: &str, sources: &[File]) -> bool {
    let end = format!("/{path}");
    let ends = |file: &File| format!("/{}", file.path).ends_with(&end);
    root().join(path).exists() || path.ends_with(".rs") && sources.iter().any(ends)
}

#[test]
fn every_file_that_a_document_names_is_there() {
    let sources = files();
    let mut faults = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a readable document");
        let missing = named(&text)
            .into_iter()
            .filter(|(_, path)| !exists(path, &sources));
        let document = document.strip_prefix(root()).expect("it is of the project");
        faults
            .extend(missing.map(|(line, path)| {
                format!("{}:{line}: there is no `{path}`", document.display())
            }));
    }
    assert_none(&faults);
}

#[test]
fn what_looks_like_a_path_is_found() {
    let text = "a `src/lib.rs` and `x/y.rs`, not `a b.rs` nor `output/x`\n```\n`src/no.rs`\n```\n`tests/house/` `.ci/run` `a/b`";
    assert_eq!(
        named(text),
        [
            (1, "src/lib.rs"),
            (1, "x/y.rs"),
            (5, "tests/house"),
            (5, ".ci/run")
        ]
    );
    let sources = File::made_up(&[("report/chart/axis.rs", "")]);
    for path in ["src/lib.rs", "chart/axis.rs", "axis.rs"] {
        assert!(exists(path, &sources), "{path}");
    }
    for path in ["src/none.rs", "xis.rs", "chart"] {
        assert!(!exists(path, &sources), "{path}");
    }
}
