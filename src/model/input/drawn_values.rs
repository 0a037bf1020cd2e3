//! One value for each parameter, drawn or held at its median.

use crate::model::chance::{Chance, Purpose};
use crate::model::parameters::{Parameter, Setting, Values, catalogue};
use crate::model::setup::{ScopeMode, Setup};

/// How uncertain parameters get their values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inputs {
    /// Drawn for each replication: both what is not known and luck.
    Drawn,
    /// Held at their medians: luck alone.
    Median,
}

/// Draws a value for each parameter; those that follow a rule come from the others.
pub(super) fn draw(setup: &Setup, chance: Chance, inputs: Inputs) -> Values {
    let stream = chance.stream(Purpose::Parameters);
    let mut values = Values::from_fn(|_| 0.0);
    // Rules follow other numbers, so they come after all values.
    for row in catalogue() {
        if let Setting::Value(value) = setup.setting(row.parameter) {
            let drawn = match inputs {
                Inputs::Drawn if value.is_uncertain() => value.at(stream.unit(address(row.key), 0)),
                _ => value.median(),
            };
            values[row.parameter] = drawn.clamp(row.bounds.0, row.bounds.1);
        }
    }
    for row in catalogue() {
        if let Setting::SameAs(other) = setup.setting(row.parameter) {
            values[row.parameter] = values[*other].clamp(row.bounds.0, row.bounds.1);
        }
    }
    directory_and_assigned(setup, &mut values);
    let users = values[Parameter::TenantUsers];
    let scoped = match setup.scope {
        ScopeMode::Assigned => values[Parameter::AssignedUsers].min(users),
        ScopeMode::AllUsersAndGroups | ScopeMode::AllUsers => users,
    };
    for row in catalogue() {
        let in_all = match setup.setting(row.parameter) {
            Setting::PerDirectoryUser(each) => each * users,
            Setting::PerScopedUser(each) => each * scoped,
            _ => continue,
        };
        values[row.parameter] = in_all.min(row.bounds.1);
    }
    values
}

/// Users of the directory and assigned users, where the one follows from the other.
fn directory_and_assigned(setup: &Setup, values: &mut Values) {
    let each = values[Parameter::UsersPerAssigned];
    let directory = values[Parameter::TenantUsers];
    let assigned = values[Parameter::AssignedUsers];
    match (
        setup.setting(Parameter::TenantUsers),
        setup.setting(Parameter::AssignedUsers),
    ) {
        (Setting::DirectoryOfAssigned, _) => {
            let users = (assigned * each).min(values[Parameter::UsersCap]);
            values[Parameter::TenantUsers] = users.max(assigned);
        }
        (_, Setting::AssignedOfDirectory) => {
            // All members of an assigned group are assigned.
            values[Parameter::AssignedUsers] =
                (directory / each).max(f64::from(setup.largest_listed_group()));
        }
        _ => {}
    }
}

/// A parameter's address in its stream follows from its key, so that new parameters leave the draws of others alone (FNV-1a).
fn address(key: &str) -> u64 {
    key.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}
