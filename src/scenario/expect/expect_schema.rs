//! The JSON Schema of `[expect]`.

use serde_json::{Map, Value, json};

use super::metric::{ExpectedMetric, ExpectedUnit};
use crate::scenario::value::NUMBER;

/// The schema of `[expect]`: keys such as `initial_cycle.p95`, in quotes or not.
pub fn schema() -> Value {
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
pub fn definitions() -> [(&'static str, Value); 4] {
    let condition = |rest: &str, example: &str| json!({ "type": "string", "pattern": format!(r"^\s*[<>]=?\s*{NUMBER}\s*{rest}(\s+or\s+none)?\s*$"), "examples": [example] });
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
