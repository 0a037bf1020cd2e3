//! The references of an incremental cycle: memberships that changed, and references that failed before.

use super::task::Task;
use super::{Calendar, Cycle, Event, Fate, Observer, SimTime};
use crate::model::errors::ErrorCode;
use crate::model::job::{DropReason, Held, NO_CHANGE};

impl<O: Observer> Cycle<'_, O> {
    /// The next manager link or membership of the batch whose group takes another PATCH and whose user is there.
    ///
    /// Only as many as there are connections are looked at for their groups: whatever blocks them is under way, and ends.
    pub(super) fn next_changed_reference(&mut self, now: SimTime) -> Option<Task> {
        loop {
            let nearest = self.batch.left.len().saturating_sub(self.slots.len());
            let place = (nearest..self.batch.left.len()).rev().find(|&place| {
                match self.batch.left[place] {
                    Task::Membership { group, .. } => self.references.takes_another_patch(group),
                    _ => true,
                }
            })?;
            let task = self.batch.left.remove(place);
            if self.resolves(task) {
                return Some(task);
            }
            self.unresolved(task, now);
        }
    }

    /// Whether those are in the target whom a reference is about.
    fn resolves(&self, task: Task) -> bool {
        let present = self.references.present_share;
        match task {
            Task::ManagerRetry { user, .. } => {
                let state = self.users[user as usize];
                let manager = self.streams.manager_presence;
                state.has_account() && manager.happens(present, u64::from(user), 0)
            }
            Task::Membership { group, place } => {
                let work = &self.batch.members[place as usize];
                let is_there = f64::from(work.presence) <= present * f64::from(u32::MAX);
                self.groups[group as usize].is_present() && (!work.add || is_there)
            }
            _ => true,
        }
    }

    fn unresolved(&mut self, task: Task, now: SimTime) {
        let code = ErrorCode::UnableToResolveReferenceAttributeValue;
        match task {
            Task::Membership { group, place } if !self.groups[group as usize].is_in_scope() => {
                self.membership_is_moot(place, now);
            }
            Task::Membership { place, .. } => {
                let work = self.work(task);
                let (count, is_kept) = self.membership_failed(place, code, now);
                self.tell_unresolved(work, is_kept, now);
                self.count_error(code, count);
            }
            Task::ManagerRetry { user, place } if !self.users[user as usize].is_in_scope() => {
                // Whoever has left needs no manager.
                if let Some(store) = &mut self.store {
                    store.escrow.let_go(place);
                }
            }
            Task::ManagerRetry { place, .. } => {
                self.tally.managers_failed += 1;
                self.count_error(code, 1);
                let is_kept = self.retry_to_escrow(place, code, now);
                self.tell_unresolved(self.work(task), is_kept, now);
            }
            _ => {}
        }
    }

    pub(super) fn membership_written(
        &mut self,
        slot: u16,
        place: u32,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let work = self.batch.members[place as usize];
        if !self.group_changes(work.group, work.add, work.count) {
            self.members_have_no_room(slot, work.count, now, calendar);
            return;
        }
        self.batch.members[place as usize].done = true;
        if work.add {
            self.tally.memberships_written += u64::from(work.count);
        } else {
            self.tally.memberships_removed += u64::from(work.count);
        }
        if let Some(store) = &mut self.store {
            if work.escrow == NO_CHANGE {
                let fate = Some(Fate::Applied);
                store.ledger.settle(work.head, fate, now, self.observer);
            } else {
                store.reference_retried(work.escrow, None, now, self.observer);
            }
        }
        self.release(slot, now, calendar);
    }

    /// The group has left the scope in the meantime.
    fn membership_is_moot(&mut self, place: u32, now: SimTime) {
        let work = &mut self.batch.members[place as usize];
        work.done = true;
        let work = *work;
        if let Some(store) = &mut self.store {
            let mut head = work.head;
            if work.escrow != NO_CHANGE {
                head = store.escrow.let_go(work.escrow);
            }
            let fate = Fate::Dropped(DropReason::Undone);
            store.ledger.settle(head, Some(fate), now, self.observer);
        }
    }

    /// Some memberships failed for good in this cycle; how many, and whether they wait in escrow.
    pub(super) fn membership_failed(
        &mut self,
        place: u32,
        code: ErrorCode,
        now: SimTime,
    ) -> (u64, bool) {
        let work = &mut self.batch.members[place as usize];
        work.done = true;
        let work = *work;
        self.tally.memberships_failed += u64::from(work.count);
        let count = u64::from(work.count);
        if work.escrow != NO_CHANGE {
            return (count, self.retry_to_escrow(work.escrow, code, now));
        }
        if let Some(store) = &mut self.store {
            let held = Held::Members {
                group: work.group,
                count: work.count,
                add: work.add,
                presence: work.presence,
                luck: work.luck,
            };
            store.reference_fails(held, work.head, code, now, self.observer);
        }
        (count, true)
    }
}
