//! The reference pass: managers, then memberships.
//!
//! A manager link is checked with a GET and set with a PATCH; members are added by PATCHes of their group, which was
//! created empty (use-scim-to-provision-users-and-groups, examples 4 and 5). A reference to somebody who is
//! not in the target cannot be resolved and costs no call. Whether a given member or manager is there is drawn from
//! the share of users who are, so that no lists of members need to be kept.

use super::task::{Stage, Task};
use super::{Calendar, Cycle, Event, Observer, Parameter, SimTime, UserState};
use crate::model::drawn::CycleInput;
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::record::Activity;

/// A group whose members are being written.
#[derive(Clone, Copy, Debug)]
struct OpenGroup {
    group: u32,
    next_member: u32,
}

/// How far the reference pass has come.
#[derive(Clone, Debug)]
pub(super) struct References {
    next_user: u32,
    next_group: u32,
    open_groups: Vec<OpenGroup>,
    /// PATCHes of one group that may be open at once; at least one.
    patches_per_group: usize,
    members_per_patch: u32,
    page_size: u32,
    /// Share of the possible members who are in scope.
    in_scope_share: f64,
    /// Share of the users in scope who are in the target.
    present_share: f64,
}

impl References {
    pub fn new(input: &CycleInput<'_>) -> Self {
        let values = &input.values;
        let count = |parameter| u32::try_from(values.count(parameter)).unwrap_or(u32::MAX);
        Self {
            next_user: 0,
            next_group: 0,
            open_groups: Vec::new(),
            patches_per_group: usize::try_from(values.count(Parameter::PatchesPerGroup))
                .unwrap_or(usize::MAX)
                .max(1),
            members_per_patch: count(Parameter::MembersPerPatch).max(1),
            page_size: count(Parameter::PageSize).max(1),
            in_scope_share: 1.0,
            present_share: 1.0,
        }
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
        let in_scope = self.tally.users_in_scope;
        self.references.in_scope_share = share(in_scope, u64::from(self.input.candidates));
        self.references.present_share = share(self.tally.users_with_access(), in_scope);
    }

    pub(super) fn next_reference(&mut self) -> Option<Task> {
        self.next_manager().or_else(|| self.next_members())
    }

    fn next_manager(&mut self) -> Option<Task> {
        let manager_share = self.input.values[Parameter::ManagerShare];
        if manager_share <= 0.0 {
            return None;
        }
        while (self.references.next_user as usize) < self.users.len() {
            let user = self.references.next_user;
            self.references.next_user += 1;
            let state = self.users[user as usize];
            let id = u64::from(user);
            if state == UserState::OutOfScope || !self.streams.manager.happens(manager_share, id, 0)
            {
                continue;
            }
            self.tally.managers_due += 1;
            let present = self.references.present_share;
            let resolvable = state != UserState::Escrowed
                && (present >= 1.0 || self.streams.manager_presence.happens(present, id, 0));
            if resolvable {
                return Some(Task::Manager(user));
            }
            self.tally.managers_failed += 1;
            self.count_error(ErrorCode::UnableToResolveReferenceAttributeValue, 1);
        }
        None
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
        let already_linked = self.users[user as usize] == UserState::Unchanged;
        if checked && !already_linked {
            self.call(slot, Endpoint::UserPatch, Activity::Managers, now, calendar);
        } else {
            self.tally.managers_linked += 1;
            self.release(slot, now, calendar);
        }
    }

    /// Whether a group has fewer PATCHes open than it may have.
    fn takes_another_patch(&self, group: u32) -> bool {
        let most = self.references.patches_per_group;
        most >= self.slots.len()
            || most
                > self
                    .slots
                    .iter()
                    .filter(|slot| slot.task.is_about_members_of(group))
                    .count()
    }

    /// The next failed reference to try again, of those whose group takes another PATCH.
    ///
    /// Only as many as there are connections are looked at: whatever blocks them is under way, and ends.
    pub(super) fn next_reference_retry(&mut self) -> Option<(Task, u8)> {
        let nearest = self.due.len().saturating_sub(self.slots.len());
        let place = (nearest..self.due.len())
            .rev()
            .find(|&place| match self.due[place].0 {
                Task::Members { group, .. } => self.takes_another_patch(group),
                _ => true,
            })?;
        Some(self.due.remove(place))
    }

