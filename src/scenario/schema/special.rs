//! Keys that are not of the catalogue.

use serde_json::{Value, json};

use super::life;
use crate::scenario::read::{
    CONNECTORS, KINDS, MODES, MOST_CALLS, MOST_GROUPS, MOST_MEMBERS, MOST_REPLICATIONS, ON_429,
    endpoint_names,
};
use crate::scenario::{REPLICATIONS, SEED};

pub(super) fn names<T>(names: &[(&'static str, T)]) -> Vec<&'static str> {
    names.iter().map(|(name, _)| *name).collect()
}

/// The schema of such a key, by its dotted name.
pub(super) fn special(key: &str) -> Value {
    match key {
        "name" => json!({
            "description": "Name of the scenario and of its output folder; the file's name unless given.",
            "type": "string",
            "pattern": "^(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}$",
        }),
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
        "job.on_429" => one_of(
            "What happens when the target refuses a call with 429.",
            &names(&ON_429),
        ),
        other => life::special(other)
            .unwrap_or_else(|| limit_key(other.trim_start_matches("target.limit."))),
    }
}

fn limit_key(key: &str) -> Value {
    match key {
        "name" => text("What the limit is called in messages."),
        "endpoints" => {
            let name = json!({ "enum": endpoint_names() });
            json!({
                "description": "Which calls count; all unless given.",
                "default": "all",
                "anyOf": [name, { "type": "array", "items": name, "minItems": 1 }],
            })
        }
        "calls" => json!({
            "description": "Calls allowed in a period.",
            "type": "string",
            "pattern": "^.+ per .+$",
            "examples": ["600 per min", "25 per s", "20 per 5 s"],
        }),
        "kind" => one_of("How the limit counts.", &names(&KINDS)),
        "burst" => whole(
            "Calls at once after a quiet time; token bucket only. As many as one second allows unless given.",
            1,
            MOST_CALLS,
        ),
        _ => json!({
            "description": "What a refusal says about when to come back: until-allowed, none, or a duration.",
            "type": "string",
            "default": "until-allowed",
            "examples": ["until-allowed", "none", "30 s"],
        }),
    }
}

pub(super) fn whole(meaning: &str, least: u64, most: u64) -> Value {
    json!({ "description": meaning, "type": ["integer", "string"], "minimum": least, "maximum": most })
}

pub(super) fn one_of(meaning: &str, names: &[&str]) -> Value {
    json!({ "description": meaning, "enum": names, "default": names[0] })
}

fn text(meaning: &str) -> Value {
    json!({ "description": meaning, "type": "string" })
}

pub(super) fn with_default(mut schema: Value, default: Value) -> Value {
    schema["default"] = default;
    schema
}
