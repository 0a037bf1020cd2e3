//! Whom a change concerns, and what it means for the next cycle.

use super::feed::{Arrival, Departure};
use super::job_course::Job;
use super::store::Store;
use crate::model::chance::{About, Purpose};
use crate::model::change::{ChangeKind, ChangeStatus, DropReason};
use crate::model::cycle::{Memberships, NO_CHANGE};
use crate::model::directory::{Directory, GroupState, Object, UserState};
use crate::model::input::GroupSize;
use crate::model::parameters::Parameter;
use crate::model::record::Observer;
use crate::units::SimDuration;

/// Uses of a change's own stream of details.
const IS_REFERENCED: u64 = 0;
const IS_DELETED: u64 = 1;
const MEMBER_OUT_OF_SCOPE: u64 = 2;
const GROUP_SIZE: u64 = 3;
const PRESENCE: u64 = 4;

/// Whether a change matters to the next cycle; if not, why it is dropped at once.
type Taken = Result<(), DropReason>;

/// Whether a user, or a group, is in scope.
fn user_in_scope(directory: &Directory, user: u32) -> bool {
    directory.user(user).is_in_scope()
}

fn group_in_scope(directory: &Directory, group: u32) -> bool {
    directory.group(group).is_in_scope()
}

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
        let taken = match arrival.kind {
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
                Ok(())
            }
        };
        if let Err(reason) = taken {
            let change = self.open(arrival);
            let status = ChangeStatus::Dropped(reason);
            self.cycle.settle_chain(change, status);
        }
    }

    fn happens(&self, share: Parameter, arrival: &Arrival, usage: u64) -> bool {
        let details = self.cycle.streams[Purpose::ChangeDetail];
        details.happens(self.value(share), arrival.address, usage)
    }

    /// A change on its own.
    fn open(&mut self, arrival: &Arrival) -> u32 {
        let ledger = &mut self.cycle.memory.ledger;
        ledger.open(arrival, NO_CHANGE, &mut self.cycle.clock)
    }

    /// A change of an object that is looked at in the next cycle.
    fn object_changes(&mut self, object: Object, arrival: &Arrival) -> Taken {
        let memory = &mut self.cycle.memory;
        memory.object_changes(object, arrival, &mut self.cycle.clock);
        Ok(())
    }

    fn joiner(&mut self, arrival: &Arrival) -> Taken {
        let user = self.cycle.directory.add_user();
        let referenced = self.happens(Parameter::JoinersReferencedShare, arrival, IS_REFERENCED);
        let store = self.store();
        store.add_user();
        store.missed_references += u64::from(referenced);
        self.object_changes(Object::User(user), arrival)
    }

    /// One of a list of users or groups for whom `fits` holds, each as likely as the others, taken off it if so wished; those who do not
    /// belong there any more are taken off too.
    fn pick(
        &mut self,
        arrival: &Arrival,
        takes_off: bool,
        list: impl Fn(&mut Store) -> &mut Vec<u32>,
        fits: impl Fn(&Directory, u32) -> bool,
    ) -> Result<u32, DropReason> {
        let objects = self.cycle.streams[Purpose::ChangedObject];
        for usage in 0.. {
            let unit = objects.unit(arrival.address, usage);
            let listed = list(self.store());
            if listed.is_empty() {
                break;
            }
            let index = (unit * listed.len() as f64) as usize;
            let one = listed[index];
            let found = fits(self.cycle.directory, one);
            if takes_off || !found {
                list(self.store()).swap_remove(index);
            }
            if found {
                return Ok(one);
            }
        }
        Err(DropReason::NothingToChange)
    }

    fn leaver(&mut self, arrival: &Arrival) -> Taken {
        let user = self.pick(arrival, true, |store| &mut store.scoped, user_in_scope)?;
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
        match self.cycle.directory.user(user) {
            UserState::Leaving => self.object_changes(Object::User(user), arrival),
            _ => Err(DropReason::Undone),
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

    fn returner(&mut self, arrival: &Arrival) -> Taken {
        let user = self.pick(
            arrival,
            true,
            |store| &mut store.left,
            |directory, user| matches!(directory.user(user), UserState::Disabled | UserState::Kept),
        )?;
        // Whose account was kept has nothing to be enabled.
        let to = match self.cycle.directory.user(user) {
            UserState::Kept => UserState::Known,
            _ => UserState::Returning,
        };
        self.cycle.directory.transition(user, to);
        self.store().scoped.push(user);
        self.object_changes(Object::User(user), arrival)
    }

    fn hard_delete(&mut self, arrival: &Arrival) -> Taken {
        let departed = arrival
            .departure
            .filter(|departure| *departure == self.departure_of(departure.user));
        // Whoever came back was restored, and may have left again since.
        let user = departed.ok_or(DropReason::Undone)?.user;
        let deleted = match self.cycle.directory.user(user) {
            // An account that was kept is deleted all the same: that is not a matter of scope.
            UserState::Disabled | UserState::Kept | UserState::Leaving => UserState::Deleting,
            UserState::AllowedLeaving => UserState::AllowedDeleting,
            UserState::Staged => UserState::StagedDeleting,
            state if state.is_in_scope() => return Err(DropReason::Undone),
            _ => return Err(DropReason::NothingToChange),
        };
        self.cycle.directory.transition(user, deleted);
        self.object_changes(Object::User(user), arrival)?;
        if deleted == UserState::StagedDeleting {
            let change = self.store().entry(Object::User(user)).change;
            self.cycle.settle_chain(change, ChangeStatus::Staged);
        }
        Ok(())
    }

    fn attribute_update(&mut self, arrival: &Arrival) -> Taken {
        let user = self.pick(arrival, false, |store| &mut store.scoped, user_in_scope)?;
        if self.cycle.directory.user(user).after_cycle() == UserState::Known {
            self.cycle.directory.transition(user, UserState::Changed);
        }
        self.object_changes(Object::User(user), arrival)
    }

    fn membership(&mut self, arrival: &Arrival, add: bool) -> Taken {
        let group = self.pick(
            arrival,
            false,
            |store| &mut store.scoped_groups,
            group_in_scope,
        )?;
        let size = &mut self.cycle.directory.group_sizes[group as usize];
        if !add && *size == 0 {
            return Err(DropReason::NothingToChange);
        }
        *size = if add { *size + 1 } else { *size - 1 };
        let share = Parameter::MembersOutOfScopeShare;
        if add && self.happens(share, arrival, MEMBER_OUT_OF_SCOPE) {
            self.store().missed_references += 1;
            return Err(DropReason::MemberOutOfScope);
        }
        if self.cycle.directory.group(group) == GroupState::Absent {
            // It is written with the rest of the group, once that is there.
            return self.object_changes(Object::Group(group), arrival);
        }
        let change = self.open(arrival);
        let details = self.cycle.streams[Purpose::ChangeDetail];
        // The cast cuts to a whole number below the greatest, since the unit is below one.
        let presence = (details.unit(arrival.address, PRESENCE) * f64::from(u32::MAX)) as u32;
        self.store().pending.memberships.push(Memberships {
            group,
            add,
            address: About::Change.address(arrival.address),
            change,
            count: 1,
            presence,
        });
        Ok(())
    }

    fn new_group(&mut self, arrival: &Arrival) -> Taken {
        let details = self.cycle.streams[Purpose::ChangeDetail];
        let unit = details.unit(arrival.address, GROUP_SIZE);
        let input = self.cycle.input;
        let size = GroupSize::new(&input.values, input.candidates).at(unit);
        let group = self.cycle.directory.add_group(size);
        self.store().add_group();
        self.object_changes(Object::Group(group), arrival)
    }

    fn removed_group(&mut self, arrival: &Arrival) -> Taken {
        let group = self.pick(
            arrival,
            false,
            |store| &mut store.scoped_groups,
            group_in_scope,
        )?;
        let absent = self.cycle.directory.group(group) == GroupState::Absent;
        let undone = ChangeStatus::Dropped(DropReason::Undone);
        self.settle(Object::Group(group), undone);
        let to = if absent {
            GroupState::Gone
        } else {
            GroupState::Leaving
        };
        self.cycle.directory.group_becomes(group, to);
        if absent {
            return Err(DropReason::Undone);
        }
        self.object_changes(Object::Group(group), arrival)
    }
}
