//! Groups as JSON, as Graph and PowerShell give them.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::scenario::finding::Finding;

/// Members that Graph lists at most where they come with their group (`$expand=members`).
const MOST_EXPANDED: usize = 20;
const HELP: &str = "a list of groups is an array, or a page with `value`: [{ \"displayName\": \"Sales\", \"memberCount\": 120 }]";

/// Entries whose fields are columns.
pub(super) struct JsonTable {
    pub names: Vec<String>,
    entries: Vec<Map<String, Value>>,
}

impl JsonTable {
    /// The entries as rows of texts, with these columns alone: an entry takes no room for fields that it has not.
    pub fn rows<'t>(&'t self, columns: &'t [usize]) -> impl Iterator<Item = Vec<String>> + 't {
        let names = move |entry: &Map<String, Value>| {
            let names = columns.iter().filter_map(|column| self.names.get(*column));
            names
                .map(|name| entry.get(name).map_or_else(String::new, field))
                .collect()
        };
        self.entries.iter().map(names)
    }
}

/// The entries of an array, of the `value` of a page, or the only one.
pub(super) fn table(text: &str) -> Result<JsonTable, Finding> {
    let wrong = |message: String| Finding::new(0..0, message).help(HELP);
    let value: Value = serde_json::from_str(text).map_err(|reason| {
        wrong(format!(
            "the list of groups begins as JSON and is none: {reason}"
        ))
    })?;
    if value.get("@odata.nextLink").is_some() {
        let message =
            "this is one page of several: Graph says where the next is (`@odata.nextLink`)";
        return Err(Finding::new(0..0, message).help("fetch all pages, as Get-MgGroup -All does"));
    }
    let entries = match value {
        Value::Array(entries) => entries,
        Value::Object(mut page) => match page.remove("value") {
            Some(Value::Array(entries)) => entries,
            _ => vec![Value::Object(page)],
        },
        _ => Vec::new(),
    };
    let objects = entries.into_iter().map(|entry| match entry {
        Value::Object(fields) => Some(fields),
        _ => None,
    });
    let Some(entries) = objects.collect::<Option<Vec<_>>>() else {
        return Err(wrong(
            "the list of groups has entries that are no objects".to_owned(),
        ));
    };
    let mut names: Vec<String> = Vec::new();
    let mut known = HashSet::new();
    for name in entries.iter().flat_map(Map::keys) {
        if known.insert(name.as_str()) {
            names.push(name.clone());
        }
        if names.len() > MOST_NAMES {
            return Err(wrong(format!(
                "the entries have more than {MOST_NAMES} fields"
            )));
        }
    }
    refuse_cut_lists(&entries)?;
    Ok(JsonTable { names, entries })
}

/// More fields than any export has.
const MOST_NAMES: usize = 500;

/// A field as a text: of a list, how many it has.
fn field(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Array(list) => list.len().to_string(),
        Value::Null | Value::Object(_) => String::new(),
        plain => plain.to_string(),
    }
}

/// Groups that come with their members come with twenty of them at most; to count these would make every large group small.
fn refuse_cut_lists(groups: &[Map<String, Value>]) -> Result<(), Finding> {
    let lists = groups
        .iter()
        .filter_map(|group| group.get("members").or(group.get("Members"))?.as_array());
    let lengths: Vec<usize> = lists.map(Vec::len).collect();
    let full = lengths
        .iter()
        .filter(|length| **length == MOST_EXPANDED)
        .count();
    if full == 0 || lengths.iter().any(|length| *length > MOST_EXPANDED) {
        return Ok(());
    }
    let message = format!(
        "{full} of the groups list exactly {MOST_EXPANDED} members and none more: Graph lists no more of them with $expand=members"
    );
    let help = "count them, for example with Get-MgGroupMemberCount, or with members/$count";
    Err(Finding::new(0..0, message).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_pages_and_single_groups_are_rows() {
        for text in [
            r#"[{"displayName":"Sales","memberCount":12}]"#,
            r#"{"@odata.context":"x","value":[{"displayName":"Sales","memberCount":"12"}]}"#,
            r#"{"displayName":"Sales","memberCount":12}"#,
            r#"[{"displayName":"Sales","memberCount":[1,2,3,4,5,6,7,8,9,10,11,12]}]"#,
        ] {
            let found = table(text).unwrap();
            assert_eq!(found.names, ["displayName", "memberCount"], "{text}");
            let rows: Vec<Vec<String>> = found.rows(&[1, 0]).collect();
            assert_eq!(rows, [["12", "Sales"]], "{text}");
        }
    }

    #[test]
    fn pages_that_go_on_and_lists_that_are_cut_are_refused() {
        let fault = |text: &str| table(text).err().unwrap().message;
        assert!(fault(r#"{"@odata.nextLink":"x","value":[]}"#).contains("one page of several"));
        let twenty = format!(
            r#"[{{"displayName":"Sales","members":[{}]}}]"#,
            ["1"; 20].join(",")
        );
        assert!(fault(&twenty).contains("exactly 20 members"));
        assert!(fault("[1]").contains("no objects"));
        assert!(fault("[{").contains("begins as JSON"));
        assert!(fault(&"[".repeat(100_000)).contains("begins as JSON"));
    }
}
