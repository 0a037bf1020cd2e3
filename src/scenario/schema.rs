//! The JSON Schema of scenario files, for completion and checks in editors.

use serde_json::{Map, Value, json};

use super::keys::{self, TABLES};
use super::read::{
    CONNECTORS, KINDS, MODES, MOST_CALLS, MOST_GROUPS, MOST_MEMBERS, MOST_REPLICATIONS, ON_429,
    endpoint_names,
};
use super::value::toml_value;
use super::{REPLICATIONS, SEED};
use crate::model::{Origin, Quantity, Setting, Specification, Uncertain};

/// The JSON Schema (draft 2020-12) of scenario files, generated from the catalogue.
///
/// It knows every key, its meaning, default, unit and bounds. What it cannot express, such as bounds of numbers
/// within texts and rules between keys, is checked by [`parse`](super::parse) alone.
pub fn schema() -> Value {
    let mut root = table("", "A scenario of cyclecast.");
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("cyclecast scenario");
    root["$defs"] = json!({
        "duration": value_of(Quantity::Duration),
        "count": value_of(Quantity::Count),
        "share": value_of(Quantity::Share),
        "factor": value_of(Quantity::Factor),
    });
    root
}

/// The schema of one table with all its keys.
fn table(name: &str, meaning: &str) -> Value {
    let mut properties = Map::new();
    for key in keys::keys_of(name) {
        let full = if name.is_empty() {
            key.to_owned()
        } else {
            format!("{name}.{key}")
        };
        let schema = match keys::parameter(&full) {
            Some(row) => parameter(row),
            None if full == "target.limit" => json!({
                "description": "Rate limits of the target; a call must pass all that count it.",
                "type": "array",
                "items": limit(),
            }),
            None if TABLES.iter().any(|(table, _)| *table == full) => {
                table(&full, table_meaning(&full))
            }
            None => special(&full),
        };
        properties.insert(key.to_owned(), schema);
    }
    json!({
        "type": "object",
        "description": meaning,
        "additionalProperties": false,
        "properties": properties,
    })
}

fn table_meaning(name: &str) -> &'static str {
    match name {
        "run" => "How often and with which luck the scenario is simulated.",
        "tenant" => "The directory.",
        "scope" => "Who is provisioned.",
        "groups" => "The groups in scope.",
        "job" => "The provisioning job and the service that runs it.",
        "target" => "The target application.",
        "target.latency" => "How long the target takes to answer.",
        _ => "How often what goes wrong, by error code.",
    }
}

fn parameter(row: &Specification) -> Value {
    let default = match &row.default {
        Setting::Value(value) => toml_value(value, row.quantity),
        Setting::PerDirectoryUser(each) => format!("{each} per directory user"),
        Setting::PerScopedUser(each) => format!("{each} per user whom the scope puts forward"),
    };
    let origin = match row.origin {
        Origin::Documented(source) => format!("documented: {source}"),
        Origin::Assumed(why) => format!("assumed: {why}"),
    };
    let definition = match row.quantity {
        Quantity::Duration => "duration",
        Quantity::Count => "count",
        Quantity::Share => "share",
        Quantity::Factor => "factor",
    };
    let mut schema = json!({
        "description": format!("{}\n\nDefault: {default} ({origin})", row.meaning),
        "$ref": format!("#/$defs/{definition}"),
    });
    // Bounds of a number bind only numbers, so that texts and tables pass.
    if row.quantity != Quantity::Duration {
        schema["minimum"] = json!(row.bounds.0);
        if row.bounds.1.is_finite() {
            schema["maximum"] = json!(row.bounds.1);
        }
    }
    if let Setting::Value(value) = &row.default {
        schema["default"] = default_of(value, row.quantity);
    }
    schema
}

fn default_of(value: &Uncertain, quantity: Quantity) -> Value {
    match (value, quantity) {
        (Uncertain::Fixed(number), Quantity::Count | Quantity::Factor) if number.is_finite() => {
            if number.fract() == 0.0 {
                json!(*number as i64)
            } else {
                json!(number)
            }
        }
        _ => json!(super::display_value(value, quantity)),
    }
}

