//! The tables of each kind of document. The order of columns is a promise to whoever reads them: new ones come last.

use serde_json::json;

use super::columns::{CsvError, Table, led_table, table};
use super::outcome_rows::{endpoints, inputs, progress};
use crate::experiment::outcome::observed_job::ObservedJob;
use crate::experiment::outcome::reproduction::Reproduction;
use crate::experiment::outcome::{InputEffect, Life, Outcome, Sensitivity};
use crate::logs::calibrate::Calibration;
use crate::logs::summary::{LogSummary, Row};

pub(super) const REPLICATIONS: &str = "replication initial_cycle_ms users_half_ms users_most_ms users_all_ms
    calls_user_get calls_user_post calls_user_patch calls_group_get calls_group_post calls_group_patch calls_total
    mean_request_rate_per_second=mean_request_rate peak_request_rate_second_per_second=peak_request_rate_second
    peak_request_rate_minute_per_second=peak_request_rate_minute too_many_requests timeouts
    users_in_scope users_created users_updated users_unchanged users_escrowed imports_failed
    groups_in_scope groups_created groups_matched groups_escrowed objects_skipped managers_linked managers_failed
    memberships_written memberships_failed over_quota memberships_overwritten pages
    starting_ms reading_ms evaluating_ms skipping_ms matching_ms creating_ms updating_ms group_objects_ms managers_ms
    memberships_ms target_queue_ms waiting_for_limits_ms retrying_ms idle_ms
    matching_service_ms creating_service_ms updating_service_ms group_objects_service_ms managers_service_ms
    memberships_service_ms retrying_service_ms";
pub(super) const SUMMARIES: &str = "metric label unit reached_share p5& p50& p95& p90& p99& max";
const ACTIVITIES: &str = "activity label share service_share p5_ms p50_ms p95_ms";
pub(super) const PROGRESS: &str = "percent p5_ms p50_ms p95_ms";
const LOAD: &str =
    "time_ms p5_per_second=p5 p50_per_second=p50 p95_per_second=p95 typical_per_second=typical";
const PARAMETERS: &str = "key value origin because uncertain low=range.low mid=range.mid high=range.high unit=range.unit meaning";
pub(super) const INPUTS: &str = "replication key unit value";
const EXPECTED: &str = "key label condition unit limit found& met=is_met settled=is_settled
    runs_that_meet=runs_that_meet.share runs_that_meet.low runs_that_meet.high";
const SENSITIVITY: &str = "meaning unit share& rank_correlation lowest_fifth highest_fifth p50_in_lowest&_ms=p50_in_lowest
    p50_in_highest&_ms=p50_in_highest p95_in_lowest&_ms=p95_in_lowest p95_in_highest&_ms=p95_in_highest";

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

/// File name and content of every table of a run.
///
/// # Errors
/// When a table cannot be written.
pub fn tables(outcome: &Outcome) -> Result<Vec<Table>, CsvError> {
    let name = outcome.scenario.name.as_str();
    let rows = &outcome.replications;
    let parameters = &outcome.scenario.parameters;
    let progress = progress(&outcome.progress);
    let inputs = inputs(&outcome.inputs);
    let mut tables = vec![
        table("replications.csv", REPLICATIONS, name, rows)?,
        table("summary.csv", SUMMARIES, name, &outcome.summaries)?,
        table("activities.csv", ACTIVITIES, name, &outcome.activities)?,
        led_table("progress.csv", &["kind"], PROGRESS, name, progress)?,
        table("load.csv", LOAD, name, &outcome.load)?,
        table("parameters.csv", PARAMETERS, name, parameters)?,
        table("inputs.csv", INPUTS, name, inputs)?,
    ];
    if !outcome.expected.is_empty() {
        tables.push(table("expected.csv", EXPECTED, name, &outcome.expected)?);
    }
    if let Some(found) = &outcome.sensitivity {
        let (file, leading) = ("sensitivity.csv", ["key", "effect_seen"]);
        let inputs = sensitivity(found);
        tables.push(led_table(file, &leading, SENSITIVITY, name, inputs)?);
    }
    tables.extend(target(outcome)?);
    if let Some(found) = &outcome.life {
        tables.extend(life(found, name)?);
    }
    Ok(tables)
}

/// Inputs with an effect, the strongest first, then those without.
fn sensitivity(found: &Sensitivity) -> impl Iterator<Item = (Vec<String>, Option<&InputEffect>)> {
    let seen = found.effects.iter();
    let seen = seen.map(|effect| (&effect.key, Some(effect)));
    let unseen = found.no_effect_seen.iter().map(|key| (key, None));
    let inputs = seen.chain(unseen);
    inputs.map(|(key, effect)| (vec![key.clone(), effect.is_some().to_string()], effect))
}

pub(super) const ENDPOINT_LOAD: &str =
    "replication endpoint requests peak_minute_per_second peak_second_per_second";
const SERVICE: &str =
    "in_service utilisation mean_queue longest_queue searching_ms group_patch_ms largest_group
    group_at_timeout";
