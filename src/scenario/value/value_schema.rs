//! What may be written for a value of the catalogue.

use serde_json::{Value, json};

use super::time_length::WORDS;
use crate::model::Quantity;

/// A decimal number, without a sign.
pub const NUMBER: &str = r"[0-9][0-9_]*(\.[0-9_]+)?([eE][+-]?[0-9]+)?";
/// A count or factor that may be forty or forty thousand is refused: see the parser.
const ONE_READING: &str = r"(?!\s*[1-9][0-9]{0,2}\.[0-9]{3}\s*$)";

/// One length of time, without anchors: `40 min`, or `1 h 30 min`.
pub fn duration_pattern() -> String {
    let words = WORDS.iter().flat_map(|(words, ..)| words.iter().copied());
    let unit = words.collect::<Vec<_>>().join("|");
    format!(r"{NUMBER}\s*({unit})(\s*{NUMBER}\s*({unit}))*")
}

/// A value of some quantity: a number, a text, or a distribution of such.
pub fn value_of(quantity: Quantity) -> Value {
    let number = NUMBER;
    let duration = duration_pattern();
    let text = |pattern: String, examples: Value| json!({ "type": "string", "pattern": pattern, "examples": examples });
    let (bare, text) = match quantity {
        Quantity::Duration => (
            None,
            text(
                format!(r"^\s*(({number}|{duration})\s+to\s+)?{duration}\s*$"),
                json!(["40 min", "120 ms to 900 ms"]),
            ),
        ),
        Quantity::Count => (
            Some("number"),
            text(
                format!(
                    r"^{ONE_READING}\s*(unlimited|{number}\s*[kKM]?(\s+to\s+{number}\s*[kKM]?)?)\s*$"
                ),
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
        distribution("loguniform", "Between two values above zero, each order of magnitude as likely.", several(2)),
        distribution("triangular", "Lowest, most likely and highest value.", several(3)),
        distribution("lognormal", "By median and 95th percentile.", lognormal),
        distribution("choice", "One of several values, equally likely.", json!({ "type": "array", "items": one, "minItems": 1 })),
    ] })
}
