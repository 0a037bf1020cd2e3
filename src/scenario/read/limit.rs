//! The target's rate limits.

use std::collections::HashMap;

use toml::de::DeValue;

use super::draft::Limit;
use super::plain::{self, Value};
use super::rows::Row;
use crate::scenario::finding::{Finding, Findings};
use crate::scenario::text::abridged;

/// More limits than any target has; each is asked at every call.
const MOST_LIMITS: usize = 100;
/// Reads every `[[target.limit]]`; those that are wrong are reported and left out.
pub(in crate::scenario) fn read_all(value: &Value<'_>, findings: &mut Findings) -> Vec<Limit> {
    let DeValue::Array(items) = value.get_ref() else {
        let message = "limits are a list, since there may be several";
        findings.push(
            Finding::new(value.span(), message).help("write [[target.limit]], in double brackets"),
        );
        return Vec::new();
    };
    if items.len() > MOST_LIMITS {
        let message = format!("there are more than {MOST_LIMITS} limits");
        findings.push(
            Finding::new(items[MOST_LIMITS].span(), message)
                .help("leave out those that never bind"),
        );
        return Vec::new();
    }
    let mut names = HashMap::new();
    let mut limits = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let DeValue::Table(table) = item.get_ref() else {
            let found = plain::wanted(item, "target.limit", "tables", item.get_ref());
            findings.push(found.help("write [[target.limit]] and its keys below"));
            continue;
        };
        let mut reader = Row {
            span: item.span(),
            table,
            findings,
        };
        let (name, at) = reader.name(place);
        let limit = reader.limit(name.clone());
        if names.insert(name.clone(), place).is_some() {
            let message = format!("two limits are called \"{}\"", abridged(&name));
            findings.push(Finding::new(at, message).help("give each limit a name of its own"));
        }
        limits.extend(limit);
    }
    limits
}