const LIMITS: &str = "replication limit passed over slowed";
const JOBS: &str = "replication job users_in_scope initial_cycle_ms";

/// The tables of the target, and of several jobs where there are several.
fn target(outcome: &Outcome) -> Result<Vec<Table>, CsvError> {
    let name = outcome.scenario.name.as_str();
    let rows = &outcome.replications;
    let endpoints = endpoints(rows);
    let service = rows
        .iter()
        .map(|row| (vec![row.replication.to_string()], &row.target));
    let mut tables = vec![
        table("endpoints.csv", ENDPOINT_LOAD, name, endpoints)?,
        led_table("target.csv", &["replication"], SERVICE, name, service)?,
    ];
    if !outcome.target.limits.is_empty() && !rows.is_empty() {
        let limits = rows.iter().flat_map(|row| {
            let limits = outcome.target.limits.iter().enumerate();
            limits.map(|(index, limit)| {
                let (seen, passed) = (&row.target, row.target.passed.get(index));
                let (over, slowed) = (seen.over_limit.get(index), seen.slowed.get(index));
                (row.replication, &limit.name, passed, over, slowed)
            })
        });
        tables.push(table("limits.csv", LIMITS, name, limits)?);
    }
    if let Some(jobs) = &outcome.jobs {
        let jobs = rows.iter().flat_map(|row| {
            (0..jobs.jobs.len()).map(move |index| {
                let job = row.jobs.get(index).cloned().unwrap_or_default();
                let (users, ms) = (job.users_in_scope, job.initial_cycle_ms);
                (row.replication, index + 1, users, ms)
            })
        });
        tables.push(table("jobs.csv", JOBS, name, jobs)?);
    }
    Ok(tables)
}

pub(super) const LIFE_REPLICATIONS: &str = "replication cycles incremental_cycles late_cycles cycle_p50_ms cycle_p95_ms cycle_longest_ms
    changes applied waiting escrowed staged dropped mean_backlog most_backlog escrow_at_end most_escrow most_staged
    first_quarantine_ms quarantine_reason first_release_ms quarantine_ms notifications disabled_ms
    missed_references lost_memberships user_assigned_ms left_by_action";
pub(super) const LIFE_BANDS: &str =
    "time_ms backlog_p5 backlog_p50 backlog_p95 escrow_p5 escrow_p50 escrow_p95
    staged_p5 staged_p50 staged_p95 cycle_p5_ms cycle_p50_ms cycle_p95_ms
    initial_share quarantine_share paused_share disabled_share";
pub(super) const LIFE_DELAYS: &str = "kind label mean_changes applied_share within_hour_share p50_ms p95_ms p99_ms run_p95_low_ms run_p95_high_ms";
pub(super) const LIFE_FATES: &str = "fate label mean_changes share";
pub(super) const LIFE_ERRORS: &str = "code mean_count p95_count";
const LIFE_CYCLES: &str = "began_ms ended_ms kind result changes retries failed";
const LIFE_ENDPOINTS: &str =
    "endpoint requests.p5 requests.p50 requests.p95 mean_rate_per_second_p50=mean_rate.p50
    peak_minute_per_second_p5=peak_minute.p5 peak_minute_per_second_p50=peak_minute.p50
    peak_minute_per_second_p95=peak_minute.p95 peak_second_per_second_p5=peak_second.p5
    peak_second_per_second_p50=peak_second.p50 peak_second_per_second_p95=peak_second.p95";
const LIFE_LOAD: &str = "endpoint time_ms requests.p5 requests.p50 requests.p95";
pub(super) const USER_ASSIGNED: &str = "time_ms share";

/// The tables of the job's life over its horizon.
fn life(found: &Life, name: &str) -> Result<Vec<Table>, CsvError> {
    let typical = &found.typical;
    let replication = typical.replication.to_string();
    let cycles = typical.cycles.iter();
    let cycles = cycles.map(|cycle| (vec![replication.clone()], cycle));
    let (file, rows) = ("life_cycles.csv", &found.replications);
    let mut tables = vec![
        table("life_replications.csv", LIFE_REPLICATIONS, name, rows)?,
        table("life_bands.csv", LIFE_BANDS, name, &found.bands)?,
        table("life_delays.csv", LIFE_DELAYS, name, &found.delays)?,
        table("life_fates.csv", LIFE_FATES, name, &found.fates)?,
        table("life_errors.csv", LIFE_ERRORS, name, &found.errors)?,
        led_table(file, &["replication"], LIFE_CYCLES, name, cycles)?,
    ];
    if let Some(load) = &found.load {
        let (file, all) = (
            "life_endpoints.csv",
            load.endpoints.iter().chain([&load.all]),
        );
        tables.push(table(file, LIFE_ENDPOINTS, name, all)?);
        tables.push(table("life_load.csv", LIFE_LOAD, name, &load.steps)?);
    }
    if let Some(user) = &found.user_assigned {
        let file = "life_user_assigned.csv";
        tables.push(table(file, USER_ASSIGNED, name, &user.by_time)?);
    }
    Ok(tables)
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
