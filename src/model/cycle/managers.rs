//! The reference pass, and the steps of managers.
//!
//! A manager link is checked with a GET and set with a PATCH; members are added by PATCHes of their group, which was
//! created empty (use-scim-to-provision-users-and-groups, examples 4 and 5). A reference to somebody who is
//! not in the target cannot be resolved and costs no call. Whether a given member or manager is there is drawn from
//! the share of users who are, so that no lists of members need to be kept.

use super::cycle_state::Cycle;
use super::held::Held;
use super::memory::Memory;
use super::task::{Slot, Task};
use crate::model::chance::Purpose;
use crate::model::directory::UserState;
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::parameters::Parameter;
use crate::model::record::{Activity, Observer, Work};

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// The users are through: from now on it is known how many of them are in the target.
    pub(super) fn open_references(&mut self) {
        if self.is_full {
            let in_scope = self.tally.users_in_scope;
            let present = in_scope.saturating_sub(self.directory.users_absent());
            self.references.in_scope_share = share(in_scope, u64::from(self.input.candidates));
            self.references.present_share = share(present, in_scope);
        } else {
            self.references.present_share = self.directory.present_share();
        }
    }

    pub(super) fn next_reference(&mut self) -> Option<Task> {
        self.next_manager()
            .or_else(|| self.next_changed_reference())
            .or_else(|| self.next_members())
    }

    fn next_manager(&mut self) -> Option<Task> {
        let manager_share = self.input.values[Parameter::ManagerShare];
        if manager_share <= 0.0 {
            return None;
        }
        while let Some(user) = self.next_user_with_references() {
            let state = self.directory.user(user);
            let id = u64::from(user);
            // Whoever failed has no account that could get a manager: that is no further failure.
            if !state.has_account() || !self.streams[Purpose::Manager].happens(manager_share, id, 0)
            {
                continue;
            }
            self.tally.managers_due += 1;
            let present = self.references.present_share;
            if present >= 1.0 || self.streams[Purpose::ManagerPresence].happens(present, id, 0) {
                return Some(Task::Manager(user));
            }
            let code = ErrorCode::UnableToResolveReferenceAttributeValue;
            self.tally.managers_failed += 1;
            self.count_error(code, 1);
            self.reference_fails(Held::Manager(user), code);
            self.report_unresolved(Work::Manager(user), true);
        }
        None
    }

    /// The next user whose manager is looked at: every one in a full cycle, those who are new in another.
    fn next_user_with_references(&mut self) -> Option<u32> {
        let index = self.references.next_user;
        self.references.next_user += 1;
        if self.is_full {
            ((index as usize) < self.directory.users().len()).then_some(index)
        } else {
            self.batch.newcomers.get(index as usize).copied()
        }
    }

    /// The manager was checked or set.
    pub(super) fn proceed_manager(&mut self, slot: &mut Slot, user: u32) {
        let checked = slot.endpoint == Endpoint::UserGet;
        let found = self.input.values[Parameter::ManagerLinkFoundShare];
        let already_linked = self.directory.user(user) == UserState::Unchanged
            && self.streams[Purpose::ManagerLink].happens(found, u64::from(user), 0);
        if checked && !already_linked {
            self.call(slot, Endpoint::UserPatch, Activity::Managers);
            return;
        }
        self.tally.managers_linked += 1;
        if let Task::ManagerRetry { index, .. } = slot.task {
            self.reference_retried(index, None);
        }
        self.release(slot);
    }

    /// The next failed reference to try again, of those whose group takes another PATCH.
    pub(super) fn next_reference_retry(&mut self) -> Option<(Task, u8)> {
        let due = self.due.iter().map(|(task, _)| *task);
        let index = self.references.nearest_free(due, self.slots.len())?;
        Some(self.due.remove(index))
    }
}
