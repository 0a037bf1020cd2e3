//! Axes of time, linear and logarithmic, and lengths of time in the unit of the axis that they are read against.

use super::{
    AIR_ABOVE, Axis, SMALL, Scale, Tick, multiples, round_step, tick_number, widest, width,
};
use crate::report::number;
use crate::units::time_unit;

/// Space between two labels.
const GAP: f64 = 20.0;
/// Beyond this ratio of the longest to the shortest, a linear axis would press the short ones into its corner.
const BY_FAR: f64 = 8.0;
/// Below this ratio, an axis from zero would show little but what all have in common.
const ALIKE: f64 = 2.0;
/// Share of the axis that stays free at either end.
const AIR: f64 = 0.04;

/// Round lengths of time on a logarithmic axis: the milliseconds of a unit, its name, how many of them, and how many on an
/// axis with few marks.
const ROUND: [(f64, &str, &[u32], &[u32]); 6] = [
    (1.0, "ms", &[1, 2, 5, 10, 20, 50, 100, 200, 500], TENFOLD),
    (1e3, "s", SIXTIETHS, &[1, 10]),
    (60e3, "min", SIXTIETHS, &[1, 10]),
    (3_600e3, "h", &[1, 2, 3, 4, 6, 8, 12], &[1, 6]),
    (
        86_400e3,
        "days",
        &[1, 2, 4, 7, 14, 30, 60, 120],
        &[1, 7, 30],
    ),
    (YEAR, "years", &[1, 2, 5, 10, 20, 50, 100], &[1, 10]),
];
const TENFOLD: &[u32] = &[1, 10, 100];
const SIXTIETHS: &[u32] = &[1, 2, 5, 10, 20, 30];
const YEAR: f64 = 365.0 * 86_400e3;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeUnit {
    /// Its length in milliseconds.
    pub ms: f64,
    name: &'static str,
    /// Whether days are those of a calendar, which has weeks.
    has_weeks: bool,
}

impl TimeUnit {
    /// The unit in which the whole program shows a length of `longest` milliseconds.
    pub fn of(longest: f64) -> Self {
        // Nothing is shown in seconds.
        let unit = time_unit(if longest > 0.0 { longest } else { 1e3 });
        Self {
            ms: unit.millis,
            name: unit.name,
            has_weeks: false,
        }
    }

    /// The unit of an axis over a whole horizon: hours up to three days, days beyond.
    fn of_horizon(ms: f64) -> Self {
        const HOUR: f64 = 3_600e3;
        let unit = |ms, name, has_weeks| Self {
            ms,
            name,
            has_weeks,
        };
        if ms > 72.0 * HOUR {
            unit(24.0 * HOUR, "days", true)
        } else if ms > 2.0 * HOUR {
            unit(HOUR, "h", false)
        } else {
            Self::of(ms)
        }
    }

    /// Steps that are rounder for a clock or a calendar than those of the decimal system.
    fn steps(&self) -> &'static [f64] {
        match self.name {
            "s" | "min" => &[10.0, 15.0, 30.0, 60.0],
            "h" => &[1.0, 2.0, 3.0, 6.0, 12.0],
            _ if self.has_weeks => &[1.0, 2.0, 7.0, 14.0, 28.0],
            _ => &[],
        }
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
        let in_it = values.into_iter().filter(|one| *one >= FAR_SHORTER);
        let shown = number::numbers_together(&in_it.collect::<Vec<f64>>());
        let mut shown = shown.into_iter();
        values.map(|value| match value >= FAR_SHORTER {
            true => self.with_name(&shown.next().unwrap_or_default()),
            false => number::time(value * self.ms),
        })
    }

    /// From one length of time to another.
    pub fn range(&self, low: f64, high: f64) -> String {
        let [from, to] = self.labels([low, high]);
        if from == to {
            return self.label(high);
        }
        number::range(&from, &to)
    }

    /// Round moments on `scale` (in milliseconds), as many as there is room for.
    pub fn axis(&self, scale: Scale) -> Axis {
        let length = (scale.high - scale.low) / self.ms;
        let ticks = |most: u32| self.ticks_by(&scale, self.step(length / f64::from(most)));
        let candidates = (1..=9).rev().map(ticks);
        let mut fitting = candidates.filter(|ticks| have_room(&scale, ticks));
        Axis::linear(scale, fitting.next().unwrap_or_default())
    }

    fn ticks_up_to(&self, high: f64, most: u32) -> Vec<Tick> {
        let step = self.step(high / self.ms / f64::from(most));
        let high = libm::ceil(high / self.ms / step) * step * self.ms;
        self.ticks_by(&Scale::new((0.0, high), (0.0, 0.0)), step)
    }

    fn ticks_by(&self, scale: &Scale, step: f64) -> Vec<Tick> {
        let values = multiples(step, scale.low / self.ms, scale.high / self.ms);
        let tick = |value: f64| {
            let number = tick_number(value, step);
            let label = match number.as_str() {
                "0" => number,
                number => self.with_name(number),
            };
            Tick::new(value * self.ms, label)
        };
        values.into_iter().map(tick).collect()
    }

    fn step(&self, raw: f64) -> f64 {
        let steps = self.steps();
        let (Some(&first), Some(&last)) = (steps.first(), steps.last()) else {
            return round_step(raw);
        };
        if raw <= first / 2.0 || raw > last {
            return round_step(raw);
        }
        let mut steps = steps.iter().copied();
        steps.find(|step| *step >= raw).unwrap_or(last)
    }

    fn with_name(&self, number: &str) -> String {
        with_unit(number, self.name)
    }
}

