//! Users who are evaluated and skipped, one after the other: in assigned scope most of what happens.
//!
//! A connection that goes from one of them to the next does what it does with any object, in the same order and with the same draws, without asking
//! for what such users never meet.

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::{Phase, Probe, Stage, Task};
use super::workspace::Event;
use crate::model::chance::{About, Purpose};
use crate::model::change::DropReason;
use crate::model::directory::{Object, UserState};
use crate::model::record::{Activity, Deed, Observer, WorkResult};

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// The user whom a connection has evaluated by now and skips, if that is all that it has done.
    #[inline(always)]
    pub(super) fn skipped_by(&self, number: usize) -> Option<u32> {
        let slot = &self.slots[number];
        match (slot.stage, slot.task) {
            // In a job they may have come into scope in the meantime.
            (Stage::Skipping, Task::User(user)) if self.directory.user(user).is_skipped() => {
                Some(user)
            }
            _ => None,
        }
    }

    /// A connection skips a user and goes on.
    #[inline(always)]
    pub(super) fn skips_on(&mut self, number: usize, user: u32) {
        self.import_succeeds(user);
        self.tally.objects_skipped += 1;
        let slot = self.slots[number];
        let result = WorkResult::Skipped(DropReason::OutOfScope);
        self.report_end(&slot, Deed::Nothing, result);
        if self.source.object_done() {
            self.report_pages();
        }
        match self.next_to_skip() {
            Some(next) => self.evaluates_to_skip(number, next),
            None => {
                let mut slot = self.slots[number];
                self.release(&mut slot);
                self.send_what_is_due(&mut slot);
                self.slots[number] = slot;
            }
        }
    }

    /// Takes the next object if it is a user who is skipped whatever is drawn.
    #[inline(always)]
    fn next_to_skip(&mut self) -> Option<u32> {
        let in_order = self.phase == Phase::Objects
            && self.probe == Probe::Done
            && self.is_full
            && self.interrupted.is_empty();
        let user = self.source.next_user().filter(|_| in_order)?;
        let state = self.directory.user(user);
        let may_fail = state == UserState::OutOfScope && self.user_errors.strikes_imports();
        if !state.is_skipped() || may_fail || self.memory.is_retried(Object::User(user)) {
            return None;
        }
        self.source.user_taken();
        self.read_ahead();
        Some(user)
    }

    #[inline(always)]
    fn evaluates_to_skip(&mut self, number: usize, user: u32) {
        let now = self.clock.now;
        let slot = &mut self.slots[number];
        slot.task = Task::User(user);
        slot.object = About::User.address(u64::from(user));
        slot.attempt = 0;
        slot.step = 0;
        slot.began = now;
        slot.is_retry = false;
        slot.is_new = false;
        slot.error = None;
        slot.stage = Stage::Skipping;
        let unit = self.streams[Purpose::Evaluation].unit(slot.object, slot.cycle << 8);
        let time = self.own_times.evaluation(unit);
        self.tally.spent[Activity::Skipping as usize] += time;
        self.tally.own[Activity::Skipping as usize] += time;
        let event = Event::Connection(slot.number);
        self.calendar.schedule(now + time, event);
    }
}
