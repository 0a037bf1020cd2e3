//! What a connection's time is booked under: an activity, and the service's own part of it.

use super::{Cycle, Observer};
use crate::model::record::Activity;
use crate::units::{SimDuration, SimTime};

impl<O: Observer> Cycle<'_, O> {
    /// Books time that a connection spends on its target, or on waiting.
    pub(super) fn spend(&mut self, slot: u16, activity: Activity, time: SimDuration) {
        let retrying = self.slots[usize::from(slot)].attempt > 0;
        let booked = match activity {
            Activity::WaitingForLimits | Activity::TargetQueue => activity,
            _ if retrying => Activity::Retrying,
            activity => activity,
        };
        self.tally.spent[booked as usize] += time;
    }

    /// Books time that is the service's own.
    pub(super) fn spend_own(&mut self, slot: u16, activity: Activity, time: SimDuration) {
        let retrying = self.slots[usize::from(slot)].attempt > 0;
        let booked = if retrying {
            Activity::Retrying
        } else {
            activity
        };
        self.tally.spent[booked as usize] += time;
        self.tally.own[booked as usize] += time;
    }

    /// Books what a connection has been idle for: waiting for the service itself, or for others to finish.
    pub(super) fn book_idle(&mut self, slot: u16, now: SimTime) {
        let place = &self.slots[usize::from(slot)];
        let (reason, time) = (place.idle_reason, now - place.idle_since);
        self.tally.spent[reason as usize] += time;
        if reason != Activity::Idle {
            self.tally.own[reason as usize] += time;
        }
    }

    /// Books the waiting of all connections without work so far; from now on it is for this reason.
    pub(super) fn relabel_idle(&mut self, now: SimTime, reason: Activity) {
        for place in 0..self.idle.len() {
            let slot = self.idle[place];
            self.book_idle(slot, now);
            let slot = &mut self.slots[usize::from(slot)];
            slot.idle_since = now;
            slot.idle_reason = reason;
        }
    }
}
