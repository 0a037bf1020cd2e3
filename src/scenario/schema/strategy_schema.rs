//! The schema of strategies, which have the keys of a scenario beside their own.

use serde_json::{Map, Value, json};

use crate::scenario::lists::{COMMON, MOST_STRATEGIES};

/// The schema of `[[strategy]]`: its own keys are those of `one`, and the others those of a scenario with `tables`.
pub(super) fn strategies(mut list: Value, tables: &Map<String, Value>) -> Value {
    let mut one = list["items"].take();
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
    list["minItems"] = json!(2);
    list["maxItems"] = json!(MOST_STRATEGIES);
    list["items"] = one;
    list
}
