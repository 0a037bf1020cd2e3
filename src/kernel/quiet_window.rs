//! The quiet window.

use super::allowance::Allowance;
use crate::units::{SimDuration, SimTime};

/// A count that starts anew when no call has passed for a period: so many pass, then none until it was quiet for as long.
///
/// better-auth counts so in production (1.7.25, measured). Refused calls do not break the quiet.
///
/// ```
/// use cyclecast::kernel::{Allowance, QuietWindow};
/// use cyclecast::units::{SimDuration, SimTime};
///
/// let second = |secs: u64| SimTime::ZERO + SimDuration::from_secs(secs);
/// let mut window = QuietWindow::new(Allowance::new(2, SimDuration::from_secs(10)).unwrap());
/// window.take(second(0), 1);
/// window.take(second(7), 1);
/// assert_eq!(window.earliest(second(8), 1), second(17));
/// ```
#[derive(Clone, Debug)]
pub struct QuietWindow {
    count: u64,
    quiet: SimDuration,
    /// What passed since it was last quiet for long enough.
    passed: u64,
    /// When the latest call passed.
    latest: SimTime,
}

impl QuietWindow {
    /// A window that lets the allowance's count pass, and opens again after a quiet period.
    pub fn new(allowance: Allowance) -> Self {
        Self {
            count: allowance.count(),
            quiet: allowance.period(),
            passed: 0,
            latest: SimTime::ZERO,
        }
    }

    /// The earliest moment, not before `at`, at which a call that counts as `cost` passes: never when it counts more than
    /// ever passes.
    #[inline]
    pub fn earliest(&self, at: SimTime, cost: u64) -> SimTime {
        if cost > self.count {
            return SimTime::NEVER;
        }
        if cost == 0 || self.passed == 0 {
            return at;
        }
        let at = at.max(self.latest);
        if self.passed + cost <= self.count {
            at
        } else {
            at.max(self.latest + self.quiet)
        }
    }

    /// Counts a call at `at`, which must be a moment at which it passes.
    #[inline]
    pub fn take(&mut self, at: SimTime, cost: u64) {
        if at >= self.latest + self.quiet {
            self.passed = 0;
        }
        self.passed += cost;
        self.latest = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(nanos: u64) -> SimTime {
        SimTime::from_nanos(nanos)
    }

    fn window(count: u64, quiet: u64) -> QuietWindow {
        QuietWindow::new(Allowance::new(count, SimDuration::from_nanos(quiet)).unwrap())
    }

    #[test]
    fn a_steady_trickle_is_refused_once_the_count_is_used_up_however_long_it_took() {
        let mut window = window(3, 10);
        for moment in [0, 9, 18] {
            assert_eq!(window.earliest(at(moment), 1), at(moment));
            window.take(at(moment), 1);
        }
        assert_eq!(window.earliest(at(19), 1), at(28), "not 10, and not 19");
    }

    #[test]
    fn the_count_starts_anew_after_a_quiet_period_even_where_it_was_not_used_up() {
        let mut window = window(3, 10);
        window.take(at(0), 2);
        assert_eq!(window.earliest(at(5), 2), at(10));
        window.take(at(10), 3);
        assert_eq!(window.earliest(at(11), 1), at(20));
        assert_eq!(window.earliest(at(11), 4), SimTime::NEVER);
        assert_eq!(window.earliest(at(11), 0), at(11), "free of charge");
    }
}
