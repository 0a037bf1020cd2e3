//! Lines for the numbers of the catalogue.

use super::laid::Derived;
use super::listed::{Listing, certain};
use super::number_effects::has_effect;
use crate::model::{
    GroupSizes, Origin, Parameter, Quantity, ScopeMode, Setting, Setup, Specification, Uncertain,
    catalogue,
};
use crate::scenario::keys;
use crate::scenario::parsed::{Resolved, ResolvedOrigin};
use crate::scenario::value::{display_value, print_scalar};
use crate::units::display_number;

impl Listing<'_> {
    /// A line for each number that has an effect or was given.
    pub(super) fn numbers(&self) -> impl Iterator<Item = Resolved> {
        let setup = self.setup;
        catalogue().filter_map(move |row| {
            let given = self.draft.given(row.parameter);
            let of_sheet = self
                .sheet
                .filter(|sheet| sheet.value(row.parameter).is_some());
            let ratio = self.draft.given(Parameter::UsersPerAssigned);
            let origin = match (given, of_sheet, ratio) {
                (Some(given), ..) => self.given(given),
                (None, Some(sheet), _) => sheet.origin(),
                (None, None, _) if !has_effect(row, setup) => return None,
                (None, None, Some(ratio)) if follows(row.parameter, setup) => self.given(ratio),
                (None, None, _) => default_origin(row, self.derived),
            };
            let (value, uncertain) = shown(row, setup);
            let certain = certain(row.key, value, origin);
            Some(Resolved {
                uncertain,
                ..certain
            })
        })
    }
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
        (_, origin) => origin.into(),
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
