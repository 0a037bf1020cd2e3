//! The reference of the parameters, `docs/parameters.md`, is made from the catalogue and the schema.
//!
//! `UPDATE_DOCS=1 cargo test --test command parameters_doc` rewrites it after a change.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use cyclecast::model::{Origin, Quantity, Setting, Specification, Uncertain, catalogue};
use cyclecast::scenario::{display_value, schema};
use serde_json::Value;

const INTRODUCTION: &str = include_str!("introduction.md");

/// Every table of a scenario file, with a title. The first is the top of the file.
const TABLES: [(&str, &str); 19] = [
    ("", "The top of the file"),
    ("run", "How often it is simulated"),
    ("tenant", "The directory"),
    ("scope", "Who is in scope"),
    ("groups", "The groups in scope"),
    ("job", "The provisioning job"),
    (
        "job.processing",
        "How long the service itself takes for a call",
    ),
    ("target", "The target application"),
    ("target.latency", "How fast the target answers"),
    ("target.limit", "Rate limits of the target"),
    ("errors", "How often what goes wrong"),
    (
        "errors.operation",
        "Kinds of changes that the target refuses",
    ),
    ("split", "Several jobs instead of one"),
    ("quarantine", "What sends the job into quarantine"),
    ("changes", "What changes in the directory"),
    ("changes.burst", "Many changes within a short time"),
    ("timeline", "What operators do and what befalls the target"),
    ("expect", "Thresholds that are checked"),
    ("strategy", "Ways of doing the same, to be compared"),
];
/// Tables that may be written several times.
const LISTS: [&str; 4] = ["target.limit", "changes.burst", "timeline", "strategy"];
/// What is to be known of a table before its keys.
const PREFACES: [(&str, &str); 2] = [
    ("expect", include_str!("expect.md")),
    ("strategy", include_str!("strategy.md")),
];

fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    let schema = schema();
    for (table, title) in TABLES {
        let heading = match table {
            "" => title.to_owned(),
            _ if LISTS.contains(&table) => format!("`[[{table}]]`: {}", lower(title)),
            _ => format!("`[{table}]`: {}", lower(title)),
        };
        let _ = write!(page, "\n## {heading}\n\n");
        let preface = PREFACES.iter().find(|(name, _)| *name == table);
        let tables = [
            preface.map_or_else(String::new, |(_, text)| (*text).to_owned()),
            others(table, &schema),
            parameters(table),
            actions(table, &schema),
            metrics(table, &schema),
        ];
        page.push_str(
            &tables
                .iter()
                .filter(|one| !one.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join("\n"),
        );
    }
    page
}

fn lower(title: &str) -> String {
    title[..1].to_lowercase() + &title[1..]
}

/// The keys of a table that are not numbers of the catalogue.
fn others(table: &str, schema: &Value) -> String {
    let mut place = schema;
    for name in table.split('.').filter(|name| !name.is_empty()) {
        place = &place["properties"][name];
    }
    if place["items"].is_object() {
        place = &place["items"];
    }
    let properties = place["properties"].as_object().expect("a table has keys");
    let prefix = if table.is_empty() {
        String::new()
    } else {
        format!("{table}.")
    };
    let mut rows = String::new();
    for (key, value) in properties {
        let full = format!("{prefix}{key}");
        let is_table = TABLES.iter().any(|(name, _)| *name == full);
        // What is expected has a table of its own, and a strategy has the keys of a scenario.
        let is_elsewhere = table == "expect" || (table == "strategy" && value["type"].is_null());
        let is_run = full == "strategy.run";
        if catalogue().any(|row| row.key == full) || is_table || is_elsewhere || is_run {
            continue;
        }
        let _ = writeln!(
            rows,
            "| `{key}` | {} | {} | {} |",
            values(value),
            default(value),
            cell(
                value["description"]
                    .as_str()
                    .expect("every key has a meaning")
            )
        );
    }
    if rows.is_empty() {
        return rows;
    }
    format!("| key | values | default | meaning |\n|---|---|---|---|\n{rows}")
}

/// What can be expected, each with what is taken of it and how its limit is written.
fn metrics(table: &str, schema: &Value) -> String {
    if table != "expect" {
        return String::new();
    }
    let metrics = schema["properties"]["expect"]["properties"]
        .as_object()
        .expect("what is measured is listed");
    let rows = metrics.iter().map(|(name, metric)| {
        let condition = metric["patternProperties"].as_object();
        let (pattern, condition) = condition.and_then(|all| all.iter().next()).expect("one");
        let statistics = match pattern.contains("share") {
            true => "`share`",
            false => "`p1` to `p99`, `mean`",
        };
        let place = condition["$ref"].as_str().expect("it is defined");
        let definition = schema.pointer(&place[1..]).expect("it is defined");
        let example = definition["examples"][0].as_str().expect("there is one");
        let meaning = metric["description"].as_str().expect("it has a meaning");
        format!(
            "| `{name}` | {statistics} | `\"{example}\"` | {} |\n",
            cell(meaning)
        )
    });
    let rows: Vec<String> = rows.collect();
    format!(
        "| measured | taken of it | condition, such as | meaning |\n|---|---|---|---|\n{}",
        rows.concat()
    )
}

/// The actions of the timeline, each with the keys that it takes besides its moment.
fn actions(table: &str, schema: &Value) -> String {
    if table != "timeline" {
        return String::new();
    }
    let rules = schema["properties"]["timeline"]["items"]["allOf"]
        .as_array()
        .expect("each action has a rule");
    let rows: Vec<String> = rules.iter().map(action).collect();
    format!(
        "| action | further keys | meaning |\n|---|---|---|\n{}",
        rows.concat()
    )
}

