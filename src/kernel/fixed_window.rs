//! The fixed window.

use super::limiter::Allowance;
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

    /// The earliest moment, not before `at`, at which a call passes.
    #[inline]
    pub fn earliest(&self, at: SimTime) -> SimTime {
        let window = at.as_nanos() / self.period_nanos;
        if window > self.window {
            return at;
        }
        let open = self.window + u64::from(self.passed_in_window >= self.count);
        at.max(SimTime::from_nanos(open.saturating_mul(self.period_nanos)))
    }

    /// Counts one call at `at`, which must be a moment at which one passes.
    #[inline]
    pub fn take(&mut self, at: SimTime) {
        let window = at.as_nanos() / self.period_nanos;
        if window > self.window {
            self.window = window;
            self.passed_in_window = 0;
        }
        self.passed_in_window += 1;
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
        window.take(last_moment);
        window.take(last_moment);
        let edge = SimTime::ZERO + SimDuration::from_secs(5);
        assert_eq!(window.earliest(last_moment), edge);
        window.take(edge);
        assert_eq!(window.earliest(edge), edge, "one of two is left");
        window.take(edge);
        assert_eq!(
            window.earliest(edge),
            SimTime::ZERO + SimDuration::from_secs(10)
        );
    }
}