/// An axis from zero to the first round length of time that is not below `longest`, between two pixels.
pub fn from_zero(longest: f64, ends: (f64, f64)) -> Axis {
    let unit = TimeUnit::of(longest);
    let axis = |most| {
        let ticks = unit.ticks_up_to(longest, most);
        let high = ticks.last().map_or(longest, |last| last.value);
        Axis::linear(Scale::new((0.0, high), ends), ticks)
    };
    let mut axes = (2..=9).rev().map(axis);
    let fitting = axes.find(|axis| have_room(&axis.scale, &axis.ticks));
    fitting.unwrap_or_else(|| axis(1))
}

/// An axis over a whole horizon, which ends where the horizon does.
pub fn over_horizon(horizon_ms: u64, ends: (f64, f64)) -> Axis {
    let horizon = horizon_ms as f64;
    TimeUnit::of_horizon(horizon).axis(Scale::new((0.0, horizon), ends))
}

/// The axis for `times` in milliseconds, logarithmic where they differ by far; what is not finite is left out of account.
pub fn spread(times: &[f64], ends: (f64, f64)) -> Axis {
    let finite = || times.iter().copied().filter(|time| time.is_finite());
    let least = finite().fold(f64::INFINITY, f64::min);
    let most = finite().fold(0.0, f64::max);
    if least > 0.0 && most > BY_FAR * least {
        let (low, high) = (libm::log10(least), libm::log10(most));
        let air = AIR * (high - low);
        let scale = Scale::new((low - air, high + air), ends);
        let ticks = round_ticks(&scale, false, |label| width(label, SMALL) + GAP);
        return Axis::logarithmic(scale, ticks);
    }
    let air = AIR * (most - least);
    let between = match air > 0.0 && most < ALIKE * least {
        true => (least - air, most + air),
        false => (0.0, most * (1.0 + AIR)),
    };
    TimeUnit::of(most).axis(Scale::new(between, ends))
}

/// A logarithmic axis that holds all `times` in milliseconds, with round ends and marks at least `room` pixels apart; times
/// below a millisecond count as one.
pub fn logarithmic(times: impl Iterator<Item = f64> + Clone, ends: (f64, f64), room: f64) -> Axis {
    let least = times.clone().fold(f64::INFINITY, f64::min);
    let most = times.fold(1.0, f64::max);
    let round = || round_times(true).map(|(time, _)| time);
    let low = round().take_while(|time| *time <= least).last();
    let low = low.unwrap_or(1.0);
    let high = round().find(|time| *time >= most && *time > low);
    let between = (libm::log10(low), libm::log10(high.unwrap_or(most)));
    let scale = Scale::new(between, ends);
    let ticks = round_ticks(&scale, true, |_| room);
    Axis::logarithmic(scale, ticks)
}

/// Round lengths of time from zero to the first that is clearly above `high`.
pub fn ticks_from_zero(high: f64, most: u32) -> Vec<Tick> {
    TimeUnit::of(high).ticks_up_to(high * AIR_ABOVE, most)
}

/// The round times, all of them or few, with their labels.
fn round_times(are_few: bool) -> impl Iterator<Item = (f64, String)> {
    ROUND.into_iter().flat_map(move |(millis, name, all, few)| {
        let counts = if are_few { few } else { all };
        let label = move |count: &u32| with_unit(&count.to_string(), name);
        let time = move |count: &u32| (f64::from(*count) * millis, label(count));
        counts.iter().map(time)
    })
}

/// The round times on a logarithmic scale, as far as each has room beside the one before.
fn round_ticks(scale: &Scale, are_few: bool, room: impl Fn(&str) -> f64) -> Vec<Tick> {
    let pixel = |value: f64| scale.at(libm::log10(value));
    let mut ticks: Vec<Tick> = Vec::new();
    for (value, label) in round_times(are_few) {
        let is_clear = |last: &Tick| (pixel(value) - pixel(last.value)).abs() >= room(&label);
        let is_within = (scale.low..=scale.high).contains(&libm::log10(value));
        if is_within && ticks.last().is_none_or(is_clear) {
            ticks.push(Tick::new(value, label));
        }
    }
    ticks
}

/// Whether there are marks, and none meets the next.
fn have_room(scale: &Scale, ticks: &[Tick]) -> bool {
    let room = widest(ticks.iter().map(|tick| &tick.label), SMALL) + GAP;
    let mut pairs = ticks.windows(2);
    !ticks.is_empty() && pairs.all(|pair| scale.at(pair[1].value) - scale.at(pair[0].value) >= room)
}

fn with_unit(number: &str, unit: &str) -> String {
    match (number, unit) {
        ("1", "days") => "1 day".to_owned(),
        ("1", "years") => "1 year".to_owned(),
        _ => format!("{number} {unit}"),
    }
}

#[cfg(test)]
mod tests;
