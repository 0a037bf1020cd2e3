//! Axes of time, and lengths of time in the unit of the axis they are read against.

use super::axis::{Scale, Tick, multiples, round_step, tick_number};
use super::font::width;
use super::theme::SMALL;
use crate::report::number;
use crate::units::display_seconds;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeUnit {
    /// Its length in milliseconds.
    pub ms: f64,
    name: &'static str,
    /// Steps that are rounder for a clock than those of the decimal system.
    steps: &'static [f64],
}

const UNITS: [TimeUnit; 5] = [
    TimeUnit {
        ms: 1.0,
        name: "ms",
        steps: &[],
    },
    TimeUnit {
        ms: 1e3,
        name: "s",
        steps: &[10.0, 15.0, 30.0, 60.0],
    },
    TimeUnit {
        ms: 60e3,
        name: "min",
        steps: &[10.0, 15.0, 30.0, 60.0],
    },
    TimeUnit {
        ms: 3_600e3,
        name: "h",
        steps: &[1.0, 2.0, 3.0, 6.0, 12.0],
    },
    TimeUnit {
        ms: 86_400e3,
        name: "days",
        steps: &[],
    },
];

/// Days of a calendar, which have weeks.
const CALENDAR_DAYS: TimeUnit = TimeUnit {
    ms: 86_400e3,
    name: "days",
    steps: &[1.0, 2.0, 7.0, 14.0, 28.0],
};

impl TimeUnit {
    /// The unit of an axis over a whole horizon: hours up to three days, days beyond.
    pub fn of_horizon(ms: f64) -> Self {
        const LONGEST_IN_HOURS: f64 = 72.0 * 3_600e3;
        if ms > LONGEST_IN_HOURS {
            CALENDAR_DAYS
        } else if ms > 2.0 * 3_600e3 {
            UNITS[3]
        } else {
            Self::of(ms)
        }
    }

    /// The unit in which the whole program shows a length of `longest` milliseconds.
    pub fn of(longest: f64) -> Self {
        let shown = display_seconds(longest / 1e3);
        let name = shown.rsplit(' ').next();
        let unit = UNITS.into_iter().find(|unit| Some(unit.name) == name);
        unit.unwrap_or(UNITS[1])
    }

    /// A length of time in this unit, or in its own where it is shorter than one of these.
    pub fn label(&self, ms: f64) -> String {
        let value = ms / self.ms;
        if value < 1.0 {
            return number::time(ms);
        }
        self.with_name(&number::rough(value))
    }

    /// From one length of time to another.
    pub fn range(&self, low: f64, high: f64) -> String {
        let (from, to) = (self.label(low), self.label(high));
        if from == to {
            return to;
        }
        match (from.rsplit_once(' '), to.rsplit_once(' ')) {
            (Some((number, unit)), Some((_, same))) if unit == same => format!("{number} to {to}"),
            _ => format!("{from} to {to}"),
        }
    }

    /// Round moments on `scale` (in milliseconds), as many as there is room for.
    pub fn ticks(&self, scale: &Scale) -> Vec<Tick> {
        let candidates = (1..=9).rev().map(|most| self.ticks_in(scale, most));
        let mut fitting = candidates.filter(|ticks| {
            let widest = ticks.iter().map(|tick| width(&tick.label, SMALL));
            let room = widest.fold(0.0, f64::max) + 20.0;
            !ticks.is_empty()
                && ticks
                    .windows(2)
                    .all(|pair| scale.at(pair[1].value) - scale.at(pair[0].value) >= room)
        });
        fitting.next().unwrap_or_default()
    }

    /// Round lengths of time from zero to the first that is not below `high`.
    pub fn ticks_from_zero(&self, high: f64, most: u32) -> Vec<Tick> {
        let step = self.step(high / self.ms / f64::from(most));
        let high = libm::ceil(high / self.ms / step) * step * self.ms;
        let scale = Scale {
            low: 0.0,
            high,
            start: 0.0,
            end: 0.0,
        };
        self.ticks_by(&scale, step)
    }

    fn ticks_in(&self, scale: &Scale, most: u32) -> Vec<Tick> {
        let length = (scale.high - scale.low) / self.ms;
        self.ticks_by(scale, self.step(length / f64::from(most)))
    }

