//! The walk over all tables of a scenario.

use toml::de::{DeTable, DeValue};

use super::draft::{Draft, Given, Key};
use super::plain::{self, Value};
use super::{expect, limit, sizes};
use crate::model::{Connector, GroupWrite, On429, ScopeMode};
use crate::scenario::finding::{Finding, Findings};
use crate::scenario::keys::{self, shown_table};
use crate::scenario::name::{self, is_name};
use crate::scenario::text::abridged;
use crate::scenario::value;

pub(in crate::scenario) const MOST_REPLICATIONS: u64 = 100_000;
pub(in crate::scenario) const MODES: [(&str, ScopeMode); 3] = [
    (ScopeMode::Assigned.name(), ScopeMode::Assigned),
    (
        ScopeMode::AllUsersAndGroups.name(),
        ScopeMode::AllUsersAndGroups,
    ),
    (ScopeMode::AllUsers.name(), ScopeMode::AllUsers),
];
pub(in crate::scenario) const CONNECTORS: [(&str, Connector); 2] = [
    ("gallery", Connector::Gallery),
    ("custom", Connector::Custom),
];
pub(in crate::scenario) const ON_429: [(&str, On429); 3] = [
    ("pause-job", On429::PauseJob),
    ("retry-call", On429::RetryCall),
    ("escrow", On429::Escrow),
];

pub(in crate::scenario) const GROUP_WRITES: [(&str, GroupWrite); 2] = [
    ("atomic", GroupWrite::Atomic),
    ("last-write-wins", GroupWrite::LastWriteWins),
];

/// Reads what the tree says; what is wrong with single keys and values goes to `findings`.
pub(in crate::scenario) fn read(root: &DeTable<'_>, findings: &mut Findings) -> Draft {
    let mut walk = Walk {
        draft: Draft::new(),
        findings,
    };
    walk.table("", root);
    walk.draft
}

struct Walk<'f> {
    draft: Draft,
    findings: &'f mut Findings,
}

