//! The keys that a scenario may have, and what somebody meant who wrote another.

use super::initial_keys::INITIAL;
use super::key_row::{Form, Row};
use super::life_keys::LIFE;
use crate::model::{Parameter, Specification, catalogue};
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::text::{abridged, similar};

/// Keys that people write and that are called otherwise, with what to write; the last word where a likeness would mislead.
#[rustfmt::skip]
const CALLED_OTHERWISE: [(&str, &str, &str); 7] = [
    ("scope", "users", "did you mean `assigned_users`? The users of the whole directory are `users` in [tenant]"),
    ("scope", "groups", "the groups in scope are `assigned` in [groups]"),
    ("groups", "groups", "did you mean `assigned`, the number of groups in scope?"),
    ("groups", "count", "did you mean `assigned`, the number of groups in scope?"),
    ("groups", "number", "did you mean `assigned`, the number of groups in scope?"),
    ("groups", "members", GROUP_SIZES),
    ("groups", "memberships", GROUP_SIZES),
];
const GROUP_SIZES: &str = "the sizes of groups are drawn around `members_median`, or listed: sizes = [{ groups = 10, members = 200 }]; the memberships of the whole directory are `memberships` in [tenant]";
const LIMIT: &str =
    "a limit is written below a line [[target.limit]] of its own: calls = \"600 per min\"";

/// The catalogue's row for a dotted key.
pub fn parameter(key: &str) -> Option<&'static Specification> {
    catalogue().find(|row| row.key == key)
}

/// The catalogue's row for a parameter.
pub fn row(parameter: Parameter) -> &'static Specification {
    catalogue()
        .find(|row| row.parameter == parameter)
        .expect("the catalogue lists every parameter, as a test of the model asserts")
}

/// Every key that is no number of the catalogue, in the order in which they are listed.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    INITIAL.iter().chain(LIFE)
}

/// The row of a dotted key.
pub fn row_of(key: &str) -> Option<&'static Row> {
    rows().find(|row| row.key == key)
}

/// Whether the key with the dotted name `key` is a table, or a list of tables.
pub fn is_table(key: &str) -> bool {
    row_of(key).is_some_and(Row::is_table)
}

/// Whether there may be several tables of this name. Their keys are too special to be suggested elsewhere.
fn is_list(key: &str) -> bool {
    row_of(key).is_some_and(|row| matches!(row.form, Form::List(_)))
}

/// The tables that are no lists; the empty name is the top of the file.
fn tables() -> impl Iterator<Item = &'static str> {
    let named = rows().filter(|row| row.is_table() && !is_list(row.key));
    [""].into_iter().chain(named.map(|row| row.key))
}

/// Whether there is a key with the dotted name `key` that has a value of its own, or is a list.
pub fn is_known(key: &str) -> bool {
    parameter(key).is_some() || row_of(key).is_some_and(|row| !row.is_table() || is_list(key))
}

/// The name of a limit and one of its keys, of `target.limit.NAME.KEY`. The name may stand in quotes, and have dots of its own.
pub fn limit_key(key: &str) -> Option<(&str, &str)> {
    let (name, field) = key.strip_prefix("target.limit.")?.rsplit_once('.')?;
    let mut quotes = ['"', '\''].into_iter();
    let bare = quotes.find_map(|sign| name.strip_prefix(sign)?.strip_suffix(sign));
    let (name, field) = (bare.unwrap_or(name).trim(), field.trim());
    (!name.is_empty() && keys_of("target.limit").contains(&field)).then_some((name, field))
}

/// The dotted name that `written` was probably meant to be.
pub fn meant_dotted(written: &str) -> Option<&'static str> {
    let mut keys = catalogue().map(|row| row.key);
    let is_meant = |key: &&str| key.rsplit('.').next() == Some(written);
    let by_name = keys.find(is_meant);
    by_name.or_else(|| similar(written, catalogue().map(|row| row.key)))
}

/// The keys of `table`, in the order in which they are best shown.
pub fn keys_of(table: &str) -> Vec<&'static str> {
    if let Some(Form::List(list)) = row_of(table).map(|row| &row.form) {
        return (list.keys)().into_iter().map(|key| key.name()).collect();
    }
    let all = rows().map(|row| row.key);
    let all = all.chain(catalogue().map(|row| row.key));
    all.map(|key| key.rsplit_once('.').unwrap_or(("", key)))
        .filter_map(|(table_name, key)| (table_name == table).then_some(key))
        .collect()
}

/// Reports a `key` that `table` does not have.
pub fn report_unknown(table: &str, key: &str, span: Span, findings: &mut Findings) {
    // Looking for what was meant takes time, which hostile files would multiply.
    findings.push(match findings.is_full() {
        true => Finding::new(span, String::new()),
        false => unknown(table, key, span),
    });
}

/// What to say of a `key` that `table` does not have.
fn unknown(table: &str, key: &str, span: Span) -> Finding {
    let table_name = if table.is_empty() {
        "a scenario".to_owned()
    } else {
        shown_table(table)
    };
    let shown = abridged(key);
    Finding::new(span, format!("{table_name} has no key `{shown}`"))
        .label("unknown key")
        .help(meant(table, key))
}

