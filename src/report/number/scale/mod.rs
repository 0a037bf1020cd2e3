//! How the numbers of one statement or row are shown: in one unit, with no more digits than they support, and rounded so that
//! their order is never turned.

use crate::experiment::outcome::{Estimate, Summary, Unit};
use crate::units::{self, TimeUnit, UNITS_OF_TIME, display_number};

/// However narrow its interval, a number is shown to within one per cent: about three digits.
const MOST_DIGITS: f64 = 100.0;
/// Without an interval, a number is known to within about five per cent.
const ROUGHLY: f64 = 20.0;

/// What numbers are divided by, and the unit behind them.
type Measure = (f64, &'static str);

/// How a quantity is shown: in its measure, rounded to a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::report) struct Scale {
    measure: Measure,
    step: f64,
}

/// The measure of numbers near `value` of a quantity.
pub(in crate::report) fn measure(unit: Unit, value: f64) -> Measure {
    match unit {
        Unit::Milliseconds => time_unit(value),
        Unit::Count => (1.0, ""),
        Unit::PerSecond => (1.0, "/s"),
        Unit::Share => (0.01, "%"),
    }
}

/// The unit that a time is shown in: its milliseconds and its name.
pub(in crate::report) fn time_unit(millis: f64) -> Measure {
    let unit = units::time_unit(millis);
    (unit.millis, unit.name)
}

impl Scale {
    /// The scale for values near `value` that are known to within `half_width`; both in the unit's own measure.
    pub fn new(unit: Unit, value: f64, half_width: Option<f64>) -> Self {
        let measure = measure(unit, value);
        // Counts are whole and shown exactly, however far they are known: others stand beside them, and they are added up.
        match unit {
            Unit::Count => Self { measure, step: 1.0 },
            _ => Self::near(value, half_width, measure),
        }
    }

    /// The same in a measure.
    pub(super) fn near(value: f64, half_width: Option<f64>, measure: Measure) -> Self {
        let scaled = value.abs() / measure.0;
        // With an interval, the digit in which it is a few units wide.
        let uncertainty = match half_width {
            Some(half) if half > 0.0 => half / (2.0 * measure.0),
            Some(_) => 0.0,
            None => scaled / ROUGHLY,
        };
        let step = power_of_ten_below(uncertainty.max(scaled / MOST_DIGITS));
        Self { measure, step }
    }

    /// The number alone.
    pub fn bare(&self, value: f64) -> String {
        let steps = libm::round(value / self.measure.0 / self.step);
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
        let shown = format!("{} {}", self.bare(value), self.measure.1);
        shown.trim_end().to_owned()
    }

    /// The nearest number below, in its own measure, that is shown as it is.
    fn shown_below(&self, value: f64) -> f64 {
        let steps = libm::floor(value / self.measure.0 / self.step + 1e-9);
        steps * self.step * self.measure.0
    }
}

/// How the numbers of one statement or row are shown.
#[derive(Clone, Copy, Debug)]
pub struct Together {
    unit: Unit,
    measure: Measure,
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
        let measure = match unit {
            Unit::Milliseconds => unit_together(&values),
            _ => measure(unit, longest),
        };
        Self {
            unit,
            measure,
            finest: finest(all, measure),
            most_digits: MOST_DIGITS,
        }
    }

    /// For means of counts, which have digits behind the point as far as they are known.
    pub fn of_means(all: impl IntoIterator<Item = Estimate> + Clone) -> Self {
        let mut together = Self::of(Unit::PerSecond, all);
        together.measure.1 = "";
        together
    }

    /// Times in the unit that a condition names, such as `< 401 s`, where it names one.
    pub fn beside(condition: &str, limit: f64, unit: Unit, found: &Estimate) -> Self {
        let mut together = Self::of(unit, [*found]);
        let named = condition.rsplit(' ').next().unwrap_or_default();
        let short = |name: &str| name == named || (named == "d" && name == "days");
        let named = UNITS_OF_TIME.iter().find(|unit| short(unit.name));
        if let Some(named) = named.filter(|_| unit == Unit::Milliseconds) {
            together.measure = (named.millis, named.name);
            together.finest = finest([*found], together.measure);
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
        let fewest = power_of_ten_below(value.abs() / self.measure.0 / self.most_digits);
        let step = match self.unit {
            Unit::Count => 1.0,
            _ => self.finest.max(fewest),
        };
        let measure = self.measure;
        Scale { measure, step }
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
        let Some(value) = found.value else {
            return "not reached".to_owned();
        };
        let scale = self.at(value);
        // An end that stands alone says something where it is not the value.
        let low = found.low.filter(|low| found.high.is_some() || *low < value);
        let high = found.high;
        let high = high.filter(|high| found.low.is_some() || *high > value);
        let bare = |end| scale.bare(end);
        with_interval(scale.with_unit(value), low.map(bare), high.map(bare))
    }

    /// The percentiles of a row, each with its interval.
    pub fn estimates(&self, found: [Estimate; 3]) -> [String; 3] {
        found.map(|one| self.estimate(&one))
    }
}

