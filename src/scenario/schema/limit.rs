//! The keys of a limit.

use serde_json::{Value, json};

use super::special::{names, one_of, text, whole, with_default};
use crate::model::Endpoint;
use crate::scenario::read::{
    EXCESSES, KINDS, MOST_CALLS, MOST_REPLICAS, MOST_UNITS, PERS, SHARINGS, endpoint_names,
};

/// The schema of one key of `[[target.limit]]`.
pub(super) fn key(key: &str) -> Value {
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
        "calls" | "units" | "weights" | "members" | "bytes" => counted(key),
        "at_once" => whole("Calls that may be under way at once.", 1, MOST_CALLS),
        "kind" => one_of("How the limit counts.", &names(&KINDS)),
        "burst" => whole(
            "Calls at once after a quiet time; token bucket only. As many as one second allows unless given.",
            1,
            MOST_CALLS,
        ),
        "per" => one_of("Which calls are counted together.", &names(&PERS)),
        "of" => one_of("Whose calls are counted together.", &names(&SHARINGS)),
        "taken_by_others" => with_default(
            json!({
                "description": "Share of the limit that others use up.",
                "type": ["number", "string"],
                "minimum": 0,
                "exclusiveMaximum": 1,
            }),
            json!(0),
        ),
        "over_bytes" => whole("Only larger payloads count, in bytes.", 1, MOST_CALLS),
        "up_to_bytes" => whole(
            "Only payloads up to this size count, in bytes.",
            1,
            MOST_CALLS,
        ),
        "replicas" | "slowed_over" | "slowed_by" | "penalty" => shape(key),
        "published" => json!({
            "description": "Whether the vendor publishes the limit, so that a gallery connector can pace itself to it.",
            "type": "boolean",
            "default": true,
        }),
        "on_excess" => one_of("What a call over the limit gets.", &names(&EXCESSES)),
        _ => json!({
            "description": "What a 429 says about when to come back: until-allowed, ratelimit-reset, none, or a duration.",
            "type": "string",
            "default": "until-allowed",
            "examples": ["until-allowed", "ratelimit-reset", "none", "30 s"],
        }),
    }
}

/// The schema of a key that says what is counted, and how much of it a limit allows.
fn counted(key: &str) -> Value {
    match key {
        "calls" => amount(
            "Calls allowed in a period.",
            &["600 per min", "25 per s", "20 per 5 s"],
        ),
        "units" => amount(
            "Units allowed in a period, where calls to some endpoints cost more than others.",
            &["3_500 per 10 s"],
        ),
        "weights" => {
            let units = whole("Units of one call.", 1, MOST_UNITS);
            let each = Endpoint::ALL.map(|one| (one.name().to_owned(), units.clone()));
            json!({
                "description": "What a call to an endpoint costs, in units; one unless given.",
                "type": "object",
                "additionalProperties": false,
                "properties": each.into_iter().collect::<serde_json::Map<_, _>>(),
            })
        }
        "members" => amount(
            "Members that requests may carry in a period.",
            &["1_000 per h"],
        ),
        _ => amount(
            "Bytes of payloads allowed in a period.",
            &["800_000 per min"],
        ),
    }
}

/// The schema of a key of the less common shapes.
fn shape(key: &str) -> Value {
    match key {
        "replicas" => with_default(
            whole(
                "Replicas of the target that count for themselves; calls are dealt to them at random.",
                1,
                MOST_REPLICAS,
            ),
            json!(1),
        ),
        "slowed_over" => whole(
            "When more than so much counts in a window, further calls are slowed; below what the limit allows.",
            1,
            MOST_CALLS,
        ),
        "slowed_by" => text("By how much they are served later, for example \"1 s\"."),
        _ => text(
            "For so long after a call over the limit all that it counts is over it, for example \"60 s\".",
        ),
    }
}

fn amount(meaning: &str, examples: &[&str]) -> Value {
    json!({ "description": meaning, "type": "string", "pattern": "^.+ per .+$", "examples": examples })
}
