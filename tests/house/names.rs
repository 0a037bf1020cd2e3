//! Files of `src`: how long they are, what they are called, and where a module stands.

use std::collections::BTreeMap;

use crate::known::{KNOWN_BESIDE, KNOWN_TWICE};
use crate::source::{File, assert_none, files};

const LONGEST_FILE: usize = 400;
const LONGEST_MAIN: usize = 39;
/// What a module or its tests are called in their folder.
const ANYWHERE: [&str; 2] = ["mod.rs", "tests.rs"];

/// Faults that are not known, and known ones that are none any more.
fn unknown<'f>(
    found: impl Iterator<Item = (&'f str, String)>,
    known: &[&str],
    list: &str,
) -> Vec<String> {
    let found: BTreeMap<&str, String> = found.collect();
    let gone = known.iter().filter(|one| !found.contains_key(**one));
    let gone: Vec<String> = gone
        .map(|one| format!("{one} is mended: take it out of {list}"))
        .collect();
    let new = found.into_iter().filter(|(one, _)| !known.contains(one));
    new.map(|(_, fault)| fault).chain(gone).collect()
}

fn too_long(files: &[File]) -> Vec<String> {
    let measured = files.iter().map(|file| {
        let most = if file.path == "main.rs" {
            LONGEST_MAIN
        } else {
            LONGEST_FILE
        };
        (&file.path, file.text.lines().count(), most)
    });
    let long = measured.filter(|(_, lines, most)| lines > most);
    long.map(|(path, lines, most)| format!("src/{path}:{lines}: no more than {most} lines"))
        .collect()
}

fn named_alike(files: &[File], known: &[&str]) -> Vec<String> {
    let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in files {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        by_name.entry(name).or_default().push(&file.path);
    }
    let twice = by_name
        .into_iter()
        .filter(|(name, paths)| paths.len() > 1 && !ANYWHERE.contains(name));
    unknown(
        twice.map(|(name, paths)| (name, format!("{} are named alike", paths.join(", ")))),
        known,
        "KNOWN_TWICE",
    )
}

fn beside_their_folder(files: &[File], known: &[&str]) -> Vec<String> {
    let has_folder = |file: &&File| {
        let folder = format!("{}/", file.path.trim_end_matches(".rs"));
        files.iter().any(|other| other.path.starts_with(&folder))
    };
    let beside = files.iter().filter(has_folder);
    let beside = beside.map(|file| {
        (
            &*file.path,
            format!("src/{} belongs into its folder as mod.rs", file.path),
        )
    });
    unknown(beside, known, "KNOWN_BESIDE")
}

#[test]
fn no_file_is_too_long() {
    assert_none(&too_long(&files()));
}

#[test]
fn every_name_of_a_file_stands_once() {
    assert_none(&named_alike(&files(), KNOWN_TWICE));
}

#[test]
fn a_module_with_files_of_its_own_stands_in_their_folder() {
    assert_none(&beside_their_folder(&files(), KNOWN_BESIDE));
}

#[test]
fn each_of_these_can_fail() {
    let long = "\n".repeat(LONGEST_FILE + 1);
    let files = File::made_up(&[
        ("main.rs", &long[..LONGEST_MAIN + 1]),
        ("a/mod.rs", &long[..LONGEST_FILE]),
        ("a/life.rs", &long),
        ("b/mod.rs", ""),
        ("b/life.rs", ""),
        ("b/other.rs", ""),
        ("b/other/deep.rs", ""),
    ]);
    let found = too_long(&files);
    assert_eq!(
        found,
        [
            "src/main.rs:40: no more than 39 lines",
            "src/a/life.rs:401: no more than 400 lines"
        ]
    );
    assert_eq!(
        named_alike(&files, &[]),
        ["a/life.rs, b/life.rs are named alike"]
    );
    let known = named_alike(&files, &["life.rs", "sweep.rs"]);
    assert_eq!(known, ["sweep.rs is mended: take it out of KNOWN_TWICE"]);
    assert_eq!(
        beside_their_folder(&files, &[]),
        ["src/b/other.rs belongs into its folder as mod.rs"]
    );
}