fn meant(table: &str, key: &str) -> String {
    let own = keys_of(table);
    if key.contains('.') {
        return "a key with dots is written without quotes".to_owned();
    }
    let mut otherwise = CALLED_OTHERWISE.iter();
    if let Some((.., help)) = otherwise.find(|one| (one.0, one.1) == (table, key)) {
        return (*help).to_owned();
    }
    if let Some(name) = similar(key, own.iter().copied()).filter(|name| plainly_meant(key, name)) {
        return format!("did you mean `{name}`?");
    }
    let written = key.to_lowercase();
    let mut parts = ["limit", "throttl", "quota"].iter();
    let is_limit = parts.any(|part| written.contains(part));
    if is_limit && matches!(table, "" | "target" | "job") {
        return LIMIT.to_owned();
    }
    let elsewhere = tables()
        .filter(|name| *name != table)
        .find(|name| keys_of(name).contains(&key));
    match elsewhere {
        Some("") => format!("`{key}` belongs at the top of the file, above the first table"),
        Some(name) => format!("`{key}` belongs in {}", shown_table(name)),
        None => nearest(table, key).unwrap_or_else(|| format!("it takes {}", own.join(", "))),
    }
}

/// A key like this one, here or else in another table.
fn nearest(table: &str, key: &str) -> Option<String> {
    if let Some(name) = similar(key, keys_of(table)) {
        return Some(format!("did you mean `{name}`?"));
    }
    let in_table = |table_name| {
        keys_of(table_name)
            .into_iter()
            .map(move |name| (table_name, name))
    };
    let named = tables().filter(|table_name| !table_name.is_empty());
    let dotted: Vec<(&str, &str)> = named.flat_map(in_table).collect();
    let name = similar(key, dotted.iter().map(|(_, name)| *name))?;
    let (table_name, _) = dotted.iter().find(|(_, one)| *one == name)?;
    let table = shown_table(table_name);
    Some(format!("did you mean `{name}`, which belongs in {table}?"))
}

/// Whether two keys differ in no more than a slip, so that the same key in another table is not what was meant.
fn plainly_meant(key: &str, name: &str) -> bool {
    strsim::damerau_levenshtein(&key.to_lowercase(), &name.to_lowercase()) <= 1
}

/// A table as it is written in a file.
pub fn shown_table(table: &str) -> String {
    if is_list(table) {
        format!("[[{table}]]")
    } else {
        format!("[{table}]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_lies_in_a_known_table() {
        let listed: usize = tables().map(|name| keys_of(name).len()).sum();
        assert_eq!(listed, rows().count() + catalogue().count());
    }

    #[test]
    fn every_row_has_a_key_of_its_own_that_lies_in_a_known_table() {
        let mut keys: Vec<&str> = rows().map(|row| row.key).collect();
        for row in rows() {
            let (table, _) = row.key.rsplit_once('.').unwrap_or(("", row.key));
            assert!(tables().any(|known| known == table), "{}", row.key);
            assert!(row.meaning.ends_with('.'), "{}", row.key);
        }
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), rows().count());
    }

    #[test]
    fn a_slip_is_corrected_and_a_lost_key_is_sent_home() {
        for (table, key, help) in [
            ("tenant", "user", "did you mean `users`?"),
            ("target", "licenses", "did you mean `licences`?"),
            (
                "tenant",
                "licenses",
                "did you mean `licences`, which belongs in [target]?",
            ),
            ("errors", "conflict", "did you mean `Conflict`?"),
            ("", "users", "`users` belongs in [tenant]"),
            ("", "latency", "`latency` belongs in [target]"),
            ("job", "seed", "`seed` belongs in [run]"),
            (
                "run",
                "name",
                "`name` belongs at the top of the file, above the first table",
            ),
            (
                "run",
                "colour",
                "it takes replications, seed, horizon, start, time_zone",
            ),
            ("", "timelines", "did you mean `timeline`?"),
            ("changes", "bursts", "did you mean `burst`?"),
            ("", "horizon", "`horizon` belongs in [run]"),
            ("timeline", "resets", "did you mean `reset`?"),
            ("changes.burst", "joiner", "did you mean `joiners`?"),
        ] {
            assert_eq!(meant(table, key), help, "{table} {key}");
        }
    }

    #[test]
    fn what_people_call_otherwise_is_answered_with_what_it_is_called() {
        for (table, key, part) in [
            ("scope", "users", "`assigned_users`"),
            ("scope", "groups", "`assigned` in [groups]"),
            (
                "groups",
                "members",
                "sizes = [{ groups = 10, members = 200 }]",
            ),
            ("groups", "memberships", "`members_median`"),
            ("groups", "count", "`assigned`"),
            ("target", "rate_limit", "[[target.limit]]"),
            ("", "rate_limits", "[[target.limit]]"),
            ("job", "throttling", "[[target.limit]]"),
        ] {
            assert!(meant(table, key).contains(part), "{table} {key}");
        }
    }

    #[test]
    fn a_key_of_any_length_is_answered_in_a_line() {
        let finding = unknown("", &"x".repeat(1 << 20), 0..1);
        assert!(finding.message.len() < 200);
    }
}
