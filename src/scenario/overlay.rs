//! One tree laid over another: how strategies, and values that are set from outside, change a scenario.
//!
//! Tables are merged key by key; a value or a list takes the place of the whole value or list. Every key and value keeps its
//! place in the text, so that what is wrong with the result is found where it was written.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::finding::{Findings, Span};
use super::keys::is_table;
use super::text::{abridged, get, remove, similar};
use crate::model::ScopeMode;

type Value<'i> = Spanned<DeValue<'i>>;

/// Keys of which there is one or the other: who gives the one replaces the other.
const RIVALS: [(&str, &str); 2] = [
    ("groups.sizes", "groups.csv"),
    ("split.jobs", "split.shares"),
];
/// The table with the limits.
const TARGET: &str = "target";
/// The list of limits, whose rows can be called by name.
const LIMITS: &str = "target.limit";
/// Keys that only the scope of assigned users and groups has.
const OF_ASSIGNED: [&str; 5] = [
    "scope.assigned_users",
    "scope.directory_read_share",
    "tenant.users_per_assigned",
    "tenant.users_cap",
    "groups.assigned",
];
/// What says how many users are assigned, and so how large a directory is that is not given.
const COUNTS_OF_ASSIGNED: [&str; 3] = ["scope.assigned_users", "groups.sizes", "groups.csv"];

/// Takes the keys of `without` out of `base` and lays `over` on it. What `over` gives replaces what excludes it, where that is
/// plainly meant.
pub(super) fn lay<'i>(
    base: &mut DeTable<'i>,
    without: &[(String, Span)],
    over: &DeTable<'i>,
    findings: &mut Findings,
) {
    let sized_by_assigned = is_sized_by_assigned(base);
    leave_out(base, without, findings);
    let mode = get(over, "scope.mode");
    let widened = mode.is_some_and(|mode| widen_scope(base, mode));
    for (one, other) in RIVALS.into_iter().chain(RIVALS.map(|(a, b)| (b, a))) {
        if get(over, one).is_some() {
            remove(base, other);
        }
    }
    merge("", base, over, findings);
    if let (true, Some(mode)) = (sized_by_assigned && widened, mode)
        && get(base, "tenant.users").is_none()
    {
        findings.report(mode.span(), "with this scope the directory would have another size", "give `tenant.users` in the scenario: otherwise it follows from the assigned users, whom this scope does not have");
    }
}

/// Takes the keys of `without` out of `base`, and reports those that are not in it.
fn leave_out(base: &mut DeTable<'_>, without: &[(String, Span)], findings: &mut Findings) {
    for (key, span) in without {
        if remove(base, key).is_some() {
            continue;
        }
        let mut present = Vec::new();
        list_keys("", base, &mut present);
        let help = match similar(key, present.iter().map(String::as_str)) {
            Some(name) => format!("did you mean \"{name}\"?"),
            None => "list tables and keys that the scenario gives, such as \"split\" or \"target.limit\"".to_owned(),
        };
        let message = format!("the scenario has no `{}` to leave out", abridged(key));
        findings.report(span.clone(), message, help);
    }
}

/// Lists the dotted names of all keys.
fn list_keys(path: &str, table: &DeTable<'_>, names: &mut Vec<String>) {
    for (key, value) in table.iter() {
        let full = dotted(path, key);
        if let (true, DeValue::Table(inner)) = (is_table(&full), value.get_ref()) {
            list_keys(&full, inner, names);
        }
        names.push(full);
    }
}

fn dotted(path: &str, key: &Spanned<Cow<'_, str>>) -> String {
    match path {
        "" => key.get_ref().to_string(),
        _ => format!("{path}.{}", key.get_ref()),
    }
}

fn merge<'i>(path: &str, base: &mut DeTable<'i>, over: &DeTable<'i>, findings: &mut Findings) {
    for (key, value) in over.iter() {
        let full = dotted(path, key);
        let name = key.get_ref().as_ref();
        if let (TARGET, None, DeValue::Table(_)) = (&*full, base.get(name), value.get_ref()) {
            // What is called by name below is looked for, and not taken for a new table.
            let empty = Spanned::new(value.span(), DeValue::Table(DeTable::new()));
            base.insert(key.clone(), empty);
        }
        let own = base.get_mut(name).map(Spanned::get_mut);
        if let (true, Some(DeValue::Table(own)), DeValue::Table(over)) =
            (is_table(&full), own, value.get_ref())
        {
            merge(&full, own, over, findings);
            continue;
        }
        if let (LIMITS, DeValue::Table(named)) = (&*full, value.get_ref()) {
            let rows = base.get_mut(name).map(Spanned::get_mut);
            change_limits(rows, named, findings);
            continue;
        }
        // The old key goes too: a new value has a new place.
        base.remove(name);
        base.insert(key.clone(), value.clone());
    }
}

/// Changes limits that are called by name: the one of this name or, where it has none, of this place from 1.
fn change_limits<'i>(rows: Option<&mut DeValue<'i>>, named: &DeTable<'i>, findings: &mut Findings) {
    let mut rows: Vec<&mut Value<'i>> = match rows {
        Some(DeValue::Array(rows)) => rows.iter_mut().collect(),
        _ => Vec::new(),
    };
    let mut names: Vec<String> = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let name = row.get_ref().as_table().and_then(|row| row.get("name"));
        let name = name.and_then(|name| name.get_ref().as_str());
        names.push(name.map_or_else(|| format!("limit {}", index + 1), str::to_owned));
    }
    for (key, over) in named.iter() {
        let called = key.get_ref().as_ref();
        let index = names.iter().position(|name| name == called);
        let numbered = || called.parse::<usize>().ok()?.checked_sub(1);
        let row = index
            .or_else(numbered)
            .and_then(|index| rows.get_mut(index));
        match (row.map(|row| row.get_mut()), over.get_ref()) {
            (Some(DeValue::Table(row)), DeValue::Table(over)) => merge(LIMITS, row, over, findings),
            (Some(_), _) => findings.report(
                over.span(),
                format!("`{}` is a limit, with keys of its own", abridged(called)),
                format!("set one of them: target.limit.{called}.calls"),
            ),
            (None, _) => {
                let help = if names.is_empty() {
                    "the scenario has no [[target.limit]]; the limits of a preset stand in its sheet".to_owned()
                } else {
                    format!("there are {}", names.join(", "))
                };
                let message = format!("there is no limit called `{}`", abridged(called));
                findings.report(key.span(), message, help);
            }
        }
    }
}

/// Whether the size of the directory is not given and follows from the assigned users.
fn is_sized_by_assigned(base: &DeTable<'_>) -> bool {
    let is_given = |key: &&str| get(base, key).is_some();
    let mode = get(base, "scope.mode").and_then(|value| value.get_ref().as_str());
    mode.is_none_or(|mode| mode == ScopeMode::Assigned.name())
        && COUNTS_OF_ASSIGNED.iter().any(&is_given)
        && !is_given(&"tenant.users")
}

/// Leaves out what only assigned users and groups have where the scope is to be `mode`; tells whether it is everyone.
fn widen_scope(base: &mut DeTable<'_>, mode: &Value<'_>) -> bool {
    let mode = mode.get_ref().as_str();
    let all_users = mode == Some(ScopeMode::AllUsers.name());
    let is_wide = all_users || mode == Some(ScopeMode::AllUsersAndGroups.name());
    if is_wide {
        OF_ASSIGNED.iter().for_each(|key| {
            remove(base, key);
        });
    }
    if all_users {
        base.remove("groups");
    }
    is_wide
}
