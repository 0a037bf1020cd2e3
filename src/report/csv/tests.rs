//! The tables of every kind of document.

use serde_json::Value;

use super::outcome_tables::{LIFE_BANDS, LIFE_DELAYS, LIFE_ERRORS, LIFE_FATES, LIFE_REPLICATIONS};
use super::outcome_tables::{REPLICATIONS, USER_ASSIGNED};
use super::*;
use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::life::{LifePoint, LifeRow};
use crate::experiment::outcome::{Metric, ReplicationRow};
use crate::report::fixture;
use serde::Serialize;

fn parsed(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        record.iter().map(str::to_owned).collect()
    });
    rows.collect()
}

fn rows_of(tables: &[Table], name: &str) -> Vec<Vec<String>> {
    let table = tables.iter().find(|(table, _)| *table == name);
    parsed(&table.unwrap().1)
}

fn lines_of(tables: &[Table], name: &str) -> Vec<String> {
    let table = tables.iter().find(|(table, _)| *table == name).unwrap();
    let text = String::from_utf8(table.1.clone()).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// A life with everything that has a table.
fn with_everything() -> Outcome {
    let mut outcome = fixture::with_life();
    outcome.life.as_mut().unwrap().user_assigned = Some(fixture::user_assigned());
    outcome
}

#[test]
fn the_columns_do_not_depend_on_the_run() {
    let full = tables(&fixture::outcome(20)).unwrap();
    let empty = tables(&fixture::bare(&[])).unwrap();
    for ((name, full), (same, empty)) in full.iter().zip(&empty) {
        assert_eq!(name, same);
        assert_eq!(parsed(full)[0], parsed(empty)[0]);
        assert_eq!(parsed(full)[0][0], "scenario");
    }
}

#[test]
fn there_is_a_row_for_everything() {
    let outcome = fixture::outcome(20);
    let counts: Vec<_> = tables(&outcome)
        .unwrap()
        .into_iter()
        .map(|(name, bytes)| (name, parsed(&bytes).len() - 1))
        .collect();
    assert_eq!(
        counts,
        [
            ("replications.csv", 20),
            ("summary.csv", 1),
            ("activities.csv", 10),
            ("progress.csv", 202),
            ("load.csv", 121),
            ("parameters.csv", 2),
            ("inputs.csv", 20),
            ("endpoints.csv", 160),
            ("target.csv", 20),
        ]
    );
}

#[test]
fn what_is_absent_is_an_empty_cell() {
    let rows = rows_of(&tables(&fixture::outcome(2)).unwrap(), "replications.csv");
    let column = rows[0].iter().position(|name| name == "users_most_ms");
    assert_eq!(rows[1][column.unwrap()], "");
    assert_ne!(rows[2][column.unwrap()], "");
}

#[test]
fn names_with_commas_quotes_and_line_ends_stay_one_cell() {
    let mut outcome = fixture::outcome(1);
    outcome.scenario.name = "a, \"b\"\nc; Grüße".to_owned();
    for (name, bytes) in tables(&outcome).unwrap() {
        assert_eq!(parsed(&bytes)[1][0], outcome.scenario.name, "{name}");
    }
}

#[test]
fn lines_end_with_a_line_feed_alone() {
    for (_, bytes) in tables(&fixture::outcome(3)).unwrap() {
        assert!(bytes.ends_with(b"\n") && !bytes.contains(&b'\r'));
    }
}

#[test]
fn parameters_tell_their_origin() {
    let rows = rows_of(&tables(&fixture::outcome(1)).unwrap(), "parameters.csv");
    assert_eq!(
        rows[2][1..],
        [
            "target.latency.user_get",
            "120 ms to 900 ms",
            "assumed",
            "measured, \"more or less\"",
            "true",
            "0.12",
            "0.33",
            "0.9",
            "seconds",
            "What it is."
        ]
    );
}

#[test]
fn every_condition_has_a_row() {
    let lines = lines_of(&tables(&fixture::with_promises()).unwrap(), "expected.csv");
    assert_eq!(lines.len(), 4);
    assert_eq!(
        lines[2],
        "growing-company,too_many_requests.p50,median of 429 answers,< 100,count,100,412,388,431,false,true,0.031,0.017,0.057"
    );
}

#[test]
fn inputs_with_an_effect_come_first_and_the_others_have_empty_cells() {
    let outcome = fixture::with_sensitivity();
    let lines = lines_of(&tables(&outcome).unwrap(), "sensitivity.csv");
    assert_eq!(lines.len(), 1 + 5 + 2);
    assert!(lines[1].starts_with(
        "growing-company,target.latency.user_get,true,Mean time of a GET on users.,seconds,0.61,"
    ));
    assert!(lines[6].starts_with("growing-company,target.latency.user_delete,false,,,,"));
    let commas = |line: &str| line.matches(',').count();
    assert!(lines.iter().all(|line| commas(line) == commas(&lines[0])));
}

#[test]
fn without_effects_and_expectations_there_is_no_table_of_them() {
    let tables = tables(&fixture::outcome(30)).unwrap();
    assert!(
        tables
            .iter()
            .all(|(name, _)| *name != "sensitivity.csv" && *name != "expected.csv")
    );
}

#[test]
fn a_life_adds_tables_and_changes_none() {
    let with = tables(&fixture::with_life()).unwrap();
    let without = tables(&fixture::outcome(300)).unwrap();
    assert_eq!(with[..without.len()], without);
    let added: Vec<_> = with[without.len()..].iter().map(|table| table.0).collect();
    assert_eq!(
        added,
        [
            "life_replications.csv",
            "life_bands.csv",
            "life_delays.csv",
            "life_fates.csv",
            "life_errors.csv",
            "life_cycles.csv",
            "life_endpoints.csv",
            "life_load.csv"
        ]
    );
}

#[test]
fn a_life_has_a_row_for_everything_and_its_columns_do_not_depend_on_it() {
    let outcome = with_everything();
    let life = outcome.life.as_ref().unwrap();
    let full = tables(&outcome).unwrap();
    let mut quiet = fixture::with_life();
    quiet.life = Some(fixture::quiet());
    let empty = tables(&quiet).unwrap();
    for (name, count) in [
        ("life_replications.csv", life.replications.len()),
        ("life_bands.csv", life.bands.len()),
        ("life_delays.csv", life.delays.len()),
        ("life_fates.csv", life.fates.len()),
        ("life_errors.csv", life.errors.len()),
        ("life_cycles.csv", life.typical.cycles.len()),
        ("life_endpoints.csv", 3),
        ("life_load.csv", life.load.as_ref().unwrap().steps.len()),
        ("life_user_assigned.csv", 180),
    ] {
        let rows = lines_of(&full, name);
        assert_eq!(rows.len(), count + 1, "{name}");
        if empty.iter().any(|table| table.0 == name) {
            assert_eq!(lines_of(&empty, name), rows[..1], "{name}");
        }
    }
    let life_tables = |tables: &[Table]| {
        let names = tables.iter().filter(|table| table.0.starts_with("life_"));
        names.count()
    };
    assert_eq!((life_tables(&full), life_tables(&empty)), (9, 6));
}

#[test]
fn a_row_of_a_life_tells_what_happened_and_leaves_the_rest_empty() {
    let mut outcome = fixture::with_life();
    outcome.scenario.name = "growing".to_owned();
    let tables = tables(&outcome).unwrap();
    assert_eq!(
        lines_of(&tables, "life_cycles.csv")[1],
        "growing,17,0,36288000,initial,EntryLevelErrors,3,1,0"
    );
    assert_eq!(
        lines_of(&tables, "life_delays.csv")[2],
        "growing,leaver,leavers,88.2,0.97,0.934,1380000,,,2346000,"
    );
}

#[test]
fn strategies_are_compared_with_the_first_and_with_the_best() {
    let found = fixture::strategies();
    let rows = rows_of(&comparison(&found).unwrap(), "variants.csv");
    let column = |name: &str| rows[0].iter().position(|cell| cell == name).unwrap();
    let (first, best) = (column("longer_p50_ms"), column("longer_than_best_p50_ms"));
    let of = |name: &str| rows.iter().find(|row| row[1] == name).unwrap();
    assert_eq!(of("assigned")[first], "");
    assert_eq!(of("four jobs")[best], "");
    let to_first: f64 = of("four jobs")[first].parse().unwrap();
    let to_best: f64 = of("assigned")[best].parse().unwrap();
    assert!(to_first < 0.0 && to_best > 0.0);
    assert_eq!(of("assigned")[column("variance_ratio_with_best")], "12.3");
}

#[test]
fn every_run_of_every_strategy_has_a_row() {
    let mut found = fixture::strategies();
    found.variants[0].durations_ms[1] = None;
    let rows = rows_of(&comparison(&found).unwrap(), "durations.csv");
    assert_eq!(rows.len(), 1 + 3 * 400);
    assert_eq!(
        rows[0],
        ["scenario", "strategy", "replication", "initial_cycle_ms"]
    );
    assert_eq!(rows[2], ["growing-company", "assigned", "1", ""]);
    for one in &mut found.variants {
        one.durations_ms.clear();
    }
    assert_eq!(comparison(&found).unwrap().len(), 1);
}

#[test]
fn every_row_is_listed_with_and_without_itself_and_every_job_once() {
    let found = fixture::reproduction();
    let tables = reproduction(&found).unwrap();
    let lines = |index: usize| lines_of(&tables, tables[index].0);
    assert_eq!(lines(0).len(), 1 + found.rows.len() + found.left_out.len());
    assert!(lines(0)[1].starts_with("reproduce,all rows,1,assigned,\"< 1,000\",< 30,,true,30,"));
    assert_eq!(lines(1).len(), 1 + found.formulas.len());
    assert_eq!(lines(2).len(), 1 + found.incremental.len());
    assert_eq!(lines(3).len(), 1 + found.jobs.len());
}

#[test]
fn each_key_of_a_sweep_is_a_column_and_each_point_a_row() {
    let found = fixture::sweep_of_two();
    let lines = lines_of(&[sweep(&found).unwrap()], "sweep.csv");
    assert_eq!(lines.len(), 1 + found.points.len());
    assert!(lines[0].starts_with(
        "scenario,target.latency.user_post,job.connections,metric,unit,p5,p5_low,p5_high,p50,"
    ));
    assert!(lines[2].starts_with("growing-company,0.1,2,initialCycle,milliseconds,"));
    assert!(lines[2].ends_with(",12,3"));
}

#[test]
fn names_of_a_sweep_are_names_and_what_is_not_reached_is_empty() {
    let mut found = fixture::sweep();
    found.axes[0].unit = "name".to_owned();
    found.points[0].p95.value = None;
    found.points[0].p95.high = Some(f64::INFINITY);
    let row = &lines_of(&[sweep(&found).unwrap()], "sweep.csv")[1];
    assert!(row.starts_with("growing-company,100 ms,"), "{row}");
    let cells: Vec<&str> = row.split(',').collect();
    assert_eq!((cells[10], cells[12]), ("", ""));
}

/// `initialCycleMs` as `initial_cycle_ms`.
fn snake(name: &str) -> String {
    let sign = |sign: char| match sign {
        'A'..='Z' => format!("_{}", sign.to_ascii_lowercase()),
        _ => sign.to_string(),
    };
    name.chars().map(sign).collect()
}

/// The columns are the fields of the document in snake case.
fn assert_fields(row: impl Serialize, columns: &str, elsewhere: &[&str]) {
    let fields = serde_json::to_value(row).unwrap();
    let names = fields.as_object().unwrap().keys();
    let mut fields: Vec<String> = names.map(|name| snake(name)).collect();
    fields.retain(|field| !elsewhere.contains(&field.as_str()));
    let field = |column: &str| column.rsplit('=').next().unwrap_or_default().to_owned();
    let mut names: Vec<String> = columns.split_whitespace().map(field).collect();
    fields.sort();
    names.sort_unstable();
    assert_eq!(names, fields);
}

#[test]
fn every_field_has_its_column() {
    // What the target sees has tables of its own.
    assert_fields(ReplicationRow::default(), REPLICATIONS, &["target"]);
    assert_fields(LifeRow::default(), LIFE_REPLICATIONS, &[]);
    assert_fields(LifePoint::default(), LIFE_BANDS, &[]);
    let life = fixture::life();
    assert_fields(&life.delays[0], LIFE_DELAYS, &[]);
    assert_fields(&life.fates[0], LIFE_FATES, &[]);
    assert_fields(&life.errors[0], LIFE_ERRORS, &[]);
    let user = fixture::user_assigned();
    assert_fields(user.by_time[0], USER_ASSIGNED, &[]);
}

#[test]
fn every_column_of_a_replication_shows_its_field() {
    let mut outcome = fixture::bare(&[1]);
    let row = ReplicationRow {
        replication: 3,
        users_half_ms: Some(5),
        mean_request_rate: 2.5,
        ..ReplicationRow::default()
    };
    let fields = serde_json::to_value(&row).unwrap();
    outcome.replications = [row].into_iter().collect();
    let rows = rows_of(&tables(&outcome).unwrap(), "replications.csv");
    let shown = fields.as_object().unwrap();
    for (name, value) in shown.iter().filter(|(name, _)| *name != "target") {
        let matching =
            |column: &String| column.strip_suffix("_per_second").unwrap_or(column) == snake(name);
        let column = rows[0].iter().position(matching).unwrap();
        // The document writes a whole rate as 0.0, the table as 0.
        let same = match rows[1][column].parse::<f64>() {
            Ok(number) => value.as_f64() == Some(number),
            Err(_) => value.is_null(),
        };
        assert!(same, "{name}");
    }
}

#[test]
fn words_are_those_of_the_document() {
    let row = serde_json::to_value(Metric::InitialCycle).unwrap();
    assert_eq!(row, Value::String("initialCycle".to_owned()));
    let rows = rows_of(&tables(&fixture::outcome(3)).unwrap(), "summary.csv");
    assert_eq!(rows[1][1], "initialCycle");
}
