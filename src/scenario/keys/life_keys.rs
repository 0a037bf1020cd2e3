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
/// What is listed only where there are several jobs.
const SPLIT: Effect = Effect::Where(|_, setup| setup.split.is_some());

/// In the order in which they are listed and best shown.
pub(super) const LIFE: &[Row] = &[
    Row::of_life("run.horizon", "How long the job is followed beyond its start, up to 366 days. Without it nothing but the initial cycle is simulated.", &Choice::new(&Length { example: "14 d", unit: "days", ..Length::HOURS }, |draft, horizon| draft.job.horizon = horizon, |draft| draft.job.horizon))
        .follows(|_| Assumed("no horizon is given")),
    Row::of_life("run.start", "Local date and time of the start of the job.", &Choice::shown(&DateTime, |draft, local| draft.start = Some(local), |draft| written_start(&draft.start().unwrap_or_default())))
        .assumed("some Monday morning"),
    Row::of_life("run.time_zone", "Where local time is that of a place, whose clocks may change to summer time and back, or so far from UTC all year round.", &Choice::shown(&TimeZone, |draft, zone| draft.time_zone = Some(zone), |draft| written_zone(&draft.start().unwrap_or_default().clock)))
        .assumed("UTC unless an offset is given"),
    Row::of_life("job.retry_schedule", "When what failed is tried again: in the next cycle and then by the current text of document 000, by its letter alone, or by one of its earlier texts.", &Choice::new(&OneOf::of(&RetrySchedule::NAMED), |draft, schedule| draft.job.retry_schedule = schedule, |draft| draft.job.retry_schedule))
        .documented("document 000; the next cycle comes first (how-provisioning-works)"),
    Row::table("quarantine", "What sends the job into quarantine; for a run with a horizon."),
    Row::of_life("quarantine.attempts", "When a job in quarantine is tried again: after minutes and then more and more rarely, or by a text of document 000.", &Choice::new(&OneOf::of(&QuarantineAttempts::NAMED), |draft, attempts| draft.job.attempts = attempts, |draft| draft.job.attempts))
        .assumed("staff (Q&A 1319983, 2023) and a sample job status; document 000 says 6, 12 and 24 hours"),
    Row::of_life("quarantine.release", "What releases a job whose failures still pass a threshold: nothing, or a retry that succeeds.", &Choice::new(&OneOf::of(&Release::NAMED), |draft, release| draft.job.release = release, |draft| draft.job.release))
        .assumed("staff (Q&A 1319983, 2023); document 000 says that any successful retry releases it"),
    Row::of_life("job.initial_over_threshold", "What an initial cycle leads to whose failures pass a threshold.", &Choice::new(&OneOf::of(&OverThreshold::NAMED), |draft, over_threshold| draft.job.over_threshold = over_threshold, |draft| draft.job.over_threshold))
        .documented("document 000; Graph's synchronizationStatus says that escrows are pruned and the job pauses"),
    Row::of_life("job.deletion_boundary", "When `job.deletion_threshold` is passed: by more removals, or by as many already.", &Choice::new(&OneOf::of(&DeletionBoundary::NAMED), |draft, boundary| draft.job.deletion_boundary = boundary, |draft| draft.job.deletion_boundary))
        .assumed("document 002 says above, met and does not exceed"),
    Row::of_life("job.skip_out_of_scope_deletions", "Whether users out of scope keep their accounts.", &Choice::new(&Switch, |draft, skip| draft.job.skip_out_of_scope_deletions = skip, |draft| draft.job.skip_out_of_scope_deletions))
        .documented("off unless set (skip-out-of-scope-deletions)"),
    Row::of_life("job.target_actions", "The target object actions that are on.", &Choice::new(&Actions, |draft, actions| draft.job.target_actions = actions, |draft| draft.job.target_actions))
        .documented("all on by default (how-provisioning-works)"),
    Row::of_life("target.disables_accounts", "Whether the target can disable accounts; where it cannot, they are deleted.", &Choice::new(&Switch, |draft, disables| draft.job.target_disables = disables, |draft| draft.job.target_disables))
        .assumed("most SCIM targets take active = false"),
    Row::table("changes", "What changes in the directory; for a run with a horizon."),
    Row::of_life("changes.office_hours", "When most changes are made, in local time; they may go over midnight.", &Choice::new(&Hours, |draft, hours| draft.job.office_hours = hours, |draft| draft.job.office_hours))
        .assumed("nothing published; usual hours of an office"),
    Row::list("changes.burst", "Many changes within a short time.", List {
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
        .effect(Effect::WithHorizon),
    Row::list("timeline", "What operators do and what befalls the target, each at its moment.", List {
        item: "One entry.",
        keys: || timeline_keys().collect(),
        read: |value, draft, findings| draft.events = read_timeline(value, findings),
        schema: timeline_rules,
    })
        .effect(Effect::WithHorizon),
    Row::one("split.jobs", "Jobs with equal shares of the users in scope; 1 is no split.", &Choice::new(&Whole::between(1, MOST_JOBS), |draft, jobs| draft.jobs = Some(jobs), |draft| shares(draft).len() as u64))
        .follows(|_| Assumed("as many as there are shares"))
        .effect(SPLIT),
    Row::one("split.shares", "The share of the users in scope that each job has; they add up to 1.", &Choice::new(&Shares { most: MOST_JOBS as usize }, |draft, shares| draft.shares = Some(shares), shares))
        .follows(|_| Assumed("equal"))
        .effect(Effect::Where(|_, setup| setup.split.as_ref().is_some_and(|split| !split.is_equal()))),
    Row::one("split.stagger", "How much later than the one before it each job starts.", &Choice::new(&TimeSpan { bounds: 0.0..=YEAR_SECS, help: "write how much later each job starts than the one before: \"2 h\"" }, |draft, stagger| draft.stagger = stagger, |draft| draft.stagger))
        .assumed("all jobs start at once")
        .effect(SPLIT),
    Row::open_table("expect", "Thresholds that are checked: a percentile (p1 to p99) or the mean of what is measured, or the share of the replications in which something happens.", Own {
        read: |value, draft, findings| draft.expectations = read_expectations(value, findings),
        schema: expectation_schema,
    }),
    // Strategies are taken out before the rest is read.
    Row::list("strategy", "Other ways of doing the same, to be compared: each is the scenario with the keys that it gives instead.", List {
        item: "One strategy.",
        keys: || STRATEGY_KEYS.to_vec(),
        read: |_, _, _| {},
        schema: |strategy, _| strategy["required"] = json!(["name"]),
    }),
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
