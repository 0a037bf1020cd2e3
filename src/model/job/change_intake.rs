//! Whom a change concerns, and what it means for the next cycle.

use super::feed::{Arrival, Departure};
use super::job_course::Job;
use super::store::Store;
use crate::model::chance::Purpose;
use crate::model::change::{ChangeKind, ChangeStatus, DropReason};
use crate::model::cycle::{Memory, NO_CHANGE};
use crate::model::directory::{Object, UserState};
use crate::model::parameters::Parameter;
use crate::model::record::Observer;
use crate::units::SimDuration;

/// Uses of a change's own stream of details.
const IS_REFERENCED: u64 = 0;
const IS_DELETED: u64 = 1;
/// Those of groups begin here.
pub(super) const GROUP_USES: u64 = 2;

impl<O: Observer> Job<'_, O> {
    /// Takes in what has changed in the directory so far, and is visible.
    pub fn take_in_changes(&mut self) {
        while let Some(arrival) = self.feed.next_by(self.now()) {
            self.take(&arrival);
        }
    }

    /// Counts what has changed by the horizon and no cycle has seen: it waits, whomever it concerns.
    pub fn take_in_the_rest(&mut self) {
        while let Some(arrival) = self.feed.next_by(self.now()) {
            self.open(&arrival);
        }
        while let Some(arrival) = self.feed.next_unseen(self.now()) {
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

    pub fn happens(&self, share: Parameter, arrival: &Arrival, usage: u64) -> bool {
        let details = self.cycle.streams[Purpose::ChangeDetail];
        details.happens(self.value(share), arrival.address, usage)
    }

    /// A change on its own.
    pub fn open(&mut self, arrival: &Arrival) -> u32 {
        let ledger = &mut self.cycle.memory.ledger;
        ledger.open(arrival, NO_CHANGE, &mut self.cycle.clock)
    }

    pub fn drop_at_once(&mut self, arrival: &Arrival, reason: DropReason) {
        let change = self.open(arrival);
        let status = ChangeStatus::Dropped(reason);
        let memory = &mut self.cycle.memory;
        memory.settle_chain(change, status, &mut self.cycle.clock);
    }

    /// A change of an object that is looked at in the next cycle.
    pub fn object_changes(&mut self, object: Object, arrival: &Arrival) {
        let memory = &mut self.cycle.memory;
        memory.object_changes(object, arrival, &mut self.cycle.clock);
    }

    fn joiner(&mut self, arrival: &Arrival) {
        let user = self.cycle.directory.add_user();
        let referenced = self.happens(Parameter::JoinersReferencedShare, arrival, IS_REFERENCED);
        let store = self.store();
        store.add_user();
        store.missed_references += u64::from(referenced);
        self.object_changes(Object::User(user), arrival);
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
        let objects = self.cycle.streams[Purpose::ChangedObject];
        for usage in 0.. {
            let unit = objects.unit(arrival.address, usage);
            let users = list(self.store());
            if users.is_empty() {
                return None;
            }
            let index = (unit * users.len() as f64) as usize;
            let user = users[index];
            let found = fits(self.cycle.directory.user(user));
            if takes_off || !found {
                list(self.store()).swap_remove(index);
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
        self.leave(user);
        if self.happens(Parameter::LeaversDeletedShare, arrival, IS_DELETED) {
            let after = SimDuration::from_secs_f64(self.value(Parameter::HardDeleteAfter));
            let made = arrival.made + after;
            let departure = Some(self.departure_of(user));
            self.feed.defer(Arrival {
                kind: ChangeKind::HardDelete,
                made,
                visible: made.max(self.now()),
                departure,
                marked: false,
                address: arrival.address,
            });
        }
        if self.cycle.directory.user(user) == UserState::Leaving {
            self.object_changes(Object::User(user), arrival);
        } else {
            self.drop_at_once(arrival, DropReason::Undone);
        }
    }

    /// How often a user has left so far.
    fn departure_of(&mut self, user: u32) -> Departure {
        let number = self.store().departures[user as usize];
        Departure { user, number }
    }

    /// Takes a user out of scope.
    pub fn leave(&mut self, user: u32) {
        let departures = &mut self.store().departures[user as usize];
        *departures = departures.wrapping_add(1);
        let state = self.cycle.directory.user(user);
        let undone = ChangeStatus::Dropped(DropReason::Undone);
        self.settle(Object::User(user), undone);
        let to = match state {
            // Nothing is there to be taken away.
            UserState::Pending | UserState::Orphaned => UserState::OutOfScope,
            state if state.is_missed() => UserState::OutOfScope,
            UserState::Returning => UserState::Disabled,
            _ => UserState::Leaving,
        };
        self.cycle.directory.transition(user, to);
        match state {
            UserState::Escrowed => self.store().unresolved.absent_user_leaves(),
            UserState::Returning => self.store().left.push(user),
            _ => {}
        }
    }

    fn returner(&mut self, arrival: &Arrival) {
        let gone = |state| matches!(state, UserState::Disabled | UserState::Kept);
        let Some(user) = self.pick(arrival, true, |store| &mut store.left, gone) else {
            self.drop_at_once(arrival, DropReason::NothingToChange);
            return;
        };
        // Whose account was kept has nothing to be enabled.
        let to = match self.cycle.directory.user(user) {
            UserState::Kept => UserState::Known,
            _ => UserState::Returning,
        };
        self.cycle.directory.transition(user, to);
        self.store().scoped.push(user);
        self.object_changes(Object::User(user), arrival);
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
        let state = self.cycle.directory.user(user);
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
        self.cycle.directory.transition(user, deleted);
        self.object_changes(Object::User(user), arrival);
        if deleted == UserState::StagedDeleting {
            let memory = &mut self.cycle.memory;
            let change = memory.entry(Object::User(user)).change;
            memory.settle_chain(change, ChangeStatus::Staged, &mut self.cycle.clock);
        }
    }

    fn attribute_update(&mut self, arrival: &Arrival) {
        let in_scope = |state: UserState| state.is_in_scope();
        let Some(user) = self.pick(arrival, false, |store| &mut store.scoped, in_scope) else {
            self.drop_at_once(arrival, DropReason::NothingToChange);
            return;
        };
        if matches!(
            self.cycle.directory.user(user),
            UserState::Known | UserState::Created | UserState::Updated | UserState::Unchanged
        ) {
            self.cycle.directory.transition(user, UserState::Changed);
        }
        self.object_changes(Object::User(user), arrival);
    }
}
