//! Whom a change concerns, and what it means for the next cycle.

use super::change::{ChangeKind, DropReason, Fate};
use super::feed::{Arrival, Departure, Feed};
use super::ledger::NONE;
use super::store::Store;
use crate::model::cycle::Cycle;
use crate::model::directory::UserState;
use crate::model::parameters::Parameter;
use crate::model::record::Observer;
use crate::units::{SimDuration, SimTime};

/// Uses of a change's own stream of details.
const IS_REFERENCED: u64 = 0;
const IS_DELETED: u64 = 1;
/// Those of groups begin here.
pub(super) const GROUP_USES: u64 = 2;

/// A job takes in what changed; the cycle holds the directory.
pub(super) struct Intake<'c, 'a, O> {
    pub cycle: &'c mut Cycle<'a, O>,
    pub feed: &'c mut Feed,
    pub now: SimTime,
}

impl<O: Observer> Intake<'_, '_, O> {
    /// Takes in every change that is visible by now.
    pub fn take_all(&mut self) {
        self.cycle.observer.changes_come_in(self.now);
        while let Some(arrival) = self.feed.next_by(self.now) {
            self.take(&arrival);
        }
    }

    /// Counts what was made by now and no cycle has seen: it waits, whomever it concerns.
    pub fn count_unseen(&mut self) {
        self.cycle.observer.changes_come_in(self.now);
        while let Some(arrival) = self.feed.next_by(self.now) {
            self.open(&arrival);
        }
        while let Some(arrival) = self.feed.next_unseen(self.now) {
            self.open(&arrival);
        }
    }

    fn take(&mut self, arrival: &Arrival) {
        match arrival.kind {
            ChangeKind::Joiner => self.joiner(arrival),
            ChangeKind::Returner => self.returner(arrival),
            ChangeKind::Leaver => self.leaver(arrival),
            ChangeKind::HardDelete => self.hard_delete(arrival),
            ChangeKind::AttributeUpdate => self.attribute_update(arrival),
            ChangeKind::MembershipAdd => self.membership(arrival, true),
            ChangeKind::MembershipRemove => self.membership(arrival, false),
            ChangeKind::NewGroup => self.new_group(arrival),
            ChangeKind::RemovedGroup => self.removed_group(arrival),
            ChangeKind::OutOfScope => {
                let id = self.open(arrival);
                self.store().pending.outside.push(id);
            }
        }
    }

    pub fn store(&mut self) -> &mut Store {
        self.cycle
            .store
            .as_mut()
            .expect("a job's cycle has a store from its start")
    }

    pub fn happens(&self, share: Parameter, arrival: &Arrival, usage: u64) -> bool {
        let share = self.cycle.value(share);
        let details = self.cycle.streams().change_detail;
        details.happens(share, arrival.address, usage)
    }

    /// A change on its own.
    pub fn open(&mut self, arrival: &Arrival) -> u32 {
        let (store, observer) = self.cycle.books();
        store.ledger.open(arrival, NONE, observer)
    }

    pub fn drop_at_once(&mut self, arrival: &Arrival, reason: DropReason) {
        let id = self.open(arrival);
        let now = self.now;
        let (store, observer) = self.cycle.books();
        let fate = Some(Fate::Dropped(reason));
        store.ledger.settle(id, fate, now, observer);
    }

    /// A change of a user who is looked at in the next cycle.
    fn user_changes(&mut self, user: u32, arrival: &Arrival) {
        let (store, observer) = self.cycle.books();
        store.chain_user(user, arrival, observer);
        store.pending.users.push(user);
    }

    /// What waited for a user comes to nothing.
    fn undo_user(&mut self, user: u32, reason: DropReason) {
        let now = self.now;
        let (store, observer) = self.cycle.books();
        store.settle_user(user, Fate::Dropped(reason), now, observer);
    }

    fn joiner(&mut self, arrival: &Arrival) {
        let user = self.cycle.users.len() as u32;
        self.cycle.users.push(UserState::Pending);
        let referenced = self.happens(Parameter::JoinersReferencedShare, arrival, IS_REFERENCED);
        let store = self.store();
        store.add_user();
        store.scoped.push(user);
        store.in_scope += 1;
        store.missed_references += u64::from(referenced);
        self.user_changes(user, arrival);
    }

    /// One of a list of users for whom `fits` holds, taken off it if so wished; those who do not belong there any more are
    /// taken off too.
    fn pick(
        &mut self,
        arrival: &Arrival,
        takes_off: bool,
        list: impl Fn(&mut Store) -> &mut Vec<u32>,
        fits: impl Fn(UserState) -> bool,
    ) -> Option<u32> {
        let objects = self.cycle.streams().changed_object;
        for usage in 0.. {
            let unit = objects.unit(arrival.address, usage);
            let users = list(self.store());
            if users.is_empty() {
                return None;
            }
            let place = (unit * users.len() as f64) as usize;
            let user = users[place];
            let found = fits(self.cycle.users[user as usize]);
            if takes_off || !found {
                list(self.store()).swap_remove(place);
            }
            if found {
                return Some(user);
            }
        }
        None
    }

