//! The reference pass: managers, then memberships.
//!
//! A manager link is checked with a GET and set with a PATCH; members are added by PATCHes of their group, which was
//! created empty (use-scim-to-provision-users-and-groups, examples 4 and 5). A reference to somebody who is
//! not in the target cannot be resolved and costs no call. Whether a given member or manager is there is drawn from
//! the share of users who are, so that no lists of members need to be kept.

use super::task::Task;
use super::{Calendar, Connector, Cycle, Event, Observer, Parameter, SimTime, UserState};
use crate::model::drawn::CycleInput;
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::job::{Held, NO_CHANGE};
use crate::model::record::{Activity, Work};

/// A group whose members are being written.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenGroup {
    pub group: u32,
    pub next_member: u32,
    /// Members that the requests so far carry, and those who were in the group before.
    pub present: u32,
}

/// How far the reference pass has come.
#[derive(Clone, Debug)]
pub(super) struct References {
    next_user: u32,
    pub next_group: u32,
    pub open_groups: Vec<OpenGroup>,
    /// PATCHes of one group that may be open at once, at least one; none where connections alone bound them.
    patches_per_group: Option<u16>,
    /// PATCHes that each group has open; empty where nothing but the connections bounds them.
    open_patches: Vec<u16>,
    pub members_per_patch: u32,
    pub page_size: u32,
    /// Share of the possible members who are in scope.
    pub in_scope_share: f64,
    /// Share of the users in scope who are in the target.
    pub present_share: f64,
}

impl References {
    /// Nothing of a cycle is done yet that has so many groups.
    ///
    /// A connector that was built for the target sends no request with more members than that takes.
    pub fn new(input: &CycleInput<'_>, groups: usize, members_per_request: u64) -> Self {
        let values = &input.values;
        let count = |parameter| u32::try_from(values.count(parameter)).unwrap_or(u32::MAX);
        let cap = values.count(Parameter::PatchesPerGroup).max(1);
        let cap = u16::try_from(cap)
            .ok()
            .filter(|_| cap < values.count(Parameter::Connections));
        let asked = count(Parameter::MembersPerPatch).max(1);
        let members_per_patch = match input.setup.connector {
            Connector::Gallery => asked.min(u32::try_from(members_per_request).unwrap_or(u32::MAX)),
            Connector::Custom => asked,
        };
        Self {
            next_user: 0,
            next_group: 0,
            open_groups: Vec::new(),
            patches_per_group: cap,
            open_patches: cap.map_or_else(Vec::new, |_| vec![0; groups]),
            members_per_patch,
            page_size: count(Parameter::PageSize).max(1),
            in_scope_share: 1.0,
            present_share: 1.0,
        }
    }
}

impl References {
    /// Another cycle begins, with so many groups.
    pub fn start_again(&mut self, groups: usize) {
        self.next_user = 0;
        self.next_group = 0;
        self.open_groups.clear();
        self.present_share = 1.0;
        self.open_patches.clear();
        if self.patches_per_group.is_some() {
            self.open_patches.resize(groups, 0);
        }
    }

    /// A PATCH of a group is under way.
    pub fn patch_opens(&mut self, group: u32) {
        if let Some(open) = self.open_patches.get_mut(group as usize) {
            *open += 1;
        }
    }

    /// A PATCH of a group has been answered for good.
    pub fn patch_closes(&mut self, group: u32) {
        if let Some(open) = self.open_patches.get_mut(group as usize) {
            *open -= 1;
        }
    }

    /// Whether a group has fewer PATCHes open than it may have.
    pub fn takes_another_patch(&self, group: u32) -> bool {
        self.patches_per_group
            .is_none_or(|most| self.open_patches[group as usize] < most)
    }

