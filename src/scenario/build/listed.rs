//! The listing: a line for every value that has an effect or was given.

use super::laid::{Derived, GroupList, moment};
use crate::model::job::JobPlan;
use crate::model::{LimitKind, LimitRule, Quantity, Setup};
use crate::scenario::finding::Span;
use crate::scenario::keys::{self, AnyChoice, Effect, Form, Otherwise, Row};
use crate::scenario::kinds::written_length;
use crate::scenario::life::{When, action_words, display_moment};
use crate::scenario::lists::{Event, written};
use crate::scenario::parsed::{Resolved, ResolvedOrigin};
use crate::scenario::read::{Draft, Given, ListedGroups};
use crate::scenario::sources::Sources;
use crate::scenario::targets::TargetSheet;
use crate::scenario::value::print_scalar;

/// Rows of a list of groups that are shown; longer lists are summed up.
const MOST_ROWS_SHOWN: usize = 20;

/// What a listing is made of: a draft without faults with all that it names, and the setup that it comes to.
pub struct Listing<'l> {
    pub sources: &'l Sources,
    pub draft: &'l Draft,
    pub list: Option<&'l GroupList>,
    pub sheet: Option<&'l TargetSheet>,
    pub derived: &'l Derived,
    pub setup: &'l Setup,
}

/// A line of the listing whose value is not drawn.
pub(super) fn certain(key: &str, value: impl Into<String>, origin: ResolvedOrigin) -> Resolved {
    Resolved {
        key: key.to_owned(),
        value: value.into(),
        origin,
        uncertain: false,
    }
}

impl Listing<'_> {
    /// That something is given there.
    pub(super) fn given<T>(&self, given: &Given<T>) -> ResolvedOrigin {
        self.at(&given.span)
    }

    /// That something is given in the line of a place.
    pub(super) fn at(&self, span: &Span) -> ResolvedOrigin {
        match self.sources.measured_by(span.start) {
            Some(words) => ResolvedOrigin::Measured(words),
            None => ResolvedOrigin::Yours(self.sources.origin_words(span.start)),
        }
    }

    /// The line of a list of groups.
    pub(super) fn groups(&self) -> Option<Resolved> {
        let list = self.list?;
        let rows = list.groups.iter();
        let count = |number: u64| print_scalar(number as f64, Quantity::Count);
        let summary = || {
            let groups = count(rows.clone().map(|row| row.groups).sum());
            let members = count(rows.clone().map(|row| row.groups * row.members).sum());
            let largest = count(rows.clone().map(|row| row.members).max().unwrap_or(0));
            format!("{groups} groups with {members} memberships, the largest {largest}")
        };
        if let Some(file) = &list.file {
            let value = format!("{file} ({})", summary());
            return Some(certain(
                "groups.csv",
                value,
                ResolvedOrigin::Yours(file.clone()),
            ));
        }
        let row = |row: &ListedGroups| {
            let (groups, members) = (count(row.groups), count(row.members));
            format!("{{ groups = {groups}, members = {members} }}")
        };
        let value = match list.groups.len() {
            0..=MOST_ROWS_SHOWN => {
                format!("[{}]", rows.clone().map(row).collect::<Vec<_>>().join(", "))
            }
            _ => summary(),
        };
        let given = self
            .draft
            .chosen("groups.sizes")
            .map(|given| self.given(given));
        let no_list = || ResolvedOrigin::Assumed("no list is given".to_owned());
        Some(certain(
            "groups.sizes",
            value,
            given.unwrap_or_else(no_list),
        ))
    }

    /// Bursts and entries of the timeline, each in order of time.
    pub(super) fn events(&self, plan: &JobPlan) -> impl Iterator<Item = Resolved> {
        let line = |key, when: &When, words: &str, span| {
            let at = moment(when, plan);
            let since = written_length(at.since_start());
            let local = display_moment(at, &plan.start);
            let value = format!("{since} ({local}): {words}");
            (at, certain(key, value, self.at(span)))
        };
        let bursts = self.draft.bursts.iter();
        let bursts = bursts.map(|one| line("changes.burst", &one.at.0, &one.words(), &one.span));
        let entries = self.draft.events.iter();
        let entries = entries.map(|one| line("timeline", &one.at.0, &event_words(one), &one.span));
        let mut lists: [Vec<_>; 2] = [bursts.collect(), entries.collect()];
        lists
            .iter_mut()
            .for_each(|list| list.sort_by_key(|(at, _)| *at));
        lists.into_iter().flatten().map(|(_, line)| line)
    }
}

