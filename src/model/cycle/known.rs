//! Users whom the service knows already, and target object actions that are switched off.

use super::task::Task;
use super::{Calendar, Cycle, Event, Fate, Observer, SimTime, UserState};
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::job::{DropReason, NO_CHANGE};
use crate::model::record::Activity;

impl<O: Observer> Cycle<'_, O> {
    /// A user whom the service knows was read: they are changed if their values differ.
    pub(super) fn known_user_read(
        &mut self,
        slot: u16,
        user: u32,
        state: UserState,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        if state == UserState::Orphaned {
            self.fail(slot, ErrorCode::InvalidAnchor, now, calendar);
            return;
        }
        let differs = matches!(state, UserState::Changed | UserState::Returning);
        if differs && self.may_update() {
            self.call(slot, Endpoint::UserPatch, Activity::Updating, now, calendar);
        } else if differs {
            self.action_is_off(slot, now, calendar);
        } else {
            self.tally.users_unchanged += 1;
            self.user_gains_access(slot, user, UserState::Unchanged, now, calendar);
        }
    }

    /// Whether a GET for the task looks for somebody by a filter: whoever has an account that the service knows is read by its
    /// identifier (use-scim).
    pub(super) fn is_by_filter(&self, task: Task) -> bool {
        match task {
            Task::Probe | Task::Manager(_) | Task::ManagerRetry { .. } => true,
            Task::User(user) => self.users[user as usize].is_new(),
            _ => false,
        }
    }

    /// Whether the directory has changed them since they were last written.
    pub(super) fn has_open_changes(&self, user: u32) -> bool {
        let store = self.store.as_ref();
        store.is_some_and(|store| store.user_changes[user as usize] != NO_CHANGE)
    }

    pub(super) fn may_create(&self) -> bool {
        self.store.as_ref().is_none_or(|store| store.actions.create)
    }

    pub(super) fn may_update(&self) -> bool {
        self.store.as_ref().is_none_or(|store| store.actions.update)
    }

    /// The mapping does not allow what would have to be done: the object is skipped.
    pub(super) fn action_is_off(
        &mut self,
        slot: u16,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let fate = Fate::Dropped(DropReason::ActionOff);
        if let Some(store) = &mut self.store {
            match self.slots[usize::from(slot)].task {
                Task::User(user) => {
                    let state = &mut self.users[user as usize];
                    if *state == UserState::Pending {
                        *state = UserState::Escrowed;
                        store.absent += 1;
                    }
                    store.settle_user(user, fate, now, self.observer);
                }
                Task::Group(group) => store.settle_group(group, fate, now, self.observer),
                _ => {}
            }
        }
        self.skip(slot, now, calendar);
    }

    /// Memberships of a user, on average: what a user who comes back has lost.
    pub(in crate::model) fn memberships_each(&self) -> u64 {
        let candidates = self.input.candidates.max(1);
        let all: u64 = self.group_sizes.iter().map(|&size| u64::from(size)).sum();
        libm::round(all as f64 / f64::from(candidates)) as u64
    }
}
