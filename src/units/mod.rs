//! Time as the whole crate uses it, and how numbers are shown.
//!
//! Simulated time is a whole number of nanoseconds, so that sums of fixed intervals are exact, ties are
//! true ties and results are the same on every platform. A `u64` of nanoseconds holds 584 years.
//!
//! ```
//! use cyclecast::units::{SimDuration, SimTime};
//!
//! let end = SimTime::ZERO + SimDuration::from_secs_f64(90.0 * 60.0);
//! assert_eq!((end - SimTime::ZERO).to_string(), "90 min");
//! ```

mod display;

pub use display::{
    TimeUnit, UNITS_OF_TIME, display_number, display_percent, display_seconds, is_without_picture,
    steers, time_unit,
};

use std::fmt;
use std::ops::{Add, AddAssign, Mul, Sub};

const NANOS_PER_SEC: f64 = 1e9;

/// A length of simulated time, in whole nanoseconds. Arithmetic saturates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimDuration(u64);

/// A moment of simulated time, in whole nanoseconds since the start of the simulation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(u64);

impl SimDuration {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// The longest length of time that can be written, about 584 years.
    pub const MAX: Self = Self(u64::MAX);

    /// A length of `nanos` nanoseconds.
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// A length of `millis` milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1_000_000))
    }

    /// A length of `secs` whole seconds.
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs.saturating_mul(1_000_000_000))
    }

    /// A length of `secs` seconds, rounded to the nearest nanosecond, halves to even ones.
    ///
    /// Negative values and NaN become zero; what is too long becomes [`SimDuration::MAX`].
    #[inline]
    pub fn from_secs_f64(secs: f64) -> Self {
        Self::rounded(secs * NANOS_PER_SEC)
    }

    #[inline]
    fn rounded(nanos: f64) -> Self {
        /// From here on a number has no digits left for parts of one.
        const WHOLE: f64 = (1_u64 << 52) as f64;
        if (0.0..WHOLE / 2.0).contains(&nanos) {
            // The sum rounds to the nearest, an even one if two are as near, and ends in the digits of that: several times as fast as a cast.
            Self((nanos + WHOLE).to_bits() - WHOLE.to_bits())
        } else {
            // A cast saturates and sends NaN to zero, which is the behaviour promised.
            Self(nanos.round_ties_even() as u64)
        }
    }

    /// This length in nanoseconds.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// This length in milliseconds, rounded to the nearest.
    pub const fn as_millis(self) -> u64 {
        self.0.saturating_add(500_000) / 1_000_000
    }

    /// This length in seconds.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / NANOS_PER_SEC
    }

    /// This length less `other`, or zero where `other` is longer.
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl SimTime {
    /// The start of the simulation.
    pub const ZERO: Self = Self(0);
    /// The last moment that can be written; stands for "never" where a moment is optional.
    pub const NEVER: Self = Self(u64::MAX);

    /// The moment `nanos` nanoseconds after the start.
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// Nanoseconds since the start.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// The time since the start as a length.
    pub const fn since_start(self) -> SimDuration {
        SimDuration(self.0)
    }
}

impl Add<SimDuration> for SimTime {
    type Output = Self;
    fn add(self, length: SimDuration) -> Self {
        Self(self.0.saturating_add(length.0))
    }
}

impl Sub for SimTime {
    type Output = SimDuration;
    /// The time from `earlier` to `self`, or zero where `earlier` is later.
    fn sub(self, earlier: Self) -> SimDuration {
        SimDuration(self.0.saturating_sub(earlier.0))
    }
}

impl Add for SimDuration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for SimDuration {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Mul<f64> for SimDuration {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self::rounded(self.0 as f64 * factor)
    }
}

impl fmt::Display for SimDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&display_seconds(self.as_secs_f64()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_that_are_no_length_become_zero_or_the_longest() {
        assert_eq!(SimDuration::from_secs_f64(-1.0), SimDuration::ZERO);
        assert_eq!(SimDuration::from_secs_f64(f64::NAN), SimDuration::ZERO);
        assert_eq!(SimDuration::from_secs_f64(f64::INFINITY), SimDuration::MAX);
    }

    #[test]
    fn the_unit_shown_follows_the_length() {
        assert_eq!(SimDuration::from_secs(179).to_string(), "179 s");
        assert_eq!(SimDuration::from_secs(180).to_string(), "3 min");
        assert_eq!(SimDuration::from_secs(3 * 3_600).to_string(), "3 h");
        assert_eq!(SimDuration::from_secs(48 * 3_600).to_string(), "2 days");
    }
}
