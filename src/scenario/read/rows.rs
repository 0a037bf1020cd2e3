//! Tables of which there may be several: `[[timeline]]` and its kind.

use toml::de::{DeTable, DeValue};

use super::plain::{self, Value};
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::keys::{self, keys_of, shown_table};
use crate::scenario::text::abridged;

/// One table of a list, while it is read.
pub(super) struct Row<'r, 'i> {
    /// Where it begins.
    pub(super) span: Span,
    /// Its keys.
    pub(super) table: &'r DeTable<'i>,
    /// What is wrong with it.
    pub(super) findings: &'r mut Findings,
}

impl Row<'_, '_> {
    /// Reads one key, or takes `default` where it is not given.
    pub(super) fn read<T>(
        &mut self,
        key: &str,
        default: Option<T>,
        reader: impl Fn(&Value<'_>) -> Result<T, Finding>,
    ) -> Option<T> {
        match self.table.get(key) {
            None => default,
            Some(value) => reader(value)
                .map_err(|finding| self.findings.push(finding))
                .ok(),
        }
    }

    /// Reports that a key is missing, with what to add.
    pub(super) fn missing(&mut self, key: &str, message: impl Into<String>, help: &str) {
        let finding = Finding::new(self.span.clone(), message);
        self.findings
            .push(finding.label(format!("`{key}` is missing")).help(help));
    }

    /// Reports the keys that no table of the list has.
    pub(super) fn report_unknown(&mut self, list: &str) {
        let known = keys_of(list);
        for (key, _) in self.table.iter() {
            if !known.contains(&key.get_ref().as_ref()) {
                keys::report_unknown(list, key.get_ref(), key.span(), self.findings);
            }
        }
    }
}

/// Reads the tables of the list that is called `list`, of which there are `most` at most; those that are wrong are
/// reported and left out.
pub(super) fn read_each<'i, T>(
    list: &str,
    value: &Value<'i>,
    most: usize,
    findings: &mut Findings,
    read: impl Fn(&mut Row<'_, 'i>) -> Option<T>,
) -> Vec<T> {
    let header = shown_table(list);
    let DeValue::Array(items) = value.get_ref() else {
        let message = format!("`{}` is a list, since there may be several", abridged(list));
        findings.push(
            Finding::new(value.span(), message).help(format!("write {header}, in double brackets")),
        );
        return Vec::new();
    };
    if let Some(surplus) = items.get(most) {
        let message = format!("there are more than {most} {header}");
        findings.push(Finding::new(surplus.span(), message).help("leave out some of them"));
        return Vec::new();
    }
    let mut rows = Vec::with_capacity(items.len());
    for item in items.iter() {
        let DeValue::Table(table) = item.get_ref() else {
            let found = plain::wanted(item, list, "tables", item.get_ref());
            findings.push(found.help(format!("write {header} and its keys below")));
            continue;
        };
        rows.extend(read(&mut Row {
            span: item.span(),
            table,
            findings,
        }));
    }
    rows
}
