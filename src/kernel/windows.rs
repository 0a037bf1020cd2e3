//! Limits that count within a window of time.

use std::collections::VecDeque;

use super::allowance::Allowance;
use crate::units::{SimDuration, SimTime};

/// A fixed window: at most so many calls in each period, counted from zero at every multiple of the period.
#[derive(Clone, Debug)]
pub struct FixedWindow {
    count: u64,
    period_nanos: u64,
    /// The latest window in which a call passed, from its first moment to the first of the next: to divide takes longer than all the rest.
    begins: SimTime,
    ends: SimTime,
    passed_in_window: u64,
}

impl FixedWindow {
    /// A window that lets `allowance` pass in each of its periods.
    pub fn new(allowance: Allowance) -> Self {
        Self {
            count: allowance.count(),
            period_nanos: allowance.period().as_nanos(),
            begins: SimTime::ZERO,
            ends: SimTime::ZERO + allowance.period(),
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
        if at >= self.ends || cost == 0 {
            at
        } else if self.passed_in_window + cost > self.count {
            self.ends
        } else {
            at.max(self.begins)
        }
    }

    /// Counts a call at `at`, which must be a moment at which it passes.
    #[inline]
    pub fn take(&mut self, at: SimTime, cost: u64) {
        if at >= self.ends {
            self.moves_on(at);
        }
        self.passed_in_window += cost;
    }

    #[cold]
    fn moves_on(&mut self, at: SimTime) {
        let before = at.as_nanos() / self.period_nanos * self.period_nanos;
        self.begins = SimTime::from_nanos(before);
        self.ends = SimTime::from_nanos(before.saturating_add(self.period_nanos));
        self.passed_in_window = 0;
    }

    /// What counts at `at`.
    pub fn used(&self, at: SimTime) -> u64 {
        if at >= self.ends {
            0
        } else {
            self.passed_in_window
        }
    }
}

/// A rolling window: at most so many calls in any period, wherever it begins.
///
/// It remembers each moment at which calls passed within the last period, and how much they counted together: never more
/// moments than the count allows. A call stops counting exactly one period after it passed. Calls pass in the order in which
/// they are taken, so one that is booked ahead holds up those after it.
///
/// ```
/// use cyclecast::kernel::{Allowance, RollingWindow};
/// use cyclecast::units::{SimDuration, SimTime};
///
/// let second = |secs: u64| SimTime::ZERO + SimDuration::from_secs(secs);
/// let mut window = RollingWindow::new(Allowance::new(2, SimDuration::from_secs(5)).unwrap());
/// window.take(second(4), 1);
/// window.take(second(4), 1);
/// // A fixed window would start anew at 5 s.
/// assert_eq!(window.earliest(second(5), 1), second(9));
/// ```
#[derive(Clone, Debug)]
pub struct RollingWindow {
    count: u64,
    period: SimDuration,
    /// What passed, oldest first, with what it counted.
    passed: VecDeque<(SimTime, u64)>,
    /// The sum of what is remembered.
    sum: u64,
}

impl RollingWindow {
    /// A window that lets `allowance` pass in any of its periods.
    pub fn new(allowance: Allowance) -> Self {
        Self {
            count: allowance.count(),
            period: allowance.period(),
            passed: VecDeque::new(),
            sum: 0,
        }
    }

    /// The earliest moment, not before `at`, at which a call that counts as `cost` passes: never when it counts more than
    /// a window lets pass.
    #[inline]
    pub fn earliest(&self, at: SimTime, cost: u64) -> SimTime {
        if cost > self.count {
            return SimTime::NEVER;
        }
        let Some((latest, _)) = self.passed.back() else {
            return at;
        };
        if cost == 0 {
            return at;
        }
        let mut moment = at.max(*latest);
        let mut left = self.sum;
        for (passed, counted) in &self.passed {
            if left + cost <= self.count {
                break;
            }
            moment = moment.max(*passed + self.period);
            left -= counted;
        }
        moment
    }

    /// Counts a call at `at`, which must be a moment at which it passes.
    #[inline]
    pub fn take(&mut self, at: SimTime, cost: u64) {
        while let Some((passed, counted)) = self.passed.front().copied() {
            if passed + self.period > at {
                break;
            }
            self.sum -= counted;
            self.passed.pop_front();
        }
        self.sum += cost;
        match self.passed.back_mut() {
            Some((latest, counted)) if *latest == at => *counted += cost,
            _ => self.passed.push_back((at, cost)),
        }
    }

    /// What counts at `at`.
    pub fn used(&self, at: SimTime) -> u64 {
        let over = self
            .passed
            .iter()
            .take_while(|(passed, _)| *passed + self.period <= at);
        self.sum - over.map(|(_, counted)| counted).sum::<u64>()
    }
}

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

    mod fixed_window {
        use super::*;

        #[test]
        fn the_count_starts_anew_exactly_at_the_edge() {
            let mut window =
                FixedWindow::new(Allowance::new(2, SimDuration::from_secs(5)).unwrap());
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

    mod rolling_window {
        use super::*;

        fn at(nanos: u64) -> SimTime {
            SimTime::from_nanos(nanos)
        }

        fn window(count: u64, period: u64) -> RollingWindow {
            RollingWindow::new(Allowance::new(count, SimDuration::from_nanos(period)).unwrap())
        }

        #[test]
        fn a_call_counts_for_one_period_to_the_nanosecond() {
            let mut window = window(2, 10);
            window.take(at(3), 1);
            window.take(at(7), 1);
            assert_eq!(window.earliest(at(8), 1), at(13));
            assert_eq!((window.used(at(12)), window.used(at(13))), (2, 1));
            window.take(at(13), 1);
            assert_eq!(window.earliest(at(13), 1), at(17));
        }

        #[test]
        fn what_counts_several_times_waits_until_enough_has_stopped_counting() {
            let mut window = window(10, 100);
            for moment in [0, 20, 40] {
                window.take(at(moment), 3);
            }
            assert_eq!(window.earliest(at(50), 1), at(50));
            assert_eq!(window.earliest(at(50), 4), at(100));
            assert_eq!(window.earliest(at(50), 10), at(140));
            assert_eq!(window.earliest(at(50), 11), SimTime::NEVER);
            assert_eq!(window.earliest(at(50), 0), at(50), "free of charge");
        }

        #[test]
        fn no_more_is_remembered_than_the_count_allows() {
            let mut window = window(5, 50);
            let mut now = at(0);
            for _ in 0..10_000 {
                now = window.earliest(now + SimDuration::from_nanos(3), 1);
                window.take(now, 1);
                assert!(window.passed.len() <= 5);
            }
        }
    }

    mod quiet_window {
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
}
