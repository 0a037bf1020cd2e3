//! Groups that are listed in the scenario itself.

use serde_json::{Value as Json, json};
use toml::de::{DeTable, DeValue};

use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::kinds::{Kind, Value, Whole, described, wanted, whole};
use crate::scenario::text::abridged;
use crate::scenario::text::similar;

/// More groups than any tenant has.
pub const MOST_GROUPS: u64 = 1_000_000;
/// Members of a group are users, of whom the catalogue allows so many.
pub(super) const MOST_MEMBERS: u64 = 5_000_000;
const HOW: &str = "write sizes = [{ groups = 10, members = 200 }]";

/// Some groups of one size.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedGroups {
    /// How many.
    pub groups: u64,
    /// Members of each.
    pub members: u64,
    /// Where the size stands, in the scenario or in the list of groups.
    pub span: Span,
}

/// The schema of `groups.sizes`.
pub fn schema() -> Json {
    let groups = described(
        Whole::between(0, MOST_GROUPS).schema(),
        "How many groups.",
        None,
    );
    let members = described(
        Whole::between(0, MOST_MEMBERS).schema(),
        "Members of each.",
        None,
    );
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["groups", "members"],
            "properties": { "groups": groups, "members": members },
        },
    })
}

/// Reads `groups.sizes`; rows that are wrong are reported and left out.
pub fn read(value: &Value<'_>, findings: &mut Findings) -> Vec<ListedGroups> {
    let DeValue::Array(rows) = value.get_ref() else {
        findings.push(wanted(value, "groups.sizes", "a list", value.get_ref()).help(HOW));
        return Vec::new();
    };
    let mut listed = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        match row.get_ref() {
            DeValue::Table(table) => listed.extend(read_row(row, table, findings)),
            other => findings.push(wanted(row, "groups.sizes", "tables", other).help(HOW)),
        }
    }
    listed
}

fn read_row(row: &Value<'_>, table: &DeTable<'_>, findings: &mut Findings) -> Option<ListedGroups> {
    let known = ["groups", "members"];
    for (key, _) in table
        .iter()
        .filter(|(key, _)| !known.contains(&key.get_ref().as_ref()))
    {
        let help = similar(key.get_ref(), known)
            .map_or_else(|| HOW.to_owned(), |name| format!("did you mean `{name}`?"));
        let message = format!("`groups.sizes` has no key `{}`", abridged(key.get_ref()));
        findings.push(
            Finding::new(key.span(), message)
                .label("unknown key")
                .help(help),
        );
    }
    let mut number = |key: &str, most: u64| {
        let Some(value) = table.get(key) else {
            let message = format!("`{key}` is missing");
            findings.report(row.span(), message, HOW);
            return None;
        };
        whole(value, key, 0..=most)
            .map_err(|finding| findings.push(finding))
            .ok()
    };
    let groups = number("groups", MOST_GROUPS);
    let members = number("members", MOST_MEMBERS);
    Some(ListedGroups {
        groups: groups?,
        members: members?,
        span: table
            .get("members")
            .map_or_else(|| row.span(), |value| value.span()),
    })
}
