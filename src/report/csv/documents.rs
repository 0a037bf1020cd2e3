//! The tables of other documents than outcomes. The order of columns is a promise to whoever reads them: new ones come last.

use serde_json::json;

use super::columns::{CsvError, Table, led_table, table};
use super::outcome_tables::PROGRESS;
use crate::experiment::outcome::observed_job::ObservedJob;
use crate::experiment::outcome::reproduction::Reproduction;
use crate::logs::calibrate::Calibration;
use crate::logs::summary::{LogSummary, Row};

const MEASURED: &str = "key value because count";
const LOG_DURATIONS: &str = "count mean_ms cv law";
const QUANTILES: &str = "probability data_ms lognormal_ms";
const LOG_ROWS: &str =
    "job from to span_ms entries objects retries concurrency entries_per_minute quarantine_sign";
const LOG_ACTIONS: &str = "action status entries";
const LOG_ERRORS: &str = "code entries";

/// The tables of a summary of logs; the first column says which cycle or day a row is of, or that it is of all.
///
/// # Errors
/// When a table cannot be written.
pub fn logs(found: &LogSummary) -> Result<Vec<Table>, CsvError> {
    let rows = || {
        std::iter::once(&found.overall)
            .chain(&found.cycles)
            .chain(&found.days)
    };
    let of_all = |list: fn(&Row) -> Vec<serde_json::Value>| {
        rows().flat_map(move |row| {
            list(row)
                .into_iter()
                .map(|value| (vec![row.label.clone()], value))
        })
    };
    Ok(vec![
        led_table(
            "cycles_and_days.csv",
            &["of"],
            LOG_ROWS,
            "logs",
            of_all(|row| vec![json!(row)]),
        )?,
        led_table(
            "actions.csv",
            &["of"],
            LOG_ACTIONS,
            "logs",
            of_all(|row| row.actions.iter().map(|one| json!(one)).collect()),
        )?,
        led_table(
            "errors.csv",
            &["of"],
            LOG_ERRORS,
            "logs",
            of_all(|row| row.errors.iter().map(|one| json!(one)).collect()),
        )?,
    ])
}

/// The tables of a calibration: what was measured, durations by kind of entry, and their quantiles beside those of a lognormal.
///
/// # Errors
/// When a table cannot be written.
pub fn calibration(found: &Calibration) -> Result<Vec<Table>, CsvError> {
    let rows = found.durations.iter();
    let durations = rows.clone().map(|row| (vec![row.kind.clone()], json!(row)));
    let quantiles = rows.flat_map(|row| {
        row.quantiles
            .iter()
            .map(|pair| (vec![row.kind.clone()], json!(pair)))
    });
    Ok(vec![
        table("measured.csv", MEASURED, "logs", &found.measured)?,
        led_table("durations.csv", &["kind"], LOG_DURATIONS, "logs", durations)?,
        led_table("quantiles.csv", &["kind"], QUANTILES, "logs", quantiles)?,
    ])
}

const ROWS: &str = "row scope objects documented low_min=low_minutes low_is_bound high_min=high_minutes p5_min=p5_minutes
    p50_min=p50_minutes p95_min=p95_minutes p5_over_low p95_over_high holds because";
const FORMULAS: &str = "objects low_min=low_minutes high_min=high_minutes p5_min=p5_minutes p50_min=p50_minutes p95_min=p95_minutes
    inside_share holds because";
const INCREMENTAL: &str =
    "changes documented p5_min=p5_minutes p50_min=p50_minutes p95_min=p95_minutes holds because";
const REPRODUCED_JOBS: &str =
    "population job users groups memberships directory_users matched_share minutes";

/// The tables of a reproduction: the documented rows with and without themselves in the fit, the formulas, and every job.
///
/// # Errors
/// When a table cannot be written.
pub fn reproduction(found: &Reproduction) -> Result<Vec<Table>, CsvError> {
    let name = "reproduce";
    let rows = found.rows.iter().map(|row| ("all rows", row));
    let left_out = found.left_out.iter().map(|row| ("without this row", row));
    let rows = rows.chain(left_out);
    let rows = rows.map(|(fit, row)| (vec![fit.to_owned()], row));
    Ok(vec![
        led_table("table.csv", &["fit"], ROWS, name, rows)?,
        table("formulas.csv", FORMULAS, name, &found.formulas)?,
        table("incremental.csv", INCREMENTAL, name, &found.incremental)?,
        table("jobs.csv", REPRODUCED_JOBS, name, &found.jobs)?,
    ])
}

/// The expected progress of a cycle under way, before it was looked at and after; nothing where none is.
///
/// # Errors
/// When the table cannot be written.
pub fn observed(found: &ObservedJob) -> Result<Option<Table>, CsvError> {
    let Some(cycle) = &found.cycle else {
        return Ok(None);
    };
    let before = cycle.curve_unseen.iter().map(|point| ("before", point));
    let after = cycle.curve.iter().map(|point| ("after", point));
    let points = before.chain(after);
    let points = points.map(|(kind, point)| (vec![kind.to_owned()], point));
    led_table("progress.csv", &["kind"], PROGRESS, &found.scenario, points).map(Some)
}
