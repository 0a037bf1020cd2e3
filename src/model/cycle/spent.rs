//! What a connection's time is spent on: an activity, and the service's own part of it.

use super::cycle_state::Cycle;
use super::memory::Memory;
use crate::model::record::{Activity, Observer};
use crate::units::SimDuration;

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// A connection spends time on its target, or on waiting.
    pub(super) fn spend(&mut self, slot: u16, activity: Activity, time: SimDuration) {
        let retrying = self.slot(slot).attempt > 0;
        let counted = match activity {
            Activity::WaitingForLimits | Activity::TargetQueue => activity,
            _ if retrying => Activity::Retrying,
            activity => activity,
        };
        self.tally.spent[counted as usize] += time;
    }

    /// A connection spends time that is the service's own.
    pub(super) fn spend_own(&mut self, slot: u16, activity: Activity, time: SimDuration) {
        let retrying = self.slot(slot).attempt > 0;
        let counted = if retrying {
            Activity::Retrying
        } else {
            activity
        };
        self.tally.spent[counted as usize] += time;
        self.tally.own[counted as usize] += time;
    }

    /// Counts what a connection has been idle for: waiting for the service itself, or for others to finish.
    pub(super) fn spend_idle(&mut self, slot: u16) {
        let now = self.clock.now;
        let slot = self.slot(slot);
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
            let slot = self.idle[index];
            self.spend_idle(slot);
            self.slot_mut(slot).is_idle(now, reason);
        }
    }
}
