//! Limits of every kind behind one face.

use super::{FixedWindow, QuietWindow, RollingWindow, ServerPool, TokenBucket};
use crate::units::{SimDuration, SimTime};

/// Why a limit cannot exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLimit {
    /// Nothing would ever pass.
    #[error("a limit must allow at least one call in each period")]
    Count,
    /// A rate needs a period.
    #[error("a limit's period must be longer than zero")]
    Period,
    /// Nothing would ever pass.
    #[error("a token bucket must hold at least one token")]
    Burst,
}

/// So many calls in each period, for example 600 a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    count: u64,
    period: SimDuration,
}

impl Allowance {
    /// `count` calls in each `period`.
    ///
    /// # Errors
    /// When either is zero.
    pub fn new(count: u64, period: SimDuration) -> Result<Self, InvalidLimit> {
        if count == 0 {
            return Err(InvalidLimit::Count);
        }
        if period == SimDuration::ZERO {
            return Err(InvalidLimit::Period);
        }
        Ok(Self { count, period })
    }

    /// Calls in each period.
    pub const fn count(self) -> u64 {
        self.count
    }

    /// The period.
    pub const fn period(self) -> SimDuration {
        self.period
    }
}

/// A limit: a token bucket, one of three windows, or so many at once.
///
/// A caller that knows the limit asks for the [`earliest`](Limiter::earliest) moment and waits for it; one
/// that does not just calls, and is told by [`try_take`](Limiter::try_take) when it would have passed.
#[derive(Clone, Debug)]
pub enum Limiter {
    /// A steady rate with a burst.
    TokenBucket(TokenBucket),
    /// A count that starts anew at each multiple of the period.
    FixedWindow(FixedWindow),
    /// A count over the last period.
    RollingWindow(RollingWindow),
    /// A count that starts anew after a quiet period.
    QuietWindow(QuietWindow),
    /// So many at once, as many as the pool has servers.
    Concurrency(ServerPool),
}

impl Limiter {
    /// The earliest moment, not before `at`, at which a call that counts as `cost` passes; [`SimTime::NEVER`] when it counts
    /// more than ever passes. A call under way takes one place whatever it costs.
    #[inline]
    pub fn earliest(&self, at: SimTime, cost: u64) -> SimTime {
        match self {
            Self::TokenBucket(bucket) => bucket.earliest(at, cost),
            Self::FixedWindow(window) => window.earliest(at, cost),
            Self::RollingWindow(window) => window.earliest(at, cost),
            Self::QuietWindow(window) => window.earliest(at, cost),
            Self::Concurrency(places) => places.earliest(at),
        }
    }

    /// Uses up the cost of a call at `at`, which must be a moment at which it passes. It is under way until `until`.
    #[inline]
    pub fn take(&mut self, at: SimTime, cost: u64, until: SimTime) {
        match self {
            Self::TokenBucket(bucket) => bucket.take(at, cost),
            Self::FixedWindow(window) => window.take(at, cost),
            Self::RollingWindow(window) => window.take(at, cost),
            Self::QuietWindow(window) => window.take(at, cost),
            Self::Concurrency(places) => {
                places.admit(at, until - at);
            }
        }
    }

    /// What counts at `at` of a limit that counts calls in periods; nothing for any other.
    pub fn used(&self, at: SimTime) -> u64 {
        match self {
            Self::FixedWindow(window) => window.used(at),
            Self::RollingWindow(window) => window.used(at),
            Self::TokenBucket(_) | Self::QuietWindow(_) | Self::Concurrency(_) => 0,
        }
    }

    /// Has a call that was to be under way until `until` under way until `later`; nothing but a concurrency cap minds.
    pub fn extend(&mut self, until: SimTime, later: SimTime) {
        if let Self::Concurrency(places) = self {
            places.extend(until, later);
        }
    }

    /// Lets a call pass at `at` that counts as `cost` and is under way until `until`, or says when it will pass.
    ///
    /// # Errors
    /// The moment at which the call passes; nothing is used up then.
    #[inline]
    pub fn try_take(&mut self, at: SimTime, cost: u64, until: SimTime) -> Result<(), SimTime> {
        let earliest = self.earliest(at, cost);
        if earliest > at {
            return Err(earliest);
        }
        self.take(at, cost, until);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_call_uses_nothing_up() {
        let allowance = Allowance::new(1, SimDuration::from_secs(1)).unwrap();
        let mut limiter = Limiter::FixedWindow(FixedWindow::new(allowance));
        let start = SimTime::ZERO;
        let next = start + SimDuration::from_secs(1);
        assert_eq!(limiter.try_take(start, 1, start), Ok(()));
        assert_eq!(limiter.try_take(start, 1, start), Err(next));
        assert_eq!(limiter.try_take(start, 1, start), Err(next));
        assert_eq!(limiter.try_take(next, 1, next), Ok(()));
    }

    #[test]
    fn limits_that_let_nothing_pass_are_refused() {
        assert_eq!(
            Allowance::new(0, SimDuration::from_secs(1)),
            Err(InvalidLimit::Count)
        );
        assert_eq!(
            Allowance::new(1, SimDuration::ZERO),
            Err(InvalidLimit::Period)
        );
    }
}
