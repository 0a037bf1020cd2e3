//! The list of everything that a scenario comes to.

use super::derive::Derived;
use super::effect::has_effect;
use super::life_listed;
use super::listed::{self, Lines, certain};
use super::setup::GroupList;
use crate::model::{
    Excess, GroupSizes, LimitKind, LimitRule, Origin, Parameter, Quantity, RetryAfter, ScopeMode,
    Setting, Setup, Specification, Uncertain, catalogue,
};
use crate::scenario::keys;
use crate::scenario::read::{CONNECTORS, Draft, MODES, ON_429, name_of};
use crate::scenario::resolved::{Resolved, ResolvedOrigin};
use crate::scenario::sources::Sources;
use crate::scenario::targets::{TargetSheet, written};
use crate::scenario::value::{display_value, print_scalar};
use crate::units::display_number;

/// Lists every value of `setup` that has an effect or was given, with its origin.
pub(in crate::scenario) fn resolve(
    sources: &Sources,
    draft: &Draft,
    list: Option<&GroupList>,
    derived: &Derived,
    setup: &Setup,
    sheet: Option<&TargetSheet>,
) -> Vec<Resolved> {
    let lines = Lines::new(sources);
    let mut resolved = choices(&lines, draft, setup);
    if let Some(list) = list {
        resolved.insert(2, listed::groups(&lines, draft, list));
    }
    if setup.provision_groups {
        resolved.extend(listed::group_writes(&lines, draft, setup));
    }
    if let Some(plan) = &setup.job {
        resolved.extend(life_listed::choices(&lines, &draft.life, plan));
    }
    resolved.extend(split(&lines, draft, setup));
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
    for row in catalogue() {
        let given = draft.given(row.parameter);
        let of_sheet = sheet.filter(|sheet| sheet.value(row.parameter).is_some());
        if given.is_some() || of_sheet.is_some() || has_effect(row.parameter, setup) {
            let origin = match (given, of_sheet) {
                (Some(given), _) => lines.of(given),
                (None, Some(sheet)) => sheet.origin(),
                (None, None) => match (
                    follows(row.parameter, setup),
                    draft.given(Parameter::UsersPerAssigned),
                ) {
                    (true, Some(ratio)) => lines.of(ratio),
                    _ => default_origin(row, derived),
                },
            };
            let (value, uncertain) = shown(row, setup);
            resolved.push(Resolved {
                key: row.key.to_owned(),
                value,
                origin,
                uncertain,
            });
        }
    }
    if let Some(plan) = &setup.job {
        resolved.extend(life_listed::events(&lines, &draft.life, plan));
    }
    resolved
}

/// The lines of a scope that is split among several jobs.
fn split(lines: &Lines<'_>, draft: &Draft, setup: &Setup) -> Vec<Resolved> {
    let Some(split) = &setup.split else {
        return Vec::new();
    };
    let first = split.shares.first().copied().unwrap_or_default();
    let equal = split
        .shares
        .iter()
        .all(|share| (share - first).abs() < 1e-12);
    let origin = lines.or_assumed(draft.split.jobs.as_ref(), "as many as there are shares");
    let mut rows = vec![certain(
        "split.jobs",
        split.shares.len().to_string(),
        origin,
    )];
    if !equal {
        let shares: Vec<String> = split
            .shares
            .iter()
            .map(|share| display_number(*share))
            .collect();
        let origin = lines.or_assumed(draft.split.shares.as_ref(), "equal");
        rows.push(certain(
            "split.shares",
            format!("[{}]", shares.join(", ")),
            origin,
        ));
    }
    let stagger = print_scalar(split.stagger.as_secs_f64(), Quantity::Duration);
    let origin = lines.or_assumed(draft.split.stagger.as_ref(), "all jobs start at once");
    rows.push(certain("split.stagger", stagger, origin));
    rows
}

