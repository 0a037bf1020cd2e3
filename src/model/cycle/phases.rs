//! The phases of a cycle, and how connections pick up work in each.

use super::task::Task;
use super::{Calendar, Cycle, Event, Observer};
use crate::model::record::Activity;
use crate::units::SimTime;

/// The query that opens a cycle, and one that goes on; nothing else is done before its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Probe {
    Due,
    UnderWay,
    Done,
}

/// The parts of a cycle, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Probe,
    Objects,
    ObjectRetries,
    /// What left the scope is taken out of the target, once it is known how much that is.
    Removals,
    References,
    ReferenceRetries,
    Done,
}

impl<O: Observer> Cycle<'_, O> {
    /// The fixed time is over: the first call goes out.
    pub(super) fn begins(&mut self, now: SimTime, calendar: &mut Calendar<Event>) {
        self.relabel_idle(now, Activity::Idle);
        self.wake_idle(now, calendar);
    }

    /// Gives every idle connection work, as far as there is any.
    pub(super) fn wake_idle(&mut self, now: SimTime, calendar: &mut Calendar<Event>) {
        let mut waiting = self.idle.len();
        while waiting > 0 {
            waiting -= 1;
            let Some((task, attempt)) = self.next_task(now, calendar) else {
                return;
            };
            // The length was taken from this very list, which only shrinks in this loop.
            if let Some(slot) = self.idle.pop() {
                self.book_idle(slot, now);
                self.begin(slot, task, attempt, now, calendar);
            }
        }
    }

    /// A connection has finished a task: it takes the next one or falls idle.
    pub(super) fn release(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        if let Task::Members { group, .. } | Task::Membership { group, .. } =
            self.slots[usize::from(slot)].task
        {
            self.references.patch_closes(group);
        }
        if let Some((task, attempt)) = self.next_task(now, calendar) {
            self.begin(slot, task, attempt, now, calendar);
            return;
        }
        let reason = self.reason_to_wait();
        let place = &mut self.slots[usize::from(slot)];
        place.idle_since = now;
        place.idle_reason = reason;
        self.idle.push(slot);
    }

    fn next_task(&mut self, now: SimTime, calendar: &mut Calendar<Event>) -> Option<(Task, u8)> {
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
                let place = self.source.next_object();
                self.read_ahead(now, calendar);
                place.map(|place| (self.object_at(place), 0))
            }
            Phase::Removals => self.next_removal().map(|task| (task, 0)),
            Phase::References => self.next_reference(now).map(|task| (task, 0)),
            Phase::ObjectRetries => self.due.pop(),
            Phase::ReferenceRetries => self.next_reference_retry(),
            Phase::Done => None,
        }
    }

    /// The target answers: work begins, or goes on where it was broken off.
    pub(super) fn probe_answered(
        &mut self,
        slot: u16,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        self.probe = Probe::Done;
        self.release(slot, now, calendar);
        if self.phase != Phase::Probe {
            self.wake_idle(now, calendar);
        }
    }

    /// Moves to the next phase once every connection is idle and nothing of the present one is left.
    pub(super) fn settle(&mut self, now: SimTime, calendar: &mut Calendar<Event>) {
        while self.phase != Phase::Done
            && self.idle.len() == self.slots.len()
            && !(self.phase == Phase::Objects && self.source.is_reading())
            && self.probe == Probe::Done
        {
            self.enter_next_phase(now);
            if self.phase == Phase::Objects {
                self.read_ahead(now, calendar);
            }
            self.relabel_idle(now, self.reason_to_wait());
            self.wake_idle(now, calendar);
        }
    }

    fn enter_next_phase(&mut self, now: SimTime) {
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
            Phase::Removals => self.judge_removals(now),
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
    fn read_ahead(&mut self, now: SimTime, calendar: &mut Calendar<Event>) {
        if let Some(page) = self.source.start_reading() {
            let time = self
                .own_times
                .page_read(self.streams.page_read.unit(page, self.number()));
            calendar.schedule(now + time, Event::PageRead);
        }
    }

    pub(super) fn page_arrives(&mut self, now: SimTime, calendar: &mut Calendar<Event>) {
        self.source.page_arrives();
        self.report_pages(now);
        self.read_ahead(now, calendar);
        self.wake_idle(now, calendar);
        self.relabel_idle(now, self.reason_to_wait());
    }

    pub(super) fn report_pages(&mut self, now: SimTime) {
        let done = self.source.pages_done();
        self.observer.pages_done(now, done);
    }
}
