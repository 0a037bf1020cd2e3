//! A limiter that can be shut for a time.

use crate::kernel::Limiter;
use crate::units::{SimDuration, SimTime};

/// A limiter, and until when it lets nothing pass after an excess.
#[derive(Clone, Debug)]
pub(super) struct Penalised {
    limiter: Limiter,
    shut_until: SimTime,
}

impl Penalised {
    pub fn new(limiter: Limiter) -> Self {
        Self {
            limiter,
            shut_until: SimTime::ZERO,
        }
    }

    #[inline]
    pub fn earliest(&self, at: SimTime, cost: u64) -> SimTime {
        // What ever passes again is asked for behind the penalty; what costs nothing is not counted at all.
        self.limiter.earliest(at.max(self.shut_until), cost)
    }

    #[inline]
    pub fn take(&mut self, at: SimTime, cost: u64, until: SimTime) {
        self.limiter.take(at, cost, until);
    }

    pub fn extend(&mut self, until: SimTime, later: SimTime) {
        self.limiter.extend(until, later);
    }

    pub fn used(&self, at: SimTime) -> u64 {
        self.limiter.used(at)
    }

    /// A call is over the limit at `at`. What is refused during the penalty does not prolong it.
    pub fn punish(&mut self, at: SimTime, penalty: SimDuration) {
        if at >= self.shut_until {
            self.shut_until = at + penalty;
        }
    }
}
