//! The target's own queue, where it works on a bounded number of calls at once.

use std::collections::VecDeque;

use crate::kernel::ServerPool;
use crate::model::parameters::{Parameter, Values};
use crate::model::record::TargetTally;
use crate::units::{SimDuration, SimTime};

pub(super) struct Queue {
    /// None where as many calls as come are worked on at once.
    pool: Option<ServerPool>,
    /// When the calls that wait will be begun with, in that order.
    begins: VecDeque<SimTime>,
    /// Without a pool: until when calls are worked on that nobody waits for any more.
    abandoned: Vec<SimTime>,
    tally: TargetTally,
}

impl Queue {
    pub fn new(values: &Values) -> Self {
        let capacity = values[Parameter::Capacity];
        let pool = if capacity.is_infinite() {
            None
        } else {
            ServerPool::new(values.count(Parameter::Capacity).max(1) as usize).ok()
        };
        Self {
            pool,
            begins: VecDeque::new(),
            abandoned: Vec::new(),
            tally: TargetTally::default(),
        }
    }

    /// Calls served until `end`, which no arrival is later than, and how they waited.
    pub fn tally(&self, end: SimTime) -> TargetTally {
        let after = match &self.pool {
            Some(pool) => pool.busy_after(end),
            None => self
                .abandoned
                .iter()
                .fold(SimDuration::ZERO, |sum, finish| sum + (*finish - end)),
        };
        TargetTally {
            busy: self.tally.busy.saturating_sub(after),
            ..self.tally.clone()
        }
    }

    pub fn forget(&mut self) {
        self.tally = TargetTally::default();
    }

    /// Begin and end of the work on a call; it never ends when the work has not begun by the deadline.
    #[inline(always)]
    pub fn admit(
        &mut self,
        at: SimTime,
        service: SimDuration,
        deadline: SimTime,
    ) -> (SimTime, SimTime) {
        let Some(pool) = &mut self.pool else {
            self.tally.busy += service;
            let finish = at + service;
            if finish > deadline {
                self.abandoned.retain(|ends| *ends > at);
                self.abandoned.push(finish);
            }
            return (at, finish);
        };
        let served = pool.admit_before(at, service, deadline);
        let begins = served.map_or(deadline, |served| served.start);
        if begins > at {
            while self.begins.front().is_some_and(|begins| *begins <= at) {
                self.begins.pop_front();
            }
            // Those who give up leave the queue before those who were there earlier are served.
            self.begins.push_back(begins);
            self.tally.queued += begins - at;
            self.tally.calls_queued += 1;
            self.tally.longest_queue = self.tally.longest_queue.max(self.begins.len() as u64);
        }
        match served {
            Some(served) => {
                self.tally.busy += service;
                (served.start, served.finish)
            }
            None => (deadline, SimTime::NEVER),
        }
    }
}
