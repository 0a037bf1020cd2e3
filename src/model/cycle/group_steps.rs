//! The steps of groups: found, or created empty.

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::Slot;
use crate::model::chance::Purpose;
use crate::model::change::ChangeStatus;
use crate::model::directory::{GroupState, Object};
use crate::model::endpoint::Endpoint;
use crate::model::errors::{ErrorCode, FailsAt};
use crate::model::parameters::Parameter;
use crate::model::record::{Activity, Observer};

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    pub(super) fn proceed_group(&mut self, slot: &mut Slot, group: u32) {
        let posted = slot.endpoint == Endpoint::GroupPost;
        let shows_at = if posted {
            FailsAt::Write
        } else {
            FailsAt::Lookup
        };
        let error = self.group_error(group);
        if let Some(code) = error.filter(|code| code.fails_at() == shows_at) {
            self.fail(slot, code);
            return;
        }
        if posted {
            if !self.target.quotas.takes_group() {
                self.has_no_room(slot, 1);
                return;
            }
            self.target.quotas.groups_come(1);
            self.tally.groups_created += 1;
            self.directory.group_becomes(group, GroupState::Created);
        } else if self.group_is_there(group) {
            self.group_matched(group);
        } else if self.memory.may_create() {
            self.call(slot, Endpoint::GroupPost, Activity::GroupObjects);
            return;
        } else {
            self.action_is_off(slot);
            return;
        }
        self.settle(Object::Group(group), ChangeStatus::Applied);
        self.object_done(slot);
    }

    fn group_matched(&mut self, group: u32) {
        self.tally.groups_matched += 1;
        let state = self.directory.group(group);
        if !state.is_present() {
            self.directory.group_becomes(group, GroupState::Matched);
        }
        let joined_later = group as usize >= self.input.group_sizes.len();
        if state == GroupState::Absent && joined_later {
            // Whoever joins later and is found was not among those who were counted at the start.
            self.target.quotas.groups_come(1);
        }
    }

    /// Whether a GET finds the group.
    pub(super) fn group_is_there(&self, group: u32) -> bool {
        let state = self.directory.group(group);
        state.is_present() || state == GroupState::Forgotten || self.group_was_matched(group)
    }

    /// Whether the group exists in the target before the job.
    pub(super) fn group_was_matched(&self, group: u32) -> bool {
        let share = self.input.values[Parameter::GroupsMatchedShare];
        let id = u64::from(self.input.group_id(group));
        self.streams[Purpose::GroupMatched].happens(share, id, 0)
    }

    fn group_error(&self, group: u32) -> Option<ErrorCode> {
        if self.group_errors.is_empty() {
            return None;
        }
        let id = u64::from(self.input.group_id(group));
        let unit = self.streams[Purpose::Permanent].unit(id, 1);
        self.group_errors.pick(unit)
    }
}
