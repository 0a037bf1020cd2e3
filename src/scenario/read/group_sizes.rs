//! Groups that are listed in the scenario itself.

use serde_json::{Value as Json, json};
use toml::de::{DeTable, DeValue};

use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::kinds::{Kind, TomlKey, Value, Whole, described, wanted, whole};
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
    let up_to = |most, meaning| described(Whole::between(0, most).schema(), meaning, None);
    let groups = up_to(MOST_GROUPS, "How many groups.");
    let members = up_to(MOST_MEMBERS, "Members of each.");
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
    let unknown = |key: &&TomlKey<'_>| !known.contains(&key.get_ref().as_ref());
    for key in table.keys().filter(unknown) {
        let help = similar(key.get_ref(), known)
            .map_or_else(|| HOW.to_owned(), |name| format!("did you mean `{name}`?"));
        let message = format!("`groups.sizes` has no key `{}`", abridged(key.get_ref()));
        let finding = Finding::new(key.span(), message).label("unknown key");
        findings.push(finding.help(help));
    }
    let mut number = |key: &str, most: u64| {
        let Some(value) = table.get(key) else {
            let message = format!("`{key}` is missing");
            findings.report(row.span(), message, HOW);
            return None;
        };
        findings.kept(whole(value, key, 0..=most))
    };
    let groups = number("groups", MOST_GROUPS);
    let members = number("members", MOST_MEMBERS);
    Some(ListedGroups {
        groups: groups?,
        members: members?,
        span: table.get("members").unwrap_or(row).span(),
    })
}
