//! How the numbers of one statement or row are shown: in one unit, with no more digits than they support, and rounded so that
//! their order is never turned.

use crate::experiment::outcome::{Estimate, Summary, Unit};
use crate::units::{self, TimeUnit, UNITS_OF_TIME, display_number};

/// However narrow its interval, a number is shown to within one per cent: about three digits.
const MOST_DIGITS: f64 = 100.0;
/// Without an interval, a number is known to within about five per cent.
const ROUGHLY: f64 = 20.0;

/// How a quantity is shown: divided by `divisor`, rounded to `step`, with a unit behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::report) struct Scale {
    divisor: f64,
    suffix: &'static str,
    step: f64,
}

/// What numbers near `value` of a quantity are divided by, and the unit behind them.
pub(super) fn measure(unit: Unit, value: f64) -> (f64, &'static str) {
    match unit {
        Unit::Milliseconds => time_unit(value),
        Unit::Count => (1.0, ""),
        Unit::PerSecond => (1.0, "/s"),
        Unit::Share => (0.01, "%"),
    }
}

/// The unit that a time is shown in: its milliseconds and its name.
pub(in crate::report) fn time_unit(millis: f64) -> (f64, &'static str) {
    let unit = units::time_unit(millis);
    (unit.millis, unit.name)
}

impl Scale {
    /// The scale for values near `value` that are known to within `half_width`; both in the unit's own measure.
    pub fn new(unit: Unit, value: f64, half_width: Option<f64>) -> Self {
        // Counts are whole and shown exactly, however far they are known: others stand beside them, and they are added up.
        match unit {
            Unit::Count => Self::with_step(measure(unit, value), 1.0),
            _ => Self::near(value, half_width, measure(unit, value)),
        }
    }

