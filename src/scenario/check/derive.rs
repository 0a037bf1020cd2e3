//! Numbers that are not given and follow from others that are.

use crate::model::{Parameter, ScopeMode, Setting};
use crate::scenario::keys;
use crate::scenario::read::{Draft, ListedGroups};

/// A number with the reason for it.
type Reasoned = Option<(f64, String)>;

/// Numbers that take the place of defaults which what is given contradicts.
#[derive(Debug, Default, PartialEq)]
pub(in crate::scenario) struct Derived {
    /// Users of the directory.
    pub(in crate::scenario) users: Reasoned,
    /// Users who are assigned.
    pub(in crate::scenario) assigned: Reasoned,
}

/// Chooses numbers for users and assigned users, where they are not given, that leave room for what is.
pub(in crate::scenario) fn derive(draft: &Draft, listed: Option<&[ListedGroups]>) -> Derived {
    let mut derived = Derived::default();
    if draft.scope() != Some(ScopeMode::Assigned) {
        return derived;
    }
    let Setting::PerDirectoryUser(assigned_share) = keys::row(Parameter::AssignedUsers).default
    else {
        return derived;
    };
    let default_users = keys::default_value(Parameter::TenantUsers);
    let users = draft
        .value(Parameter::TenantUsers)
        .map(|value| value.median());
    let groups = listed
        .unwrap_or_default()
        .iter()
        .filter(|row| row.groups > 0);
    let largest = groups.map(|row| row.members as f64).fold(0.0, f64::max);
    if draft.given(Parameter::AssignedUsers).is_none()
        && assigned_share * users.unwrap_or(default_users) < largest
    {
        let why = "not given: taken to be the members of the largest listed group, of which all are assigned";
        derived.assigned = Some((largest, why.to_owned()));
    }
    let assigned = match draft.value(Parameter::AssignedUsers) {
        Some(value) => value.extent().1,
        None => derived.assigned.as_ref().map_or(0.0, |(number, _)| *number),
    };
    if draft.given(Parameter::TenantUsers).is_none() && assigned > 0.0 {
        let times = (1.0 / assigned_share).round();
        let most = keys::row(Parameter::TenantUsers).bounds.1;
        let why = format!(
            "not given: taken to be {times} times the assigned users, the ratio that is assumed elsewhere"
        );
        derived.users = Some(((times * assigned).min(most).round(), why));
    }
    derived
}
