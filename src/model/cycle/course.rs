//! Begin, interruption, going on and end of a cycle.

use super::batch::{Memberships, NO_CHANGE};
use super::cycle_state::Cycle;
use super::memory::Memory;
use super::source_pages::{Extent, Source};
use super::task::{Phase, Probe, Slot, Task};
use super::workspace::Event;
use crate::model::chance::{About, Purpose};
use crate::model::directory::{GroupState, Object, UserState};
use crate::model::parameters::Parameter;
use crate::model::record::{Activity, CycleTally, Observer, Occurrence};
use crate::units::SimDuration;

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// Everything before the first call of a cycle that looks at every object and begins now.
    pub(in crate::model) fn prepare_full(&mut self) {
        self.is_full = true;
        self.look_again_at_removals();
        if self.memory.keeps_memberships() {
            self.catch_up();
        }
        self.fill_batch();
        let page_size = self.page_size();
        let skipped = u64::from(self.input.groups_skipped);
        let sizes = self.directory.group_sizes.iter();
        let extent = Extent {
            users: self.directory.users().len() as u64,
            groups: self.directory.groups().len() as u64,
            // A change out of scope is one of an object that is skipped anyway, as far as there are so many.
            outside: skipped.max(self.batch.outside.len() as u64),
            memberships_read_only: self.input.memberships_read_only,
            members: self.directory.memberships(),
            reference_pages: sizes.map(|&size| u64::from(size).div_ceil(page_size)).sum(),
        };
        let users_in_scope = self.directory.users_in_scope();
        self.start_anew(extent);
        self.tally.users_in_scope = users_in_scope;
        self.tally.groups_in_scope = self.directory.groups_in_scope();
        self.clock.report(&Occurrence::CycleStarts {
            users_in_scope,
            pages: self.tally.pages,
        });
    }

    /// The same for a cycle that looks at what changed and what is due.
    pub(in crate::model) fn prepare_incremental(&mut self) {
        self.is_full = false;
        self.catch_up();
        self.fill_batch();
        let extent = Extent {
            users: self.batch.users.len() as u64,
            groups: self.batch.groups.len() as u64,
            outside: self.batch.outside.len() as u64,
            ..Extent::default()
        };
        self.start_anew(extent);
    }

    fn page_size(&self) -> u64 {
        self.input.values.count(Parameter::PageSize).max(1)
    }

    /// Collects what waits and what is due.
    fn fill_batch(&mut self) {
        let per_patch = self.references.members_per_patch;
        self.memory
            .collect(&mut self.batch, per_patch, self.clock.now);
    }

    /// A cycle that is prepared starts: its first call goes out after a fixed time.
    pub(in crate::model) fn start(&mut self) {
        let overhead = self.own_times.overhead(self.is_full);
        self.begins_after(overhead);
    }

    fn begins_after(&mut self, overhead: SimDuration) {
        self.connections_idle(Activity::Starting);
        self.calendar
            .schedule(self.clock.now + overhead, Event::Begins);
    }

    /// Everything that a cycle begins with, whatever it looks at.
    fn start_anew(&mut self, extent: Extent) {
        self.source = Source::new(self.page_size(), extent);
        self.references.start_again(self.directory.groups().len());
        self.phase = Phase::Probe;
        self.probe = Probe::Due;
        self.failures_in_a_row = 0;
        self.retries.clear();
        self.due.clear();
        self.interrupted.clear();
        self.removals.clear();
        self.tally = CycleTally {
            connections: self.slots.len() as u64,
            pages: self.source.pages(),
            ..CycleTally::default()
        };
        self.target.forget();
        self.began = self.clock.now;
        self.connections_idle(Activity::Idle);
    }

    /// All connections are idle from now on, for this reason.
    fn connections_idle(&mut self, reason: Activity) {
        let count = self.slots.len() as u16;
        self.idle.clear();
        self.idle.extend((0..count).rev());
        for slot in &mut self.slots {
            slot.is_idle(self.clock.now, reason);
            slot.cycle = self.number;
        }
    }

    /// Connections that have a task, in order.
    fn busy(&self) -> Vec<Slot> {
        let all = self.slots.iter();
        all.filter(|slot| !self.idle.contains(&slot.number))
            .copied()
            .collect()
    }

    /// Breaks the cycle off: what is under way is given up, to be done again first of all when it goes on.
    pub(in crate::model) fn interrupt(&mut self) {
        self.calendar.clear();
        let busy = self.busy();
        for slot in &busy {
            self.give_up_call(slot);
        }
        for Slot { task, attempt, .. } in busy {
            if let Some(group) = task.patched_group() {
                self.references.patch_closes(group);
            }
            if task != Task::Probe {
                self.interrupted.push((task, attempt));
            }
        }
        self.backoff.waiting = 0;
        self.source.break_off();
        self.relabel_idle(Activity::Idle);
        self.tally.duration = self.clock.now - self.began;
        self.connections_idle(Activity::Idle);
    }

    /// Goes on with a cycle that was broken off.
    pub(in crate::model) fn go_on(&mut self) {
        self.tally.failed_with = None;
        self.probe = Probe::Due;
        self.failures_in_a_row = 0;
        // What has been looked at need not be again; where nothing has, the cycle starts anew.
        let is_new = self.is_full && self.phase == Phase::Probe;
        self.begins_after(self.own_times.overhead(is_new));
    }

    /// Ends the cycle: the watermark is stored.
    pub(in crate::model) fn finish(&mut self) {
        let end = self.clock.now;
        self.clock.report(&Occurrence::PagesDone(self.tally.pages));
        self.clock.report(&Occurrence::CycleEnds);
        self.tally.duration = end - self.began;
        self.tally.target = self.target.tally(end);
        self.tally.memberships_overwritten = self.memberships_overwritten();
        if self.memory.is_kept() {
            self.states_after_cycle();
            if self.is_full {
                self.memory.full_cycle_done(self.directory.users_missed());
            }
            self.return_batch();
        }
        self.number += 1;
    }

    /// What the cycle has done to users and groups is as if it had always been so.
    fn states_after_cycle(&mut self) {
        if self.is_full {
            self.directory
                .transition_all(|_, state| state.after_cycle());
            self.directory.groups_become(GroupState::after_cycle);
            return;
        }
        for &user in &self.batch.users {
            let state = self.directory.user(user);
            self.directory.transition(user, state.after_cycle());
        }
        for &group in &self.batch.groups {
            let state = self.directory.group(group);
            self.directory.group_becomes(group, state.after_cycle());
        }
    }

    /// Gives a cycle up that will not go on; what it did not come to waits for the next.
    pub(in crate::model) fn give_up(&mut self) {
        self.tally.duration = self.clock.now - self.began;
        if self.is_full {
            self.memory.full_cycle_given_up();
            self.states_after_cycle();
        } else {
            self.return_newcomers();
        }
        self.return_batch();
        self.return_removals();
        self.number += 1;
    }

    fn return_batch(&mut self) {
        self.memory
            .give_back(&mut self.batch, self.directory, self.clock.now);
    }

    /// Users and groups that are new may lack their references: the next cycle finds them again, and writes those.
    fn return_newcomers(&mut self) {
        for user in self.batch.newcomers.drain(..) {
            if self.directory.user(user).after_cycle() == UserState::Known {
                self.directory.transition(user, UserState::Forgotten);
                self.memory.wait(Object::User(user));
            }
        }
        for &group in &self.batch.groups {
            let state = self.directory.group(group);
            if matches!(state, GroupState::Created | GroupState::Matched) {
                self.directory.group_becomes(group, GroupState::Forgotten);
                self.memory.wait(Object::Group(group));
            }
        }
    }

    /// Memberships of users who failed in the last full cycle and have come in since are written now; in a full cycle that writes
    /// no others also those that were missed.
    fn catch_up(&mut self) {
        let groups = self.directory.groups().len();
        if groups == 0 {
            return;
        }
        let missing = self.directory.users_missed();
        let due = self.memory.memberships_caught_up(self.is_full, missing);
        for one in 0..due {
            let unit = self.streams[Purpose::ChangedObject].unit(self.number | 1 << 48, one);
            let group = (unit * groups as f64) as u32;
            if self.directory.group(group).is_present() {
                self.memory.members_wait(Memberships {
                    group,
                    add: true,
                    address: About::CaughtUp.address(self.number << 32 | one),
                    change: NO_CHANGE,
                    count: 1,
                    presence: 0,
                });
            }
        }
    }

    /// Number of the cycle within the job, from zero.
    pub(in crate::model) fn number(&self) -> u64 {
        self.number
    }

    /// Users whom a connection is busy with, or will be when a cycle that is held goes on.
    pub(in crate::model) fn users_in_work(&self) -> Vec<u32> {
        let busy = self.busy();
        let tasks = busy.iter().map(|slot| slot.task);
        let held = self.interrupted.iter().map(|(task, _)| *task);
        let user_of = |task| match task {
            Task::User(user) | Task::RemoveUser(user) | Task::Manager(user) => Some(user),
            _ => None,
        };
        tasks.chain(held).filter_map(user_of).collect()
    }

    /// Retries that the present cycle makes.
    pub(in crate::model) fn retries_due(&self) -> u64 {
        if self.is_full {
            0
        } else {
            self.batch.retries.len() as u64
        }
    }

    /// Objects that the present cycle has dealt with.
    pub(in crate::model) fn objects_done(&self) -> u64 {
        self.source.objects_finished()
    }

    /// Pages done and pages in all.
    pub(in crate::model) fn progress(&self) -> (u64, u64) {
        (self.source.pages_done(), self.source.pages())
    }

    /// Whether the present cycle broke off with its first call.
    pub(in crate::model) fn failed_at_its_probe(&self) -> bool {
        self.tally.failed_with.is_some() && self.probe != Probe::Done
    }

    /// Memberships that every answer says are there and that are missing in the target now.
    pub(in crate::model) fn memberships_overwritten(&mut self) -> u64 {
        let target = &mut self.target;
        if !target.counts_members() {
            return 0;
        }
        let groups = 0..self.directory.groups().len() as u32;
        groups
            .map(|group| target.members_missing(self.input.group_id(group), self.clock.now))
            .sum()
    }
}
