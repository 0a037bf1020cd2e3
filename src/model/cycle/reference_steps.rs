//! The reference pass: managers, and in an incremental cycle memberships that changed and references that failed before.
//!
//! A manager link is checked with a GET and set with a PATCH; members are added by PATCHes of their group, which was
//! created empty (use-scim-to-provision-users-and-groups, examples 4 and 5). A reference to somebody who is
//! not in the target cannot be resolved and costs no call. Whether a given member or manager is there is drawn from
//! the share of users who are, so that no lists of members need to be kept.

use super::batch::{Held, NO_CHANGE};
use super::cycle_state::Cycle;
use super::memory::Memory;
use super::source_pages::SourceItem;
use super::task::{Slot, Task};
use crate::model::chance::Purpose;
use crate::model::change::{ChangeStatus, DropReason};
use crate::model::directory::UserState;
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::parameters::Parameter;
use crate::model::record::{Activity, Deed, Observer, Work, WorkResult};

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
        let already_linked = slot.told.unwrap_or_else(|| {
            self.directory.user(user) == UserState::Unchanged
                && self.streams[Purpose::ManagerLink].happens(found, u64::from(user), 0)
        });
        if checked && !already_linked {
            self.call(slot, Endpoint::UserPatch, Activity::Managers);
            return;
        }
        self.tally.managers_linked += 1;
        if let Task::ManagerRetry { index, .. } = slot.task {
            self.reference_retried(index, None);
        }
        let deed = if checked { Deed::Nothing } else { Deed::Update };
        self.report_end(slot, deed, WorkResult::Done);
        self.release(slot);
    }

    /// The next failed reference to try again, of those whose group takes another PATCH.
    pub(super) fn next_reference_retry(&mut self) -> Option<(Task, u8)> {
        let due = self.due.iter().map(|(task, _)| *task);
        let index = self.references.nearest_free(due, self.slots.len())?;
        Some(self.due.remove(index))
    }

    /// The user at an index of the source.
    #[inline(always)]
    pub(super) fn user_at(&self, index: u32) -> u32 {
        if self.is_full {
            index
        } else {
            self.batch.users[index as usize]
        }
    }

    /// The task for an object of the source.
    pub(super) fn task_for(&self, item: SourceItem) -> Task {
        match item {
            SourceItem::User(index) => Task::User(self.user_at(index)),
            SourceItem::Group(group) if self.is_full => Task::Group(group),
            SourceItem::Group(index) => Task::Group(self.batch.groups[index as usize]),
            SourceItem::Outside(index) => Task::Outside(index),
        }
    }

    /// An object out of scope was evaluated, and that is all.
    pub(super) fn outside_evaluated(&mut self, slot: &mut Slot, index: u32) {
        let is_change = !self.is_full && (index as usize) < self.batch.outside.len();
        let work = Work::Outside {
            number: slot.object,
            is_group: !is_change,
        };
        let reason = DropReason::OutOfScope;
        self.report_end_of(work, slot, Deed::Nothing, WorkResult::Skipped(reason));
        if let Some(change) = self.batch.outside.get_mut(index as usize) {
            let change = std::mem::replace(change, NO_CHANGE);
            let status = ChangeStatus::Dropped(reason);
            self.settle_chain(change, status);
        }
        self.tally.objects_skipped += 1;
        self.object_done(slot);
    }

    /// The next manager link or membership of the batch whose group takes another PATCH and whose user is there.
    pub(super) fn next_changed_reference(&mut self) -> Option<Task> {
        loop {
            let left = self.batch.left.iter().copied();
            let index = self.references.nearest_free(left, self.slots.len())?;
            let task = self.batch.left.remove(index);
            if self.resolves(task) {
                return Some(task);
            }
            self.unresolved(task);
        }
    }

    /// Whether those are in the target whom a reference is about.
    fn resolves(&self, task: Task) -> bool {
        let present = self.references.present_share;
        match task {
            Task::ManagerRetry { user, .. } => {
                let manager = self.streams[Purpose::ManagerPresence];
                self.directory.user(user).has_account()
                    && manager.happens(present, u64::from(user), 0)
            }
            Task::Membership { group, index } => {
                let members = &self.batch.members[index as usize].of;
                let is_there = f64::from(members.presence) <= present * f64::from(u32::MAX);
                self.directory.group(group).is_present() && (!members.add || is_there)
            }
            _ => true,
        }
    }

    fn unresolved(&mut self, task: Task) {
        let code = ErrorCode::UnableToResolveReferenceAttributeValue;
        match task {
            Task::Membership { group, index } if !self.directory.group(group).is_in_scope() => {
                self.membership_is_moot(index);
            }
            Task::Membership { index, .. } => {
                let work = self.work(task);
                let (count, is_kept) = self.membership_failed(index, code);
                self.report_unresolved(work, is_kept);
                self.count_error(code, count);
            }
            Task::ManagerRetry { user, index } if !self.directory.user(user).is_in_scope() => {
                // Whoever has left needs no manager.
                self.memory.let_go(index);
            }
            Task::ManagerRetry { index, .. } => {
                self.tally.managers_failed += 1;
                self.count_error(code, 1);
                let is_kept = self.reference_retried(index, Some(code));
                self.report_unresolved(self.work(task), is_kept);
            }
            _ => {}
        }
    }

    pub(super) fn membership_written(&mut self, slot: &mut Slot, index: u32) {
        let work = self.batch.members[index as usize];
        let id = self.input.group_id(work.of.group);
        let count = u64::from(work.of.count);
        if work.of.add {
            if !self.target.quotas.adds(id, count) {
                self.has_no_room(slot, work.of.count);
                return;
            }
            self.tally.memberships_written += count;
        } else {
            self.target.quotas.removes(id, count);
            self.tally.memberships_removed += count;
        }
        self.batch.members[index as usize].done = true;
        if let Some(escrow) = work.escrow {
            self.reference_retried(escrow, None);
        } else {
            let status = ChangeStatus::Applied;
            self.settle_chain(work.of.change, status);
        }
        self.report_end(slot, self.deed(slot), WorkResult::Done);
        self.release(slot);
    }

    /// The group has left the scope in the meantime.
    fn membership_is_moot(&mut self, index: u32) {
        let work = &mut self.batch.members[index as usize];
        work.done = true;
        let change = match work.escrow {
            Some(escrow) => self.memory.let_go(escrow),
            None => work.of.change,
        };
        let status = ChangeStatus::Dropped(DropReason::Undone);
        self.settle_chain(change, status);
    }

    /// Some memberships failed for good in this cycle; how many, and whether they wait in escrow.
    pub(super) fn membership_failed(&mut self, index: u32, code: ErrorCode) -> (u64, bool) {
        let work = &mut self.batch.members[index as usize];
        work.done = true;
        let work = *work;
        let count = u64::from(work.of.count);
        self.tally.memberships_failed += count;
        if let Some(escrow) = work.escrow {
            return (count, self.reference_retried(escrow, Some(code)));
        }
        let held = Held::Members(work.of);
        self.reference_fails(held, code);
        (count, true)
    }
}
