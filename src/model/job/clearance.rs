//! What a full cycle takes along, and what becomes of the escrow when it is cleared.

use super::change::{DropReason, Fate};
use super::escrow::Held;
use super::ledger::NONE;
use super::store::{MembershipChange, Store};
use crate::model::chance::About;
use crate::model::record::Observer;
use crate::units::SimTime;

impl Store {
    /// A full cycle begins: it looks at every object, checks all manager links, and writes all memberships again or those that are
    /// not in the target.
    pub fn full_cycle_begins(&mut self, now: SimTime, observer: &mut impl Observer) {
        self.pending.users.clear();
        self.pending.groups.clear();
        for place in self.escrow.places() {
            let held = self.escrow.entry(place).held;
            if held.references() > 0 {
                let head = self.escrow.let_go(place);
                self.ledger.settle(head, None, now, observer);
                self.members_wait_again(held, head);
            }
        }
        if !self.keeps_memberships() {
            self.unresolved.clear();
        }
    }

    /// A full cycle is completed, with so many users absent; no reference is missed any more, and
    /// nobody lacks memberships if all were written.
    pub fn full_cycle_done(&mut self, absent: u64) {
        self.missed_references = 0;
        self.absent = absent;
        if !self.keeps_memberships() {
            self.lost_memberships = 0;
            self.unresolved.users_absent(absent);
        }
        self.memberships_are_in = true;
    }

    /// Clears everything in escrow. Changes that were in it wait again if every object is looked at again, and are
    /// dropped if not.
    pub fn clear_escrow(&mut self, looks_again: bool, now: SimTime, observer: &mut impl Observer) {
        for place in self.escrow.places() {
            let held = self.escrow.entry(place).held;
            if looks_again {
                let head = match held {
                    Held::User(user) => self.user_changes[user as usize],
                    Held::Group(group) => self.group_changes[group as usize],
                    Held::Manager(_) | Held::Members { .. } => self.escrow.entry(place).head,
                };
                self.ledger.settle(head, None, now, observer);
                self.members_wait_again(held, head);
                self.leave_escrow(held, place);
            } else {
                self.drop_entry(place, DropReason::EscrowCleared, now, observer);
            }
        }
        if !(looks_again && self.keeps_memberships()) {
            self.unresolved.clear();
        }
    }

    /// Everything in escrow is given up for good.
    pub fn give_up_escrow(&mut self, now: SimTime, observer: &mut impl Observer) {
        for place in self.escrow.places() {
            self.drop_entry(place, DropReason::GivenUp, now, observer);
        }
        self.unresolved.clear();
    }

    /// Ends the changes in escrow of one entry; those that wait besides go on waiting.
    fn drop_entry(
        &mut self,
        place: u32,
        reason: DropReason,
        now: SimTime,
        observer: &mut impl Observer,
    ) {
        let held = self.escrow.entry(place).held;
        match held {
            Held::User(user) => {
                let head = self.user_changes[user as usize];
                let kept = self.ledger.drop_escrowed(head, reason, now, observer);
                self.user_changes[user as usize] = kept;
            }
            Held::Group(group) => {
                let head = self.group_changes[group as usize];
                let kept = self.ledger.drop_escrowed(head, reason, now, observer);
                self.group_changes[group as usize] = kept;
            }
            Held::Manager(_) | Held::Members { .. } => {
                let head = self.escrow.entry(place).head;
                let fate = Some(Fate::Dropped(reason));
                self.ledger.settle(head, fate, now, observer);
            }
        }
        self.leave_escrow(held, place);
    }

    fn leave_escrow(&mut self, held: Held, place: u32) {
        match held {
            Held::User(user) => self.user_escrow[user as usize] = NONE,
            Held::Group(group) => self.group_escrow[group as usize] = NONE,
            Held::Manager(_) | Held::Members { .. } => {}
        }
        self.escrow.let_go(place);
    }

    /// Lets memberships that were in escrow wait for the full cycle: those of changes, and where it does not write all of them
    /// anyway the others too.
    fn members_wait_again(&mut self, held: Held, head: u32) {
        let Held::Members {
            group,
            count,
            add,
            presence,
            luck,
        } = held
        else {
            return;
        };
        if self.keeps_memberships() {
            let count = count.saturating_sub(self.ledger.length(head));
            let without_change = MembershipChange {
                group,
                add,
                luck,
                change: NONE,
                count,
                presence,
            };
            self.wait_without_change(without_change);
        }
        self.wait_again(group, add, presence, head);
    }

    /// Lets memberships that no change stands behind wait for the next cycle, if there are any.
    pub fn wait_without_change(&mut self, waiting: MembershipChange) {
        if waiting.count > 0 {
            self.pending.memberships.push(waiting);
        }
    }

    /// Lets the memberships of a chain wait for the next cycle, each for itself.
    pub fn wait_again(&mut self, group: u32, add: bool, presence: u32, head: u32) {
        let mut id = head;
        while id != NONE {
            let next = self.ledger.next(id);
            self.ledger.chain(id, NONE);
            self.pending.memberships.push(MembershipChange {
                group,
                add,
                luck: About::Change.address(self.ledger.address(id)),
                change: id,
                count: 1,
                presence,
            });
            id = next;
        }
    }
}
