//! What a connection's time is spent on: an activity, and the service's own part of it.

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::Slot;
use crate::model::record::{Activity, Observer};
use crate::units::SimDuration;

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// A connection spends time on its target, or on waiting.
    #[inline(always)]
    pub(super) fn spend(&mut self, slot: &Slot, activity: Activity, time: SimDuration) {
        let retrying = slot.attempt > 0;
        let counted = match activity {
            Activity::WaitingForLimits | Activity::TargetQueue => activity,
            _ if retrying => Activity::Retrying,
            activity => activity,
        };
        self.tally.spent[counted as usize] += time;
    }

    /// A connection spends time that is the service's own.
    #[inline(always)]
    pub(super) fn spend_own(&mut self, slot: &Slot, activity: Activity, time: SimDuration) {
        let retrying = slot.attempt > 0;
        let counted = if retrying {
            Activity::Retrying
        } else {
            activity
        };
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
