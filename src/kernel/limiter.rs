//! Limits of every kind behind one face.

use super::{FixedWindow, QuietWindow, RollingWindow, ServerPool, TokenBucket};
use crate::units::SimTime;

/// A limit: a token bucket, one of three windows, or so many at once.
///
/// A caller that knows the limit asks for the [`earliest`](Limiter::earliest) moment and waits for it.
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Allowance;
    use crate::units::SimDuration;

    #[test]
    fn to_ask_uses_nothing_up() {
        let allowance = Allowance::new(1, SimDuration::from_secs(1)).unwrap();
        let mut limiter = Limiter::FixedWindow(FixedWindow::new(allowance));
        let start = SimTime::ZERO;
        let next = start + SimDuration::from_secs(1);
        limiter.take(start, 1, start);
        assert_eq!(limiter.earliest(start, 1), next);
        assert_eq!(limiter.earliest(start, 1), next);
        limiter.take(next, 1, next);
        assert_eq!(limiter.earliest(next, 1), next + SimDuration::from_secs(1));
    }
}