fn event_words(event: &Event) -> String {
    let words = action_words(&event.action.0);
    match event.lasts {
        Some(lasts) => format!("{words}, for {}", written_length(lasts)),
        None => words,
    }
}

impl Listing<'_> {
    /// Every value of the setup that has an effect or was given, with its origin.
    pub fn lines(&self) -> Vec<Resolved> {
        let mut lines = Vec::new();
        for row in keys::rows() {
            match &row.form {
                Form::Choice(choice) => lines.extend(self.chosen(row, *choice)),
                Form::Values(_) => lines.extend(self.groups()),
                Form::Table | Form::OpenTable(_) | Form::List(_) => {}
            }
        }
        lines.extend(self.preset());
        lines.extend(self.limits());
        if self.setup.limits.is_empty() {
            let why = ResolvedOrigin::Assumed("no limit unless one is given".to_owned());
            lines.push(certain("target.limit", "none", why));
        }
        lines.extend(self.numbers());
        lines.extend(self.setup.job.iter().flat_map(|plan| self.events(plan)));
        lines
    }

    /// The line of a choice that has an effect.
    fn chosen(&self, row: &Row, choice: &dyn AnyChoice) -> Option<Resolved> {
        let (draft, setup) = (self.draft, self.setup);
        let is_listed = match row.effect {
            Effect::Always => true,
            Effect::WithHorizon => setup.job.is_some(),
            Effect::Where(holds) => holds(draft, setup),
            Effect::Unlisted => false,
        };
        let given = draft.chosen(row.key).or_else(|| {
            // An offset or a zone behind the start says as much as the key.
            let is_said = row.key == "run.time_zone" && draft.start_has_zone();
            draft.chosen("run.start").filter(|_| is_said)
        });
        let origin = match (given, row.otherwise) {
            _ if !is_listed => return None,
            (Some(given), _) => self.given(given),
            (None, Otherwise::Default(origin)) => origin.into(),
            (None, Otherwise::Follows(origin)) => origin(setup).into(),
            (None, Otherwise::Nothing) => return None,
        };
        Some(certain(row.key, choice.written(draft), origin))
    }

    /// The line of a preset.
    fn preset(&self) -> Option<Resolved> {
        let (given, sheet) = (self.draft.chosen("target.preset")?, self.sheet?);
        let value = format!("\"{}\" ({})", sheet.name, sheet.title);
        Some(certain("target.preset", value, self.given(given)))
    }

    /// A line for each limit: those of the preset that the scenario does not replace, then its own.
    fn limits(&self) -> impl Iterator<Item = Resolved> {
        let key = |rule: &LimitRule| format!("target.limit \"{}\"", rule.name);
        let own = &self.draft.limits;
        let preset = self.sheet.into_iter().flat_map(move |sheet| {
            let rules = sheet.limits_beside(own);
            rules.map(move |rule| certain(&key(rule), written(rule), sheet.origin()))
        });
        let own = own.iter().map(move |limit| {
            let mut value = written(&limit.rule);
            if limit.default_burst && matches!(limit.rule.kind, LimitKind::TokenBucket { .. }) {
                value.push_str(" (burst not given: as many as in one second)");
            }
            certain(&key(&limit.rule), value, self.at(&limit.span))
        });
        preset.chain(own)
    }
}