/// A value of some quantity: a number, a text, or a distribution of such.
fn value_of(quantity: Quantity) -> Value {
    let number = r"[0-9][0-9_]*(\.[0-9_]+)?([eE][+-]?[0-9]+)?";
    let text = |pattern: String, examples: Value| json!({ "type": "string", "pattern": pattern, "examples": examples });
    let (bare, text) = match quantity {
        Quantity::Duration => (
            None,
            text(
                format!(
                    r"^\s*{number}(\s*to\s+{number})?\s*(ns|us|µs|ms|[smhdw]|[A-Za-z]{{3,}}|hr).*$"
                ),
                json!(["40 min", "120 ms to 900 ms"]),
            ),
        ),
        Quantity::Count => (
            Some("number"),
            text(
                format!(r"^\s*(unlimited|{number}\s*[kKM]?(\s+to\s+{number}\s*[kKM]?)?)\s*$"),
                json!(["10k", "5 to 8"]),
            ),
        ),
        Quantity::Share => (
            Some("number"),
            text(
                format!(r"^\s*{number}\s*%?(\s+to\s+{number}\s*%?)?\s*$"),
                json!(["2 %", "0.5 % to 2 %"]),
            ),
        ),
        Quantity::Factor => (
            Some("number"),
            text(
                format!(r"^\s*{number}(\s+to\s+{number})?\s*$"),
                json!(["0.5 to 1.5"]),
            ),
        ),
    };
    let one: Vec<Value> = bare
        .map(|kind| json!({ "type": kind }))
        .into_iter()
        .chain([text])
        .collect();
    let one = json!({ "anyOf": one });
    let distribution = |name: &str, meaning: &str, schema: Value| {
        json!({
            "type": "object",
            "description": meaning,
            "additionalProperties": false,
            "required": [name],
            "properties": { name: schema },
        })
    };
    let several = |count: usize| json!({ "type": "array", "items": one, "minItems": count, "maxItems": count });
    let lognormal = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["median", "p95"],
        "properties": { "median": one, "p95": one },
    });
    json!({ "anyOf": [
        one,
        distribution("uniform", "Any value between two, equally likely.", several(2)),
        distribution("triangular", "Lowest, most likely and highest value.", several(3)),
        distribution("lognormal", "By median and 95th percentile.", lognormal),
        distribution("choice", "One of several values, equally likely.", json!({ "type": "array", "items": one, "minItems": 1 })),
    ] })
}

fn limit() -> Value {
    let mut schema = table("target.limit", "One rate limit.");
    schema["required"] = json!(["calls"]);
    schema
}

fn names<T>(names: &[(&'static str, T)]) -> Vec<&'static str> {
    names.iter().map(|(name, _)| *name).collect()
}

/// Keys that are not of the catalogue.
fn special(key: &str) -> Value {
    let whole = |meaning: &str, least: u64, most: u64| json!({ "description": meaning, "type": ["integer", "string"], "minimum": least, "maximum": most });
    let one_of = |meaning: &str, names: Vec<&str>| json!({ "description": meaning, "enum": names, "default": names[0] });
    let text = |meaning: &str| json!({ "description": meaning, "type": "string" });
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
            names(&MODES),
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
            names(&CONNECTORS),
        ),
        "job.on_429" => one_of(
            "What happens when the target refuses a call with 429.",
            names(&ON_429),
        ),
        "target.limit.name" => text("What the limit is called in messages."),
        "target.limit.endpoints" => {
            let name = json!({ "enum": endpoint_names() });
            json!({
                "description": "Which calls count; all unless given.",
                "default": "all",
                "anyOf": [name, { "type": "array", "items": name, "minItems": 1 }],
            })
        }
        "target.limit.calls" => json!({
            "description": "Calls allowed in a period.",
            "type": "string",
            "pattern": "^.+ per .+$",
            "examples": ["600 per min", "25 per s", "20 per 5 s"],
        }),
        "target.limit.kind" => one_of("How the limit counts.", names(&KINDS)),
        "target.limit.burst" => whole(
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

fn with_default(mut schema: Value, default: Value) -> Value {
    schema["default"] = default;
    schema
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalogue;
    use crate::scenario::display_value;

    fn accepts(scenario: &str) -> Result<(), String> {
        let tree: toml::Table = toml::from_str(scenario).unwrap();
        let instance = serde_json::to_value(tree).unwrap();
        jsonschema::validate(&schema(), &instance).map_err(|error| error.to_string())
    }

    #[test]
    fn it_is_a_schema_that_accepts_a_full_scenario() {
        jsonschema::meta::validate(&schema()).unwrap();
        accepts(super::super::tests::FULL).unwrap();
        for row in catalogue() {
            if let Setting::Value(value) = &row.default {
                let written = toml_value(value, row.quantity);
                accepts(&format!("{} = {written}\n", row.key)).unwrap();
                let shown = display_value(value, row.quantity);
                if !shown.starts_with('{') {
                    accepts(&format!("{} = \"{shown}\"\n", row.key)).unwrap();
                }
            }
        }
    }

    #[test]
    fn it_refuses_what_the_parser_refuses_too() {
        for scenario in [
            "users = 5",
            "tenant.users = -1",
            "tenant.users = \"many\"",
            "tenant.disabled_share = 2",
            "job.timeout = 40",
            "job.timeout = \"40\"",
            "scope.mode = \"some\"",
            "name = \"..\"",
            "strategy = []",
            "[[target.limit]]\nburst = 5",
        ] {
            assert!(accepts(scenario).is_err(), "{scenario}");
        }
    }
}
