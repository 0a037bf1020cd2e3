//! The references of an incremental cycle: memberships that changed, and references that failed before.

use super::cycle_state::Cycle;
use super::held::{Held, NO_CHANGE};
use super::memory::Memory;
use super::source_pages::SourceItem;
use super::task::{Slot, Task};
use crate::model::chance::Purpose;
use crate::model::change::{ChangeStatus, DropReason};
use crate::model::errors::ErrorCode;
use crate::model::record::Observer;

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// The task for an object of the source.
    pub(super) fn task_for(&self, item: SourceItem) -> Task {
        match item {
            SourceItem::User(user) if self.is_full => Task::User(user),
            SourceItem::User(index) => Task::User(self.batch.users[index as usize]),
            SourceItem::Group(group) if self.is_full => Task::Group(group),
            SourceItem::Group(index) => Task::Group(self.batch.groups[index as usize]),
            SourceItem::Outside(index) => Task::Outside(index),
        }
    }

    /// A change out of scope was evaluated, and that is all.
    pub(super) fn outside_evaluated(&mut self, index: u32) {
        if let Some(change) = self.batch.outside.get_mut(index as usize) {
            let change = std::mem::replace(change, NO_CHANGE);
            let status = ChangeStatus::Dropped(DropReason::OutOfScope);
            self.settle_chain(change, status);
        }
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
