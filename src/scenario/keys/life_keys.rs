//! Keys of the life of a job beyond its initial cycle, of several jobs, and of what is compared and expected.

use serde_json::{Map, Value as Json, json};

use super::key_row::{Choice, Effect, List, Own, Row};
use crate::model::Origin::Assumed;
use crate::model::job::{
    DeletionBoundary, OverThreshold, QuarantineAttempts, Release, RetrySchedule,
};
use crate::scenario::expect::schema as expectation_schema;
use crate::scenario::kinds::{
    Actions, DateTime, Hours, Length, OneOf, Shares, Switch, TimeSpan, TimeZone, Whole, names,
};
use crate::scenario::life::{written_start, written_zone};
use crate::scenario::lists::{
    ACTIONS, CALL_CODES, MOST_BURSTS, MOST_EVENTS, STRATEGY_KEYS, USER_CODES, burst_keys,
    read_bursts, read_timeline, timeline_keys,
};
use crate::scenario::read::{Draft, read_expectations};

/// More jobs than anybody splits a scope into.
const MOST_JOBS: u64 = 16;
const YEAR_SECS: f64 = 366.0 * 86_400.0;
const SCHEDULES: [(&str, RetrySchedule); 4] = [
    ("current", RetrySchedule::Current),
    ("literal", RetrySchedule::Literal),
    ("seven-retries", RetrySchedule::SevenRetries),
    ("thirty-days", RetrySchedule::ThirtyDays),
];
const ATTEMPTS: [(&str, QuarantineAttempts); 4] = [
    ("exponential", QuarantineAttempts::Exponential),
    ("documented", QuarantineAttempts::Documented),
    ("seven-retries", QuarantineAttempts::SevenRetries),
    ("thirty-days", QuarantineAttempts::ThirtyDays),
];
const RELEASES: [(&str, Release); 2] = [
    ("thresholds", Release::Thresholds),
    ("any-success", Release::AnySuccess),
];
const OVER_THRESHOLD: [(&str, OverThreshold); 2] = [
    ("quarantine", OverThreshold::Quarantine),
    ("prune-and-pause", OverThreshold::PruneAndPause),
];
const BOUNDARIES: [(&str, DeletionBoundary); 2] = [
    ("above", DeletionBoundary::Above),
    ("met", DeletionBoundary::Met),
];
/// What is listed only where there are several jobs.
const SPLIT: Effect = Effect::Where(|_, setup| setup.split.is_some());

