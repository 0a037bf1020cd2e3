//! The rolling window.

use std::collections::VecDeque;

use super::allowance::Allowance;
use crate::units::{SimDuration, SimTime};

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

#[cfg(test)]
mod tests {
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
