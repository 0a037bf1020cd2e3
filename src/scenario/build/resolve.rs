//! The list of everything that a scenario comes to.

use super::effect::has_effect;
use super::life_listed;
use super::listed::{self, Lines, certain};
use super::setup::GroupList;
use super::{Resolved, ResolvedOrigin};
use crate::model::{
    GroupSizes, Origin, Parameter, Quantity, ScopeMode, Setting, Setup, Specification, Uncertain,
    catalogue,
};
use crate::scenario::check::Derived;
use crate::scenario::keys;
use crate::scenario::read::{CONNECTORS, Draft, MODES, ON_429};
use crate::scenario::text::SourceText;
use crate::scenario::value::{display_value, print_scalar};
use crate::units::display_number;

/// Lists every value of `setup` that has an effect or was given, with its origin.
pub(in crate::scenario) fn resolve(
    text: &SourceText,
    draft: &Draft,
    list: Option<&GroupList>,
    derived: &Derived,
    setup: &Setup,
) -> Vec<Resolved> {
    let lines = Lines::new(text);
    let mut resolved = choices(&lines, draft, setup);
    if let Some(list) = list {
        resolved.insert(2, listed::groups(&lines, draft, list));
    }
    if let Some(plan) = &setup.job {
        resolved.extend(life_listed::choices(&lines, &draft.life, plan));
    }
    resolved.extend(draft.limits.iter().map(|one| listed::limit(&lines, one)));
    if draft.limits.is_empty() {
        let why = "no limit unless one is given".to_owned();
        resolved.push(certain(
            "target.limit",
            "none",
            ResolvedOrigin::Assumed(why),
        ));
    }
    for row in catalogue() {
        let given = draft.given(row.parameter);
        if given.is_some() || has_effect(row.parameter, setup) {
            let origin = match given {
                Some(given) => lines.of(given),
                None => match (
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

/// Scope, group mapping, connector and what happens on 429.
fn choices(lines: &Lines<'_>, draft: &Draft, setup: &Setup) -> Vec<Resolved> {
    let provision_why = if setup.scope == ScopeMode::AllUsers {
        "the scope all-users means that the group mapping is off"
    } else {
        "the group mapping is taken to be on, which is the longer case"
    };
    vec![
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
    ]
}

pub(super) fn name_of<T: PartialEq + Copy>(names: &[(&'static str, T)], value: T) -> &'static str {
    names
        .iter()
        .find(|(_, one)| *one == value)
        .map_or("", |(name, _)| name)
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
    };
    Some(number.min(keys::row(parameter).bounds.1))
}
