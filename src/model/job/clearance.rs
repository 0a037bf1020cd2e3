//! What a full cycle takes along, and what becomes of the escrow when it is cleared.

use super::change::{DropReason, Fate};
use super::escrow::Held;
use super::ledger::NONE;
use super::store::{MembershipChange, Store};
use crate::model::record::Observer;
use crate::units::SimTime;

impl Store {
    /// A full cycle begins: it looks at every object, whatever waited, and writes all memberships again.
    pub fn full_cycle_begins(&mut self, now: SimTime, observer: &mut impl Observer) {
        self.pending.users.clear();
        self.pending.groups.clear();
        let waiting = self.pending.memberships.drain(..);
        let changes = waiting.map(|one| one.change).filter(|id| *id != NONE);
        self.absorbed.extend(changes);
        self.absorbed_outside.append(&mut self.pending.outside);
        for place in self.escrow.places() {
            if self.escrow.entry(place).held.references() > 0 {
                let mut id = self.escrow.let_go(place);
                self.ledger.settle(id, None, now, observer);
                while id != NONE {
                    let next = self.ledger.next(id);
                    self.ledger.chain(id, NONE);
                    self.absorbed.push(id);
                    id = next;
                }
            }
        }
        self.unresolved = 0;
    }

    /// A full cycle is completed: what it took along is in the target, and no reference is missed any more.
    pub fn full_cycle_done(&mut self, now: SimTime, observer: &mut impl Observer) {
        for id in self.absorbed.drain(..) {
            self.ledger.settle(id, Some(Fate::Applied), now, observer);
        }
        let skipped = Some(Fate::Dropped(DropReason::OutOfScope));
        for id in self.absorbed_outside.drain(..) {
            self.ledger.settle(id, skipped, now, observer);
        }
        self.missed_references = 0;
        self.unresolved_at_first = self.unresolved;
        self.failed_users = self.escrow.objects;
    }

    /// Clears everything in escrow. Changes that were in it wait again if every object is looked at again, and are
    /// dropped if not.
    pub fn clear_escrow(&mut self, looks_again: bool, now: SimTime, observer: &mut impl Observer) {
        for place in self.escrow.places() {
            let held = self.escrow.entry(place).held;
            let fate = (!looks_again).then_some(Fate::Dropped(DropReason::EscrowCleared));
            match held {
                Held::User(user) => {
                    let head = self.user_changes[user as usize];
                    self.ledger.settle(head, fate, now, observer);
                    self.user_escrow[user as usize] = NONE;
                    if !looks_again {
                        self.user_changes[user as usize] = NONE;
                    }
                }
                Held::Group(group) => {
                    let head = self.group_changes[group as usize];
                    self.ledger.settle(head, fate, now, observer);
                    self.group_escrow[group as usize] = NONE;
                    if !looks_again {
                        self.group_changes[group as usize] = NONE;
                    }
                }
                Held::Manager(_) => {}
                Held::Members { group, add, .. } => {
                    let head = self.escrow.entry(place).head;
                    self.ledger.settle(head, fate, now, observer);
                    if looks_again {
                        self.wait_again(group, add, head);
                    }
                }
            }
            self.escrow.let_go(place);
        }
        self.unresolved = 0;
    }

    /// Everything in escrow is given up for good.
    pub fn give_up_escrow(&mut self, now: SimTime, observer: &mut impl Observer) {
        let fate = Fate::Dropped(DropReason::GivenUp);
        for place in self.escrow.places() {
            match self.escrow.entry(place).held {
                Held::User(user) => self.settle_user(user, fate, now, observer),
                Held::Group(group) => self.settle_group(group, fate, now, observer),
                Held::Manager(_) | Held::Members { .. } => {
                    let head = self.escrow.let_go(place);
                    self.ledger.settle(head, Some(fate), now, observer);
                }
            }
        }
        self.unresolved = 0;
    }

    /// Lets the memberships of a chain wait for the next cycle, each for itself.
    pub fn wait_again(&mut self, group: u32, add: bool, head: u32) {
        let mut id = head;
        while id != NONE {
            let next = self.ledger.next(id);
            self.ledger.chain(id, NONE);
            self.pending.memberships.push(MembershipChange {
                group,
                add,
                change: id,
            });
            id = next;
        }
    }
}
