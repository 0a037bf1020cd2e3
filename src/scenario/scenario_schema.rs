//! The JSON Schema of scenarios.

use serde_json::{Map, Value, json};

use crate::model::{Origin, Quantity, Setting, Specification, Uncertain};
use crate::scenario::expect::definitions;
use crate::scenario::keys::{self, Form, List, Row};
use crate::scenario::kinds::described;
use crate::scenario::lists::{COMMON, MOST_STRATEGIES};
use crate::scenario::value::{display_value, toml_value, value_of};

/// The JSON Schema (draft 2020-12) of scenario files, generated from the catalogue.
///
/// It knows every key, its meaning, default, unit and bounds. What it cannot express, such as bounds of numbers
/// within texts and rules between keys, is checked by [`parse`](crate::scenario::parse) alone.
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
    for (name, definition) in definitions() {
        root["$defs"][name] = definition;
    }
    if let Some(tables) = root["properties"].as_object_mut()
        && let Some(one) = tables.remove("strategy")
    {
        let strategies = strategies(one, tables);
        tables.insert("strategy".to_owned(), strategies);
    }
    root
}

/// The schema of one table with all its keys.
fn table(name: &str, meaning: &str) -> Value {
    let keys = keys::keys_of(name).into_iter().map(|key| {
        let full = match name {
            "" => key.to_owned(),
            _ => format!("{name}.{key}"),
        };
        let schema = match (keys::parameter(&full), keys::row_of(&full)) {
            (Some(parameter), _) => number(parameter),
            (None, Some(row)) => of_row(row),
            (None, None) => json!({}),
        };
        (key.to_owned(), schema)
    });
    object(meaning, keys.collect())
}

fn of_row(row: &Row) -> Value {
    match &row.form {
        Form::Table => table(row.key, row.meaning),
        Form::OpenTable(own) | Form::Values(own) => described((own.schema)(), row.meaning, None),
        Form::List(list) => of_list(row, list),
        Form::Choice(choice) => choice.schema(row),
    }
}

fn of_list(row: &Row, list: &List) -> Value {
    let keys = (list.keys)().into_iter();
    let keys = keys.map(|key| (key.name().to_owned(), key.schema()));
    let mut item = object(list.item, keys.collect());
    let mut schema = json!({ "description": row.meaning, "type": "array" });
    (list.schema)(&mut item, &mut schema);
    schema["items"] = item;
    schema
}

fn object(meaning: &str, properties: Map<String, Value>) -> Value {
    json!({
        "type": "object",
        "description": meaning,
        "additionalProperties": false,
        "properties": properties,
    })
}

/// Its meaning, default and bounds.
pub(super) fn number(row: &Specification) -> Value {
    let default = match &row.default {
        Setting::Value(value) => toml_value(value, row.quantity),
        Setting::PerDirectoryUser(each) => format!("{each} per directory user"),
        Setting::PerScopedUser(each) => format!("{each} per user whom the scope puts forward"),
        Setting::DirectoryOfAssigned => "assigned users × `tenant.users_per_assigned`".to_owned(),
        Setting::AssignedOfDirectory => "`tenant.users` / `tenant.users_per_assigned`".to_owned(),
        Setting::SameAs(other) => format!("as `{}`", keys::row(*other).key),
    };
    let origin = match row.origin {
        Origin::Documented(source) => format!("documented: {source}"),
        Origin::Calibrated(why) => format!("calibrated: {why}"),
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
        _ => json!(display_value(value, quantity)),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Setting, catalogue};
    use crate::scenario::value::{display_value, toml_value};

    fn accepts(scenario: &str) -> Result<(), String> {
        let tree: toml::Table = toml::from_str(scenario).unwrap();
        let instance = serde_json::to_value(tree).unwrap();
        jsonschema::validate(&schema(), &instance).map_err(|error| error.to_string())
    }

    #[test]
    fn it_is_a_schema_that_accepts_a_full_scenario() {
        jsonschema::meta::validate(&schema()).unwrap();
        accepts(crate::scenario::tests::FULL).unwrap();
        accepts(crate::scenario::tests::FULL_LIFE).unwrap();
        accepts(crate::scenario::tests::FULL_EXPERIMENT).unwrap();
        for text in ["1 week 12h", "1.5 days", "90 seconds"] {
            accepts(&format!("run.horizon = \"{text}\"\n")).unwrap();
        }
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
            "[[strategy]]\nname = 'alone'",
            "[[strategy]]\nname = 'a'\n[[strategy]]\n",
            "[[strategy]]\nname = 'a'\n[[strategy]]\nname = 'b'\nrun.seed = 5",
            "[[strategy]]\nname = 'a'\n[[strategy]]\nname = 'b'\nexpect.timeouts.p95 = '< 5'",
            "[[strategy]]\nname = 'a'\n[[strategy]]\nname = 'b'\nwithout = 'split'",
            "[[strategy]]\nname = 'a'\n[[strategy]]\nname = 'b'\ntenant.user = 5",
            "expect = 5",
            "expect.initial_cycle = '< 5 h'",
            "expect.initial_cycle.p95 = '5 h'",
            "expect.initial_cycle.p95 = '< 5'",
            "expect.initial_cycle.p100 = '< 5 h'",
            "expect.initial_cycle.share = '< 5 %'",
            "expect.cycle.p95 = '< 5 h'",
            "expect.disabled.p95 = '< 5 %'",
            "[expect]\n'initial_cycle.p0' = '< 5 h'",
            "[expect]\n'calls_total.mean' = '< 5 h'",
            "[[target.limit]]\nburst = 5",
            "tenant.users = \"40.000\"",
            "run.horizon = \"1 month\"",
            "run.horizon = \"1 week 1 month\"",
            "job.timeout = \"5 apples\"",
            "run.horizon = 14",
            "run.horizon = \"14\"",
            "run.start = \"tomorrow\"",
            "run.time_zone = \"W. Europe Standard Time\"",
            "job.retry_schedule = \"never\"",
            "job.target_actions = [\"create\", \"create\"]",
            "job.target_actions = [\"remove\"]",
            "target.disables_accounts = \"yes\"",
            "changes.office_hours = \"8 to 18\"",
            "changes.burst = { at = \"1 d\", joiners = 5 }",
            "[[changes.burst]]\nat = \"1 d\"",
            "[[changes.burst]]\njoiners = 5",
            "[[changes.burst]]\nat = \"1 d\"\njoiners = 0",
            "[[changes.burst]]\nat = \"1 d\"\nhard_deletes = 5",
            "[[timeline]]\nat = \"1 d\"",
            "[[timeline]]\naction = \"start\"",
            "[[timeline]]\nat = \"1 d\"\naction = \"begin\"",
            "[[timeline]]\nat = \"soon\"\naction = \"start\"",
            "[[timeline]]\nat = \"1 d\"\naction = \"start\"\nreset = \"Full\"",
            "[[timeline]]\nat = \"1 d\"\naction = \"outage\"",
            "[[timeline]]\nat = \"1 d\"\naction = \"errors\"\ncode = \"Timeout\"\nshare = 0.1",
            "[[timeline]]\nat = \"1 d\"\naction = \"errors\"\ncode = \"Conflict\"\nshare = 5",
            "[[timeline]]\nat = \"1 d\"\naction = \"on-demand\"\nusers = 6",
            "[[timeline]]\nat = \"1 d\"\naction = \"restart\"\nreset = [\"All\"]",
        ] {
            assert!(accepts(scenario).is_err(), "{scenario}");
        }
    }
}
