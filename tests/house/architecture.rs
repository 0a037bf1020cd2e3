//! The shape of the crate: which module may use which, what the core must not touch, and how long a file may be.

use crate::source::{File, files};

/// Which modules each may use. One of them stands for itself and all within.
const MAY_USE: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("kernel", &["units"]),
    ("model", &["units", "kernel"]),
    ("scenario", &["units", "model"]),
    ("stats", &["units"]),
    (
        "experiment",
        &["units", "kernel", "model", "scenario", "stats"],
    ),
    ("reference", &["units", "model", "experiment", "stats"]),
    ("report", &["units", "stats", "experiment::outcome"]),
    (
        "cli",
        &[
            "units",
            "kernel",
            "model",
            "scenario",
            "stats",
            "experiment",
            "reference",
            "report",
        ],
    ),
];

/// Modules that could run in a browser page: no files, threads, clocks, environment or terminal.
const CORE: [&str; 4] = ["kernel", "model", "stats", "scenario"];
const OUTSIDE: [&str; 6] = [
    "std::fs",
    "std::thread",
    "std::time",
    "std::env",
    "std::net",
    "std::process",
];
/// Part of `std::time`, but not a clock.
const NO_CLOCK: &str = "std::time::Duration";
const TERMINAL: [&str; 5] = ["print!", "println!", "eprint!", "eprintln!", "dbg!"];

/// Files that exist in tests only, where any module may be used.
const TESTS: [&str; 8] = [
    "model/cycle/tests.rs",
    "report/chart/tests.rs",
    "report/fixture.rs",
    "report/fixture/reproduction.rs",
    "scenario/tests/hostile.rs",
    "scenario/tests/large.rs",
    "scenario/tests/listing.rs",
    "scenario/tests/mod.rs",
];

const LONGEST_FILE: usize = 300;
const LONGEST_MAIN: usize = 40;

/// Whether a file exists in tests only.
fn is_test(file: &File) -> bool {
    TESTS.contains(&file.path.as_str())
}

fn is_within(path: &str, module: &str) -> bool {
    path.strip_prefix(module)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn imports_go_one_way() {
    let mut faults = Vec::new();
    let mut edges = 0;
    for file in files().iter().filter(|file| !is_test(file)) {
        let Some(module) = file.module() else {
            continue;
        };
        let Some((_, may_use)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
            faults.push(format!(
                "src/{}: module `{module}` has no place in MAY_USE",
                file.path
            ));
            continue;
        };
        for (line, path) in file.paths("crate") {
            let path = path.trim_start_matches("crate::");
            edges += 1;
            if !is_within(path, module) && !may_use.iter().any(|allowed| is_within(path, allowed)) {
                faults.push(format!(
                    "src/{}:{line}: `{module}` may not use `{path}`",
                    file.path
                ));
            }
        }
    }
    assert!(edges > 100, "uses are found, not {edges}");
    assert_none(&faults);
}

#[test]
fn no_import_climbs_over_the_root_of_the_crate() {
    let mut faults = Vec::new();
    for file in files().iter().filter(|file| !is_test(file)) {
        for (line, path) in file.paths("super") {
            let climbs = path.split("::").take_while(|part| *part == "super").count();
            if climbs >= file.depth() {
                faults.push(format!(
                    "src/{}:{line}: write `crate::` for `{path}`",
                    file.path
                ));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn the_core_touches_no_files_threads_clocks_environment_or_terminal() {
    let mut faults = Vec::new();
    let files = files();
    let core = |file: &&File| file.module().is_some_and(|module| CORE.contains(&module));
    for file in files.iter().filter(core).filter(|file| !is_test(file)) {
        for (line, path) in file.paths("std") {
            let outside = OUTSIDE.iter().any(|outside| is_within(&path, outside));
            if outside && !is_within(&path, NO_CLOCK) {
                faults.push(format!(
                    "src/{}:{line}: the core may not use `{path}`",
                    file.path
                ));
            }
        }
        for (line, text) in (1..).zip(file.code().lines()) {
            for macro_name in TERMINAL.iter().filter(|name| text.contains(**name)) {
                faults.push(format!(
                    "src/{}:{line}: the core may not call `{macro_name}`",
                    file.path
                ));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn no_file_is_too_long() {
    let lines = |file: &File| file.text.lines().count();
    let most = |file: &File| {
        if file.path == "main.rs" {
            LONGEST_MAIN - 1
        } else {
            LONGEST_FILE
        }
    };
    let faults: Vec<String> = files()
        .iter()
        .filter(|file| lines(file) > most(file))
        .map(|file| {
            format!(
                "src/{}:{}: no more than {} lines",
                file.path,
                lines(file),
                most(file)
            )
        })
        .collect();
    assert_none(&faults);
}

#[test]
fn files_of_tests_are_declared_for_tests_only() {
    let files = files();
    let declared = |path: &str| {
        let (folder, name) = path
            .trim_end_matches("/mod.rs")
            .rsplit_once('/')
            .unwrap_or(("", path));
        let declaration = format!("#[cfg(test)]\nmod {};", name.trim_end_matches(".rs"));
        let parents = [format!("{folder}/mod.rs"), format!("{folder}.rs")];
        let in_tests = parents
            .iter()
            .any(|parent| TESTS.contains(&parent.as_str()));
        in_tests
            || files
                .iter()
                .any(|file| parents.contains(&file.path) && file.text.contains(&declaration))
    };
    for path in TESTS {
        assert!(
            declared(path),
            "src/{path}: not declared under #[cfg(test)]"
        );
    }
}
