//! An axis of time that is logarithmic where lengths differ by far.

use super::axis::{Scale, Tick};
use super::font::width;
use super::theme::SMALL;
use super::time::TimeUnit;

/// Beyond this ratio of the longest to the shortest, a linear axis would press the short ones into its corner.
const BY_FAR: f64 = 8.0;
/// Below this ratio, an axis from zero would show little but what all have in common.
const ALIKE: f64 = 2.0;
/// Share of the axis that stays free at either end.
const AIR: f64 = 0.04;
/// Space between two labels.
const GAP: f64 = 20.0;

/// Round lengths of time for a logarithmic axis: the milliseconds of a unit, its name, and how many of them.
const ROUND: [(f64, &str, &[f64]); 6] = [
    (
        1.0,
        "ms",
        &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0],
    ),
    (1e3, "s", &[1.0, 2.0, 5.0, 10.0, 20.0, 30.0]),
    (60e3, "min", &[1.0, 2.0, 5.0, 10.0, 20.0, 30.0]),
    (3_600e3, "h", &[1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0]),
    (
        86_400e3,
        "days",
        &[1.0, 2.0, 4.0, 7.0, 14.0, 30.0, 60.0, 120.0],
    ),
    (
        365.0 * 86_400e3,
        "years",
        &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0],
    ),
];

/// An axis of time.
pub enum TimeAxis {
    Linear(Scale, TimeUnit),
    /// The scale is of decimal logarithms of milliseconds.
    Logarithmic(Scale),
}

impl TimeAxis {
    /// The axis for `times` in milliseconds on pixels from `start` to `end`; what is not finite is left out of account.
    pub fn of(times: &[f64], start: f64, end: f64) -> Self {
        let finite = || times.iter().copied().filter(|time| time.is_finite());
        let least = finite().fold(f64::INFINITY, f64::min);
        let most = finite().fold(0.0, f64::max);
        let scale = |low: f64, high: f64| Scale {
            low,
            high,
            start,
            end,
        };
        if least > 0.0 && most > BY_FAR * least {
            let (low, high) = (libm::log10(least), libm::log10(most));
            let air = AIR * (high - low);
            return Self::Logarithmic(scale(low - air, high + air));
        }
        let air = AIR * (most - least);
        let linear = if air > 0.0 && most < ALIKE * least {
            scale(least - air, most + air)
        } else {
            scale(0.0, most * (1.0 + AIR))
        };
        Self::Linear(linear, TimeUnit::of(most))
    }

    /// The pixel of a time; times outside stand on the nearer end.
    pub fn at(&self, ms: f64) -> f64 {
        match self {
            Self::Linear(scale, _) => scale.at(ms),
            // A millisecond is the shortest time that the documents know.
            Self::Logarithmic(scale) => scale.at(libm::log10(ms.max(1.0))),
        }
    }

    /// Round times, and the scale that they are on.
    pub fn ticks(&self) -> (Vec<Tick>, Scale) {
        match self {
            Self::Linear(scale, unit) => (unit.ticks(scale), *scale),
            Self::Logarithmic(scale) => (round_times(scale), *scale),
        }
    }

    /// Whether equal distances are equal ratios.
    pub fn is_logarithmic(&self) -> bool {
        matches!(self, Self::Logarithmic(_))
    }
}

/// The round times on a scale, as far as each has room beside the one before.
fn round_times(scale: &Scale) -> Vec<Tick> {
    let mut ticks: Vec<Tick> = Vec::new();
    for (millis, name, counts) in ROUND {
        for count in counts {
            let value = libm::log10(count * millis);
            let label = match (*count, name) {
                (1.0, "days") => "1 day".to_owned(),
                (1.0, "years") => "1 year".to_owned(),
                _ => format!("{count} {name}"),
            };
            let room = width(&label, SMALL) + GAP;
            let is_clear = |last: &Tick| scale.at(value) - scale.at(last.value) >= room;
            if (scale.low..=scale.high).contains(&value) && ticks.last().is_none_or(is_clear) {
                ticks.push(Tick { value, label });
            }
        }
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: f64 = 3_600e3;

    fn labels(hours: &[f64]) -> Vec<String> {
        let times: Vec<f64> = hours.iter().map(|time| time * HOUR).collect();
        let (ticks, _) = TimeAxis::of(&times, 0.0, 500.0).ticks();
        ticks.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn times_that_differ_by_far_have_a_logarithmic_axis() {
        assert_eq!(
            labels(&[0.5, 25.0]),
            ["30 min", "1 h", "2 h", "3 h", "6 h", "12 h", "1 day"]
        );
        assert_eq!(labels(&[3.0, 9.0])[..2], ["0", "2 h"]);
    }

    #[test]
    fn times_that_are_alike_do_not_begin_at_zero() {
        assert_eq!(labels(&[9.0, 9.9]).first().unwrap(), "9 h");
    }

    #[test]
    fn odd_times_have_a_place() {
        for times in [
            &[][..],
            &[0.0],
            &[f64::NAN],
            &[f64::INFINITY, 1.0],
            &[5.0; 3],
            &[1.0, 1e18],
        ] {
            let axis = TimeAxis::of(times, 0.0, 500.0);
            for time in [0.0, 5.0, f64::INFINITY] {
                assert!((0.0..=500.0).contains(&axis.at(time)), "{times:?}");
            }
            assert!(axis.ticks().0.len() < 40);
        }
    }
}
