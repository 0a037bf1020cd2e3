//! The token bucket.

use super::allowance::{Allowance, InvalidLimit};
use crate::units::SimTime;

/// A token bucket: calls pass at a steady rate, and up to `burst` at once after a quiet time. It starts full.
///
/// It is kept as one number, the moment at which the bucket will be full again (the generic cell rate
/// algorithm), so it needs no refill events. Time is scaled by the allowance's count, which makes rates such
/// as 180 a minute exact: no rounding accumulates.
#[derive(Clone, Debug)]
pub struct TokenBucket {
    /// Tokens that flow in during one period; also the scale of the times below.
    count: u128,
    /// Scaled time that one token takes to flow in: the period in nanoseconds.
    per_token: u128,
    /// Scaled time by which calls may run ahead: (burst − 1) tokens.
    tolerance: u128,
    /// Scaled moment at which the bucket is full again.
    full_at: u128,
}

impl TokenBucket {
    /// A bucket that lets `allowance` flow and holds `burst` tokens.
    ///
    /// # Errors
    /// [`InvalidLimit::Burst`] when `burst` is zero: no call could ever pass.
    pub fn new(allowance: Allowance, burst: u64) -> Result<Self, InvalidLimit> {
        let tolerance_tokens = u128::from(burst.checked_sub(1).ok_or(InvalidLimit::Burst)?);
        let per_token = u128::from(allowance.period().as_nanos());
        Ok(Self {
            count: u128::from(allowance.count()),
            per_token,
            tolerance: tolerance_tokens * per_token,
            full_at: 0,
        })
    }

    /// The earliest moment, not before `at`, at which a call that costs so many tokens passes: never when it costs more
    /// than the bucket holds.
    #[inline]
    pub fn earliest(&self, at: SimTime, cost: u64) -> SimTime {
        let scaled_now = u128::from(at.as_nanos()) * self.count;
        let ahead = u128::from(cost.saturating_sub(1)) * self.per_token;
        if ahead > self.tolerance {
            return SimTime::NEVER;
        }
        if self.full_at + ahead <= scaled_now + self.tolerance || cost == 0 {
            return at;
        }
        let scaled = self.full_at + ahead - self.tolerance;
        SimTime::from_nanos(u64::try_from(scaled.div_ceil(self.count)).unwrap_or(u64::MAX))
    }

    /// Takes the tokens of a call at `at`, which must be a moment at which it passes.
    #[inline]
    pub fn take(&mut self, at: SimTime, cost: u64) {
        let scaled_now = u128::from(at.as_nanos()) * self.count;
        // A call that waited was rounded up to a whole nanosecond: that fraction is not lost to the rate.
        let waited = scaled_now < self.full_at + self.count;
        let from = if waited { self.full_at } else { scaled_now };
        self.full_at = from + self.per_token * u128::from(cost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::SimDuration;

    fn nanos(text: &[u64]) -> Vec<SimTime> {
        text.iter().map(|&n| SimTime::from_nanos(n)).collect()
    }

    #[test]
    fn a_full_bucket_passes_the_burst_at_once_and_then_the_rate() {
        let allowance = Allowance::new(4, SimDuration::from_secs(1)).unwrap();
        let mut bucket = TokenBucket::new(allowance, 3).unwrap();
        let mut passed = Vec::new();
        let mut at = SimTime::ZERO;
        for _ in 0..6 {
            at = bucket.earliest(at, 1);
            bucket.take(at, 1);
            passed.push(at);
        }
        let quarter = 250_000_000;
        assert_eq!(passed, nanos(&[0, 0, 0, quarter, 2 * quarter, 3 * quarter]));
    }

    #[test]
    fn a_rate_that_is_no_whole_number_of_nanoseconds_does_not_drift() {
        let allowance = Allowance::new(180, SimDuration::from_secs(60)).unwrap();
        let mut bucket = TokenBucket::new(allowance, 1).unwrap();
        let mut at = SimTime::ZERO;
        for _ in 0..=180_000 {
            at = bucket.earliest(at, 1);
            bucket.take(at, 1);
        }
        assert_eq!(at.since_start(), SimDuration::from_secs(60_000));
    }

    #[test]
    fn a_call_of_several_tokens_waits_until_the_bucket_holds_them() {
        let allowance = Allowance::new(1, SimDuration::from_secs(1)).unwrap();
        let mut bucket = TokenBucket::new(allowance, 3).unwrap();
        let second = |secs: u64| SimTime::from_nanos(secs * 1_000_000_000);
        bucket.take(second(0), 3);
        assert_eq!(bucket.earliest(second(0), 2), second(2));
        assert_eq!(bucket.earliest(second(0), 3), second(3));
        assert_eq!(
            bucket.earliest(second(0), 4),
            SimTime::NEVER,
            "it holds three"
        );
        assert_eq!(
            bucket.earliest(second(9), 4),
            SimTime::NEVER,
            "nor more when it is full"
        );
        assert_eq!(bucket.earliest(second(0), 0), second(0), "free of charge");
    }

    #[test]
    fn a_bucket_without_burst_is_refused() {
        let allowance = Allowance::new(1, SimDuration::from_secs(1)).unwrap();
        assert!(matches!(
            TokenBucket::new(allowance, 0),
            Err(InvalidLimit::Burst)
        ));
    }
}
