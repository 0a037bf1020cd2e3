//! What is compared and what is expected: `[[strategy]]` and `[expect]`.

use serde_json::{Map, Value, json};

use super::special::{name, text};
use crate::scenario::expect::{ExpectedMetric, ExpectedUnit};
use crate::scenario::read::{COMMON, LONGEST_TITLE, MOST_STRATEGIES};

/// The schema of `[[strategy]]`: its own keys are those of `one`, and the others those of a scenario with `tables`.
pub(super) fn strategies(mut one: Value, tables: &Map<String, Value>) -> Value {
    let mut run = tables["run"].clone();
    if let (Some(run), Some(own)) = (
        run["properties"].as_object_mut(),
        one["properties"].as_object_mut(),
    ) {
        run.retain(|key, _| !COMMON.contains(&&*format!("run.{key}")));
        for key in tables.keys().filter(|key| !COMMON.contains(&&***key)) {
            let same = || json!({ "$ref": format!("#/properties/{key}") });
            own.entry(key.clone()).or_insert_with(same);
        }
    }
    one["properties"]["run"] = run;
    one["required"] = json!(["name"]);
    json!({
        "description": "Other ways of doing the same, to be compared: each is the scenario with the keys that it gives instead.",
        "type": "array",
        "minItems": 2,
        "maxItems": MOST_STRATEGIES,
        "items": one,
    })
}

/// The schema of a key that only a strategy has.
pub(super) fn special(key: &str) -> Option<Value> {
    Some(match key {
        "strategy.name" => name("What the strategy is called, unlike any other of the scenario."),
        "strategy.title" => json!({
            "description": "What stands in the place of the name in sentences, tables and charts.",
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST_TITLE,
            "examples": ["Four jobs side by side"],
        }),
        "strategy.description" => text("What the strategy is about."),
        "strategy.without" => json!({
            "description": "Dotted names of tables and keys of the scenario that the strategy leaves out.",
            "type": "array",
            "items": { "type": "string" },
            "examples": [["split", "target.limit"]],
        }),
        _ => return None,
    })
}

/// The schema of `[expect]`: keys such as `initial_cycle.p95`, in quotes or not.
pub(super) fn expect() -> Value {
    let percentile = "p[1-9][0-9]?|mean";
    let mut properties = Map::new();
    let mut patterns = Map::new();
    for metric in ExpectedMetric::all() {
        let (name, unit) = (metric.name(), metric.unit());
        let statistic = match unit {
            ExpectedUnit::Share => "share",
            _ => percentile,
        };
        let mut of_table = Map::new();
        of_table.insert(format!("^({statistic})$"), condition(unit));
        patterns.insert(format!("^{name}\\.({statistic})$"), condition(unit));
        let table = json!({
            "type": "object",
            "description": metric.meaning(),
            "additionalProperties": false,
            "patternProperties": of_table,
        });
        properties.insert(name.to_owned(), table);
    }
    json!({
        "type": "object",
        "description": "Thresholds that are checked: a percentile (p1 to p99) or the mean of what is measured, or the share of the runs in which something happens.",
        "additionalProperties": false,
        "properties": properties,
        "patternProperties": patterns,
    })
}

fn condition(unit: ExpectedUnit) -> Value {
    let name = match unit {
        ExpectedUnit::Duration => "expectedDuration",
        ExpectedUnit::Count => "expectedCount",
        ExpectedUnit::PerSecond => "expectedRate",
        ExpectedUnit::Share => "expectedShare",
    };
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// What the conditions refer to, by name.
pub(super) fn definitions() -> [(&'static str, Value); 4] {
    let number = r"[0-9][0-9_]*(\.[0-9_]+)?([eE][+-]?[0-9]+)?";
    let condition = |rest: &str, example: &str| json!({ "type": "string", "pattern": format!(r"^\s*[<>]=?\s*{number}\s*{rest}(\s+or\s+none)?\s*$"), "examples": [example] });
    [
        (
            "expectedDuration",
            condition("(ns|us|µs|ms|[smhdw]|[A-Za-z]{3,}|hr).*", "< 36 h"),
        ),
        ("expectedCount", condition("[kKM]?", "< 10_000")),
        (
            "expectedRate",
            condition(r"((per\s|/)\s*(s|second|min|minute|h|hour))?", "< 25 per s"),
        ),
        ("expectedShare", condition("%?", "< 5 %")),
    ]
}
