//! The fixed window.

use super::allowance::Allowance;
use crate::units::SimTime;

/// A fixed window: at most so many calls in each period, counted from zero at every multiple of the period.
#[derive(Clone, Debug)]
pub struct FixedWindow {
    count: u64,
    period_nanos: u64,
    /// Index of the latest window in which a call passed.
    window: u64,
    passed_in_window: u64,
}

impl FixedWindow {
    /// A window that lets `allowance` pass in each of its periods.
    pub fn new(allowance: Allowance) -> Self {
        Self {
            count: allowance.count(),
            period_nanos: allowance.period().as_nanos(),
            window: 0,
            passed_in_window: 0,
        }
    }

    /// The earliest moment, not before `at`, at which a call that counts as `cost` passes: never when it counts more than
    /// a window lets pass.
    #[inline]
    pub fn earliest(&self, at: SimTime, cost: u64) -> SimTime {
        if cost > self.count {
            return SimTime::NEVER;
        }
        let window = at.as_nanos() / self.period_nanos;
        if window > self.window || cost == 0 {
            return at;
        }
        let open = self.window + u64::from(self.passed_in_window + cost > self.count);
        at.max(SimTime::from_nanos(open.saturating_mul(self.period_nanos)))
    }

    /// Counts a call at `at`, which must be a moment at which it passes.
    #[inline]
    pub fn take(&mut self, at: SimTime, cost: u64) {
        let window = at.as_nanos() / self.period_nanos;
        if window > self.window {
            self.window = window;
            self.passed_in_window = 0;
        }
        self.passed_in_window += cost;
    }

    /// What counts at `at`.
    pub fn used(&self, at: SimTime) -> u64 {
        if at.as_nanos() / self.period_nanos > self.window {
            0
        } else {
            self.passed_in_window
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::SimDuration;

    #[test]
    fn the_count_starts_anew_exactly_at_the_edge() {
        let mut window = FixedWindow::new(Allowance::new(2, SimDuration::from_secs(5)).unwrap());
        let last_moment = SimTime::from_nanos(4_999_999_999);
        window.take(last_moment, 1);
        window.take(last_moment, 1);
        let edge = SimTime::ZERO + SimDuration::from_secs(5);
        assert_eq!(window.earliest(last_moment, 1), edge);
        window.take(edge, 1);
        assert_eq!(window.earliest(edge, 1), edge, "one of two is left");
        window.take(edge, 1);
        assert_eq!(
            window.earliest(edge, 1),
            SimTime::ZERO + SimDuration::from_secs(10)
        );
    }

    #[test]
    fn what_counts_several_times_must_fit_into_what_is_left() {
        let hundred = Allowance::new(100, SimDuration::from_secs(3_600)).unwrap();
        let mut window = FixedWindow::new(hundred);
        let hour = SimTime::ZERO + SimDuration::from_secs(3_600);
        window.take(SimTime::ZERO, 60);
        assert_eq!(window.earliest(SimTime::ZERO, 40), SimTime::ZERO);
        assert_eq!(window.earliest(SimTime::ZERO, 41), hour);
        assert_eq!(window.earliest(SimTime::ZERO, 101), SimTime::NEVER);
        assert_eq!(window.earliest(hour, 101), SimTime::NEVER);
    }
}
