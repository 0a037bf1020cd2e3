//! What the job remembers for its cycles.

use super::batches;
use super::store::Store;
use crate::model::change::{ChangeStatus, DropReason};
use crate::model::cycle::{Batch, Held, Memberships, Memory, NO_CHANGE};
use crate::model::directory::{Directory, Object, Removal};
use crate::model::errors::ErrorCode;
use crate::model::record::{Clock, Observer};
use crate::units::SimTime;

impl Memory for Store {
    fn is_kept(&self) -> bool {
        true
    }

    fn settle(&mut self, object: Object, status: ChangeStatus, clock: &mut Clock<impl Observer>) {
        if let Object::Group(group) = object {
            // Members that were lost with it come in with it.
            self.unresolved.group_comes_in(group);
        }
        let entry = std::mem::take(self.entry_mut(object));
        self.ledger.settle(entry.change, status, clock);
        if let Some(index) = entry.escrow {
            self.escrow.let_go(index);
        }
    }

    fn fails(&mut self, object: Object, code: ErrorCode, clock: &mut Clock<impl Observer>) -> bool {
        let waits_at = self.entry(object).escrow;
        match waits_at {
            None => {
                let index = self.escrow.take_in(Held::Object(object), code, clock.now);
                self.entry_mut(object).escrow = Some(index);
            }
            Some(index) if self.escrow.fails_again(index, code, clock.now) => {}
            Some(_) => {
                self.settle(object, ChangeStatus::Dropped(DropReason::GivenUp), clock);
                return false;
            }
        }
        let change = self.entry(object).change;
        self.ledger.settle(change, ChangeStatus::Escrowed, clock);
        true
    }

    fn reference_fails(&mut self, held: Held, code: ErrorCode, clock: &mut Clock<impl Observer>) {
        self.ledger
            .settle(held.change(), ChangeStatus::Escrowed, clock);
        self.escrow.take_in(held, code, clock.now);
    }

    fn reference_retried(
        &mut self,
        index: u32,
        failure: Option<ErrorCode>,
        clock: &mut Clock<impl Observer>,
    ) -> bool {
        let status = match failure {
            None => ChangeStatus::Applied,
            Some(code) if self.escrow.fails_again(index, code, clock.now) => return true,
            Some(_) => ChangeStatus::Dropped(DropReason::GivenUp),
        };
        let change = self.escrow.let_go(index);
        self.ledger.settle(change, status, clock);
        false
    }

    fn let_go(&mut self, index: u32) -> u32 {
        self.escrow.let_go(index)
    }

    fn settle_chain(
        &mut self,
        change: u32,
        status: ChangeStatus,
        clock: &mut Clock<impl Observer>,
    ) {
        self.ledger.settle(change, status, clock);
    }

    fn has_open_changes(&self, user: u32) -> bool {
        self.entry(Object::User(user)).change != NO_CHANGE
    }

    fn is_in_escrow(&self, object: Object) -> bool {
        self.entry(object).escrow.is_some()
    }

    fn is_retried(&self, object: Object) -> bool {
        let index = self.entry(object).escrow;
        index.is_some_and(|index| self.escrow.entry(index).in_flight)
    }

    fn address_of(&self, change: u32) -> Option<u64> {
        Some(self.ledger.address(change))
    }

    fn may_create(&self) -> bool {
        self.actions.create
    }

    fn may_update(&self) -> bool {
        self.actions.update
    }

    fn keeps(&self, deletes: bool) -> Option<DropReason> {
        if self.skips_deletions && !deletes {
            Some(DropReason::SkippedDeletion)
        } else if !self.actions.delete {
            Some(DropReason::ActionOff)
        } else {
            None
        }
    }

    fn disables(&self) -> bool {
        self.disables
    }

    fn account_begins(&mut self, user: u32, anew: bool) {
        self.licensed[user as usize] = true;
        if anew {
            self.lost_memberships += self.memberships_each;
        }
    }

    fn account_ends(&mut self, user: u32) -> bool {
        std::mem::take(&mut self.licensed[user as usize])
    }

    fn may_return(&mut self, user: u32) {
        self.left.push(user);
    }

    fn too_many(&self, removals: u64) -> bool {
        self.is_over_threshold(removals)
    }

    fn stage(&mut self, removal: Removal, clock: &mut Clock<impl Observer>) {
        let change = self.entry(removal.object).change;
        self.ledger.settle(change, ChangeStatus::Staged, clock);
        self.staged.push(removal);
    }

    fn take_staged(&mut self, clock: &mut Clock<impl Observer>) -> Vec<Removal> {
        let staged = std::mem::take(&mut self.staged);
        for removal in &staged {
            let change = self.entry(removal.object).change;
            self.ledger.settle(change, ChangeStatus::Waiting, clock);
        }
        staged
    }

    fn wait(&mut self, object: Object) {
        self.object_waits(object);
    }

    fn members_unresolved(&mut self, members: u64) {
        self.unresolved.of_absent_users(members);
    }

    fn members_lost(&mut self, group: u32, members: u64) {
        self.unresolved.group_comes_in(group);
        self.unresolved.with_group(group, members);
    }

    fn keeps_memberships(&self) -> bool {
        self.has_memberships()
    }

    fn full_cycle_done(&mut self, users_missing: u64) {
        self.missed_references = 0;
        if !self.has_memberships() {
            self.lost_memberships = 0;
            self.unresolved.users_absent(users_missing);
        }
        self.memberships_are_in = true;
    }

    fn full_cycle_given_up(&mut self) {
        self.memberships_are_in = false;
    }

    fn collect(&mut self, batch: &mut Batch, per_patch: u32, now: SimTime) {
        batches::collect(self, batch, per_patch, now);
    }

    fn give_back(&mut self, batch: &mut Batch, directory: &Directory, now: SimTime) {
        batches::give_back(self, batch, directory, now);
    }

    fn memberships_caught_up(&mut self, is_full: bool, users_missing: u64) -> u64 {
        let missed = if is_full {
            std::mem::take(&mut self.missed_references)
        } else {
            0
        };
        self.unresolved.become_possible(users_missing) + missed
    }

    fn members_wait(&mut self, members: Memberships) {
        self.pending.memberships.push(members);
    }
}
