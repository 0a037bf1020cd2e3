//! Begin, interruption, going on and end of a cycle.

use super::phases::{Phase, Probe};
use super::source::{Extent, Source};
use super::task::Task;
use super::{Calendar, Cycle, CycleTally, Event, Observer, Parameter, SimDuration, SimTime, Store};
use crate::model::record::Activity;

impl<O: Observer> Cycle<'_, O> {
    /// Everything before the first call of a cycle that looks at every object and begins at `now`; `users_in_scope` of
    /// them are users in scope.
    pub(in crate::model) fn prepare_full(&mut self, users_in_scope: u64, now: SimTime) {
        self.is_full = true;
        self.look_again_at_removals(now);
        if self.store.is_some() {
            if self.store.as_deref().is_some_and(Store::keeps_memberships) {
                self.catch_up();
            }
            self.fill_batch(now);
        }
        let page_size = self.page_size();
        let skipped = u64::from(self.input.groups_skipped);
        let extent = Extent {
            users: self.users.len() as u64,
            groups: self.groups.len() as u64,
            // A change out of scope is one of an object that is skipped anyway, as far as there are so many.
            outside: skipped.max(self.batch.outside.len() as u64),
            memberships_read_only: self.input.memberships_read_only,
            members: self.group_sizes.iter().map(|&size| u64::from(size)).sum(),
            reference_pages: self
                .group_sizes
                .iter()
                .map(|&size| u64::from(size).div_ceil(page_size))
                .sum(),
        };
        self.source = Source::new(page_size, extent);
        let groups = self.groups.iter().filter(|state| state.is_in_scope());
        let groups_in_scope = groups.count() as u64;
        self.start_anew(now);
        self.tally.users_in_scope = users_in_scope;
        self.tally.groups_in_scope = groups_in_scope;
        self.tally.pages = self.source.pages();
        self.observer.cycle_starts(users_in_scope, self.tally.pages);
    }

    /// The same for a cycle that looks at what changed and what is due.
    pub(in crate::model) fn prepare_incremental(&mut self, now: SimTime) {
        self.is_full = false;
        self.catch_up();
        self.fill_batch(now);
        let extent = Extent {
            users: self.batch.users.len() as u64,
            groups: self.batch.groups.len() as u64,
            outside: self.batch.outside.len() as u64,
            ..Extent::default()
        };
        self.source = Source::new(self.page_size(), extent);
        self.start_anew(now);
        self.tally.pages = self.source.pages();
    }

    fn page_size(&self) -> u64 {
        self.input.values.count(Parameter::PageSize).max(1)
    }

    /// A cycle that is prepared starts: its first call goes out after a fixed time.
    pub(in crate::model) fn start(&mut self, now: SimTime, calendar: &mut Calendar<Event>) {
        let overhead = self.own_times.overhead(self.is_full);
        self.begins_after(overhead, now, calendar);
    }

    fn begins_after(
        &mut self,
        overhead: SimDuration,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        self.connections_idle_since(now, Activity::Starting);
        calendar.schedule(now + overhead, Event::Begins);
    }

    /// Everything that a cycle begins with, whatever it looks at.
    fn start_anew(&mut self, now: SimTime) {
        let in_scope_share = self.references.in_scope_share;
        self.references.start_again(self.groups.len());
        self.references.in_scope_share = in_scope_share;
        self.phase = Phase::Probe;
        self.probe = Probe::Due;
        self.failures_in_a_row = 0;
        self.retries.clear();
        self.due.clear();
        self.interrupted.clear();
        self.removals.clear();
        self.tally = CycleTally {
            connections: self.slots.len() as u64,
            ..CycleTally::default()
        };
        self.target.borrow_mut().forget();
        self.began = now;
        self.connections_idle_since(now, Activity::Idle);
    }

    fn connections_idle_since(&mut self, now: SimTime, reason: Activity) {
        let count = self.slots.len() as u16;
        self.idle.clear();
        self.idle.extend((0..count).rev());
        let cycle = self.number;
        for place in &mut self.slots {
            place.idle_since = now;
            place.idle_reason = reason;
            place.cycle = cycle;
        }
    }

    /// Number of the cycle within the job, from zero.
    pub(in crate::model) fn number(&self) -> u64 {
        self.number
    }

    /// Breaks the cycle off: what is under way is given up, to be done again first of all when it goes on.
    pub(in crate::model) fn interrupt(&mut self, now: SimTime, calendar: &mut Calendar<Event>) {
        calendar.clear();
        let mut busy = vec![true; self.slots.len()];
        for &slot in &self.idle {
            busy[usize::from(slot)] = false;
        }
        for slot in (0..self.slots.len() as u16).filter(|slot| busy[usize::from(*slot)]) {
            self.give_up_call(slot);
        }
        for (place, _) in self.slots.iter().zip(busy).filter(|(_, busy)| *busy) {
            if let Task::Members { group, .. } | Task::Membership { group, .. } = place.task {
                self.references.patch_closes(group);
            }
            if place.task != Task::Probe {
                self.interrupted.push((place.task, place.attempt));
            }
        }
        self.refusals.waiting = 0;
        self.source.break_off();
        self.relabel_idle(now, Activity::Idle);
        self.stopped_at = now;
        self.tally.duration = now - self.began;
        self.connections_idle_since(now, Activity::Idle);
    }

    /// Goes on with a cycle that was broken off.
    pub(in crate::model) fn go_on(&mut self, now: SimTime, calendar: &mut Calendar<Event>) {
        self.tally.failed_with = None;
        self.probe = Probe::Due;
        self.failures_in_a_row = 0;
        // What has been looked at need not be again; where nothing has, the cycle starts anew.
        let overhead = self
            .own_times
            .overhead(self.is_full && self.phase == Phase::Probe);
        self.begins_after(overhead, now, calendar);
    }

    /// When the cycle was broken off last.
    pub(in crate::model) fn stopped_at(&self) -> SimTime {
        self.stopped_at
    }

    /// Ends the cycle: the watermark is stored.
    pub(in crate::model) fn finish(&mut self, end: SimTime) {
        self.observer.pages_done(end, self.tally.pages);
        self.observer.cycle_ends(end);
        self.tally.duration = end - self.began;
        self.tally.target = self.target.borrow().tally(end);
        self.tally.memberships_overwritten = self.memberships_overwritten(end);
        if self.store.is_some() {
            self.close_books(end);
        }
        self.number += 1;
    }

    /// What the next cycle has to know of this one.
    fn close_books(&mut self, now: SimTime) {
        if self.is_full {
            for state in self.users.iter_mut() {
                *state = state.after_cycle();
            }
            for state in self.groups.iter_mut() {
                *state = state.after_cycle();
            }
            let absent = self.users_not_provisioned();
            if let Some(store) = &mut self.store {
                store.full_cycle_done(absent);
            }
            self.return_batch(now);
            return;
        }
        for &user in &self.batch.users {
            let state = &mut self.users[user as usize];
            *state = state.after_cycle();
        }
        for &group in &self.batch.groups {
            let state = &mut self.groups[group as usize];
            *state = state.after_cycle();
        }
        self.return_batch(now);
    }

    /// Gives a cycle up that will not go on; what it did not come to waits for the next.
    pub(in crate::model) fn give_up(&mut self, now: SimTime) {
        self.tally.duration = now - self.began;
        if self.is_full {
            // Those who are in the target are known from now on, but not with all their memberships.
            if let Some(store) = &mut self.store {
                store.memberships_are_in = false;
            }
            for state in self.users.iter_mut() {
                *state = state.after_cycle();
            }
            for state in self.groups.iter_mut() {
                *state = state.after_cycle();
            }
        } else {
            self.return_newcomers();
        }
        self.return_batch(now);
        self.return_removals();
        self.number += 1;
    }
}