/// What is shown, and its interval as far as it is bounded and reads as one.
pub(super) fn with_interval(shown: String, low: Option<String>, high: Option<String>) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low != high => format!("{shown} ({low} to {high})"),
        (Some(low), None) => format!("{shown} (above {low})"),
        (None, Some(high)) => format!("{shown} (below {high})"),
        _ => shown,
    }
}

/// The finest of the steps that the numbers have by themselves; nothing has no digits.
fn finest(all: impl IntoIterator<Item = Estimate>, measure: Measure) -> f64 {
    let step = |one: Estimate| {
        let value = one.value.filter(|value| value.is_finite());
        let value = value.filter(|value| *value != 0.0)?;
        Some(Scale::near(value, half_width(&one), measure).step)
    };
    let steps = all.into_iter().filter_map(step);
    steps.reduce(f64::min).unwrap_or(1.0)
}

/// Half the width of the interval, as far as it is bounded.
fn half_width(estimate: &Estimate) -> Option<f64> {
    let value = estimate.value?;
    if let (Some(low), Some(high)) = (estimate.low, estimate.high) {
        return Some((high - low) / 2.0);
    }
    let below = estimate.low.map(|low| value - low);
    let half = below.or(estimate.high.map(|high| high - value));
    half.filter(|half| *half > 0.0)
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
    let shown = |ms: &f64| {
        let step = power_of_ten_below(ms / measure.0 / ROUGHLY);
        match *ms > 0.0 {
            true => Scale { measure, step }.with_unit(*ms),
            false => "0".to_owned(),
        }
    };
    all.iter().map(shown).collect()
}

/// The same where some may not be reached.
pub(in crate::report) fn each_together(all: &[Option<f64>]) -> Vec<String> {
    let known: Vec<f64> = all.iter().copied().flatten().collect();
    let mut shown = times_together(&known).into_iter();
    let each = all.iter().map(|one| one.and_then(|_| shown.next()));
    let each = each.map(|one| one.unwrap_or_else(|| "not reached".to_owned()));
    each.collect()
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
    let measure = (1.0, "");
    let scale = Scale { measure, step };
    all.iter().map(|value| scale.bare(*value)).collect()
}

/// Means of counts that add up: all with one digit behind the point, or none where none is so small that it needs one.
pub(in crate::report) fn column(all: &[f64]) -> Vec<String> {
    let needs_digit = all.iter().any(|value| *value > 0.0 && *value < 10.0);
    let (measure, step) = ((1.0, ""), if needs_digit { 0.1 } else { 1.0 });
    let scale = Scale { measure, step };
    let shown = all.iter().map(|value| match scale.bare(*value) {
        zero if *value > 0.0 && zero == "0.0" => "< 0.1".to_owned(),
        other => other,
    });
    shown.collect()
}

/// The unit for times that are read together, as its milliseconds and its name.
pub(in crate::report) fn unit_together(all: &[f64]) -> Measure {
    let unit = TimeUnit::together(all);
    (unit.millis, unit.name)
}

/// A number that is known to within about five per cent, in two digits, or three below twice a power of ten.
pub(in crate::report) fn rough(value: f64) -> String {
    let number = Scale::near(value, None, (1.0, "")).bare(value);
    match number.contains('.') {
        true => without_zeros(&number),
        false => number,
    }
}

/// A number with a point, without zeros at its end.
pub(super) fn without_zeros(number: &str) -> String {
    let number = number.trim_end_matches('0');
    number.trim_end_matches('.').to_owned()
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
pub(in crate::report) fn range(from: &str, to: &str) -> String {
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
