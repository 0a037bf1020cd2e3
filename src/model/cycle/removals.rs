//! Users and groups that left the scope: found out with the other objects, taken out of the target after them, unless
//! they are too many (document 002).

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::{Slot, Task};
use crate::model::change::{ChangeStatus, DropReason};
use crate::model::directory::{GroupState, Object, Removal, UserState};
use crate::model::endpoint::Endpoint;
use crate::model::record::{Activity, Deed, Observer, WorkResult};

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    pub(super) fn user_leaves(&mut self, slot: &mut Slot, user: u32) {
        let object = Object::User(user);
        let deletes = self.directory.user(user).is_deleted();
        if self.leaves(slot, Removal { object, deletes }) {
            self.directory.transition(user, UserState::Kept);
            self.memory.may_return(user);
        }
        self.object_done(slot);
    }

    pub(super) fn group_leaves(&mut self, slot: &mut Slot, group: u32) {
        let object = Object::Group(group);
        let deletes = true;
        let state = self.directory.group(group);
        if !matches!(state, GroupState::Leaving | GroupState::AllowedLeaving) {
            self.skip(slot, Deed::Nothing, DropReason::OutOfScope);
            return;
        }
        if self.leaves(slot, Removal { object, deletes }) {
            self.directory.group_becomes(group, GroupState::Kept);
        }
        self.object_done(slot);
    }

    /// An object has left the scope: it is to be taken out of the target, or is kept there, which is true.
    fn leaves(&mut self, slot: &Slot, removal: Removal) -> bool {
        let reason = self.memory.keeps(removal.deletes);
        match reason {
            Some(reason) => {
                let status = ChangeStatus::Dropped(reason);
                self.settle(removal.object, status);
                self.report_end(slot, Deed::Nothing, WorkResult::Skipped(reason));
            }
            None => self.removals.push(removal),
        }
        reason.is_some()
    }

    /// All objects are through: more removals than the threshold allows are all held back, save those that were allowed.
    ///
    /// Whether those before the threshold are carried out is not stated; the texts "staged" and "haven't due to the
    /// threshold" (document 002) are read as all of the cycle.
    pub(super) fn judge_removals(&mut self) {
        let (allowed, counted): (Vec<Removal>, Vec<Removal>) = self
            .removals
            .drain(..)
            .partition(|removal| self.directory.is_allowed(*removal));
        self.removals = allowed;
        if self.memory.too_many(counted.len() as u64) {
            self.tally.removals_staged += counted.len() as u64;
            for removal in counted {
                self.directory.stage(removal);
                self.memory.stage(removal, &mut self.clock);
                let work = self.work(Self::removal_task(removal));
                self.report_at_once(work, Deed::Delete, WorkResult::Staged);
            }
        } else {
            self.removals.extend(counted);
        }
        // Taken from the end, in the order in which they were found.
        self.removals.reverse();
    }

    /// A cycle that looks at everything looks at what is staged again, and at what was kept while deletions were off.
    pub(super) fn look_again_at_removals(&mut self) {
        if !self.memory.is_kept() {
            return;
        }
        for removal in self.memory.take_staged(&mut self.clock) {
            self.directory.unstage(removal, false);
        }
        if self.memory.keeps(false).is_none() {
            self.directory.transition_all(|_, state| match state {
                UserState::Kept => UserState::Leaving,
                other => other,
            });
        }
        if self.memory.keeps(true).is_none() {
            self.directory.groups_become(|state| match state {
                GroupState::Kept => GroupState::Leaving,
                other => other,
            });
        }
    }

    /// Removals that a cycle did not come to wait for the next.
    pub(super) fn return_removals(&mut self) {
        for removal in self.removals.drain(..) {
            self.memory.wait(removal.object);
        }
        for (task, _) in self.interrupted.drain(..) {
            match task {
                Task::RemoveUser(user) => self.memory.wait(Object::User(user)),
                Task::RemoveGroup(group) => self.memory.wait(Object::Group(group)),
                _ => {}
            }
        }
    }

    pub(super) fn next_removal(&mut self) -> Option<Task> {
        self.removals.pop().map(Self::removal_task)
    }

    fn removal_task(removal: Removal) -> Task {
        match removal.object {
            Object::User(user) => Task::RemoveUser(user),
            Object::Group(group) => Task::RemoveGroup(group),
        }
    }

    /// Whether whoever leaves loses their account for good.
    pub(super) fn deletes_account(&self, user: u32) -> bool {
        self.directory.user(user).is_deleted() || !self.memory.disables()
    }

    /// The account was read, and is then disabled or deleted; or that is done.
    pub(super) fn proceed_removal(&mut self, slot: &mut Slot, user: u32) {
        let deletes = self.deletes_account(user);
        if slot.endpoint == Endpoint::UserGet {
            let endpoint = if deletes {
                Endpoint::UserDelete
            } else {
                Endpoint::UserPatch
            };
            self.call(slot, endpoint, Activity::Updating);
            return;
        }
        if deletes {
            self.tally.users_deleted += 1;
            let target = &mut self.target;
            target.users_stored = target.users_stored.saturating_sub(1);
            self.directory.transition(user, UserState::OutOfScope);
        } else {
            self.tally.users_disabled += 1;
            self.directory.transition(user, UserState::Disabled);
            self.memory.may_return(user);
        }
        if self.memory.account_ends(user) {
            self.target.licences_used -= 1;
        }
        self.settle(Object::User(user), ChangeStatus::Applied);
        let deed = if deletes { Deed::Delete } else { Deed::Disable };
        self.report_end(slot, deed, WorkResult::Done);
        self.release(slot);
    }

    /// The same for a group, which can only be deleted.
    pub(super) fn proceed_group_removal(&mut self, slot: &mut Slot, group: u32) {
        if slot.endpoint == Endpoint::GroupGet {
            self.call(slot, Endpoint::GroupDelete, Activity::GroupObjects);
            return;
        }
        self.tally.groups_deleted += 1;
        let id = self.input.group_id(group);
        let target = &mut self.target;
        target.quotas.group_goes();
        target.group_is_deleted(id);
        self.directory.group_becomes(group, GroupState::Gone);
        self.settle(Object::Group(group), ChangeStatus::Applied);
        self.report_end(slot, Deed::Delete, WorkResult::Done);
        self.release(slot);
    }
}
