//! A gate that stays shut until a moment, and a cap on how many are inside.

use crate::units::SimTime;

/// Nothing passes before a moment that can be moved later: a pause that a `Retry-After` imposes, for example.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gate {
    opens_at: SimTime,
}

impl Gate {
    /// An open gate.
    pub fn open() -> Self {
        Self::default()
    }

    /// Keeps the gate shut until `moment`; an earlier moment than the present one changes nothing.
    pub fn shut_until(&mut self, moment: SimTime) {
        self.opens_at = self.opens_at.max(moment);
    }

    /// The earliest moment, not before `at`, at which one may pass.
    #[inline]
    pub fn earliest(&self, at: SimTime) -> SimTime {
        at.max(self.opens_at)
    }
}

/// At most so many inside at once.
#[derive(Clone, Copy, Debug)]
pub struct ConcurrencyCap {
    cap: u32,
    inside: u32,
}

impl ConcurrencyCap {
    /// At most `cap` inside; a cap of zero lets nobody in.
    pub fn new(cap: u32) -> Self {
        Self { cap, inside: 0 }
    }

    /// Lets one in if there is room, and says whether it did.
    #[inline]
    pub fn try_enter(&mut self) -> bool {
        let room = self.inside < self.cap;
        self.inside += u32::from(room);
        room
    }

    /// One leaves. Leaving an empty cap changes nothing.
    #[inline]
    pub fn leave(&mut self) {
        self.inside = self.inside.saturating_sub(1);
    }

    /// How many are inside.
    pub fn inside(&self) -> u32 {
        self.inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_never_opens_earlier_than_it_was_told() {
        let mut gate = Gate::open();
        gate.shut_until(SimTime::from_nanos(50));
        gate.shut_until(SimTime::from_nanos(20));
        assert_eq!(
            gate.earliest(SimTime::from_nanos(10)),
            SimTime::from_nanos(50)
        );
        assert_eq!(
            gate.earliest(SimTime::from_nanos(60)),
            SimTime::from_nanos(60)
        );
    }

    #[test]
    fn a_cap_admits_no_more_than_its_number_until_one_leaves() {
        let mut cap = ConcurrencyCap::new(2);
        assert!(cap.try_enter() && cap.try_enter());
        assert!(!cap.try_enter());
        cap.leave();
        assert!(cap.try_enter());
        assert_eq!(cap.inside(), 2);
    }
}
