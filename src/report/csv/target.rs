//! Tables of what the target sees, and of several jobs.

use super::columns::Column;
use super::{CsvError, table};
use crate::experiment::outcome::{ENDPOINTS, Outcome, ReplicationRow};

/// One endpoint, limit or job in one replication.
struct Cell {
    replication: u64,
    name: String,
    values: Vec<String>,
}

impl Cell {
    fn value(&self, place: usize) -> String {
        self.values.get(place).cloned().unwrap_or_default()
    }
}

const LOAD: &[Column<Cell>] = &[
    ("replication", |cell| cell.replication.to_string()),
    ("endpoint", |cell| cell.name.clone()),
    ("requests", |cell| cell.value(0)),
    ("peak_minute_per_second", |cell| cell.value(1)),
    ("peak_second_per_second", |cell| cell.value(2)),
];
const LIMITS: &[Column<Cell>] = &[
    ("replication", |cell| cell.replication.to_string()),
    ("limit", |cell| cell.name.clone()),
    ("passed", |cell| cell.value(0)),
    ("over", |cell| cell.value(1)),
    ("slowed", |cell| cell.value(2)),
];
const JOBS: &[Column<Cell>] = &[
    ("replication", |cell| cell.replication.to_string()),
    ("job", |cell| cell.name.clone()),
    ("users_in_scope", |cell| cell.value(0)),
    ("initial_cycle_ms", |cell| cell.value(1)),
];
const SERVICE: &[Column<ReplicationRow>] = &[
    ("replication", |row| row.replication.to_string()),
    ("in_service", |row| row.target.in_service.to_string()),
    ("utilisation", |row| {
        row.target
            .utilisation
            .map_or_else(String::new, |share| share.to_string())
    }),
    ("mean_queue", |row| row.target.mean_queue.to_string()),
    ("longest_queue", |row| row.target.longest_queue.to_string()),
    ("searching_ms", |row| row.target.searching_ms.to_string()),
    ("group_patch_ms", |row| {
        row.target
            .group_patch_ms
            .map_or_else(String::new, |millis| millis.to_string())
    }),
    ("largest_group", |row| row.target.largest_group.to_string()),
    ("group_at_timeout", |row| {
        row.target
            .group_at_timeout
            .map_or_else(String::new, |members| members.to_string())
    }),
];
/// The tables of the target, and of several jobs where there are several.
pub(super) fn tables(outcome: &Outcome) -> Result<Vec<(&'static str, Vec<u8>)>, CsvError> {
    let scenario = outcome.scenario.name.as_str();
    let rows = &outcome.replications;
    let endpoints = cells(rows, ENDPOINTS.map(str::to_owned).to_vec(), |row, place| {
        let seen = &row.target;
        vec![
            at(&seen.requests, place),
            at(&seen.peak_minute, place),
            at(&seen.peak_second, place),
        ]
    });
    let mut tables = vec![
        table("endpoints.csv", LOAD, scenario, &endpoints)?,
        table("target.csv", SERVICE, scenario, rows)?,
    ];
    let limits = outcome.target.limits.iter().map(|limit| limit.name.clone());
    let limits = cells(rows, limits.collect(), |row, place| {
        vec![
            at(&row.target.passed, place),
            at(&row.target.over_limit, place),
            at(&row.target.slowed, place),
        ]
    });
    if !limits.is_empty() {
        tables.push(table("limits.csv", LIMITS, scenario, &limits)?);
    }
    if let Some(jobs) = &outcome.jobs {
        let numbers = (1..=jobs.jobs.len()).map(|number| number.to_string());
        let jobs = cells(rows, numbers.collect(), |row, place| {
            let job = row.jobs.get(place).cloned().unwrap_or_default();
            vec![
                job.users_in_scope.to_string(),
                job.initial_cycle_ms.to_string(),
            ]
        });
        tables.push(table("jobs.csv", JOBS, scenario, &jobs)?);
    }
    Ok(tables)
}

fn at<T: ToString>(list: &[T], place: usize) -> String {
    list.get(place)
        .map_or_else(String::new, ToString::to_string)
}

fn cells(
    rows: &[ReplicationRow],
    names: Vec<String>,
    values: impl Fn(&ReplicationRow, usize) -> Vec<String>,
) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(rows.len() * names.len());
    for row in rows {
        for (place, name) in names.iter().enumerate() {
            cells.push(Cell {
                replication: row.replication,
                name: name.clone(),
                values: values(row, place),
            });
        }
    }
    cells
}
