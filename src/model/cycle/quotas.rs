//! Quotas of objects, as a cycle meets them.
//!
//! The logs have no code for a quota; UnprocessableEntity is taken, as for requests that are too large. What is in the target
//! before the job is not known. What the job finds there counts from the start, and nothing else.

use super::{Calendar, Cycle, Event, Observer, Parameter, SimTime, UserState};
use crate::model::errors::ErrorCode;

impl<O: Observer> Cycle<'_, O> {
    /// Counts the users and groups that the job will find in the target, before its first cycle.
    pub(in crate::model) fn count_what_is_there(&mut self) {
        let (users_count, groups_count) = {
            let target = self.target.borrow();
            (target.counts_users(), target.quotas.bound_groups())
        };
        if users_count {
            let share = self.input.values[Parameter::MatchedShare];
            let users = (0..).zip(self.users.iter());
            let found = users.filter(|(user, state)| {
                state.is_in_scope() && self.streams.matched.happens(share, *user, 0)
            });
            let found = found.count() as u64;
            self.target.borrow_mut().users_stored += found;
        }
        if groups_count {
            let groups = 0..self.groups.len() as u32;
            let found = groups.filter(|group| self.group_was_matched(*group));
            let found = found.count() as u64;
            self.target.borrow_mut().quotas.groups_come(found);
        }
    }

    pub(super) fn has_room_for_user(&self) -> bool {
        self.target.borrow().takes_user()
    }

    pub(super) fn has_room_for_group(&self) -> bool {
        self.target.borrow().quotas.takes_group()
    }

    /// A user who had no account has one now: a new one, or one that was there, which counts already unless they joined later.
    pub(super) fn account_counts(&mut self, user: u32, state: UserState) {
        let joined_later = user >= self.input.users_read;
        if state == UserState::Created || joined_later {
            self.target.borrow_mut().users_stored += 1;
        }
    }

    /// A user or a group does not fit into the target any more.
    pub(super) fn has_no_room(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        self.tally.over_quota += 1;
        self.fail(slot, ErrorCode::UnprocessableEntity, now, calendar);
    }

    /// So many members do not fit into their group.
    pub(super) fn members_have_no_room(
        &mut self,
        slot: u16,
        members: u32,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        self.tally.over_quota += u64::from(members);
        self.fail(slot, ErrorCode::UnprocessableEntity, now, calendar);
    }

    /// A cycle is about to write the members of a group, some of whom are in it.
    pub(super) fn group_opens(&mut self, group: u32, present: u32) {
        let id = self.input.group_id(group);
        self.target
            .borrow_mut()
            .quotas
            .opens(id, u64::from(present));
    }

    /// Whether there is room for the members that a request carries.
    pub(super) fn group_fills(&mut self, group: u32, carried: u32) -> bool {
        if !self.target.borrow().quotas.bound_members() {
            return true;
        }
        let id = self.input.group_id(group);
        let mut target = self.target.borrow_mut();
        target.quotas.fills(id, u64::from(carried))
    }

    /// Whether a change of a group's members fits; if so, it is made.
    pub(super) fn group_changes(&mut self, group: u32, add: bool, count: u32) -> bool {
        let id = self.input.group_id(group);
        let quotas = &mut self.target.borrow_mut().quotas;
        if add {
            return quotas.adds(id, u64::from(count));
        }
        quotas.removes(id, u64::from(count));
        true
    }
}
