//! The tables of an outcome. The order of columns is a promise to whoever reads them: new ones come last.

use super::columns::{CsvError, Table, UnwrittenTable};
use super::outcome_rows::{endpoints, inputs, progress};
use crate::experiment::outcome::{InputEffect, Life, Outcome, Sensitivity};

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

/// File name and content of every table of a run.
///
/// # Errors
/// When a table cannot be written.
pub fn tables(outcome: &Outcome) -> Result<Vec<Table>, CsvError> {
    let tables = unwritten_tables(outcome).into_iter();
    tables.map(UnwrittenTable::table).collect()
}

/// Every table of a run, to be written one after another.
pub fn unwritten_tables(outcome: &Outcome) -> Vec<UnwrittenTable<'_>> {
    let name = outcome.scenario.name.as_str();
    let rows = &outcome.replications;
    let parameters = &outcome.scenario.parameters;
    let progress = progress(&outcome.progress);
    let inputs = inputs(&outcome.inputs);
    let mut tables = vec![
        UnwrittenTable::new("replications.csv", REPLICATIONS, name, rows),
        UnwrittenTable::new("summary.csv", SUMMARIES, name, &outcome.summaries),
        UnwrittenTable::new("activities.csv", ACTIVITIES, name, &outcome.activities),
        UnwrittenTable::led("progress.csv", &["kind"], PROGRESS, name, progress),
        UnwrittenTable::new("load.csv", LOAD, name, &outcome.load),
        UnwrittenTable::new("parameters.csv", PARAMETERS, name, parameters),
        UnwrittenTable::new("inputs.csv", INPUTS, name, inputs),
    ];
    if !outcome.expected.is_empty() {
        let expected = &outcome.expected;
        tables.push(UnwrittenTable::new(
            "expected.csv",
            EXPECTED,
            name,
            expected,
        ));
    }
    if let Some(found) = &outcome.sensitivity {
        let (file, leading) = ("sensitivity.csv", &["key", "effect_seen"]);
        let inputs = sensitivity(found);
        tables.push(UnwrittenTable::led(
            file,
            leading,
            SENSITIVITY,
            name,
            inputs,
        ));
    }
    tables.extend(target(outcome));
    if let Some(found) = &outcome.life {
        tables.extend(life(found, name));
    }
    tables
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
fn target(outcome: &Outcome) -> Vec<UnwrittenTable<'_>> {
    let name = outcome.scenario.name.as_str();
    let rows = &outcome.replications;
    let endpoints = endpoints(rows);
    let service = rows
        .iter()
        .map(|row| (vec![row.replication.to_string()], row.target));
    let mut tables = vec![
        UnwrittenTable::new("endpoints.csv", ENDPOINT_LOAD, name, endpoints),
        UnwrittenTable::led("target.csv", &["replication"], SERVICE, name, service),
    ];
    if !outcome.target.limits.is_empty() && !rows.is_empty() {
        let limits = rows.iter().flat_map(|row| {
            let limits = outcome.target.limits.iter().enumerate();
            limits.map(move |(index, limit)| {
                let seen = [
                    &row.target.passed,
                    &row.target.over_limit,
                    &row.target.slowed,
                ];
                let [passed, over, slowed] = seen.map(|counts| counts.get(index).copied());
                (row.replication, &limit.name, passed, over, slowed)
            })
        });
        tables.push(UnwrittenTable::new("limits.csv", LIMITS, name, limits));
    }
    if let Some(jobs) = &outcome.jobs {
        let jobs = rows.iter().flat_map(move |row| {
            (0..jobs.jobs.len()).map(move |index| {
                let job = row.jobs.get(index).cloned().unwrap_or_default();
                let (users, ms) = (job.users_in_scope, job.initial_cycle_ms);
                (row.replication, index + 1, users, ms)
            })
        });
        tables.push(UnwrittenTable::new("jobs.csv", JOBS, name, jobs));
    }
    tables
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
fn life<'o>(found: &'o Life, name: &'o str) -> Vec<UnwrittenTable<'o>> {
    let typical = &found.typical;
    let replication = typical.replication.to_string();
    let cycles = typical.cycles.iter();
    let cycles = cycles.map(move |cycle| (vec![replication.clone()], cycle));
    let (file, rows) = ("life_cycles.csv", &found.replications);
    let mut tables = vec![
        UnwrittenTable::new("life_replications.csv", LIFE_REPLICATIONS, name, rows),
        UnwrittenTable::new("life_bands.csv", LIFE_BANDS, name, &found.bands),
        UnwrittenTable::new("life_delays.csv", LIFE_DELAYS, name, &found.delays),
        UnwrittenTable::new("life_fates.csv", LIFE_FATES, name, &found.fates),
        UnwrittenTable::new("life_errors.csv", LIFE_ERRORS, name, &found.errors),
        UnwrittenTable::led(file, &["replication"], LIFE_CYCLES, name, cycles),
    ];
    if let Some(load) = &found.load {
        let (file, all) = (
            "life_endpoints.csv",
            load.endpoints.iter().chain([&load.all]),
        );
        tables.push(UnwrittenTable::new(file, LIFE_ENDPOINTS, name, all));
        let (file, steps) = ("life_load.csv", &load.steps);
        tables.push(UnwrittenTable::new(file, LIFE_LOAD, name, steps));
    }
    if let Some(user) = &found.user_assigned {
        let (file, by_time) = ("life_user_assigned.csv", &user.by_time);
        tables.push(UnwrittenTable::new(file, USER_ASSIGNED, name, by_time));
    }
    tables
}
