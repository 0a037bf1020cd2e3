//! Calls to a target that answers elsewhere: they are handed out, and their answers taken in as they come.

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::{Stage, Task};
use crate::model::endpoint::Endpoint;
use crate::model::record::{Answer, Observer, Work};
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
    /// Whether it looks somebody up by a filter, for a GET of users.
    pub by_filter: bool,
    /// Which call of its piece of work it is, from one: of several matching attributes, the one that is looked for.
    pub step: u8,
    /// Members that it carries, by their indices in the group: the first, and one past the last.
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

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// The calls that have become due.
    pub(in crate::model) fn calls_leaving(&mut self, leave: &mut dyn FnMut(CallElsewhere)) {
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
                by_filter: self.present_call(&slot).by_filter,
                step: slot.step,
                members: match slot.task {
                    Task::Members { first, end, .. } => (first, end),
                    _ => (0, 0),
                },
            });
        }
    }

    /// Takes an answer in; one that nobody waits for any more counts for nothing.
    pub(in crate::model) fn answered_elsewhere(
        &mut self,
        connection: u16,
        now: SimTime,
        found: AnswerElsewhere,
    ) {
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

    /// What is elsewhere is waited for no more.
    pub(in crate::model) fn forget_elsewhere(&mut self) {
        for slot in &mut self.slots {
            if matches!(slot.stage, Stage::Leaving | Stage::Elsewhere) {
                slot.stage = Stage::Evaluating;
            }
        }
    }
}
