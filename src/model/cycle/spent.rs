//! What a connection's time is spent on: an activity, and the service's own part of it.

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::Slot;
use crate::model::record::{Activity, Observer};
use crate::units::SimDuration;

/// What time is booked under that an attempt at a task spends on its target or its own: whatever is done again is a retry.
#[inline(always)]
pub(super) fn counted_as(activity: Activity, attempt: u8) -> Activity {
    if attempt > 0 {
        Activity::Retrying
    } else {
        activity
    }
}

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// A connection spends time that is the service's own.
    #[inline(always)]
    pub(super) fn spend_own(&mut self, slot: &Slot, activity: Activity, time: SimDuration) {
        let counted = counted_as(activity, slot.attempt);
        self.tally.spent[counted as usize] += time;
        self.tally.own[counted as usize] += time;
    }

    /// Counts what a connection has been idle for: waiting for the service itself, or for others to finish.
    pub(super) fn spend_idle(&mut self, slot: &Slot) {
        let now = self.clock.now;
        let (reason, time) = (slot.idle_reason, now - slot.idle_since);
        self.tally.spent[reason as usize] += time;
        if reason != Activity::Idle {
            self.tally.own[reason as usize] += time;
        }
    }

    /// Counts the waiting of all connections without work so far; from now on it is for this reason.
    pub(super) fn relabel_idle(&mut self, reason: Activity) {
        let now = self.clock.now;
        for index in 0..self.idle.len() {
            let number = usize::from(self.idle[index]);
            let slot = self.slots[number];
            self.spend_idle(&slot);
            self.slots[number].is_idle(now, reason);
        }
    }
}
