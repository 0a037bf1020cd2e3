//! How results are told: quiet runs, tables for spreadsheets, and JSON that PowerShell reads.

use std::collections::HashSet;

use serde_json::Value;

use crate::program::{cyclecast, folder_with};

const SCENARIO: &str = r#"
description = "=SUM(A1)"
[run]
horizon = "2 d"
[tenant]
users = 80
[scope]
mode = "all-users"
[expect]
"initial_cycle.p95" = "< 10 h"
"#;
const STRATEGIES: &str = r#"
[tenant]
users = 80
[scope]
mode = "all-users"
[[strategy]]
name = "one"
[[strategy]]
name = "four"
split.jobs = 4
"#;

#[test]
fn a_quiet_run_prints_nothing_and_writes_everything() {
    let folder = folder_with(&[("weeks.toml", SCENARIO), ("ways.toml", STRATEGIES)]);
    let at = folder.path();
    for (command, document) in [
        (
            &["run", "weeks.toml", "--replications", "12"][..],
            "output/weeks/outcome.json",
        ),
        (
            &["compare", "ways.toml", "--replications", "12"],
            "output/ways-compare/outcome.json",
        ),
        (
            &[
                "sweep",
                "weeks.toml",
                "--vary",
                "tenant.users=10..80:2",
                "--replications",
                "5",
            ],
            "output/weeks-sweep/outcome.json",
        ),
    ] {
        let output = cyclecast(&[command, &["--quiet"]].concat(), at);
        assert_eq!(output.status.code(), Some(0), "{command:?}");
        assert!(
            output.stdout.is_empty() && output.stderr.is_empty(),
            "{output:?}"
        );
        assert!(at.join(document).exists());
    }
    let wrong = cyclecast(&["run", "nowhere.toml", "--quiet"], at);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(
        !wrong.stderr.is_empty(),
        "faults are told however quiet it is"
    );
}

#[test]
fn tables_for_spreadsheets_have_the_same_cells() {
    let folder = folder_with(&[("weeks.toml", SCENARIO), ("ways.toml", STRATEGIES)]);
    let at = folder.path();
    let run = ["run", "weeks.toml", "--replications", "12", "--quiet"];
    for (dialect, output) in [("standard", "s"), ("excel", "e"), ("excel-semicolon", "x")] {
        let how = ["--csv-dialect", dialect, "--output", output];
        assert!(
            cyclecast(&[&run[..], &how[..]].concat(), at)
                .status
                .success()
        );
    }
    let table = |folder: &str| {
        let path = at.join(folder).join("summary.csv");
        String::from_utf8(std::fs::read(path).expect("written")).expect("UTF-8")
    };
    let (standard, excel, semicolon) = (table("s"), table("e"), table("x"));
    assert!(!standard.contains('\r') && standard.starts_with("scenario,"));
    let without = |text: &str| text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
    assert!(excel.starts_with('\u{FEFF}') && without(&excel) == standard);
    assert!(semicolon.starts_with("\u{FEFF}scenario;"));
    let cells = |text: &str, delimiter: u8| -> Vec<String> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let records = reader.records().map(|record| record.expect("a row"));
        records
            .flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    };
    let numbers = |cell: String| match cell.replace(',', ".").parse::<f64>() {
        Ok(number) => number.to_string(),
        Err(_) => cell,
    };
    let (plain, decimal) = (cells(&standard, b','), cells(&without(&semicolon), b';'));
    assert_eq!(
        plain.into_iter().map(numbers).collect::<Vec<_>>(),
        decimal.into_iter().map(numbers).collect::<Vec<_>>()
    );
}

/// What `ConvertFrom-Json` cannot take, or would take for something else: an empty key, keys that differ in case alone, a whole
/// number beyond 2^53, and a depth that `ConvertTo-Json -Depth 10` would cut.
fn assert_read_by_powershell(value: &Value, place: &str, depth: usize) {
    assert!(depth <= 10, "{place}: too deep");
    match value {
        Value::Object(object) => {
            let mut seen = HashSet::new();
            for (key, value) in object {
                assert!(!key.is_empty(), "{place}: an empty key");
                assert!(
                    seen.insert(key.to_lowercase()),
                    "{place}: {key} is there twice"
                );
                assert!(
                    !key.contains(['-', ' ', '.']),
                    "{place}: {key} needs quotes"
                );
                assert_read_by_powershell(value, &format!("{place}.{key}"), depth + 1);
            }
        }
        Value::Array(items) => {
            for item in items {
                assert_read_by_powershell(item, place, depth + 1);
            }
        }
        Value::Number(number) => {
            let whole = number.as_u64().unwrap_or(0);
            assert!(whole <= 1 << 53, "{place}: {number} loses digits");
        }
        _ => {}
    }
}

#[test]
fn every_document_is_one_that_powershell_reads() {
    let folder = folder_with(&[("weeks.toml", SCENARIO), ("ways.toml", STRATEGIES)]);
    let at = folder.path();
    for (name, command) in [
        (
            "run",
            &["run", "weeks.toml", "--replications", "12", "--json", "-"][..],
        ),
        (
            "compare",
            &[
                "compare",
                "ways.toml",
                "--replications",
                "12",
                "--json",
                "-",
            ],
        ),
        (
            "sweep",
            &[
                "sweep",
                "weeks.toml",
                "--vary",
                "tenant.users=10..80:2",
                "--replications",
                "5",
                "--json",
                "-",
            ],
        ),
        ("targets", &["targets", "--json"]),
    ] {
        let output = cyclecast(command, at);
        assert!(output.status.success(), "{name}");
        let document: Value = serde_json::from_slice(&output.stdout).expect("JSON on stdout");
        assert_read_by_powershell(&document, name, 0);
    }
    let trace = cyclecast(&["trace", "weeks.toml", "--replication", "3"], at);
    let lines = String::from_utf8(trace.stdout).expect("UTF-8");
    assert!(lines.lines().count() > 50);
    for line in lines.lines() {
        let event: Value = serde_json::from_str(line).expect("JSON on every line");
        assert_read_by_powershell(&event, "trace", 0);
    }
}