fn action(rule: &Value) -> String {
    let name = rule["if"]["properties"]["action"]["const"]
        .as_str()
        .expect("a rule is for one action");
    let then = &rule["then"];
    let required = then["required"].as_array().expect("a list");
    let keys: Vec<String> = then["propertyNames"]["enum"]
        .as_array()
        .expect("an action has keys")
        .iter()
        .filter(|key| *key != "at" && *key != "action")
        .filter_map(|key| {
            let name = key.as_str()?;
            let must = if required.contains(key) {
                " (required)"
            } else {
                ""
            };
            Some(format!("`{name}`{must}"))
        })
        .collect();
    let keys = if keys.is_empty() {
        "-".to_owned()
    } else {
        keys.join(", ")
    };
    let meaning = then["description"]
        .as_str()
        .expect("an action has a meaning");
    format!("| `{name}` | {keys} | {} |\n", cell(meaning))
}

/// What may stand behind a key of the schema.
fn values(value: &Value) -> String {
    let listed = |names: &Value| {
        let names = names.as_array()?.iter().filter_map(Value::as_str);
        Some(
            names
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", "),
        )
    };
    if let Some(names) = listed(&value["enum"]) {
        return names;
    }
    if let Some(names) = listed(&value["anyOf"][0]["enum"]) {
        return format!("one, or a list, of {names}");
    }
    let whole = value["minimum"].as_u64().zip(value["maximum"].as_u64());
    if whole == Some((0, 1)) {
        return "share, such as `0.6` or `60 %`".to_owned();
    }
    if let Some((least, most)) = whole {
        let count = |number: u64| display_value(&Uncertain::Fixed(number as f64), Quantity::Count);
        let most = if most == i64::MAX as u64 {
            "2⁶³ − 1".to_owned()
        } else {
            count(most)
        };
        return format!("whole number, {} to {most}", count(least));
    }
    match value["type"].as_str() {
        Some("boolean") => "`true`, `false`".to_owned(),
        Some("array") => match listed(&value["items"]["enum"]) {
            Some(names) => format!("list of {names}"),
            None if value["items"]["type"] == "string" => "list of names".to_owned(),
            None => "list of `{ groups = .., members = .. }`".to_owned(),
        },
        _ => match listed(&value["examples"]) {
            Some(examples) => format!("text, such as {examples}"),
            None => "text".to_owned(),
        },
    }
}

fn default(value: &Value) -> String {
    match &value["default"] {
        Value::Null => "-".to_owned(),
        Value::String(text) => format!("`{text}`"),
        Value::Number(number) => {
            let number = number.as_f64().expect("a default is small");
            format!(
                "`{}`",
                display_value(&Uncertain::Fixed(number), Quantity::Count)
            )
        }
        other => format!("`{other}`"),
    }
}

/// The numbers of a table.
fn parameters(table: &str) -> String {
    let rows: Vec<String> = catalogue()
        .filter_map(|row| {
            let (place, key) = row.key.rsplit_once('.')?;
            (place == table).then(|| parameter(key, row))
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "| key | unit | default | allowed | meaning | origin of the default |\n|---|---|---|---|---|---|\n{}",
        rows.concat()
    )
}

fn parameter(key: &str, row: &Specification) -> String {
    let (kind, why) = match row.origin {
        Origin::Documented(source) => ("documented", source),
        Origin::Calibrated(rows) => ("calibrated", rows),
        Origin::Assumed(reason) => ("assumed", reason),
    };
    let bound = |number: f64| display_value(&Uncertain::Fixed(number), row.quantity);
    format!(
        "| `{key}` | {} | {} | {} to {} | {} | **{kind}**: {} |\n",
        unit(row.quantity),
        setting(row),
        bound(row.bounds.0),
        bound(row.bounds.1),
        cell(row.meaning),
        cell(why)
    )
}

fn setting(row: &Specification) -> String {
    match &row.default {
        Setting::Value(value) => format!("`{}`", display_value(value, row.quantity)),
        Setting::PerDirectoryUser(each) => format!("{each} for each user of the directory"),
        Setting::PerScopedUser(each) => {
            format!("{each} for each user whom the scope puts forward")
        }
        Setting::DirectoryOfAssigned => "assigned users × `users_per_assigned`".to_owned(),
        Setting::AssignedOfDirectory => "`tenant.users` / `tenant.users_per_assigned`".to_owned(),
        Setting::SameAs(other) => {
            let row = catalogue().find(|row| row.parameter == *other).unwrap();
            format!("as `{}`", row.key)
        }
    }
}

const fn unit(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Duration => "duration",
        Quantity::Count => "count",
        Quantity::Share => "share",
        Quantity::Factor => "number",
    }
}

/// Text that cannot break out of its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[test]
fn the_reference_of_the_parameters_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/parameters.md");
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some_and(|wish| wish == "1") {
        fs::write(&path, &page).expect("the page can be written");
    }
    let committed = fs::read_to_string(&path).expect("the page is part of the repository");
    // A checkout may have changed the ends of lines.
    assert!(
        committed.replace("\r\n", "\n") == page,
        "docs/parameters.md is not current: run `UPDATE_DOCS=1 cargo test --test command parameters_doc`"
    );
}

#[test]
fn every_key_of_the_catalogue_is_on_the_page_once() {
    let page = page();
    for row in catalogue() {
        assert_eq!(page.matches(row.meaning).count(), 1, "{}", row.key);
    }
}
