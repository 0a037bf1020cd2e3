//! The list of everything that a scenario comes to.

use super::derive::Derived;
use super::events_listed::events;
use super::laid::GroupList;
use super::listed::{Lines, certain, groups};
use super::number_listed::numbers;
use crate::model::{LimitKind, LimitRule, Setup};
use crate::scenario::keys::{self, AnyChoice, Effect, Form, Otherwise, Row};
use crate::scenario::lists::written;
use crate::scenario::read::Draft;
use crate::scenario::resolved::{Resolved, ResolvedOrigin};
use crate::scenario::sources::Sources;
use crate::scenario::targets::TargetSheet;

/// Lists every value of `setup` that has an effect or was given, with its origin.
pub fn resolve(
    sources: &Sources,
    draft: &Draft,
    list: Option<&GroupList>,
    derived: &Derived,
    setup: &Setup,
    sheet: Option<&TargetSheet>,
) -> Vec<Resolved> {
    let lines = Lines::new(sources);
    let mut resolved = Vec::new();
    for row in keys::rows() {
        match &row.form {
            Form::Choice(choice) => resolved.extend(chosen(&lines, draft, setup, row, *choice)),
            Form::Values(_) => resolved.extend(list.map(|list| groups(&lines, draft, list))),
            Form::Table | Form::OpenTable(_) | Form::List(_) => {}
        }
    }
    resolved.extend(preset(&lines, draft, sheet));
    resolved.extend(limits(&lines, draft, sheet));
    if setup.limits.is_empty() {
        let why = "no limit unless one is given".to_owned();
        resolved.push(certain(
            "target.limit",
            "none",
            ResolvedOrigin::Assumed(why),
        ));
    }
    resolved.extend(numbers(&lines, draft, derived, setup, sheet));
    if let Some(plan) = &setup.job {
        resolved.extend(events(&lines, draft, plan));
    }
    resolved
}

/// The line of a choice that has an effect.
fn chosen(
    lines: &Lines<'_>,
    draft: &Draft,
    setup: &Setup,
    row: &Row,
    choice: &dyn AnyChoice,
) -> Option<Resolved> {
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
        (Some(given), _) => lines.of(given),
        (None, Otherwise::Default(origin)) => origin.into(),
        (None, Otherwise::Follows(origin)) => origin(setup).into(),
        (None, Otherwise::Nothing) => return None,
    };
    Some(certain(row.key, choice.written(draft), origin))
}

/// The line of a preset.
fn preset(lines: &Lines<'_>, draft: &Draft, sheet: Option<&TargetSheet>) -> Option<Resolved> {
    let given = draft.chosen("target.preset")?;
    let value = format!("\"{}\" ({})", sheet?.name, sheet?.title);
    Some(certain("target.preset", value, lines.of(given)))
}

/// A line for each limit: those of the preset that the scenario does not replace, then its own.
fn limits(lines: &Lines<'_>, draft: &Draft, sheet: Option<&TargetSheet>) -> Vec<Resolved> {
    let key = |rule: &LimitRule| format!("target.limit \"{}\"", rule.name);
    let preset = sheet.into_iter().flat_map(|sheet| {
        let rules = sheet.limits_beside(&draft.limits);
        rules.map(|rule| certain(&key(rule), written(rule), sheet.origin()))
    });
    let own = draft.limits.iter().map(|limit| {
        let mut value = written(&limit.rule);
        if limit.default_burst && matches!(limit.rule.kind, LimitKind::TokenBucket { .. }) {
            value.push_str(" (burst not given: as many as in one second)");
        }
        certain(&key(&limit.rule), value, lines.at(limit.span.start))
    });
    preset.chain(own).collect()
}
