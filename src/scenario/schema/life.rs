//! Keys of the life of a job beyond the initial cycle.

use serde_json::{Value, json};

use super::special::{names, one_of, whole, with_default};
use super::value::duration_pattern;
use crate::model::job::ChangeKind;
use crate::scenario::read::{
    ACTIONS, ATTEMPTS, BOUNDARIES, CALL_CODES, CODES, KINDS_OF_CHANGES, MOST_BURSTS, MOST_CHANGES,
    MOST_EVENTS, MOST_ON_DEMAND, OVER_THRESHOLD, RELEASES, RESETS, SCHEDULES, TARGET_ACTIONS,
};

const DATE_TIME: &str = r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([Zz]|[+-][0-9]{2}:[0-9]{2})?)?\s*(\[[^\]]+\])?\s*$";

/// The schema of such a key, by its dotted name, if it is one.
pub(super) fn special(key: &str) -> Option<Value> {
    if let Some(key) = key.strip_prefix("timeline.") {
        return Some(entry_key(key));
    }
    if let Some(key) = key.strip_prefix("changes.burst.") {
        return Some(burst_key(key));
    }
    let schema = match key {
        "run.horizon" => duration(
            "How long the job is followed beyond its start, up to 366 days. Without it nothing but the initial cycle is simulated.",
            &["14 d"],
        ),
        "run.start" => with_default(
            text(
                "Local date and time of the start of the job.",
                DATE_TIME,
                &["2026-11-23 08:00"],
            ),
            json!("2026-01-05 08:00"),
        ),
        "run.time_zone" => with_default(
            text(
                "Where local time is that of a place, whose clocks may change to summer time and back, or so far from UTC all year round.",
                "^\\s*([A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*|[+-][0-9]{2}(:?[0-9]{2})?)\\s*$",
                &["Europe/Berlin", "UTC", "+01:00"],
            ),
            json!("UTC"),
        ),
        "job.retry_schedule" => one_of(
            "When what failed is tried again: in the next cycle and then by the current text of document 000, by its letter alone, or by one of its earlier texts.",
            &names(&SCHEDULES),
        ),
        "quarantine.attempts" => one_of(
            "When a job in quarantine is tried again: after minutes and then more and more rarely, or by a text of document 000.",
            &names(&ATTEMPTS),
        ),
        "quarantine.release" => one_of(
            "What releases a job whose failures still pass a threshold: nothing, or a retry that succeeds.",
            &names(&RELEASES),
        ),
        "job.initial_over_threshold" => one_of(
            "What an initial cycle leads to whose failures pass a threshold.",
            &names(&OVER_THRESHOLD),
        ),
        "job.deletion_boundary" => one_of(
            "When `job.deletion_threshold` is passed: by more removals, or by as many already.",
            &names(&BOUNDARIES),
        ),
        "job.skip_out_of_scope_deletions" => {
            switch("Whether users out of scope keep their accounts.", false)
        }
        "job.target_actions" => target_actions(),
        "target.disables_accounts" => switch(
            "Whether the target can disable accounts; where it cannot, they are deleted.",
            true,
        ),
        "changes.office_hours" => with_default(
            text(
                "When most changes are made, in local time; they may go over midnight.",
                "^\\s*[0-9]{1,2}:[0-9]{2}\\s+to\\s+[0-9]{1,2}:[0-9]{2}\\s*$",
                &["08:00 to 18:00", "22:00 to 06:00"],
            ),
            json!("08:00 to 18:00"),
        ),
        _ => return None,
    };
    Some(schema)
}

/// The list of bursts.
pub(super) fn bursts(mut burst: Value) -> Value {
    burst["required"] = json!(["at"]);
    let counts = KINDS_OF_CHANGES.map(|(key, _)| json!({ "required": [key] }));
    burst["anyOf"] = json!(counts);
    json!({
        "description": "Many changes within a short time.",
        "type": "array",
        "maxItems": MOST_BURSTS,
        "items": burst,
    })
}

