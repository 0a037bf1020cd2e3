//! Axes of time, and lengths of time in the unit of the axis they are read against.

use super::axis::{AIR_ABOVE, Scale, Tick, multiples, round_step, tick_number};
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

    /// Lengths of time that are read together: in one rounding, as far as they are not far shorter than this unit.
    pub fn labels<const N: usize>(&self, times: [f64; N]) -> [String; N] {
        const FAR_SHORTER: f64 = 0.1;
        let values = times.map(|ms| ms / self.ms);
        let in_it: Vec<f64> = values
            .iter()
            .copied()
            .filter(|one| *one >= FAR_SHORTER)
            .collect();
        let mut shown = number::numbers_together(&in_it).into_iter();
        values.map(|value| {
            if value >= FAR_SHORTER {
                self.with_name(&shown.next().unwrap_or_default())
            } else {
                number::time(value * self.ms)
            }
        })
    }

    /// From one length of time to another.
    pub fn range(&self, low: f64, high: f64) -> String {
        let [from, to] = self.labels([low, high]);
        if from == to {
            return self.label(high);
        }
        match (from.rsplit_once(' '), to.rsplit_once(' ')) {
            (Some((number, unit)), Some((_, same))) if unit == same => format!("{number} to {to}"),
            _ => format!("{from} to {to}"),
        }
    }

    /// Round moments on `scale` (in milliseconds), as many as there is room for.
    pub fn ticks(&self, scale: &Scale) -> Vec<Tick> {
        let candidates = (1..=9).rev().map(|most| self.ticks_in(scale, most));
        let mut fitting = candidates.filter(|ticks| have_room(scale, ticks));
        fitting.next().unwrap_or_default()
    }

    /// An axis from zero to the first round length of time that is not below `longest`, on pixels from `start` to `end`, with its marks.
    pub fn from_zero(longest: f64, start: f64, end: f64) -> (Scale, Vec<Tick>) {
        let unit = Self::of(longest);
        let axis = |most| {
            let ticks = unit.ticks_up_to(longest, most);
            let high = ticks.last().map_or(longest, |last| last.value);
            let scale = Scale {
                low: 0.0,
                high,
                start,
                end,
            };
            (scale, ticks)
        };
        let mut axes = (2..=9).rev().map(axis);
        let fitting = axes.find(|(scale, ticks)| have_room(scale, ticks));
        fitting.unwrap_or_else(|| axis(1))
    }

    /// Round lengths of time from zero to the first that is clearly above `high`.
    pub fn ticks_from_zero(&self, high: f64, most: u32) -> Vec<Tick> {
        self.ticks_up_to(high * AIR_ABOVE, most)
    }

    fn ticks_up_to(&self, high: f64, most: u32) -> Vec<Tick> {
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

/// Whether there are marks, and none meets the next.
fn have_room(scale: &Scale, ticks: &[Tick]) -> bool {
    let widest = ticks.iter().map(|tick| width(&tick.label, SMALL));
    let room = widest.fold(0.0, f64::max) + 20.0;
    let mut pairs = ticks.windows(2);
    !ticks.is_empty() && pairs.all(|pair| scale.at(pair[1].value) - scale.at(pair[0].value) >= room)
}

#[cfg(test)]
mod tests;
