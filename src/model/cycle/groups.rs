//! The steps of groups: found, or created empty.

use super::{Calendar, Cycle, Event, Fate, GroupState, Observer, Parameter, SimTime};
use crate::model::endpoint::Endpoint;
use crate::model::errors::{ErrorCode, FailsAt};
use crate::model::record::Activity;

impl<O: Observer> Cycle<'_, O> {
    pub(super) fn proceed_group(
        &mut self,
        slot: u16,
        group: u32,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let posted = self.slots[usize::from(slot)].endpoint == Endpoint::GroupPost;
        let shows_at = if posted {
            FailsAt::Write
        } else {
            FailsAt::Lookup
        };
        let error = self.group_error(group);
        if let Some(code) = error.filter(|code| code.fails_at() == shows_at) {
            self.fail(slot, code, now, calendar);
            return;
        }
        if posted {
            if !self.has_room_for_group() {
                self.has_no_room(slot, now, calendar);
                return;
            }
            self.target.borrow_mut().quotas.groups_come(1);
            self.tally.groups_created += 1;
            self.groups[group as usize] = GroupState::Created;
        } else if self.group_is_there(group) {
            self.tally.groups_matched += 1;
            let state = &mut self.groups[group as usize];
            let was_new = *state == GroupState::Absent;
            if !state.is_present() {
                *state = GroupState::Matched;
            }
            if was_new && group as usize >= self.input.group_sizes.len() {
                // Whoever joins later and is found was not among those who were counted at the start.
                self.target.borrow_mut().quotas.groups_come(1);
            }
        } else if !self.may_create() {
            self.action_is_off(slot, now, calendar);
            return;
        } else {
            self.call(
                slot,
                Endpoint::GroupPost,
                Activity::GroupObjects,
                now,
                calendar,
            );
            return;
        }
        if let Some(store) = &mut self.store {
            store.settle_group(group, Fate::Applied, now, self.observer);
        }
        self.object_done(slot, now, calendar);
    }

    /// Whether a GET finds the group.
    pub(super) fn group_is_there(&self, group: u32) -> bool {
        let state = self.groups[group as usize];
        state.is_present() || state == GroupState::Forgotten || self.group_was_matched(group)
    }

    /// Whether the group exists in the target before the job.
    pub(super) fn group_was_matched(&self, group: u32) -> bool {
        let share = self.input.values[Parameter::GroupsMatchedShare];
        self.streams
            .group_matched
            .happens(share, u64::from(self.input.group_id(group)), 0)
    }

    fn group_error(&self, group: u32) -> Option<ErrorCode> {
        if self.group_errors.is_empty() {
            return None;
        }
        let id = u64::from(self.input.group_id(group));
        let unit = self.streams.permanent.unit(id, 1);
        self.group_errors.pick(unit)
    }
}
