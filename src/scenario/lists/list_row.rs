//! Tables of which there may be several: `[[timeline]]` and its kind.

use toml::de::{DeTable, DeValue};

use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::kinds::{ListKey, Value, wanted};

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
    /// Whether a key is given.
    pub(super) fn has<T>(&self, key: &ListKey<T>) -> bool {
        self.table.contains_key(key.name)
    }

    /// The value of a key, or its default where it is not given; none where it is wrong or missing.
    pub(super) fn read<T: Clone>(&mut self, key: &ListKey<T>) -> Option<T> {
        match self.has(key) {
            true => self.read_as(key.name, |value| key.kind.read(value, key.name)),
            false => key.default.clone(),
        }
    }

    /// The value of a key that may be left out; none where it is wrong.
    pub(super) fn optional<T>(&mut self, key: &ListKey<T>) -> Option<Option<T>> {
        match self.has(key) {
            true => self.read_as(key.name, |value| key.kind.read(value, key.name).map(Some)),
            false => Some(None),
        }
    }

    /// The value of a key with its place; none where it is wrong or missing.
    pub(super) fn placed<T>(&mut self, key: &ListKey<T>) -> Option<(T, Span)> {
        self.read_as(key.name, |value| {
            Ok((key.kind.read(value, key.name)?, value.span()))
        })
    }

    /// What `reader` makes of a key that is given; none where it is wrong or missing.
    pub(super) fn read_as<T>(
        &mut self,
        key: &str,
        reader: impl Fn(&Value<'_>) -> Result<T, Finding>,
    ) -> Option<T> {
        self.findings.kept(reader(self.table.get(key)?))
    }

    /// Reports that a key is missing, with what to add.
    pub(super) fn missing(&mut self, key: &str, message: impl Into<String>, help: &str) {
        let finding = Finding::new(self.span.clone(), message);
        self.findings
            .push(finding.label(format!("`{key}` is missing")).help(help));
    }

    /// Reports a key that has no place here, if it is given.
    pub(super) fn without(&mut self, key: &str, message: &str, help: &str) {
        if let Some(value) = self.table.get(key) {
            self.findings.report(value.span(), message, help);
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
    mut read: impl FnMut(&mut Row<'_, 'i>) -> Option<T>,
) -> Vec<T> {
    let DeValue::Array(items) = value.get_ref() else {
        let message = format!("`{list}` is a list, since there may be several");
        let help = format!("write [[{list}]], in double brackets");
        findings.report(value.span(), message, help);
        return Vec::new();
    };
    if let Some(surplus) = items.get(most) {
        let message = format!("there are more than {most} [[{list}]]");
        findings.report(surplus.span(), message, "leave out some of them");
        return Vec::new();
    }
    let mut rows = Vec::with_capacity(items.len());
    for item in items.iter() {
        let DeValue::Table(table) = item.get_ref() else {
            let found = wanted(item, list, "tables", item.get_ref());
            findings.push(found.help(format!("write [[{list}]] and its keys below")));
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
