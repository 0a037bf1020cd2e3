//! What operators do and what befalls the target, as it is written in `[[timeline]]`.

use serde_json::{Value as Json, json};

use super::list_row::{Row, read_each};
use super::timeline_actions::{ACTIONS, ActionKind, Named, example};
use super::timeline_keys::{AT, FOR, FURTHER_KEYS};
use crate::model::job::Action;
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::kinds::{Described, Kind, ListKey, Value, named, names};
use crate::scenario::life::{MOMENT, When};
use crate::units::SimDuration;

/// More entries than anybody plans.
pub const MOST_EVENTS: usize = 10_000;

static ACTION: ListKey<Named> = ListKey::new("action", &ActionName, "What happens.");

/// The name of an action, and what it is.
struct ActionName;

impl Kind<Named> for ActionName {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<Named, Finding> {
        let all = ACTIONS.map(|action| (action.0, action));
        named(value, key, &all, &[])
    }

    fn schema(&self) -> Json {
        json!({ "enum": names(&ACTIONS) })
    }
}

/// The keys of an entry, in the order in which they are best shown.
pub fn timeline_keys() -> impl Iterator<Item = &'static dyn Described> {
    let of_every_entry: [&'static dyn Described; 2] = [&AT, &ACTION];
    of_every_entry.into_iter().chain(FURTHER_KEYS)
}

/// One entry of the timeline.
#[derive(Clone, Debug)]
pub struct Event {
    /// Where the entry begins, for the listing.
    pub span: Span,
    /// The moment, and where it stands.
    pub at: (When, Span),
    /// What happens, and where that stands.
    pub action: (Action, Span),
    /// How long it lasts, where that is said.
    pub lasts: Option<SimDuration>,
}

/// Reads every `[[timeline]]`; those that are wrong are reported and left out.
pub fn read(value: &Value<'_>, findings: &mut Findings) -> Vec<Event> {
    read_each("timeline", value, MOST_EVENTS, findings, event)
}

fn event(row: &mut Row<'_, '_>) -> Option<Event> {
    // All are read before any is missed, so that every fault of the entry is reported.
    if !row.has(&AT) {
        row.missing("at", "the entry does not say when it happens", MOMENT);
    }
    let at = row.placed(&AT);
    let action = action(row);
    let lasts = row.optional(&FOR);
    Some(Event {
        span: row.span.clone(),
        at: at?,
        action: action?,
        lasts: lasts?,
    })
}

fn action(row: &mut Row<'_, '_>) -> Option<(Action, Span)> {
    if !row.has(&ACTION) {
        let help = "add action = \"restart\", or another action";
        row.missing("action", "the entry does not say what happens", help);
    }
    let ((name, kind), span) = row.placed(&ACTION)?;
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
    for (key, _) in row.table.iter() {
        let written = key.get_ref().as_ref();
        let is_known = FURTHER_KEYS.iter().any(|known| known.name() == written);
        if !is_known || kind.keys.contains(&written) {
            continue;
        }
        let help = match kind.keys {
            [] => "it takes `at` and `action` alone".to_owned(),
            keys => format!("it takes `at`, `action` and {}", quoted(keys)),
        };
        let message = format!("the action \"{name}\" takes no `{written}`");
        row.findings.report(key.span(), message, help);
    }
}

fn quoted(keys: &[&str]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    quoted.join(", ")
}
