//! Keys that the program advises to set are keys of a scenario.

use std::path::{Path, PathBuf};

use cyclecast::scenario::schema;
use serde_json::Value;

/// The sources whose texts advise.
fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = ["experiment", "report", "scenario", "cli"]
        .map(|part| root.join(part))
        .to_vec();
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the project") {
            let path = entry.expect("readable").path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                let holds_examples = ["fixture", "tests", "assets"].contains(&name.as_str());
                open.extend((!holds_examples).then_some(path));
            } else if name.ends_with(".rs") && !["fixture.rs", "tests.rs"].contains(&name.as_str())
            {
                found.push(path);
            }
        }
    }
    found
}

/// The texts in quotes of a source, without its tests and comments.
fn texts(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code = lines
        .collect::<Vec<_>>()
        .join("\n")
        .replace("'\"'", "")
        .replace("\\\"", "\u{1}");
    code.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// The dotted names in a text whose first part is a table of a scenario.
fn keys<'t>(text: &'t str, tables: &[String]) -> Vec<&'t str> {
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '.';
    // What stands behind `name=` is where a column finds its value in a row.
    let words = text.split(|sign| !is_part(sign) && sign != '=');
    let words = words.filter_map(|word| word.split('=').next());
    let words = words.map(|word| word.trim_matches('.'));
    let is_key = |word: &&str| {
        let is_path = word.ends_with(".toml")
            || word.ends_with(".json")
            || word.ends_with(".csv") && !word.starts_with("groups.");
        let table = word.split_once('.').map(|(table, _)| table);
        let is_endpoint = ["get", "post", "patch", "delete"]
            .iter()
            .any(|one| word.ends_with(&format!(".{one}")));
        !is_path && !is_endpoint && table.is_some_and(|table| tables.iter().any(|one| one == table))
    };
    words.filter(is_key).collect()
}

/// Whether the schema has a key.
fn is_key(schema: &Value, key: &str) -> bool {
    let mut place = schema;
    for part in key.split('.') {
        let inner = if place["items"].is_object() {
            &place["items"]
        } else {
            place
        };
        let patterns = inner["patternProperties"].as_object();
        let next = &inner["properties"][part];
        // One of several tables can be called by its name.
        if next.is_null() && inner["properties"]["name"].is_object() && place["items"].is_object() {
            place = inner;
            continue;
        }
        if next.is_null() {
            return patterns.is_some_and(|patterns| !patterns.is_empty());
        }
        place = next;
    }
    true
}

#[test]
fn every_key_that_a_text_names_exists() {
    let schema = schema();
    let tables = schema["properties"].as_object().expect("tables");
    let is_table = |(_, table): &(&String, &Value)| table["properties"].is_object();
    let tables: Vec<String> = tables
        .iter()
        .filter(is_table)
        .map(|(name, _)| name.clone())
        .collect();
    let (mut seen, mut unknown) = (0, Vec::new());
    for path in sources() {
        let source = std::fs::read_to_string(&path).expect("readable");
        for text in texts(&source) {
            for key in keys(&text, &tables) {
                seen += 1;
                if !is_key(&schema, key) {
                    unknown.push(format!("{}: {key} in {text:?}", path.display()));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
    assert!(seen > 100, "the texts are found: {seen}");
}
