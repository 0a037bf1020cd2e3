//! Lines for each burst and each entry of the timeline.

use super::laid::moment;
use super::listed::{Lines, certain};
use crate::model::job::JobPlan;
use crate::scenario::kinds::written_length;
use crate::scenario::life::{When, action_words, display_moment};
use crate::scenario::lists::Event;
use crate::scenario::read::Draft;
use crate::scenario::resolved::Resolved;
use crate::units::SimTime;

/// Bursts and entries of the timeline, each in order of time.
pub(super) fn events(lines: &Lines<'_>, draft: &Draft, plan: &JobPlan) -> Vec<Resolved> {
    let bursts = draft.bursts.iter().map(|one| {
        let row = row(plan, "changes.burst", &one.at.0, &one.words());
        (row, lines.at(one.span.start))
    });
    let entries = draft.events.iter().map(|one| {
        let row = row(plan, "timeline", &one.at.0, &event_words(one));
        (row, lines.at(one.span.start))
    });
    let mut bursts: Vec<_> = bursts.collect();
    let mut entries: Vec<_> = entries.collect();
    bursts.sort_by_key(|((at, ..), _)| *at);
    entries.sort_by_key(|((at, ..), _)| *at);
    let rows = bursts.into_iter().chain(entries);
    rows.map(|((_, key, words), origin)| certain(key, words, origin))
        .collect()
}

/// A moment, a key, and what happens at the moment, in words.
fn row(
    plan: &JobPlan,
    key: &'static str,
    when: &When,
    words: &str,
) -> (SimTime, &'static str, String) {
    let at = moment(when, plan);
    let since = written_length(at.since_start());
    let local = display_moment(at, &plan.start);
    (at, key, format!("{since} ({local}): {words}"))
}

fn event_words(event: &Event) -> String {
    let words = action_words(&event.action.0);
    match event.lasts {
        Some(lasts) => format!("{words}, for {}", written_length(lasts)),
        None => words,
    }
}
