//! What operators do and what befalls the target, as it is written in `[[timeline]]`.

use super::actions::{ACTIONS, ActionKind, example};
use super::life_values::{length, moment};
use super::plain::{self, Value};
use super::rows::{Row, read_each};
use crate::model::job::Action;
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::keys::keys_of;
use crate::scenario::life::{MOMENT, When};
use crate::units::SimDuration;

/// More entries than anybody plans.
pub(in crate::scenario) const MOST_EVENTS: usize = 10_000;

/// One entry of the timeline.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Event {
    /// Where the entry begins, for the listing.
    pub(in crate::scenario) span: Span,
    /// The moment, and where it stands.
    pub(in crate::scenario) at: (When, Span),
    /// What happens, and where that stands.
    pub(in crate::scenario) action: (Action, Span),
    /// How long it lasts, where that is said.
    pub(in crate::scenario) lasts: Option<SimDuration>,
}

/// Reads every `[[timeline]]`; those that are wrong are reported and left out.
pub(super) fn read_all(value: &Value<'_>, findings: &mut Findings) -> Vec<Event> {
    read_each("timeline", value, MOST_EVENTS, findings, event)
}

fn event(row: &mut Row<'_, '_>) -> Option<Event> {
    row.report_unknown("timeline");
    // All are read before any is missed, so that every fault of the entry is reported.
    let at = read_moment(row, "the entry does not say when it happens");
    let action = action(row);
    let lasts = row.read("for", Some(None), |value| {
        length(value, "for", false).map(Some)
    });
    Some(Event {
        span: row.span.clone(),
        at: at?,
        action: action?,
        lasts: lasts?,
    })
}

/// Reads the key `at`, which must be there.
pub(super) fn read_moment(row: &mut Row<'_, '_>, missing: &str) -> Option<(When, Span)> {
    if !row.table.contains_key("at") {
        row.missing("at", missing, MOMENT);
    }
    row.read("at", None, |value| Ok((moment(value)?, value.span())))
}

fn action(row: &mut Row<'_, '_>) -> Option<(Action, Span)> {
    if !row.table.contains_key("action") {
        let help = "add action = \"restart\", or another action";
        row.missing("action", "the entry does not say what happens", help);
    }
    let (kind, span) = row.read("action", None, |value| {
        Ok((plain::named(value, "action", &ACTIONS)?, value.span()))
    })?;
    let name = row.table.get("action")?.get_ref().as_str()?;
    report_idle(row, name, &kind);
    for key in &kind.keys[..kind.required] {
        if !row.table.contains_key(*key) {
            let message = format!("the action \"{name}\" needs `{key}`");
            row.missing(key, message, example(key));
        }
    }
    Some(((kind.read)(row)?, span))
}

/// Reports keys that other actions have.
fn report_idle(row: &mut Row<'_, '_>, name: &str, kind: &ActionKind) {
    let elsewhere = keys_of("timeline");
    for (key, _) in row.table.iter() {
        let written = key.get_ref().as_ref();
        let taken = matches!(written, "at" | "action") || kind.keys.contains(&written);
        if taken || !elsewhere.contains(&written) {
            continue;
        }
        let help = match kind.keys {
            [] => "it takes `at` and `action` alone".to_owned(),
            keys => format!("it takes `at`, `action` and {}", quoted(keys)),
        };
        let message = format!("the action \"{name}\" takes no `{written}`");
        row.findings
            .push(Finding::new(key.span(), message).help(help));
    }
}

fn quoted(keys: &[&str]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    quoted.join(", ")
}