    fn leaver(&mut self, arrival: &Arrival) {
        let in_scope = |state: UserState| state.is_in_scope();
        let Some(user) = self.pick(arrival, true, |store| &mut store.scoped, in_scope) else {
            self.drop_at_once(arrival, DropReason::NothingToChange);
            return;
        };
        self.store().in_scope -= 1;
        self.leave(user);
        if self.happens(Parameter::LeaversDeletedShare, arrival, IS_DELETED) {
            let after = SimDuration::from_secs_f64(self.cycle.value(Parameter::HardDeleteAfter));
            let made = arrival.made + after;
            let departure = Some(self.departure_of(user));
            self.feed.defer(Arrival {
                kind: ChangeKind::HardDelete,
                made,
                visible: made.max(self.now),
                departure,
                marked: false,
                address: arrival.address,
            });
        }
        if self.cycle.users[user as usize] == UserState::Leaving {
            self.user_changes(user, arrival);
        } else {
            self.drop_at_once(arrival, DropReason::Undone);
        }
    }

    /// How often a user has left so far.
    fn departure_of(&mut self, user: u32) -> Departure {
        let number = self.store().departures[user as usize];
        Departure { user, number }
    }

    /// A user in scope is so no more.
    pub fn leave(&mut self, user: u32) {
        let departures = &mut self.store().departures[user as usize];
        *departures = departures.wrapping_add(1);
        let state = self.cycle.users[user as usize];
        self.undo_user(user, DropReason::Undone);
        self.cycle.users[user as usize] = match state {
            UserState::Pending => UserState::OutOfScope,
            // Nothing is there to be taken away.
            UserState::Orphaned => UserState::OutOfScope,
            state if state.is_missed() => {
                let store = self.store();
                store.absent = store.absent.saturating_sub(1);
                if state == UserState::Escrowed {
                    store.unresolved.absent_user_leaves();
                }
                UserState::OutOfScope
            }
            UserState::Returning => {
                self.store().left.push(user);
                UserState::Disabled
            }
            _ => UserState::Leaving,
        };
    }

    fn returner(&mut self, arrival: &Arrival) {
        let gone = |state| matches!(state, UserState::Disabled | UserState::Kept);
        let Some(user) = self.pick(arrival, true, |store| &mut store.left, gone) else {
            self.drop_at_once(arrival, DropReason::NothingToChange);
            return;
        };
        let state = &mut self.cycle.users[user as usize];
        // Whose account was kept has nothing to be enabled.
        *state = if *state == UserState::Kept {
            UserState::Known
        } else {
            UserState::Returning
        };
        let store = self.store();
        store.scoped.push(user);
        store.in_scope += 1;
        self.user_changes(user, arrival);
    }

    fn hard_delete(&mut self, arrival: &Arrival) {
        let departed = arrival
            .departure
            .filter(|departure| *departure == self.departure_of(departure.user));
        let Some(Departure { user, .. }) = departed else {
            // Whoever came back was restored, and may have left again since.
            self.drop_at_once(arrival, DropReason::Undone);
            return;
        };
        let state = self.cycle.users[user as usize];
        let deleted = match state {
            // An account that was kept is deleted all the same: that is not a matter of scope.
            UserState::Disabled | UserState::Kept | UserState::Leaving => UserState::Deleting,
            UserState::AllowedLeaving => UserState::AllowedDeleting,
            UserState::Staged => UserState::StagedDeleting,
            _ => {
                let reason = if state.is_in_scope() {
                    DropReason::Undone
                } else {
                    DropReason::NothingToChange
                };
                self.drop_at_once(arrival, reason);
                return;
            }
        };
        self.cycle.users[user as usize] = deleted;
        self.user_changes(user, arrival);
        if deleted == UserState::StagedDeleting {
            let now = self.now;
            let (store, observer) = self.cycle.books();
            let head = store.user_changes[user as usize];
            store.ledger.settle(head, Some(Fate::Staged), now, observer);
        }
    }

    fn attribute_update(&mut self, arrival: &Arrival) {
        let in_scope = |state: UserState| state.is_in_scope();
        let Some(user) = self.pick(arrival, false, |store| &mut store.scoped, in_scope) else {
            self.drop_at_once(arrival, DropReason::NothingToChange);
            return;
        };
        let state = &mut self.cycle.users[user as usize];
        if matches!(
            state,
            UserState::Known | UserState::Created | UserState::Updated | UserState::Unchanged
        ) {
            *state = UserState::Changed;
        }
        self.user_changes(user, arrival);
    }
}
