//! The walk over all tables of a scenario.

use toml::de::{DeTable, DeValue};

use super::key_row::Form;
use super::known_keys::{self, keys_of, row_of, shown_table};
use crate::scenario::finding::Findings;
use crate::scenario::kinds::{TomlKey, Value, wanted};
use crate::scenario::lists::{self, Limit};
use crate::scenario::read::{Draft, Given};
use crate::scenario::value;

/// Reads what the tree says; what is wrong with single keys and values goes to `findings`.
pub fn read(root: &DeTable<'_>, findings: &mut Findings) -> Draft {
    let mut walk = Walk {
        draft: Draft::new(),
        findings,
    };
    walk.table("", root);
    walk.draft
}

/// Reads every `[[target.limit]]` by itself.
pub fn read_limits(value: &Value<'_>, findings: &mut Findings) -> Vec<Limit> {
    report_unknown_in("target.limit", value, findings);
    lists::read_limits(value, findings)
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
                known_keys::report_unknown(path, name, key.span(), self.findings);
            }
        }
    }

    /// Reads the value of the key with the dotted name `full`, if there is such a key.
    fn entry(&mut self, full: &str, key: &TomlKey<'_>, value: &Value<'_>) -> bool {
        if let Some(number) = known_keys::parameter(full) {
            let given = Given::of(key, value, value::read(value, number), self.findings);
            self.draft.give(number.parameter, given);
            return true;
        }
        let Some(row) = row_of(full) else {
            return false;
        };
        let (draft, findings) = (&mut self.draft, &mut *self.findings);
        let laid = match &row.form {
            Form::Table => {
                self.subtable(full, value);
                return true;
            }
            Form::Choice(choice) => choice.read(row.key, value, draft),
            Form::Values(own) | Form::OpenTable(own) => {
                (own.read)(value, draft, findings);
                Ok(())
            }
            Form::List(list) => {
                report_unknown_in(full, value, findings);
                (list.read)(value, draft, findings);
                Ok(())
            }
        };
        draft.choose(row.key, Given::of(key, value, laid, findings));
        true
    }

    fn subtable(&mut self, path: &str, value: &Value<'_>) {
        let header = shown_table(path);
        match value.get_ref() {
            DeValue::Table(table) => self.table(path, table),
            DeValue::Array(_) => self.findings.report(
                value.span(),
                format!("{header} is one table, not a list"),
                format!("write {header} once, in single brackets"),
            ),
            other => self.findings.push(
                wanted(value, path, "keys of its own", other)
                    .help(format!("write {header} on a line and its keys below")),
            ),
        }
    }
}

/// Reports the keys that no table of a list has.
fn report_unknown_in(list: &str, value: &Value<'_>, findings: &mut Findings) {
    let known = keys_of(list);
    let tables = value.get_ref().as_array().into_iter().flatten();
    for table in tables.filter_map(|item| item.get_ref().as_table()) {
        for key in table
            .keys()
            .filter(|key| !known.contains(&&**key.get_ref()))
        {
            known_keys::report_unknown(list, key.get_ref(), key.span(), findings);
        }
    }
}
