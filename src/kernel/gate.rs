//! A gate that stays shut until a moment.

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
}