impl Walk<'_> {
    fn table(&mut self, path: &str, table: &DeTable<'_>) {
        for (key, value) in table.iter() {
            let name = key.get_ref();
            let full = if path.is_empty() {
                name.to_string()
            } else {
                format!("{path}.{name}")
            };
            // A key in quotes may hold dots of its own, which lead nowhere.
            let known = !name.contains('.') && self.entry(&full, key, value);
            if !known {
                keys::report_unknown(path, name, key.span(), self.findings);
            }
        }
    }

    /// Reads the value of the key with the dotted name `full`, if there is such a key.
    fn entry(&mut self, full: &str, key: &Key<'_>, value: &Value<'_>) -> bool {
        if full == "target.limit" {
            self.draft.limits = limit::read_all(value, self.findings);
        } else if self.draft.life.read(full, key, value, self.findings) {
            // Nothing else knows the key.
        } else if self.draft.split.read(full, key, value, self.findings) {
            // Nor this one.
        } else if full == "expect" {
            self.draft.expectations = expect::read_all(value, self.findings);
        } else if keys::is_table(full) {
            self.subtable(full, value);
        } else if let Some(row) = keys::parameter(full) {
            let given = self.given(key, value, value::read(value, row));
            self.draft.give(row.parameter, given);
        } else {
            return self.special(full, key, value);
        }
        true
    }

    fn special(&mut self, full: &str, key: &Key<'_>, value: &Value<'_>) -> bool {
        match full {
            "name" => self.draft.name = Some(self.given(key, value, scenario_name(value))),
            "description" => {
                self.draft.description = Some(self.given(key, value, plain::text(value, full)));
            }
            "run.replications" => {
                let read = plain::whole(value, full, 1..=MOST_REPLICATIONS);
                self.draft.replications = Some(self.given(key, value, read));
            }
            "run.seed" => {
                let read = plain::whole(value, full, 0..=i64::MAX as u64);
                self.draft.seed = Some(self.given(key, value, read));
            }
            "scope.mode" => {
                let read = plain::named(value, full, &MODES);
                self.draft.mode = Some(self.given(key, value, read));
            }
            "groups.provision" => {
                self.draft.provision = Some(self.given(key, value, plain::switch(value, full)));
            }
            "groups.sizes" => {
                let read = sizes::read(value, self.findings);
                self.draft.sizes = Some(self.given(key, value, Ok(read)));
            }
            "groups.csv" => {
                let read = file_name(value, full, "csv = \"groups.csv\"");
                self.draft.csv = Some(self.given(key, value, read));
            }
            "target.preset" => {
                let read = file_name(
                    value,
                    full,
                    "preset = \"slack\" or preset = \"our-target.toml\"",
                );
                self.draft.preset = Some(self.given(key, value, read));
            }
            "target.group_write" => {
                let read = plain::named(value, full, &GROUP_WRITES);
                self.draft.group_write = Some(self.given(key, value, read));
            }
            "target.adds_duplicates" => {
                let read = plain::switch(value, full);
                self.draft.adds_duplicates = Some(self.given(key, value, read));
            }
            "job.connector" => {
                let read = plain::named(value, full, &CONNECTORS);
                self.draft.connector = Some(self.given(key, value, read));
            }
            "job.on_429" => {
                let read = plain::named(value, full, &ON_429);
                self.draft.on_429 = Some(self.given(key, value, read));
            }
            "job.heeds_ratelimit_reset" => {
                let read = plain::switch(value, full);
                self.draft.heeds_ratelimit_reset = Some(self.given(key, value, read));
            }
            _ => return false,
        }
        true
    }

    fn subtable(&mut self, path: &str, value: &Value<'_>) {
        let header = shown_table(path);
        match value.get_ref() {
            DeValue::Table(table) => self.table(path, table),
            DeValue::Array(_) => self.findings.push(
                Finding::new(value.span(), format!("{header} is one table, not a list"))
                    .help(format!("write {header} once, in single brackets")),
            ),
            other => self.findings.push(
                plain::wanted(value, path, "keys of its own", other)
                    .help(format!("write {header} on a line and its keys below")),
            ),
        }
    }

    fn given<T>(&mut self, key: &Key<'_>, value: &Value<'_>, read: Result<T, Finding>) -> Given<T> {
        Given::of(key, value, read, self.findings)
    }
}

/// A name that can also be a folder's.
pub(super) fn scenario_name(value: &Value<'_>) -> Result<String, Finding> {
    let name = plain::text(value, "name")?;
    if is_name(&name) {
        return Ok(name);
    }
    Err(Finding::new(value.span(), "this name cannot be the name of a folder").help(name::HOW))
}

/// A path whose backslashes were read as control characters, as it was written.
fn escaped(name: &str) -> Option<String> {
    let letters = [
        ('\u{8}', 'b'),
        ('\t', 't'),
        ('\n', 'n'),
        ('\u{c}', 'f'),
        ('\r', 'r'),
        ('\u{1b}', 'e'),
    ];
    let mut path = String::with_capacity(name.len());
    for one in name.chars() {
        match letters.iter().find(|(control, _)| *control == one) {
            Some((_, letter)) => path.extend(['\\', *letter]),
            None if one.is_control() => return None,
            None => path.push(one),
        }
    }
    (path != name).then(|| abridged(&path))
}

fn file_name(value: &Value<'_>, key: &str, example: &str) -> Result<String, Finding> {
    let name = plain::text(value, key)?;
    if name.trim().is_empty() || name.contains(char::is_control) {
        let finding = Finding::new(value.span(), "this is not the name of a file");
        return Err(match escaped(&name) {
            // C:\temp is read as a tab and `emp` within double quotes.
            Some(path) => finding
                .label("a backslash in double quotes begins a control character here")
                .help(format!("write '{path}' in single quotes")),
            None => finding.help(format!("for example {example}")),
        });
    }
    Ok(name)
}