    /// The first open group that takes another PATCH.
    pub fn place_of_next(&self) -> Option<usize> {
        self.open_groups
            .iter()
            .position(|open| self.takes_another_patch(open.group))
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

impl<O: Observer> Cycle<'_, O> {
    /// The users are through: from now on it is known how many of them are in the target.
    pub(super) fn open_references(&mut self) {
        if self.is_full {
            let in_scope = self.tally.users_in_scope;
            let present = in_scope.saturating_sub(self.absent_users());
            self.references.in_scope_share = share(in_scope, u64::from(self.input.candidates));
            self.references.present_share = share(present, in_scope);
        } else if let Some(store) = &self.store {
            self.references.present_share = store.present_share();
        }
    }

    /// Users who could not be provisioned.
    pub(super) fn users_not_provisioned(&self) -> u64 {
        let failed = self.users.iter().filter(|state| state.is_missed());
        failed.count() as u64
    }

    /// Users in scope who are not in the target.
    pub(super) fn absent_users(&self) -> u64 {
        let absent = self.users.iter().filter(|state| state.is_absent());
        absent.count() as u64
    }

    pub(super) fn next_reference(&mut self, now: SimTime) -> Option<Task> {
        self.next_manager(now)
            .or_else(|| self.next_changed_reference(now))
            .or_else(|| self.next_members(now))
    }

    fn next_manager(&mut self, now: SimTime) -> Option<Task> {
        let manager_share = self.input.values[Parameter::ManagerShare];
        if manager_share <= 0.0 {
            return None;
        }
        while let Some(user) = self.next_user_with_references() {
            let state = self.users[user as usize];
            let id = u64::from(user);
            // Whoever failed has no account that could get a manager: that is no further failure.
            if !state.has_account() || !self.streams.manager.happens(manager_share, id, 0) {
                continue;
            }
            self.tally.managers_due += 1;
            let present = self.references.present_share;
            if present >= 1.0 || self.streams.manager_presence.happens(present, id, 0) {
                return Some(Task::Manager(user));
            }
            let code = ErrorCode::UnableToResolveReferenceAttributeValue;
            self.tally.managers_failed += 1;
            self.count_error(code, 1);
            if let Some(store) = &mut self.store {
                store.reference_fails(Held::Manager(user), NO_CHANGE, code, now, self.observer);
            }
            self.tell_unresolved(Work::Manager(user), true, now);
        }
        None
    }

    /// The next user whose manager is looked at: every one in a full cycle, those who are new in another.
    fn next_user_with_references(&mut self) -> Option<u32> {
        let place = self.references.next_user;
        self.references.next_user += 1;
        if self.is_full {
            ((place as usize) < self.users.len()).then_some(place)
        } else {
            self.batch.newcomers.get(place as usize).copied()
        }
    }

    /// The manager was checked or set.
    pub(super) fn proceed_manager(
        &mut self,
        slot: u16,
        user: u32,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let checked = self.slots[usize::from(slot)].endpoint == Endpoint::UserGet;
        let task = self.slots[usize::from(slot)].task;
        let found = self.input.values[Parameter::ManagerLinkFoundShare];
        let already_linked = self.users[user as usize] == UserState::Unchanged
            && self.streams.manager_link.happens(found, u64::from(user), 0);
        if checked && !already_linked {
            self.call(slot, Endpoint::UserPatch, Activity::Managers, now, calendar);
        } else {
            self.tally.managers_linked += 1;
            if let (Task::ManagerRetry { place, .. }, Some(store)) = (task, &mut self.store) {
                store.reference_retried(place, None, now, self.observer);
            }
            self.release(slot, now, calendar);
        }
    }

    /// The next failed reference to try again, of those whose group takes another PATCH.
    ///
    /// Only as many as there are connections are looked at: whatever blocks them is under way, and ends.
    pub(super) fn next_reference_retry(&mut self) -> Option<(Task, u8)> {
        let nearest = self.due.len().saturating_sub(self.slots.len());
        let place = (nearest..self.due.len())
            .rev()
            .find(|&place| match self.due[place].0 {
                Task::Members { group, .. } | Task::Membership { group, .. } => {
                    self.references.takes_another_patch(group)
                }
                _ => true,
            })?;
        Some(self.due.remove(place))
    }
}
