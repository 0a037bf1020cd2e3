//! How connections pick up work in each phase of a cycle.

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::{Phase, Probe, Slot, Task};
use super::workspace::Event;
use crate::model::chance::Purpose;
use crate::model::record::{Activity, Observer, Occurrence};

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// The fixed time is over: the first call goes out.
    pub(super) fn begins(&mut self) {
        self.look_for_disturbances();
        self.relabel_idle(Activity::Idle);
        self.wake_idle();
    }

    /// Gives every idle connection work, as far as there is any.
    fn wake_idle(&mut self) {
        let mut waiting = self.idle.len();
        while waiting > 0 {
            waiting -= 1;
            let Some((task, attempt)) = self.next_task() else {
                return;
            };
            // The length was taken from this very list, which only shrinks in this loop.
            if let Some(number) = self.idle.pop() {
                self.wake(usize::from(number), task, attempt);
            }
        }
    }

    fn wake(&mut self, number: usize, task: Task, attempt: u8) {
        let mut slot = self.slots[number];
        self.spend_idle(&slot);
        self.begin(&mut slot, task, attempt);
        self.send_what_is_due(&mut slot);
        self.slots[number] = slot;
    }

    /// A connection has finished a task: it takes the next one or falls idle.
    pub(super) fn release(&mut self, slot: &mut Slot) {
        if let Some(group) = slot.task.patched_group() {
            self.references.patch_closes(group);
        }
        if let Some((task, attempt)) = self.next_task() {
            self.begin(slot, task, attempt);
        } else {
            self.falls_idle(slot);
        }
    }

    /// There is no work for a connection now.
    pub(super) fn falls_idle(&mut self, slot: &mut Slot) {
        let (now, reason) = (self.clock.now, self.reason_to_wait());
        slot.is_idle(now, reason);
        self.idle.push(slot.number);
    }

    fn next_task(&mut self) -> Option<(Task, u8)> {
        match self.probe {
            Probe::Due => {
                self.probe = Probe::UnderWay;
                return Some((Task::Probe, 0));
            }
            Probe::UnderWay => return None,
            Probe::Done => {}
        }
        if let Some(task) = self.interrupted.pop() {
            return Some(task);
        }
        match self.phase {
            Phase::Probe => None,
            Phase::Objects => {
                let item = self.source.next_object();
                self.read_ahead();
                item.map(|item| (self.task_for(item), 0))
            }
            Phase::Removals => self.next_removal().map(|task| (task, 0)),
            Phase::References => self.next_reference().map(|task| (task, 0)),
            Phase::ObjectRetries => self.due.pop(),
            Phase::ReferenceRetries => self.next_reference_retry(),
            Phase::Done => None,
        }
    }

    /// The target answers: work begins, or goes on where it was broken off.
    pub(super) fn probe_answered(&mut self, slot: &mut Slot) {
        self.probe = Probe::Done;
        self.release(slot);
        self.send_what_is_due(slot);
        if self.phase != Phase::Probe {
            self.wake_idle();
        }
    }

    /// Moves to the next phase once every connection is idle and nothing of the present one is left.
    #[inline(always)]
    pub(super) fn settle_phase(&mut self) {
        while self.phase != Phase::Done
            && self.idle.len() == self.slots.len()
            && !(self.phase == Phase::Objects && self.source.is_reading())
            && self.probe == Probe::Done
        {
            self.enter_next_phase();
            if self.phase == Phase::Objects {
                self.read_ahead();
            }
            self.relabel_idle(self.reason_to_wait());
            self.wake_idle();
        }
    }

    fn enter_next_phase(&mut self) {
        let retries_left = !self.retries.is_empty();
        self.phase = match self.phase {
            Phase::Probe => Phase::Objects,
            Phase::Objects | Phase::ObjectRetries if retries_left => Phase::ObjectRetries,
            Phase::Removals if retries_left => Phase::ObjectRetries,
            Phase::Objects | Phase::ObjectRetries if !self.removals.is_empty() => Phase::Removals,
            Phase::Objects | Phase::ObjectRetries | Phase::Removals => Phase::References,
            Phase::References | Phase::ReferenceRetries if retries_left => Phase::ReferenceRetries,
            Phase::References | Phase::ReferenceRetries | Phase::Done => Phase::Done,
        };
        match self.phase {
            Phase::ObjectRetries | Phase::ReferenceRetries => {
                // In order of failure: the list is taken from its end.
                std::mem::swap(&mut self.due, &mut self.retries);
                self.due.reverse();
            }
            Phase::Removals => self.judge_removals(),
            Phase::References => self.open_references(),
            _ => {}
        }
    }

    /// What a connection without work waits for: the next page, or the others.
    fn reason_to_wait(&self) -> Activity {
        if self.phase == Phase::Objects && self.source.is_reading() {
            Activity::Reading
        } else {
            Activity::Idle
        }
    }

    /// Starts to read the next page when the work that is read would not fill another page.
    #[inline(always)]
    pub(super) fn read_ahead(&mut self) {
        if let Some(page) = self.source.start_reading() {
            let draw = self.streams[Purpose::PageRead].draw(page, self.number);
            let time = self.own_times.page_read(draw);
            self.calendar
                .schedule(self.clock.now + time, Event::PageRead);
        }
    }

    pub(super) fn page_arrives(&mut self) {
        self.source.page_arrives();
        self.report_pages();
        self.read_ahead();
        self.wake_idle();
        self.relabel_idle(self.reason_to_wait());
    }

    pub(super) fn report_pages(&mut self) {
        let done = self.source.pages_done();
        self.clock.report(&Occurrence::PagesDone(done));
    }
}
