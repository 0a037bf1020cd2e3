//! Logarithmic axes of time.

use super::axis::{Scale, Tick};

const DAY: f64 = 86_400e3;
/// Round lengths of time in milliseconds.
const ROUND: [(f64, &str); 14] = [
    (1.0, "1 ms"),
    (10.0, "10 ms"),
    (100.0, "100 ms"),
    (1e3, "1 s"),
    (10e3, "10 s"),
    (60e3, "1 min"),
    (600e3, "10 min"),
    (3_600e3, "1 h"),
    (6.0 * 3_600e3, "6 h"),
    (DAY, "1 day"),
    (7.0 * DAY, "7 days"),
    (30.0 * DAY, "30 days"),
    (365.0 * DAY, "1 year"),
    (3_650.0 * DAY, "10 years"),
];

/// A logarithmic scale that holds all of some lengths of time.
pub struct LogTime {
    scale: Scale,
}

impl LogTime {
    /// The scale on pixels from `start` to `end` for `times` in milliseconds. Its ends are round; times below a
    /// millisecond count as one.
    pub fn of(times: impl Iterator<Item = f64> + Clone, start: f64, end: f64) -> Self {
        let least = times.clone().fold(f64::INFINITY, f64::min);
        let most = times.fold(1.0, f64::max);
        let below = ROUND.iter().rev().find(|(time, _)| *time <= least);
        let low = below.map_or(1.0, |(time, _)| *time);
        let above = ROUND.iter().find(|(time, _)| *time >= most && *time > low);
        let high = above.map_or(most, |(time, _)| *time);
        let scale = Scale {
            low: libm::log10(low),
            high: libm::log10(high),
            start,
            end,
        };
        Self { scale }
    }

    /// The pixel of a time; times outside stand on the nearer end.
    pub fn at(&self, ms: f64) -> f64 {
        self.scale.at(libm::log10(ms.max(1.0)))
    }

    /// Round times at least `room` pixels apart, and their scale.
    pub fn ticks(&self, room: f64) -> (Vec<Tick>, Scale) {
        let mut ticks: Vec<Tick> = Vec::new();
        for (time, label) in ROUND {
            let value = libm::log10(time);
            let within = self.scale.low <= value && value <= self.scale.high;
            let clear = ticks.last().is_none_or(|last| {
                (self.scale.at(value) - self.scale.at(last.value)).abs() >= room
            });
            if within && clear {
                ticks.push(Tick {
                    value,
                    label: label.to_owned(),
                });
            }
        }
        (ticks, self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(times: &[f64], room: f64) -> Vec<String> {
        let (ticks, _) = LogTime::of(times.iter().copied(), 0.0, 400.0).ticks(room);
        ticks.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn the_ends_are_round_and_hold_everything() {
        assert_eq!(labels(&[70e3, 2_000e3], 40.0), ["1 min", "10 min", "1 h"]);
        assert_eq!(labels(&[60e3], 40.0), ["1 min", "10 min"]);
    }

    #[test]
    fn marks_that_would_meet_are_left_out() {
        let all = labels(&[1.0, 9e10], 10.0).len();
        assert!(labels(&[1.0, 9e10], 60.0).len() < all);
    }

    #[test]
    fn odd_times_have_a_place_on_it() {
        for times in [&[][..], &[0.0], &[f64::INFINITY], &[1e30, 0.1]] {
            let axis = LogTime::of(times.iter().copied(), 0.0, 400.0);
            for time in [0.0, 1.0, 1e40] {
                assert!((0.0..=400.0).contains(&axis.at(time)), "{times:?}");
            }
        }
    }
}