    /// The next members to write: of a group already open if it takes another PATCH, or else of the next group.
    fn next_members(&mut self) -> Option<Task> {
        loop {
            let place = match self
                .references
                .open_groups
                .iter()
                .position(|open| self.takes_another_patch(open.group))
            {
                Some(place) => place,
                None => self.open_next_group()?,
            };
            if let Some(task) = self.take_members(place) {
                return Some(task);
            }
        }
    }

    fn open_next_group(&mut self) -> Option<usize> {
        while (self.references.next_group as usize) < self.groups_present.len() {
            let group = self.references.next_group;
            self.references.next_group += 1;
            let size = self.input.group_sizes[group as usize];
            if self.groups_present[group as usize] && size > 0 {
                self.references.open_groups.push(OpenGroup {
                    group,
                    next_member: 0,
                });
                return Some(self.references.open_groups.len() - 1);
            }
            // Without its group, no membership can be written.
            self.tally.memberships_failed += u64::from(size);
            self.count_error(
                ErrorCode::UnableToResolveReferenceAttributeValue,
                u64::from(size),
            );
            self.source.members_done(u64::from(size));
        }
        None
    }

    /// Takes members of an open group until a request is full or the group's end is reached.
    fn take_members(&mut self, place: usize) -> Option<Task> {
        let OpenGroup {
            group, next_member, ..
        } = self.references.open_groups[place];
        let size = self.input.group_sizes[group as usize];
        let mut member = next_member;
        let mut carried = 0;
        let mut passed = 0;
        while member < size && carried < self.references.members_per_patch {
            if self.member_resolves(group, member) {
                carried += 1;
            } else {
                passed += 1;
            }
            member += 1;
        }
        self.source.members_done(passed);
        self.references.open_groups[place].next_member = member;
        if member == size {
            self.references.open_groups.swap_remove(place);
        }
        (carried > 0).then_some(Task::Members {
            group,
            first: next_member,
            carried,
        })
    }

    /// Whether a member can be written; if not, says why in the tally.
    fn member_resolves(&mut self, group: u32, member: u32) -> bool {
        let in_scope = self.references.in_scope_share;
        let present = in_scope * self.references.present_share;
        if present >= 1.0 {
            return true;
        }
        let unit = self
            .streams
            .member_presence
            .unit(u64::from(group), u64::from(member));
        if unit < present {
            return true;
        }
        if unit < in_scope {
            self.tally.memberships_failed += 1;
            self.count_error(ErrorCode::UnableToResolveReferenceAttributeValue, 1);
        } else {
            self.tally.memberships_skipped += 1;
        }
        false
    }

    /// The request that begins a page of members waits for the page.
    pub(super) fn begin_members(
        &mut self,
        slot: u16,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let place = self.slots[usize::from(slot)];
        let Task::Members { first, carried, .. } = place.task else {
            return;
        };
        let page_size = self.references.page_size;
        let begins_page = first % page_size == 0 || first % page_size + carried > page_size;
        if !begins_page || place.attempt > 0 {
            self.write_members(slot, now, calendar);
            return;
        }
        let unit = self.streams.page_read.unit(place.task.object(), 0);
        let time = self.evaluation.page_read(unit);
        self.spend(slot, Activity::Reading, time);
        self.until(slot, Stage::ReadingMembers, now + time, calendar);
    }

    pub(super) fn write_members(
        &mut self,
        slot: u16,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        self.call(
            slot,
            Endpoint::GroupPatch,
            Activity::Memberships,
            now,
            calendar,
        );
    }

    pub(super) fn members_written(
        &mut self,
        slot: u16,
        carried: u32,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        self.tally.memberships_written += u64::from(carried);
        self.members_finished(u64::from(carried), now);
        self.release(slot, now, calendar);
    }

    pub(super) fn members_finished(&mut self, how_many: u64, now: SimTime) {
        if self.source.members_done(how_many) {
            self.report_pages(now);
        }
    }
}