/// The line of a preset.
fn preset(lines: &Lines<'_>, draft: &Draft, sheet: Option<&TargetSheet>) -> Option<Resolved> {
    let given = draft.preset.as_ref()?;
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

/// Scope, group mapping, connector and what happens on 429.
fn choices(lines: &Lines<'_>, draft: &Draft, setup: &Setup) -> Vec<Resolved> {
    let provision_why = if setup.scope == ScopeMode::AllUsers {
        "the scope all-users means that the group mapping is off"
    } else {
        "the group mapping is taken to be on, which is the longer case"
    };
    let mut choices = vec![
        certain(
            "scope.mode",
            name_of(&MODES, setup.scope),
            lines.or_assumed(
                draft.mode.as_ref(),
                "the scope that document 003 recommends first",
            ),
        ),
        certain(
            "groups.provision",
            setup.provision_groups.to_string(),
            lines.or_assumed(draft.provision.as_ref(), provision_why),
        ),
        certain(
            "job.connector",
            name_of(&CONNECTORS, setup.connector),
            lines.or_assumed(
                draft.connector.as_ref(),
                "most applications come from the gallery; only those pace themselves (Q&A 1233453)",
            ),
        ),
        certain(
            "job.on_429",
            name_of(&ON_429, setup.on_429),
            lines.or_assumed(
                draft.on_429.as_ref(),
                "the sources disagree; the latest says that the job pauses (Q&A 2284725, 2025)",
            ),
        ),
    ];
    let told = Excess::TooManyRequests(RetryAfter::RateLimitReset);
    let is_told = setup.limits.iter().any(|rule| rule.excess == told);
    if is_told || draft.heeds_ratelimit_reset.is_some() {
        choices.push(certain(
            "job.heeds_ratelimit_reset",
            setup.heeds_ratelimit_reset.to_string(),
            lines.or_assumed(
                draft.heeds_ratelimit_reset.as_ref(),
                "Retry-After alone is documented, so that RateLimit-Reset is taken to go unread",
            ),
        ));
    }
    choices
}

/// Whether the number of users in the directory, or of assigned ones, follows from the other.
fn follows(parameter: Parameter, setup: &Setup) -> bool {
    matches!(
        setup.setting(parameter),
        Setting::DirectoryOfAssigned | Setting::AssignedOfDirectory
    )
}

fn default_origin(row: &Specification, derived: &Derived) -> ResolvedOrigin {
    match (row.parameter, row.origin) {
        (Parameter::TenantUsers, _) if derived.directory_of_assigned => ResolvedOrigin::Calibrated(
            "not given: follows from `tenant.users_per_assigned`".to_owned(),
        ),
        (Parameter::AssignedUsers, Origin::Calibrated(why)) => match derived.assigned {
            Some((_, why)) => ResolvedOrigin::Assumed(why.to_owned()),
            None => ResolvedOrigin::Calibrated(why.to_owned()),
        },
        (_, Origin::Documented(source)) => ResolvedOrigin::Documented(source.to_owned()),
        (_, Origin::Calibrated(why)) => ResolvedOrigin::Calibrated(why.to_owned()),
        (_, Origin::Assumed(why)) => ResolvedOrigin::Assumed(why.to_owned()),
    }
}

/// The text of a parameter's value, and whether the value is uncertain.
fn shown(row: &Specification, setup: &Setup) -> (String, bool) {
    let listed = matches!(setup.group_sizes, GroupSizes::Listed(_));
    let rule = match setup.setting(row.parameter) {
        Setting::Value(value) => {
            return (display_value(value, row.quantity), value.is_uncertain());
        }
        Setting::PerDirectoryUser(each) => format!("{each} per directory user"),
        Setting::PerScopedUser(each) => format!("{each} per user whom the scope puts forward"),
        Setting::DirectoryOfAssigned => {
            "assigned users × tenant.users_per_assigned, up to tenant.users_cap".to_owned()
        }
        Setting::AssignedOfDirectory if listed => {
            "tenant.users / tenant.users_per_assigned, or the largest group".to_owned()
        }
        Setting::AssignedOfDirectory => "tenant.users / tenant.users_per_assigned".to_owned(),
        // What is not known of it is not known of the other, and counted there.
        Setting::SameAs(other) => {
            let (value, _) = shown(keys::row(*other), setup);
            return (format!("{value} (as {})", keys::row(*other).key), false);
        }
    };
    match certain_number(setup, row.parameter) {
        Some(number) => {
            let number = number.min(row.bounds.1);
            let number = if row.quantity == Quantity::Count {
                print_scalar(number.round(), row.quantity)
            } else {
                // A rate of changes may be far below one. Scenarios group no digits by commas.
                display_number(number).replace(',', "")
            };
            (format!("{number} ({rule})"), false)
        }
        None => (rule, true),
    }
}

fn scoped_users(setup: &Setup) -> Parameter {
    if setup.scope == ScopeMode::Assigned {
        Parameter::AssignedUsers
    } else {
        Parameter::TenantUsers
    }
}

/// The number that a parameter comes to, if it is the same in each replication.
fn certain_number(setup: &Setup, parameter: Parameter) -> Option<f64> {
    let of = |parameter| certain_number(setup, parameter);
    let number = match setup.setting(parameter) {
        Setting::Value(Uncertain::Fixed(number)) => *number,
        Setting::Value(_) => return None,
        Setting::PerDirectoryUser(each) => of(Parameter::TenantUsers)? * each,
        Setting::PerScopedUser(each) => of(scoped_users(setup))? * each,
        Setting::DirectoryOfAssigned => {
            let assigned = of(Parameter::AssignedUsers)?;
            let users = assigned * of(Parameter::UsersPerAssigned)?;
            users.min(of(Parameter::UsersCap)?).max(assigned)
        }
        Setting::AssignedOfDirectory => {
            let users = of(Parameter::TenantUsers)? / of(Parameter::UsersPerAssigned)?;
            users.max(f64::from(setup.largest_listed_group()))
        }
        Setting::SameAs(other) => of(*other)?,
    };
    Some(number.min(keys::row(parameter).bounds.1))
}
