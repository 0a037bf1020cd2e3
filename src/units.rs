//! Time and rates as the whole crate uses them.
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

    /// A length of `secs` seconds, rounded to the nearest nanosecond.
    ///
    /// Negative values and NaN become zero; what is too long becomes [`SimDuration::MAX`].
    pub fn from_secs_f64(secs: f64) -> Self {
        // A float cast saturates and sends NaN to zero, which is the behaviour promised above.
        Self((secs * NANOS_PER_SEC + 0.5) as u64)
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
        Self((self.0 as f64 * factor + 0.5) as u64)
    }
}

impl fmt::Display for SimDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&display_seconds(self.as_secs_f64()))
    }
}

/// Seconds as a person reads them: milliseconds below a second, minutes below three hours, hours below two days, days beyond.
///
/// Three significant digits are kept, which is more than any forecast here supports and few enough to read.
///
/// ```
/// use cyclecast::units::display_seconds;
/// assert_eq!(display_seconds(0.25), "250 ms");
/// assert_eq!(display_seconds(61.0), "61 s");
/// assert_eq!(display_seconds(9_000.0), "150 min");
/// assert_eq!(display_seconds(86_400.0), "24 h");
/// assert_eq!(display_seconds(200_000.0), "2.31 days");
/// ```
pub fn display_seconds(secs: f64) -> String {
    let (value, unit) = match secs {
        s if s <= 0.0 => (0.0, "s"),
        s if s < 1.0 => (s * 1e3, "ms"),
        s if s < 180.0 => (s, "s"),
        s if s < 3.0 * 3_600.0 => (s / 60.0, "min"),
        s if s < 48.0 * 3_600.0 => (s / 3_600.0, "h"),
        s => (s / 86_400.0, "days"),
    };
    format!("{} {unit}", display_number(value))
}

/// A number with three significant digits, without trailing zeros; thousands are grouped by commas.
///
/// ```
/// use cyclecast::units::display_number;
/// assert_eq!(display_number(0.04567), "0.0457");
/// assert_eq!(display_number(12.0), "12");
/// assert_eq!(display_number(1_234_567.0), "1,234,567");
/// ```
pub fn display_number(value: f64) -> String {
    if !value.is_finite() {
        return "never".to_owned();
    }
    let magnitude = value.abs();
    if magnitude >= 100.0 {
        return group_thousands(value);
    }
    if magnitude == 0.0 {
        return "0".to_owned();
    }
    let whole_digits = libm::floor(libm::log10(magnitude)) as i32 + 1;
    let decimals = (3 - whole_digits).clamp(0, 9) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn group_thousands(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut grouped = String::with_capacity(digits.len() * 4 / 3 + 1);
    if value < 0.0 {
        grouped.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number of happenings per second.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Rate(f64);

impl Rate {
    /// A rate of `per_second` happenings a second; it must be above zero and finite.
    pub fn per_second(per_second: f64) -> Option<Self> {
        (per_second > 0.0 && per_second.is_finite()).then_some(Self(per_second))
    }

    /// Happenings a second.
    pub const fn as_per_second(self) -> f64 {
        self.0
    }

    /// The mean time between two happenings, at least one nanosecond.
    pub fn interval(self) -> SimDuration {
        SimDuration(SimDuration::from_secs_f64(1.0 / self.0).0.max(1))
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
