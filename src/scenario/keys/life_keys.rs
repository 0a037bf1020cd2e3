//! Keys of the life of a job beyond its initial cycle, of several jobs, and of what is compared and expected.

use serde_json::{Map, Value as Json, json};

use super::key_row::{Choice, Effect, Form, List, Otherwise, Own, Row, Shown, choice, table};
use crate::model::Origin::{Assumed, Documented};
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
    choice(
        "run.horizon",
        "How long the job is followed beyond its start, up to 366 days. Without it nothing but the initial cycle is simulated.",
        &Choice {
            kind: &Length {
                example: "14 d",
                unit: "days",
                ..Length::HOURS
            },
            lay: |draft, horizon| draft.job.horizon = horizon,
            shown: Shown::Value(|draft| draft.job.horizon),
            otherwise: Otherwise::Follows(|_| Assumed("no horizon is given")),
            effect: Effect::WithHorizon,
        },
    ),
    choice(
        "run.start",
        "Local date and time of the start of the job.",
        &Choice {
            kind: &DateTime,
            lay: |draft, local| draft.start = Some(local),
            shown: Shown::Text(|draft| written_start(&draft.start().unwrap_or_default())),
            otherwise: Otherwise::Default(Assumed("some Monday morning")),
            effect: Effect::WithHorizon,
        },
    ),
    choice(
        "run.time_zone",
        "Where local time is that of a place, whose clocks may change to summer time and back, or so far from UTC all year round.",
        &Choice {
            kind: &TimeZone,
            lay: |draft, zone| draft.time_zone = Some(zone),
            shown: Shown::Text(|draft| written_zone(&draft.start().unwrap_or_default().clock)),
            otherwise: Otherwise::Default(Assumed("UTC unless an offset is given")),
            effect: Effect::WithHorizon,
        },
    ),
    choice(
        "job.retry_schedule",
        "When what failed is tried again: in the next cycle and then by the current text of document 000, by its letter alone, or by one of its earlier texts.",
        &Choice {
            kind: &OneOf::of(&SCHEDULES),
            lay: |draft, schedule| draft.job.retry_schedule = schedule,
            shown: Shown::Value(|draft| draft.job.retry_schedule),
            otherwise: Otherwise::Default(Documented(
                "document 000; the next cycle comes first (how-provisioning-works)",
            )),
            effect: Effect::WithHorizon,
        },
    ),
    table(
        "quarantine",
        "What sends the job into quarantine; for a run with a horizon.",
    ),
    choice(
        "quarantine.attempts",
        "When a job in quarantine is tried again: after minutes and then more and more rarely, or by a text of document 000.",
        &Choice {
            kind: &OneOf::of(&ATTEMPTS),
            lay: |draft, attempts| draft.job.attempts = attempts,
            shown: Shown::Value(|draft| draft.job.attempts),
            otherwise: Otherwise::Default(Assumed(
                "staff (Q&A 1319983, 2023) and a sample job status; document 000 says 6, 12 and 24 hours",
            )),
            effect: Effect::WithHorizon,
        },
    ),
    choice(
        "quarantine.release",
        "What releases a job whose failures still pass a threshold: nothing, or a retry that succeeds.",
        &Choice {
            kind: &OneOf::of(&RELEASES),
            lay: |draft, release| draft.job.release = release,
            shown: Shown::Value(|draft| draft.job.release),
            otherwise: Otherwise::Default(Assumed(
                "staff (Q&A 1319983, 2023); document 000 says that any successful retry releases it",
            )),
            effect: Effect::WithHorizon,
        },
    ),
    choice(
        "job.initial_over_threshold",
        "What an initial cycle leads to whose failures pass a threshold.",
        &Choice {
            kind: &OneOf::of(&OVER_THRESHOLD),
            lay: |draft, over_threshold| draft.job.over_threshold = over_threshold,
            shown: Shown::Value(|draft| draft.job.over_threshold),
            otherwise: Otherwise::Default(Documented(
                "document 000; Graph's synchronizationStatus says that escrows are pruned and the job pauses",
            )),
            effect: Effect::WithHorizon,
        },
    ),
    choice(
        "job.deletion_boundary",
        "When `job.deletion_threshold` is passed: by more removals, or by as many already.",
        &Choice {
            kind: &OneOf::of(&BOUNDARIES),
            lay: |draft, boundary| draft.job.deletion_boundary = boundary,
            shown: Shown::Value(|draft| draft.job.deletion_boundary),
            otherwise: Otherwise::Default(Assumed(
                "document 002 says above, met and does not exceed",
            )),
            effect: Effect::WithHorizon,
        },
    ),
    choice(
        "job.skip_out_of_scope_deletions",
        "Whether users out of scope keep their accounts.",
        &Choice {
            kind: &Switch,
            lay: |draft, skip| draft.job.skip_out_of_scope_deletions = skip,
            shown: Shown::Value(|draft| draft.job.skip_out_of_scope_deletions),
            otherwise: Otherwise::Default(Documented(
                "off unless set (skip-out-of-scope-deletions)",
            )),
            effect: Effect::WithHorizon,
        },
    ),
    choice(
        "job.target_actions",
        "The target object actions that are on.",
        &Choice {
            kind: &Actions,
            lay: |draft, actions| draft.job.target_actions = actions,
            shown: Shown::Value(|draft| draft.job.target_actions),
            otherwise: Otherwise::Default(Documented("all on by default (how-provisioning-works)")),
            effect: Effect::WithHorizon,
        },
    ),
    choice(
        "target.disables_accounts",
        "Whether the target can disable accounts; where it cannot, they are deleted.",
        &Choice {
            kind: &Switch,
            lay: |draft, disables| draft.job.target_disables = disables,
            shown: Shown::Value(|draft| draft.job.target_disables),
            otherwise: Otherwise::Default(Assumed("most SCIM targets take active = false")),
            effect: Effect::WithHorizon,
        },
    ),
    table(
        "changes",
        "What changes in the directory; for a run with a horizon.",
    ),
    choice(
        "changes.office_hours",
        "When most changes are made, in local time; they may go over midnight.",
        &Choice {
            kind: &Hours,
            lay: |draft, hours| draft.job.office_hours = hours,
            shown: Shown::Value(|draft| draft.job.office_hours),
            otherwise: Otherwise::Default(Assumed("nothing published; usual hours of an office")),
            effect: Effect::WithHorizon,
        },
    ),
    Row {
        key: "changes.burst",
        meaning: "Many changes within a short time.",
        form: Form::List(List {
            item: "One burst.",
            keys: || burst_keys().collect(),
            read: |value, draft, findings| draft.bursts = read_bursts(value, findings),
            schema: |burst, list| {
                burst["required"] = json!(["at"]);
                let counts = burst_keys().skip(2);
                let counts = counts.map(|key| json!({ "required": [key.name()] }));
                burst["anyOf"] = counts.collect();
                list["maxItems"] = json!(MOST_BURSTS);
            },
            needs_horizon: true,
        }),
    },
    Row {
        key: "timeline",
        meaning: "What operators do and what befalls the target, each at its moment.",
        form: Form::List(List {
            item: "One entry.",
            keys: || timeline_keys().collect(),
            read: |value, draft, findings| draft.events = read_timeline(value, findings),
            schema: timeline_rules,
            needs_horizon: true,
        }),
    },
    choice(
        "split.jobs",
        "Jobs with equal shares of the users in scope; 1 is no split.",
        &Choice {
            kind: &Whole::between(1, MOST_JOBS),
            lay: |draft, jobs| draft.jobs = Some(jobs),
            shown: Shown::Value(|draft| shares(draft).len() as u64),
            otherwise: Otherwise::Follows(|_| Assumed("as many as there are shares")),
            effect: SPLIT,
        },
    ),
    choice(
        "split.shares",
        "The share of the users in scope that each job has; they add up to 1.",
        &Choice {
            kind: &Shares {
                most: MOST_JOBS as usize,
            },
            lay: |draft, shares| draft.shares = Some(shares),
            shown: Shown::Value(shares),
            otherwise: Otherwise::Follows(|_| Assumed("equal")),
            effect: Effect::Where(|_, setup| {
                let shares = setup.split.iter().flat_map(|split| &split.shares);
                let first = shares.clone().next().copied().unwrap_or_default();
                shares.clone().any(|share| (share - first).abs() >= 1e-12)
            }),
        },
    ),
    choice(
        "split.stagger",
        "How much later than the one before it each job starts.",
        &Choice {
            kind: &TimeSpan {
                bounds: 0.0..=YEAR_SECS,
                help: "write how much later each job starts than the one before: \"2 h\"",
            },
            lay: |draft, stagger| draft.stagger = stagger,
            shown: Shown::Value(|draft| draft.stagger),
            otherwise: Otherwise::Default(Assumed("all jobs start at once")),
            effect: SPLIT,
        },
    ),
    Row {
        key: "expect",
        meaning: "Thresholds that are checked: a percentile (p1 to p99) or the mean of what is measured, or the share of the runs in which something happens.",
        form: Form::OpenTable(Own {
            read: |value, draft, findings| draft.expectations = read_expectations(value, findings),
            schema: expectation_schema,
        }),
    },
    Row {
        key: "strategy",
        meaning: "Other ways of doing the same, to be compared: each is the scenario with the keys that it gives instead.",
        form: Form::List(List {
            item: "One strategy.",
            keys: || STRATEGY_KEYS.to_vec(),
            // Strategies are taken out before the rest is read.
            read: |_, _, _| {},
            schema: |strategy, _| strategy["required"] = json!(["name"]),
            needs_horizon: false,
        }),
    },
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
