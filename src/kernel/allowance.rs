//! How much a limit lets pass in each period.

use crate::units::SimDuration;

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

#[cfg(test)]
mod tests {
    use super::*;

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