/// The list of what operators do and what befalls the target.
pub(super) fn timeline(mut entry: Value) -> Value {
    entry["required"] = json!(["at", "action"]);
    let rules = ACTIONS.map(|(name, kind)| {
        let keys: Vec<&str> = ["at", "action"].iter().chain(kind.keys).copied().collect();
        let codes = match name {
            "errors" => json!({ "code": { "enum": names(&CODES) } }),
            "failing-calls" => json!({ "code": { "enum": names(&CALL_CODES) } }),
            _ => json!({}),
        };
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
    json!({
        "description": "What operators do and what befalls the target, each at its moment.",
        "type": "array",
        "maxItems": MOST_EVENTS,
        "items": entry,
    })
}

fn burst_key(key: &str) -> Value {
    let kind = KINDS_OF_CHANGES.iter().find(|(name, _)| *name == key);
    match (key, kind) {
        (_, Some((_, kind))) => whole(change_meaning(*kind), 1, MOST_CHANGES),
        ("over", _) => with_default(
            duration("Over how long the burst is spread.", &["2 h"]),
            json!("0 s"),
        ),
        _ => moment("When the burst begins."),
    }
}

fn change_meaning(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Joiner => "Users who come into scope.",
        ChangeKind::Returner => "Users who left and come back.",
        ChangeKind::Leaver => "Users who leave the scope.",
        ChangeKind::HardDelete => "Users who are deleted for good.",
        ChangeKind::AttributeUpdate => "Users in scope whose attributes change.",
        ChangeKind::MembershipAdd => "Memberships that are added.",
        ChangeKind::MembershipRemove => "Memberships that are removed.",
        ChangeKind::NewGroup => "Groups that come into scope.",
        ChangeKind::RemovedGroup => "Groups that leave the scope or are deleted.",
        ChangeKind::OutOfScope => "Objects out of scope that change.",
    }
}

fn entry_key(key: &str) -> Value {
    match key {
        "at" => moment("When it happens."),
        "action" => {
            json!({ "description": "What happens.", "enum": names(&ACTIONS) })
        }
        "for" => duration("How long it lasts.", &["2 h"]),
        "reset" => {
            let name = json!({ "enum": names(&RESETS) });
            json!({
                "description": "What the restart resets: as the portal does, or what Graph's resetScope names.",
                "default": "portal",
                "anyOf": [
                    name,
                    { "type": "string", "pattern": format!("^\\s*({0})(\\s*,\\s*({0}))*\\s*$", names(&RESETS).join("|")) },
                    { "type": "array", "items": name, "minItems": 1 },
                ],
            })
        }
        "code" => {
            let codes = [names(&CODES), names(&CALL_CODES)].concat();
            json!({ "description": "An error code that sticks to a user; of failing calls, a passing one.", "enum": codes })
        }
        "share" => share("Share of the users, or of the calls, that fail."),
        "endpoints" => super::limit::key("endpoints"),
        "retry_after" => duration(
            "What a 429 says about when to come back; nothing where it is left out.",
            &["5 min"],
        ),
        "changed_share" => with_default(
            share("Share of the users whose values differ under the new mapping."),
            json!(1),
        ),
        "removed_share" => share("Share of the users in scope who are no longer in it."),
        "users" => with_default(
            whole("How many of those who wait longest.", 1, MOST_ON_DEMAND),
            json!(1),
        ),
        "on" => switch("Whether users out of scope keep their accounts.", true),
        _ => target_actions(),
    }
}

fn target_actions() -> Value {
    json!({
        "description": "The target object actions that are on.",
        "type": "array",
        "items": { "enum": TARGET_ACTIONS },
        "uniqueItems": true,
        "default": TARGET_ACTIONS,
    })
}

fn moment(meaning: &str) -> Value {
    json!({
        "description": format!("{meaning} A time since the start of the job, or a local date and time."),
        "type": "string",
        "anyOf": [{ "pattern": DATE_TIME }, { "pattern": one_duration() }],
        "examples": ["36 h", "3 d 4 h", "2026-11-23 08:00"],
    })
}

fn duration(meaning: &str, examples: &[&str]) -> Value {
    text(meaning, &one_duration(), examples)
}

fn one_duration() -> String {
    format!(r"^\s*{}\s*$", duration_pattern())
}

fn text(meaning: &str, pattern: &str, examples: &[&str]) -> Value {
    json!({ "description": meaning, "type": "string", "pattern": pattern, "examples": examples })
}

fn switch(meaning: &str, default: bool) -> Value {
    json!({ "description": meaning, "type": "boolean", "default": default })
}

fn share(meaning: &str) -> Value {
    json!({
        "description": meaning,
        "type": ["number", "string"],
        "minimum": 0,
        "maximum": 1,
        "pattern": "^\\s*[0-9][0-9_]*(\\.[0-9_]+)?([eE][+-]?[0-9]+)?\\s*%?\\s*$",
        "examples": ["60 %"],
    })
}
