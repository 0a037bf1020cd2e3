//! What a failed task comes to: another attempt at the end of its pass, or escrow.

use super::task::{Stage, Task};
use super::{Calendar, Cycle, Event, Fate, Observer, SimDuration, SimTime, UserState};
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::job::{DropReason, Held, NO_CHANGE};
use crate::model::record::{Activity, AfterFailure, Failure};
use crate::model::setup::On429;

impl<O: Observer> Cycle<'_, O> {
    /// The task failed: it is tried again at the end of the pass, or stays in escrow.
    pub(super) fn fail(
        &mut self,
        slot: u16,
        code: ErrorCode,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let place = self.slots[usize::from(slot)];
        if place.task == Task::Probe {
            // By chance alone it is repeated by the service itself; a target that is down ends the cycle.
            let is_down = self.target.borrow().is_down_for(&self.present_call(slot));
            if is_down {
                self.tally.failed_with = Some(code);
            } else {
                self.probe_answered(slot, now, calendar);
            }
            return;
        }
        if self.is_tried_again(code, place.attempt) {
            let of = self.in_hand(place.task, place.attempt);
            let then = AfterFailure::Retry;
            self.observer.work_fails(now, &Failure { of, code, then });
            self.retries.push((place.task, place.attempt + 1));
            self.release(slot, now, calendar);
        } else if code.is_transient() && place.attempt > 0 {
            // It has cost more than a success already.
            self.fails_for_good(slot, code, now, calendar);
        } else {
            let done = now + self.time_to_fail(slot);
            self.until(slot, Stage::Failing(code), done, calendar);
        }
    }

    /// What an object that fails for good costs the service, and books it: what the calls would have cost that it does not come to, with the
    /// luck that they would have had, and dealing with the failure. References cost nothing more.
    fn time_to_fail(&mut self, slot: u16) -> SimDuration {
        let place = self.slots[usize::from(slot)];
        let (lookup, write, lookups) = match place.task {
            Task::User(user) => self.usual_calls(user),
            Task::Group(_) => (
                (Endpoint::GroupGet, Activity::GroupObjects),
                (Endpoint::GroupPost, Activity::GroupObjects),
                1,
            ),
            _ => return SimDuration::ZERO,
        };
        let is_writing = place.step > 0 && place.endpoint != lookup.0;
        let lookups_left = lookups.saturating_sub(u64::from(place.step));
        let left = (0..lookups_left).map(|_| lookup).chain([write]);
        let object = self.address(place.task);
        let mut sum = SimDuration::ZERO;
        let mut usage = place.usage();
        let mut last = place.activity;
        for (endpoint, activity) in left.filter(|_| !is_writing && lookups > 0) {
            usage += 1;
            let unit = self.streams.processing.unit(object, usage);
            let own = self.own_times.processing(endpoint, 0, unit);
            self.spend_own(slot, activity, own);
            sum += own;
            last = activity;
        }
        let unit = self.streams.failed_object.unit(object, place.usage());
        let own = self.own_times.failed_object(unit);
        self.spend_own(slot, last, own);
        sum + own
    }

    /// The lookup and the write that bring a user in, and how many lookups it takes; none for whoever is out of scope.
    fn usual_calls(&self, user: u32) -> ((Endpoint, Activity), (Endpoint, Activity), u64) {
        let state = self.users[user as usize];
        let lookup = (Endpoint::UserGet, Activity::Matching);
        if state.is_new() {
            let write = (Endpoint::UserPost, Activity::Creating);
            (lookup, write, self.rules.matching_attributes)
        } else {
            let write = (Endpoint::UserPatch, Activity::Updating);
            (lookup, write, u64::from(state.is_in_scope()))
        }
    }

    /// The task ends with its failure.
    pub(super) fn fails_for_good(
        &mut self,
        slot: u16,
        code: ErrorCode,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let place = self.slots[usize::from(slot)];
        let of = self.in_hand(place.task, place.attempt);
        let (count, is_kept) = self.goes_to_escrow(place.task, code, now);
        let then = AfterFailure::kept(is_kept);
        self.observer.work_fails(now, &Failure { of, code, then });
        self.count_error(code, count);
        match place.task {
            Task::User(_) | Task::Group(_) => self.object_done(slot, now, calendar),
            _ => self.release(slot, now, calendar),
        }
    }

    /// Whether what failed is tried again within the cycle.
    fn is_tried_again(&self, code: ErrorCode, attempt: u8) -> bool {
        let is_put_off =
            code == ErrorCode::TooManyRequests && self.input.setup.on_429 == On429::Escrow;
        code.is_transient() && !is_put_off && u64::from(attempt) < self.rules.retries_in_cycle
    }

    /// Counts and keeps what failed; returns how many objects or references it is, and whether they wait in escrow.
    fn goes_to_escrow(&mut self, task: Task, code: ErrorCode, now: SimTime) -> (u64, bool) {
        match task {
            Task::User(user) => {
                let state = &mut self.users[user as usize];
                if *state == UserState::OutOfScope {
                    self.tally.imports_failed += 1;
                    return (1, self.user_to_escrow(user, code, now));
                }
                if *state == UserState::Pending {
                    *state = UserState::Escrowed;
                    if let Some(store) = &mut self.store {
                        store.absent += 1;
                    }
                }
                self.tally.users_escrowed += 1;
                (1, self.user_to_escrow(user, code, now))
            }
            Task::Group(group) => {
                self.tally.groups_escrowed += 1;
                (1, self.group_to_escrow(group, code, now))
            }
            Task::RemoveUser(user) => {
                self.tally.removals_failed += 1;
                (1, self.user_to_escrow(user, code, now))
            }
            Task::RemoveGroup(group) => {
                self.tally.removals_failed += 1;
                (1, self.group_to_escrow(group, code, now))
            }
            Task::Manager(user) => {
                self.tally.managers_failed += 1;
                self.reference_to_escrow(Held::Manager(user), code, now);
                (1, true)
            }
            Task::ManagerRetry { place, .. } => {
                self.tally.managers_failed += 1;
                (1, self.retry_to_escrow(place, code, now))
            }
            Task::Members { group, carried, .. } => {
                let count = u64::from(carried);
                self.members_finished(count, now);
                self.tally.memberships_failed += count;
                let held = Held::Members {
                    group,
                    count: carried,
                    add: true,
                    presence: 0,
                    luck: self.address(task),
                };
                self.reference_to_escrow(held, code, now);
                (count, true)
            }
            Task::Membership { place, .. } => self.membership_failed(place, code, now),
            // The probe has ended before, and what is outside calls nobody.
            Task::Probe | Task::Outside(_) => (1, true),
        }
    }

    /// Whoever is out of scope and could not be imported before is so no more: nothing is left to be tried again.
    pub(super) fn import_mended(&mut self, user: u32, now: SimTime) {
        if self.users[user as usize] != UserState::OutOfScope {
            return;
        }
        if let Some(store) = &mut self.store
            && store.user_escrow[user as usize] != NO_CHANGE
        {
            let fate = Fate::Dropped(DropReason::OutOfScope);
            store.settle_user(user, fate, now, self.observer);
        }
    }

    fn user_to_escrow(&mut self, user: u32, code: ErrorCode, now: SimTime) -> bool {
        let store = self.store.as_mut();
        store.is_none_or(|store| store.user_fails(user, code, now, self.observer))
    }

    fn group_to_escrow(&mut self, group: u32, code: ErrorCode, now: SimTime) -> bool {
        let store = self.store.as_mut();
        store.is_none_or(|store| store.group_fails(group, code, now, self.observer))
    }

    fn reference_to_escrow(&mut self, held: Held, code: ErrorCode, now: SimTime) {
        if let Some(store) = &mut self.store {
            store.reference_fails(held, NO_CHANGE, code, now, self.observer);
        }
    }

    /// The retry of a reference that waits at this place in escrow has failed.
    pub(super) fn retry_to_escrow(&mut self, place: u32, code: ErrorCode, now: SimTime) -> bool {
        let store = self.store.as_mut();
        store.is_none_or(|store| store.reference_retried(place, Some(code), now, self.observer))
    }
}