    fn ticks_by(&self, scale: &Scale, step: f64) -> Vec<Tick> {
        let (low, high) = (scale.low / self.ms, scale.high / self.ms);
        let values = multiples(step, low, high).into_iter();
        values
            .map(|value| {
                let number = tick_number(value, step);
                let label = if number == "0" {
                    number
                } else {
                    self.with_name(&number)
                };
                let value = value * self.ms;
                Tick { value, label }
            })
            .collect()
    }

    fn step(&self, raw: f64) -> f64 {
        let (Some(&first), Some(&last)) = (self.steps.first(), self.steps.last()) else {
            return round_step(raw);
        };
        if raw <= first / 2.0 || raw > last {
            return round_step(raw);
        }
        let mut steps = self.steps.iter().copied();
        steps.find(|step| *step >= raw).unwrap_or(last)
    }

    fn with_name(&self, number: &str) -> String {
        match (self.name, number) {
            ("days", "1") => "1 day".to_owned(),
            (name, _) => format!("{number} {name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: f64 = 3_600e3;

    fn labels(low: f64, high: f64) -> Vec<String> {
        let scale = Scale {
            low,
            high,
            start: 0.0,
            end: 800.0,
        };
        let ticks = TimeUnit::of(high).ticks(&scale);
        ticks.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn the_unit_is_the_one_of_the_rest_of_the_program() {
        assert_eq!(TimeUnit::of(2.9 * HOUR).name, "min");
        assert_eq!(TimeUnit::of(3.0 * HOUR).name, "h");
        assert_eq!(TimeUnit::of(48.0 * HOUR).name, "days");
        assert_eq!(TimeUnit::of(0.0).name, "s");
        assert_eq!(TimeUnit::of(f64::INFINITY).name, "days");
    }

    #[test]
    fn ticks_are_round_on_a_clock() {
        assert_eq!(
            labels(0.0, 2.5 * HOUR),
            ["0", "30 min", "60 min", "90 min", "120 min", "150 min"]
        );
        assert_eq!(labels(0.0, 25.0 * HOUR).last().unwrap(), "24 h");
        assert_eq!(
            labels(0.0, 60.0 * HOUR),
            ["0", "0.5 days", "1 day", "1.5 days", "2 days", "2.5 days"]
        );
    }

    #[test]
    fn a_horizon_is_marked_in_hours_days_or_weeks() {
        let labels = |high: f64| -> Vec<String> {
            let scale = Scale {
                low: 0.0,
                high,
                start: 0.0,
                end: 640.0,
            };
            let ticks = TimeUnit::of_horizon(high).ticks(&scale);
            ticks.into_iter().map(|tick| tick.label).collect()
        };
        assert_eq!(labels(3.0 * HOUR)[..2], ["0", "0.5 h"]);
        assert_eq!(labels(14.0 * 24.0 * HOUR)[..2], ["0", "2 days"]);
        assert_eq!(
            labels(28.0 * 24.0 * HOUR)[1..],
            ["7 days", "14 days", "21 days", "28 days"]
        );
    }

    #[test]
    fn upward_axes_begin_at_zero_and_end_above_all() {
        let ticks = TimeUnit::of(400e3).ticks_from_zero(400e3, 3);
        let labels: Vec<_> = ticks.iter().map(|tick| tick.label.as_str()).collect();
        assert_eq!(labels, ["0", "5 min", "10 min"]);
    }

    #[test]
    fn no_range_makes_ticks_endless() {
        assert!(labels(0.0, 1e15).len() > 2);
        assert!(labels(1e15, 1e15 + 1.0).len() < 12);
        assert_eq!(labels(0.0, 0.0), ["0"]);
        assert!(labels(0.0, f64::INFINITY).is_empty());
    }

    #[test]
    fn lengths_are_read_in_the_unit_of_the_axis() {
        let days = TimeUnit::of(60.0 * HOUR);
        assert_eq!(days.range(36.0 * HOUR, 60.0 * HOUR), "1.5 to 2.5 days");
        assert_eq!(days.range(60e3, 60.0 * HOUR), "60 s to 2.5 days");
        assert_eq!(days.range(24.0 * HOUR, 24.0 * HOUR), "1 day");
    }
}
