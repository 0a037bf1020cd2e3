//! What a full cycle takes along, and what becomes of the escrow when it is cleared.

use super::store::Store;
use crate::model::chance::About;
use crate::model::change::{ChangeStatus, DropReason};
use crate::model::cycle::{Held, Memberships, NO_CHANGE};
use crate::model::record::{Clock, Observer};

impl Store {
    /// A full cycle begins: it looks at every object, checks all manager links, and writes all memberships again or those that are
    /// not in the target.
    pub fn full_cycle_begins(&mut self, clock: &mut Clock<impl Observer>) {
        self.pending.users.clear();
        self.pending.groups.clear();
        for index in self.escrow.indices() {
            let held = self.escrow.entry(index).held;
            if held.references() > 0 {
                self.escrow.let_go(index);
                self.ledger
                    .settle(held.change(), ChangeStatus::Waiting, clock);
                self.members_wait_again(held);
            }
        }
        if !self.has_memberships() {
            self.unresolved.clear();
        }
    }

    /// Clears everything in escrow. Changes that were in it wait again if every object is looked at again, and are
    /// dropped if not.
    pub fn clear_escrow(&mut self, looks_again: bool, clock: &mut Clock<impl Observer>) {
        for index in self.escrow.indices() {
            if looks_again {
                let held = self.escrow.entry(index).held;
                self.ledger
                    .settle(self.change_of(held), ChangeStatus::Waiting, clock);
                self.members_wait_again(held);
                self.leave_escrow(index);
            } else {
                self.drop_entry(index, DropReason::EscrowCleared, clock);
            }
        }
        if !(looks_again && self.has_memberships()) {
            self.unresolved.clear();
        }
    }

    /// Everything in escrow is given up for good.
    pub fn give_up_escrow(&mut self, clock: &mut Clock<impl Observer>) {
        for index in self.escrow.indices() {
            self.drop_entry(index, DropReason::GivenUp, clock);
        }
        self.unresolved.clear();
    }

    /// The changes of what is held.
    fn change_of(&self, held: Held) -> u32 {
        match held {
            Held::Object(object) => self.entry(object).change,
            Held::Manager(_) | Held::Members(_) => held.change(),
        }
    }

    /// Ends the changes in escrow of one entry; those that wait besides go on waiting.
    fn drop_entry(&mut self, index: u32, reason: DropReason, clock: &mut Clock<impl Observer>) {
        let held = self.escrow.entry(index).held;
        let change = self.change_of(held);
        if let Held::Object(object) = held {
            let kept = self.ledger.drop_escrowed(change, reason, clock);
            self.entry_mut(object).change = kept;
        } else {
            self.ledger
                .settle(change, ChangeStatus::Dropped(reason), clock);
        }
        self.leave_escrow(index);
    }

    fn leave_escrow(&mut self, index: u32) {
        if let Held::Object(object) = self.escrow.entry(index).held {
            self.entry_mut(object).escrow = None;
        }
        self.escrow.let_go(index);
    }

    /// Lets memberships that were in escrow wait for the full cycle: those of changes, and where it does not write all of them
    /// anyway the others too.
    fn members_wait_again(&mut self, held: Held) {
        let Held::Members(members) = held else {
            return;
        };
        if self.has_memberships() {
            let changes = self.ledger.length(members.change);
            self.wait_without_change(Memberships {
                count: members.count.saturating_sub(changes),
                ..members
            });
        }
        self.changes_wait(members);
    }

    /// Lets memberships that no change stands behind wait for the next cycle, if there are any.
    pub fn wait_without_change(&mut self, members: Memberships) {
        if members.count > 0 {
            self.pending.memberships.push(Memberships {
                change: NO_CHANGE,
                ..members
            });
        }
    }

    /// Lets the memberships of a chain of changes wait for the next cycle, each for itself.
    pub fn changes_wait(&mut self, members: Memberships) {
        let mut change = members.change;
        while change != NO_CHANGE {
            let next = self.ledger.next(change);
            self.ledger.chain(change, NO_CHANGE);
            self.pending.memberships.push(Memberships {
                address: About::Change.address(self.ledger.address(change)),
                change,
                count: 1,
                ..members
            });
            change = next;
        }
    }
}
