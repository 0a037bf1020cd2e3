//! The setup that a draft describes.

use std::rc::Rc;

use super::derive::Derived;
use super::plan::plan;
use crate::model::{GroupSizes, Parameter, ScopeMode, Setting, Setup, Uncertain};
use crate::scenario::read::{Draft, Given, ListedGroups};
use crate::scenario::targets::TargetSheet;

/// A list of the groups in scope, and the file that it is in if not in the scenario itself.
pub(in crate::scenario) struct GroupList {
    pub(in crate::scenario) groups: Rc<Vec<ListedGroups>>,
    pub(in crate::scenario) file: Option<String>,
}

impl GroupList {
    /// Members of every single group.
    fn sizes(&self) -> Vec<u32> {
        let rows = self.groups.iter();
        rows.flat_map(|row| {
            // Both numbers were checked when they were read, so neither is cut here.
            let members = u32::try_from(row.members).unwrap_or(u32::MAX);
            let groups = usize::try_from(row.groups).unwrap_or(usize::MAX);
            std::iter::repeat_n(members, groups)
        })
        .collect()
    }
}

/// Builds the setup of a draft in which nothing is wrong.
pub(in crate::scenario) fn setup(
    draft: &Draft,
    list: Option<&GroupList>,
    derived: &Derived,
    sheet: Option<&TargetSheet>,
) -> Setup {
    let mut setup = Setup::new(draft.scope().unwrap_or(ScopeMode::Assigned));
    if let Some(connector) = given(draft.connector.as_ref()) {
        setup.connector = connector;
    }
    if let Some(on_429) = given(draft.on_429.as_ref()) {
        setup.on_429 = on_429;
    }
    if let Some(heeds) = given(draft.heeds_ratelimit_reset.as_ref()) {
        setup.heeds_ratelimit_reset = heeds;
    }
    if let Some(group_write) = given(draft.group_write.as_ref()) {
        setup.group_write = group_write;
    }
    if let Some(adds_duplicates) = given(draft.adds_duplicates.as_ref()) {
        setup.adds_duplicates = adds_duplicates;
    }
    if let Some(provision) = given(draft.provision.as_ref()) {
        setup.provision_groups = provision;
    }
    if let Some(list) = list {
        setup.group_sizes = GroupSizes::Listed(list.sizes());
    }
    let preset = sheet
        .into_iter()
        .flat_map(|sheet| sheet.limits_beside(&draft.limits));
    let own = draft.limits.iter().map(|limit| &limit.rule);
    setup.limits = preset.chain(own).cloned().collect();
    setup.split = draft.split.split();
    for (parameter, value) in sheet.into_iter().flat_map(|sheet| &sheet.values) {
        setup.set(*parameter, value.clone());
    }
    setup.job = plan(&draft.life);
    for parameter in Parameter::ALL {
        if let Some(value) = draft.value(*parameter) {
            setup.set(*parameter, value.clone());
        }
    }
    if derived.directory_of_assigned {
        setup.set(Parameter::TenantUsers, Setting::DirectoryOfAssigned);
    }
    if let Some((number, _)) = derived.assigned {
        setup.set(Parameter::AssignedUsers, Uncertain::Fixed(number));
    }
    setup
}

pub(super) fn given<T: Copy>(given: Option<&Given<T>>) -> Option<T> {
    given.and_then(|given| given.value)
}
