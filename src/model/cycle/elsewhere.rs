//! Calls to a target that answers elsewhere: they are handed out, and their answers taken in as they come.

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::{Stage, Task};
use crate::kernel::Model;
use crate::model::endpoint::Endpoint;
use crate::model::record::{Answer, CycleTally, Deed, Observer, Work};
use crate::model::target::Reply;
use crate::units::{SimDuration, SimTime};

/// A call for a target elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallElsewhere {
    /// The connection that makes it, from zero: one call at a time.
    pub connection: u16,
    /// What it is.
    pub endpoint: Endpoint,
    /// What it is for.
    pub work: Work,
    /// What that work is to do to the target, as far as it is known by now.
    pub deed: Deed,
    /// Whether it looks somebody up by a filter, for a GET of users.
    pub by_filter: bool,
    /// Which call of its piece of work it is, from one: of several matching attributes, the one that is looked for.
    pub step: u8,
    /// Members of a group that is filled, by their indices in it: the first that it carries, and one past the last; none for those who join it or are taken
    /// out of it later.
    pub members: (u32, u32),
}

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerElsewhere {
    /// When the answer was there.
    pub at: SimTime,
    /// The answer.
    pub answer: Answer,
    /// Of a GET: whether what it looks for is there.
    pub found: Option<bool>,
}

/// A cycle, whatever job it belongs to and whoever watches it.
pub(in crate::model) trait Elsewhere {
    /// When something happens next by itself; none while everything waits for answers, and at the end.
    fn next_moment(&mut self) -> Option<SimTime>;

    /// Lets everything happen that is due by `now`, and hands out the calls that become due.
    fn happens_by(&mut self, now: SimTime, leave: &mut dyn FnMut(CallElsewhere));

    /// Takes an answer in; one that nobody waits for any more counts for nothing.
    fn answered_elsewhere(&mut self, connection: u16, now: SimTime, found: AnswerElsewhere);

    /// It is not gone on with: what is elsewhere is waited for no more.
    fn break_off(&mut self, now: SimTime);

    /// Pages done of all.
    fn pages(&self) -> (u64, u64);

    /// The counts as they stand.
    fn tally(&self) -> &CycleTally;
}

impl<O: Observer, M: Memory> Elsewhere for Cycle<'_, O, M> {
    fn next_moment(&mut self) -> Option<SimTime> {
        self.calendar().next_time()
    }

    fn happens_by(&mut self, now: SimTime, leave: &mut dyn FnMut(CallElsewhere)) {
        while let Some(next) = self.next_moment()
            && next <= now
            && let Some((_, event)) = self.calendar().pop()
        {
            self.handle(now, event);
            if self.tally.failed_with.is_some() {
                self.forget_elsewhere();
            }
            self.calls_leaving(leave);
        }
    }

    fn answered_elsewhere(&mut self, connection: u16, now: SimTime, found: AnswerElsewhere) {
        let Some(mut slot) = self.slots.get(usize::from(connection)).copied() else {
            return;
        };
        if slot.stage != Stage::Elsewhere {
            return;
        }
        self.clock.now = now;
        slot.told = found.found;
        let call = self.present_call(&slot);
        self.target.is_answered(&call, found.at);
        let reply = Reply {
            at: found.at,
            queued: SimDuration::ZERO,
            answer: found.answer,
            passed: !matches!(found.answer, Answer::Refusal(_) | Answer::Denial),
        };
        self.expect(&call, &mut slot, reply);
        self.slots[usize::from(connection)] = slot;
    }

    fn break_off(&mut self, now: SimTime) {
        self.forget_elsewhere();
        self.clock.now = now;
        self.interrupt();
        self.tally.broken_off = true;
    }

    fn pages(&self) -> (u64, u64) {
        self.progress()
    }

    fn tally(&self) -> &CycleTally {
        &self.tally
    }
}

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// What is elsewhere is waited for no more.
    fn forget_elsewhere(&mut self) {
        for slot in &mut self.slots {
            if matches!(slot.stage, Stage::Leaving | Stage::Elsewhere) {
                slot.stage = Stage::Evaluating;
            }
        }
    }

    /// The calls that have become due.
    fn calls_leaving(&mut self, leave: &mut dyn FnMut(CallElsewhere)) {
        for index in 0..self.slots.len() {
            if self.slots[index].stage != Stage::Leaving {
                continue;
            }
            self.slots[index].stage = Stage::Elsewhere;
            let slot = self.slots[index];
            leave(CallElsewhere {
                connection: slot.number,
                endpoint: slot.endpoint,
                work: self.work(slot.task),
                deed: self.deed(&slot),
                by_filter: self.present_call(&slot).by_filter,
                step: slot.step,
                members: match slot.task {
                    Task::Members { first, end, .. } => (first, end),
                    _ => (0, 0),
                },
            });
        }
    }
}