    /// The same in a measure.
    pub(super) fn near(
        value: f64,
        half_width: Option<f64>,
        (divisor, suffix): (f64, &'static str),
    ) -> Self {
        let scaled = value.abs() / divisor;
        // With an interval, the digit in which it is a few units wide.
        let uncertainty = match half_width {
            Some(half) if half > 0.0 => half / (2.0 * divisor),
            Some(_) => 0.0,
            None => scaled / ROUGHLY,
        };
        let step = power_of_ten_below(uncertainty.max(scaled / MOST_DIGITS));
        Self::with_step((divisor, suffix), step)
    }

    const fn with_step((divisor, suffix): (f64, &'static str), step: f64) -> Self {
        Self {
            divisor,
            suffix,
            step,
        }
    }

    /// The number alone.
    pub fn bare(&self, value: f64) -> String {
        let steps = libm::round(value / self.divisor / self.step);
        let rounded = steps * self.step;
        if self.step >= 1.0 {
            return count(rounded);
        }
        // The step is a power of ten between 10⁻⁹ and 0.1.
        let decimals = libm::round(-libm::log10(self.step)).clamp(0.0, 9.0) as usize;
        format!("{rounded:.decimals$}")
    }

    /// The number with its unit.
    pub fn with_unit(&self, value: f64) -> String {
        match self.suffix {
            "" => self.bare(value),
            suffix => format!("{} {suffix}", self.bare(value)),
        }
    }

    /// The nearest number below, in its own measure, that is shown as it is.
    fn shown_below(&self, value: f64) -> f64 {
        let steps = libm::floor(value / self.divisor / self.step + 1e-9);
        steps * self.step * self.divisor
    }
}

/// How the numbers of one statement or row are shown.
#[derive(Clone, Copy, Debug)]
pub struct Together {
    unit: Unit,
    divisor: f64,
    suffix: &'static str,
    /// The finest step that one of them supports.
    finest: f64,
    /// No number is finer than this part of itself.
    most_digits: f64,
}

impl Together {
    /// For these numbers of one quantity, as far as they are known.
    pub fn of(unit: Unit, all: impl IntoIterator<Item = Estimate> + Clone) -> Self {
        let values = all.clone().into_iter().filter_map(|one| one.value);
        let values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
        let longest = values.iter().copied().fold(0.0, f64::max);
        let (divisor, suffix) = match unit {
            Unit::Milliseconds => unit_together(&values),
            _ => measure(unit, longest),
        };
        Self {
            unit,
            divisor,
            suffix,
            finest: finest(all, divisor),
            most_digits: MOST_DIGITS,
        }
    }

    /// For means of counts, which have digits behind the point as far as they are known.
    pub fn of_means(all: impl IntoIterator<Item = Estimate> + Clone) -> Self {
        Self {
            suffix: "",
            ..Self::of(Unit::PerSecond, all)
        }
    }

    /// Times in the unit that a condition names, such as `< 401 s`, where it names one.
    pub fn beside(condition: &str, limit: f64, unit: Unit, found: &Estimate) -> Self {
        let mut together = Self::of(unit, [*found]);
        let named = condition.rsplit(' ').next().unwrap_or_default();
        let short = |name: &str| name == named || (named == "d" && name == "days");
        let named = UNITS_OF_TIME.iter().find(|unit| short(unit.name));
        if let Some(named) = named.filter(|_| unit == Unit::Milliseconds) {
            (together.divisor, together.suffix) = (named.millis, named.name);
            together.finest = finest([*found], named.millis);
        }
        together.apart(limit, found.value)
    }

    /// The same so fine that two different numbers do not read the same, if three digits more suffice.
    fn apart(mut self, one: f64, other: Option<f64>) -> Self {
        let differs = |other: &f64| other.is_finite() && *other != one;
        let Some(other) = other.filter(differs) else {
            return self;
        };
        for _ in 0..3 {
            let scale = self.at(other);
            if scale.bare(one) != scale.bare(other) {
                break;
            }
            self.finest = scale.step / 10.0;
            self.most_digits *= 10.0;
        }
        self
    }

    /// The scale at a value. Its step grows with the value and changes only at powers of ten, which are multiples of both steps; so what is larger
    /// never reads as less.
    fn at(&self, value: f64) -> Scale {
        let fewest = power_of_ten_below(value.abs() / self.divisor / self.most_digits);
        let step = match self.unit {
            Unit::Count => 1.0,
            _ => self.finest.max(fewest),
        };
        Scale::with_step((self.divisor, self.suffix), step)
    }

    /// A number with its unit.
    pub fn value(&self, value: f64) -> String {
        self.at(value).with_unit(value)
    }

    /// A number alone.
    pub fn bare(&self, value: f64) -> String {
        self.at(value).bare(value)
    }

    /// One that may not be reached.
    pub fn reached(&self, value: Option<f64>) -> String {
        value.map_or_else(|| "not reached".to_owned(), |value| self.value(value))
    }

    /// An estimate with its interval.
    pub fn estimate(&self, found: &Estimate) -> String {
        on_scale(found, |value| self.at(value))
    }
}

/// The finest of the steps that the numbers have by themselves; nothing has no digits.
fn finest(all: impl IntoIterator<Item = Estimate>, divisor: f64) -> f64 {
    let step = |one: Estimate| {
        let value = one
            .value
            .filter(|value| value.is_finite() && *value != 0.0)?;
        Some(Scale::near(value, half_width(&one), (divisor, "")).step)
    };
    let steps = all.into_iter().filter_map(step);
    steps.reduce(f64::min).unwrap_or(1.0)
}

fn on_scale(estimate: &Estimate, scale: impl Fn(f64) -> Scale) -> String {
    let Some(value) = estimate.value else {
        return "not reached".to_owned();
    };
    let scale = scale(value);
    let shown = scale.with_unit(value);
    match (estimate.low, estimate.high) {
        (Some(low), Some(high)) if high > low => {
            let (low, high) = (scale.bare(low), scale.bare(high));
            if low == high {
                shown
            } else {
                format!("{shown} ({low} to {high})")
            }
        }
        (Some(_), Some(_)) => shown,
        (Some(low), None) if low < value => format!("{shown} (above {})", scale.bare(low)),
        (None, Some(high)) if high > value => format!("{shown} (below {})", scale.bare(high)),
        _ => shown,
    }
}

/// Half the width of the interval, as far as it is bounded.
fn half_width(estimate: &Estimate) -> Option<f64> {
    let value = estimate.value?;
    match (estimate.low, estimate.high) {
        (Some(low), Some(high)) => Some((high - low) / 2.0),
        (Some(low), None) => Some(value - low).filter(|half| *half > 0.0),
        (None, Some(high)) => Some(high - value).filter(|half| *half > 0.0),
        (None, None) => None,
    }
}

/// How the numbers of a summary are shown, in tables and in sentences.
pub(in crate::report) fn scale_of(summary: &Summary) -> Together {
    Together::of(summary.unit, [summary.p5, summary.p50, summary.p95])
}

/// A time without an interval, in two or three digits.
pub(in crate::report) fn time(millis: f64) -> String {
    times_together(&[millis]).concat()
}

/// A time that something takes at least, which is not to be rounded up.
pub(in crate::report) fn time_at_least(millis: f64) -> String {
    if millis <= 0.0 {
        return "0".to_owned();
    }
    let scale = Scale::new(Unit::Milliseconds, millis, None);
    scale.with_unit(scale.shown_below(millis))
}

/// Two times as a range: `9.1 to 14.2 h`, or with a unit each where they differ; `about 3.2 h` where they read the same.
pub fn time_range(from_ms: f64, to_ms: f64) -> String {
    let (from, to) = (time(from_ms), time(to_ms));
    match from == to {
        true => format!("about {to}"),
        false => range(&from, &to),
    }
}

/// Times in two or three digits, all in one unit.
pub(in crate::report) fn times_together(all: &[f64]) -> Vec<String> {
    let measure = unit_together(all);
    let shown = |ms: &f64| match *ms > 0.0 {
        true => {
            Scale::with_step(measure, power_of_ten_below(ms / measure.0 / ROUGHLY)).with_unit(*ms)
        }
        false => "0".to_owned(),
    };
    all.iter().map(shown).collect()
}

/// The same where some may not be reached.
pub(in crate::report) fn each_together(all: &[Option<f64>]) -> Vec<String> {
    let known: Vec<f64> = all.iter().copied().flatten().collect();
    let mut shown = times_together(&known).into_iter();
    let each = all.iter().map(|one| one.and_then(|_| shown.next()));
    each.map(|one| one.unwrap_or_else(|| "not reached".to_owned()))
        .collect()
}

/// Numbers that differ by more than this factor are not in one rounding.
const FAR: f64 = 100.0;

/// Numbers in one rounding: in the digits of the greatest, or in more where the smallest would keep fewer than two. Those
/// that differ by far have a rounding each.
pub(in crate::report) fn numbers_together(all: &[f64]) -> Vec<String> {
    let greatest = all.iter().copied().fold(0.0, f64::max);
    let above_zero = all.iter().copied().filter(|value| *value > 0.0);
    let smallest = above_zero.fold(greatest, f64::min);
    if greatest > FAR * smallest {
        return all.iter().map(|value| rough(*value)).collect();
    }
    let step = power_of_ten_below(greatest / 20.0).min(power_of_ten_below(smallest / 10.0));
    let scale = Scale::with_step((1.0, ""), step);
    all.iter().map(|value| scale.bare(*value)).collect()
}

/// Means of counts that add up: all with one digit behind the point, or none where none is so small that it needs one.
pub(in crate::report) fn column(all: &[f64]) -> Vec<String> {
    let needs_digit = all.iter().any(|value| *value > 0.0 && *value < 10.0);
    let scale = Scale::with_step((1.0, ""), if needs_digit { 0.1 } else { 1.0 });
    let shown = all.iter().map(|value| match scale.bare(*value) {
        zero if *value > 0.0 && zero == "0.0" => "< 0.1".to_owned(),
        other => other,
    });
    shown.collect()
}

/// The unit for times that are read together, as its milliseconds and its name.
pub(in crate::report) fn unit_together(all: &[f64]) -> (f64, &'static str) {
    let unit = TimeUnit::together(all);
    (unit.millis, unit.name)
}

/// A number that is known to within about five per cent, in two digits, or three below twice a power of ten.
pub(in crate::report) fn rough(value: f64) -> String {
    let number = Scale::near(value, None, (1.0, "")).bare(value);
    match number.contains('.') {
        true => number
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned(),
        false => number,
    }
}

/// A count, exactly; a median that lies between two counts is rounded.
pub(in crate::report) fn count(value: f64) -> String {
    let whole = libm::round(value);
    match whole.abs() >= 100.0 {
        true => display_number(whole),
        false => format!("{whole:.0}"),
    }
}

/// Two texts as a range, with one unit where they have the same.
pub(super) fn range(from: &str, to: &str) -> String {
    match (from.split_once(' '), to.split_once(' ')) {
        (Some((number, unit)), Some((_, same))) if unit == same => format!("{number} to {to}"),
        _ => format!("{from} to {to}"),
    }
}

fn power_of_ten_below(value: f64) -> f64 {
    if value <= 0.0 || !value.is_finite() {
        return 1.0;
    }
    libm::pow(10.0, libm::floor(libm::log10(value)).clamp(-9.0, 15.0))
}

#[cfg(test)]
mod tests;
