//! Numbers that are not given and follow from others that are.

use crate::model::{Parameter, ScopeMode};
use crate::scenario::read::{Draft, ListedGroups};

/// Numbers that take the place of defaults which what is given contradicts.
#[derive(Debug, Default, PartialEq)]
pub struct Derived {
    /// Whether the users of the directory follow from those who are assigned.
    pub directory_of_assigned: bool,
    /// Users who are assigned, and why so many.
    pub assigned: Option<(f64, &'static str)>,
}

/// Chooses numbers for users and assigned users, where they are not given, that leave room for what is.
pub fn derive(draft: &Draft, listed: Option<&[ListedGroups]>) -> Derived {
    let mut derived = Derived::default();
    if draft.scope() != Some(ScopeMode::Assigned) {
        return derived;
    }
    let groups = listed.unwrap_or_default().iter();
    let groups = groups.filter(|row| row.groups > 0);
    let largest = groups.map(|row| row.members as f64).fold(0.0, f64::max);
    let assigned_given = draft.given(Parameter::AssignedUsers).is_some();
    let users_given = draft.given(Parameter::TenantUsers).is_some();
    if !assigned_given && !users_given && largest > 0.0 {
        let why = "not given: taken to be the members of the largest listed group, of which all are assigned";
        derived.assigned = Some((largest, why));
    }
    derived.directory_of_assigned = !users_given && (assigned_given || derived.assigned.is_some());
    derived
}
