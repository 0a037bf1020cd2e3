//! The shape of the crate: which module may use which, and what the core must not touch.

use crate::source::{File, assert_none, files, outside_tests};
use crate::tokens::{tokens, without_tests};

/// Which modules each may use. One of them stands for itself and all within.
const MAY_USE: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("kernel", &["units"]),
    ("model", &["units", "kernel"]),
    ("scenario", &["units", "model"]),
    ("stats", &["units"]),
    ("scim", &["units", "model"]),
    ("logs", &["units", "kernel", "model", "scenario", "stats"]),
    (
        "experiment",
        &["units", "kernel", "model", "scenario", "stats", "logs"],
    ),
    (
        "live",
        &[
            "units",
            "kernel",
            "model",
            "scenario",
            "stats",
            "logs",
            "experiment",
            "scim",
        ],
    ),
    ("reference", &["units", "model", "experiment", "stats"]),
    ("report", &["units", "stats", "logs", "experiment::outcome"]),
    (
        "asked",
        &["units", "model", "scenario", "stats", "experiment"],
    ),
    (
        "cli",
        &[
            "asked",
            "units",
            "kernel",
            "model",
            "scenario",
            "stats",
            "logs",
            "experiment",
            "scim",
            "live",
            "reference",
            "report",
        ],
    ),
];

/// Modules that could run in a browser page: no files, threads, clocks, environment or terminal.
const CORE: [&str; 6] = ["kernel", "model", "stats", "scenario", "logs", "scim"];
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
const TERMINAL: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];

fn is_within(path: &str, module: &str) -> bool {
    path.strip_prefix(module)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[test]
fn imports_go_one_way() {
    let mut faults = Vec::new();
    let mut edges = 0;
    for file in outside_tests(&files()) {
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
        for (line, path) in file.paths_from("crate") {
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
    for file in outside_tests(&files()) {
        for (line, path) in file.paths_from("super") {
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
    for file in outside_tests(&files).into_iter().filter(core) {
        for (line, path) in file.paths_from("std") {
            let outside = OUTSIDE.iter().any(|outside| is_within(&path, outside));
            if outside && !is_within(&path, NO_CLOCK) {
                faults.push(format!(
                    "src/{}:{line}: the core may not use `{path}`",
                    file.path
                ));
            }
        }
        let all = tokens(&file.text);
        for pair in without_tests(&all).0.windows(2) {
            let (name, line) = (pair[0].text, pair[0].line);
            if pair[1].text == "!" && TERMINAL.contains(&name) {
                faults.push(format!(
                    "src/{}:{line}: the core may not call `{name}!`",
                    file.path
                ));
            }
        }
    }
    assert_none(&faults);
}

/// Where only a command line asks, or the format of a document has options in it.
const OF_COMMANDS: [&str; 2] = ["experiment/progress/", "experiment/outcome/run_document.rs"];

#[test]
fn what_programs_ask_too_names_no_option_of_the_command_line() {
    let mut faults = Vec::new();
    let files = files();
    let asked_by_commands = |file: &File| {
        let module = file.module().unwrap_or("cli");
        matches!(module, "cli" | "live" | "report")
            || OF_COMMANDS.iter().any(|path| file.path.starts_with(path))
    };
    for file in outside_tests(&files) {
        if asked_by_commands(file) {
            continue;
        }
        let (text, _tests) = file
            .text
            .split_once("#[cfg(test)]\nmod tests {")
            .unwrap_or((&file.text, ""));
        for (number, line) in text.lines().enumerate() {
            if names_an_option(line) {
                let (path, line) = (&file.path, number + 1);
                faults.push(format!("src/{path}:{line}: say it without an option"));
            }
        }
    }
    assert_none(&faults);
}

/// Whether a line of code, and not a comment, holds two dashes before a word.
fn names_an_option(line: &str) -> bool {
    let is_comment = line.trim_start().starts_with("//");
    let mut parts = line.split("--").skip(1);
    !is_comment && parts.any(|after| after.starts_with(|sign: char| sign.is_ascii_lowercase()))
}

#[test]
fn an_option_is_two_dashes_before_a_word() {
    assert!(names_an_option("    \"use --replications 72\""));
    for line in ["/// use --replications", "\"a -- b\"", "<!-- x", "a - -b"] {
        assert!(!names_an_option(line), "{line}");
    }
}
