//! Numbers that are read together: all in one unit, and rounded so that their order is never turned.

use super::{MOST_DIGITS, Scale, estimate, power_of_ten_below, rough, time_unit};
use crate::experiment::outcome::{Estimate, Unit};

/// Units: their milliseconds, their names, and how many of one are still told in it.
const UNITS: [(f64, &str, f64); 5] = [
    (1.0, "ms", 1e3),
    (1e3, "s", 180.0),
    (60e3, "min", 300.0),
    (3_600e3, "h", 100.0),
    (86_400e3, "days", f64::INFINITY),
];

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
            _ => {
                let alone = Scale::new(unit, longest, None);
                (alone.divisor, alone.suffix)
            }
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
        let named = UNITS.iter().find(|(_, name, _)| short(name));
        if let Some((divisor, suffix, _)) = named.filter(|_| unit == Unit::Milliseconds) {
            (together.divisor, together.suffix) = (*divisor, suffix);
            together.finest = finest([*found], *divisor);
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
        Scale {
            divisor: self.divisor,
            suffix: self.suffix,
            step: match self.unit {
                Unit::Count => 1.0,
                _ => self.finest.max(fewest),
            },
        }
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
        estimate::on_scale(found, |value, _| self.at(value))
    }
}

/// The finest of the steps that the numbers have by themselves; nothing has no digits.
fn finest(all: impl IntoIterator<Item = Estimate>, divisor: f64) -> f64 {
    let step = |one: Estimate| {
        let value = one
            .value
            .filter(|value| value.is_finite() && *value != 0.0)?;
        let half_width = estimate::half_width(&one).map(|half| half / divisor);
        // A rate has no unit of its own, so the step comes out in the unit given.
        Some(Scale::new(Unit::PerSecond, value / divisor, half_width).step)
    };
    let steps = all.into_iter().filter_map(step);
    steps.reduce(f64::min).unwrap_or(1.0)
}

/// Times in two or three digits, all in one unit.
pub fn times_together(all: &[f64]) -> Vec<String> {
    let (divisor, suffix) = unit_together(all);
    let shown = |ms: &f64| {
        let scale = Scale {
            divisor,
            suffix,
            // To within about five per cent, as a time alone.
            step: power_of_ten_below(ms / divisor / 20.0),
        };
        if *ms > 0.0 {
            scale.with_unit(*ms)
        } else {
            "0".to_owned()
        }
    };
    all.iter().map(shown).collect()
}

/// The same where some may not be reached.
pub fn each_together(all: &[Option<f64>]) -> Vec<String> {
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
pub fn numbers_together(all: &[f64]) -> Vec<String> {
    let greatest = all.iter().copied().fold(0.0, f64::max);
    let above_zero = all.iter().copied().filter(|value| *value > 0.0);
    let smallest = above_zero.fold(greatest, f64::min);
    if greatest > FAR * smallest {
        return all.iter().map(|value| rough(*value)).collect();
    }
    let step = power_of_ten_below(greatest / 20.0).min(power_of_ten_below(smallest / 10.0));
    let scale = Scale {
        divisor: 1.0,
        suffix: "",
        step,
    };
    all.iter().map(|value| scale.bare(*value)).collect()
}

/// Means of counts that add up: all with one digit behind the point, or none where none is so small that it needs one.
pub fn column(all: &[f64]) -> Vec<String> {
    let needs_digit = all.iter().any(|value| *value > 0.0 && *value < 10.0);
    let scale = Scale {
        divisor: 1.0,
        suffix: "",
        step: if needs_digit { 0.1 } else { 1.0 },
    };
    let shown = all.iter().map(|value| match scale.bare(*value) {
        zero if *value > 0.0 && zero == "0.0" => "< 0.1".to_owned(),
        other => other,
    });
    shown.collect()
}

/// The unit for times that are read together, as its milliseconds and its name: that of the shortest, or a longer one
/// in which the longest is no large number.
pub fn unit_together(all: &[f64]) -> (f64, &'static str) {
    let longest = all.iter().copied().fold(0.0, f64::max);
    let times = all.iter().copied().filter(|time| *time > 0.0);
    let shortest = times.fold(f64::INFINITY, f64::min).min(longest);
    let least = time_unit(shortest).0;
    let fits = |(millis, _, most): &(f64, &str, f64)| *millis >= least && longest <= most * millis;
    let unit = UNITS.into_iter().find(fits).unwrap_or(UNITS[4]);
    (unit.0, unit.1)
}

#[cfg(test)]
mod tests;