/// In the order in which they are listed and best shown.
pub(super) const LIFE: &[Row] = &[
    Row::one("run.horizon", &Choice::new(&Length { example: "14 d", unit: "days", ..Length::HOURS }, |draft, horizon| draft.job.horizon = horizon, |draft| draft.job.horizon))
        .meaning("How long the job is followed beyond its start, up to 366 days. Without it nothing but the initial cycle is simulated.")
        .follows(|_| Assumed("no horizon is given"))
        .effect(Effect::WithHorizon),
    Row::one("run.start", &Choice::shown(&DateTime, |draft, local| draft.start = Some(local), |draft| written_start(&draft.start().unwrap_or_default())))
        .meaning("Local date and time of the start of the job.")
        .assumed("some Monday morning")
        .effect(Effect::WithHorizon),
    Row::one("run.time_zone", &Choice::shown(&TimeZone, |draft, zone| draft.time_zone = Some(zone), |draft| written_zone(&draft.start().unwrap_or_default().clock)))
        .meaning("Where local time is that of a place, whose clocks may change to summer time and back, or so far from UTC all year round.")
        .assumed("UTC unless an offset is given")
        .effect(Effect::WithHorizon),
    Row::one("job.retry_schedule", &Choice::new(&OneOf::of(&SCHEDULES), |draft, schedule| draft.job.retry_schedule = schedule, |draft| draft.job.retry_schedule))
        .meaning("When what failed is tried again: in the next cycle and then by the current text of document 000, by its letter alone, or by one of its earlier texts.")
        .documented("document 000; the next cycle comes first (how-provisioning-works)")
        .effect(Effect::WithHorizon),
    Row::table("quarantine", "What sends the job into quarantine; for a run with a horizon."),
    Row::one("quarantine.attempts", &Choice::new(&OneOf::of(&ATTEMPTS), |draft, attempts| draft.job.attempts = attempts, |draft| draft.job.attempts))
        .meaning("When a job in quarantine is tried again: after minutes and then more and more rarely, or by a text of document 000.")
        .assumed("staff (Q&A 1319983, 2023) and a sample job status; document 000 says 6, 12 and 24 hours")
        .effect(Effect::WithHorizon),
    Row::one("quarantine.release", &Choice::new(&OneOf::of(&RELEASES), |draft, release| draft.job.release = release, |draft| draft.job.release))
        .meaning("What releases a job whose failures still pass a threshold: nothing, or a retry that succeeds.")
        .assumed("staff (Q&A 1319983, 2023); document 000 says that any successful retry releases it")
        .effect(Effect::WithHorizon),
    Row::one("job.initial_over_threshold", &Choice::new(&OneOf::of(&OVER_THRESHOLD), |draft, over_threshold| draft.job.over_threshold = over_threshold, |draft| draft.job.over_threshold))
        .meaning("What an initial cycle leads to whose failures pass a threshold.")
        .documented("document 000; Graph's synchronizationStatus says that escrows are pruned and the job pauses")
        .effect(Effect::WithHorizon),
    Row::one("job.deletion_boundary", &Choice::new(&OneOf::of(&BOUNDARIES), |draft, boundary| draft.job.deletion_boundary = boundary, |draft| draft.job.deletion_boundary))
        .meaning("When `job.deletion_threshold` is passed: by more removals, or by as many already.")
        .assumed("document 002 says above, met and does not exceed")
        .effect(Effect::WithHorizon),
    Row::one("job.skip_out_of_scope_deletions", &Choice::new(&Switch, |draft, skip| draft.job.skip_out_of_scope_deletions = skip, |draft| draft.job.skip_out_of_scope_deletions))
        .meaning("Whether users out of scope keep their accounts.")
        .documented("off unless set (skip-out-of-scope-deletions)")
        .effect(Effect::WithHorizon),
    Row::one("job.target_actions", &Choice::new(&Actions, |draft, actions| draft.job.target_actions = actions, |draft| draft.job.target_actions))
        .meaning("The target object actions that are on.")
        .documented("all on by default (how-provisioning-works)")
        .effect(Effect::WithHorizon),
    Row::one("target.disables_accounts", &Choice::new(&Switch, |draft, disables| draft.job.target_disables = disables, |draft| draft.job.target_disables))
        .meaning("Whether the target can disable accounts; where it cannot, they are deleted.")
        .assumed("most SCIM targets take active = false")
        .effect(Effect::WithHorizon),
    Row::table("changes", "What changes in the directory; for a run with a horizon."),
    Row::one("changes.office_hours", &Choice::new(&Hours, |draft, hours| draft.job.office_hours = hours, |draft| draft.job.office_hours))
        .meaning("When most changes are made, in local time; they may go over midnight.")
        .assumed("nothing published; usual hours of an office")
        .effect(Effect::WithHorizon),
    Row::list("changes.burst", List {
        item: "One burst.",
        keys: || burst_keys().collect(),
        read: |value, draft, findings| draft.bursts = read_bursts(value, findings),
        schema: |burst, list| {
            burst["required"] = json!(["at"]);
            let counts = burst_keys().skip(2).map(|key| json!({ "required": [key.name()] }));
            burst["anyOf"] = counts.collect();
            list["maxItems"] = json!(MOST_BURSTS);
        },
    })
        .meaning("Many changes within a short time.")
        .effect(Effect::WithHorizon),
    Row::list("timeline", List {
        item: "One entry.",
        keys: || timeline_keys().collect(),
        read: |value, draft, findings| draft.events = read_timeline(value, findings),
        schema: timeline_rules,
    })
        .meaning("What operators do and what befalls the target, each at its moment.")
        .effect(Effect::WithHorizon),
    Row::one("split.jobs", &Choice::new(&Whole::between(1, MOST_JOBS), |draft, jobs| draft.jobs = Some(jobs), |draft| shares(draft).len() as u64))
        .meaning("Jobs with equal shares of the users in scope; 1 is no split.")
        .follows(|_| Assumed("as many as there are shares"))
        .effect(SPLIT),
    Row::one("split.shares", &Choice::new(&Shares { most: MOST_JOBS as usize }, |draft, shares| draft.shares = Some(shares), shares))
        .meaning("The share of the users in scope that each job has; they add up to 1.")
        .follows(|_| Assumed("equal"))
        .effect(Effect::Where(|_, setup| setup.split.as_ref().is_some_and(|split| !split.is_equal()))),
    Row::one("split.stagger", &Choice::new(&TimeSpan { bounds: 0.0..=YEAR_SECS, help: "write how much later each job starts than the one before: \"2 h\"" }, |draft, stagger| draft.stagger = stagger, |draft| draft.stagger))
        .meaning("How much later than the one before it each job starts.")
        .assumed("all jobs start at once")
        .effect(SPLIT),
    Row::open_table("expect", Own {
        read: |value, draft, findings| draft.expectations = read_expectations(value, findings),
        schema: expectation_schema,
    })
        .meaning("Thresholds that are checked: a percentile (p1 to p99) or the mean of what is measured, or the share of the replications in which something happens."),
    // Strategies are taken out before the rest is read.
    Row::list("strategy", List {
        item: "One strategy.",
        keys: || STRATEGY_KEYS.to_vec(),
        read: |_, _, _| {},
        schema: |strategy, _| strategy["required"] = json!(["name"]),
    })
        .meaning("Other ways of doing the same, to be compared: each is the scenario with the keys that it gives instead."),
];

fn shares(draft: &Draft) -> Vec<f64> {
    draft.split().map_or_else(Vec::new, |split| split.shares)
}

/// Which keys an entry of the timeline takes follows from its action.
fn timeline_rules(entry: &mut Json, list: &mut Json) {
    entry["required"] = json!(["at", "action"]);
    let rules = ACTIONS.map(|(name, kind)| {
        let keys: Vec<&str> = ["at", "action"].iter().chain(kind.keys).copied().collect();
        let mut codes = Map::new();
        let of_action = match name {
            "errors" => Some(USER_CODES),
            "failing-calls" => Some(CALL_CODES),
            _ => None,
        };
        if let Some(of_action) = of_action {
            codes.insert("code".to_owned(), json!({ "enum": names(of_action) }));
        }
        json!({
            "if": { "required": ["action"], "properties": { "action": { "const": name } } },
            "then": {
                "description": kind.meaning,
                "propertyNames": { "enum": keys },
                "properties": codes,
                "required": &kind.keys[..kind.required],
            },
        })
    });
    entry["allOf"] = json!(rules);
    list["maxItems"] = json!(MOST_EVENTS);
}
