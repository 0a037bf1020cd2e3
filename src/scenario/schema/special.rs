//! Keys that are not of the catalogue.

use serde_json::{Value, json};

use super::{experiments, life, limit};
use crate::scenario::name;
use crate::scenario::parsed::{REPLICATIONS, SEED};
use crate::scenario::read::{
    CONNECTORS, GROUP_WRITES, MODES, MOST_GROUPS, MOST_JOBS, MOST_MEMBERS, MOST_REPLICATIONS,
    ON_429,
};

pub(super) fn names<T>(names: &[(&'static str, T)]) -> Vec<&'static str> {
    names.iter().map(|(name, _)| *name).collect()
}

fn heeds_ratelimit_reset() -> Value {
    let meaning = "Whether a 429 that says when to come back in RateLimit-Reset alone is waited out as it says.";
    with_default(
        json!({ "description": meaning, "type": "boolean" }),
        json!(false),
    )
}

/// The schema of such a key, by its dotted name.
pub(super) fn special(key: &str) -> Value {
    match key {
        "name" => {
            name("Name of the scenario and of its output folder; the file's name unless given.")
        }
        "description" => text("What the scenario is about."),
        "run.replications" => with_default(
            whole("How often it is simulated.", 1, MOST_REPLICATIONS),
            json!(REPLICATIONS),
        ),
        "run.seed" => with_default(
            whole("Root of all chance.", 0, i64::MAX as u64),
            json!(SEED),
        ),
        "scope.mode" => one_of(
            "Which objects of the directory are provisioned.",
            &names(&MODES),
        ),
        "groups.provision" => json!({
            "description": "Whether group objects and memberships are provisioned; if not, groups only decide who is in scope.",
            "type": "boolean",
        }),
        "groups.sizes" => json!({
            "description": "The groups in scope by size.",
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["groups", "members"],
                "properties": {
                    "groups": whole("How many groups.", 0, MOST_GROUPS),
                    "members": whole("Members of each.", 0, MOST_MEMBERS),
                },
            },
        }),
        "groups.csv" => text(
            "A file that lists the groups, with the columns name, members and, if wanted, assigned.",
        ),
        "job.connector" => one_of(
            "Who built the connector: one from the gallery paces itself to the target's limits.",
            &names(&CONNECTORS),
        ),
        "job.heeds_ratelimit_reset" => heeds_ratelimit_reset(),
        "job.on_429" => one_of(
            "What happens when the target refuses a call with 429.",
            &names(&ON_429),
        ),
        "split.jobs" => whole(
            "Jobs with equal shares of the users in scope; 1 is no split.",
            1,
            MOST_JOBS,
        ),
        "split.shares" => json!({
            "description": "The share of the users in scope that each job has; they add up to 1.",
            "type": "array",
            "minItems": 2,
            "maxItems": MOST_JOBS,
            "items": { "type": ["number", "string"] },
        }),
        "split.stagger" => with_default(
            text("How much later than the one before it each job starts."),
            json!("0 s"),
        ),
        other => of_target(other)
            .or_else(|| life::special(other))
            .or_else(|| experiments::special(other))
            .unwrap_or_else(|| limit::key(other.trim_start_matches("target.limit."))),
    }
}

/// Those of the target.
fn of_target(key: &str) -> Option<Value> {
    Some(match key {
        "target.group_write" => one_of(
            "How the target carries out a PATCH of a group: with last-write-wins, PATCHes that overlap lose members although every answer is a success.",
            &names(&GROUP_WRITES),
        ),
        "target.adds_duplicates" => json!({
            "description": "Whether the target stores a member twice that is written again.",
            "type": "boolean",
            "default": false,
        }),
        "target.preset" => text(
            "A shipped target sheet (cyclecast targets lists them), or a file of one's own that ends in .toml.",
        ),
        _ => return None,
    })
}

pub(super) fn whole(meaning: &str, least: u64, most: u64) -> Value {
    json!({ "description": meaning, "type": ["integer", "string"], "minimum": least, "maximum": most })
}

pub(super) fn one_of(meaning: &str, names: &[&str]) -> Value {
    json!({ "description": meaning, "enum": names, "default": names[0] })
}

/// A name that can be a folder's.
pub(super) fn name(meaning: &str) -> Value {
    json!({ "description": meaning, "type": "string", "pattern": name::PATTERN })
}

pub(super) fn text(meaning: &str) -> Value {
    json!({ "description": meaning, "type": "string" })
}

pub(super) fn with_default(mut schema: Value, default: Value) -> Value {
    schema["default"] = default;
    schema
}
