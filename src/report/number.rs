//! Numbers as a person reads them, with no more digits than their interval supports.

mod difference;
mod estimate;
mod input;
mod share;
mod together;

pub(super) use difference::{NONE, change, difference, longer, longer_together};
pub(super) use estimate::estimate;
pub(super) use input::{input, input_range};
pub(super) use share::{of_the_runs, share, share_of_runs};
pub(super) use together::{
    Together, column, each_together, numbers_together, times_together, unit_together,
};

use crate::experiment::outcome::Unit;
use crate::experiment::outcome::life::Probability;
use crate::units::display_number;

/// However narrow its interval, a number is shown to within one per cent: about three digits.
const MOST_DIGITS: f64 = 100.0;

/// How a quantity is shown: divided by `divisor`, rounded to `step`, with a unit behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    divisor: f64,
    suffix: &'static str,
    step: f64,
}

impl Scale {
    /// The scale for values near `value` that are known to within `half_width`; both in the unit's own measure.
    ///
    /// Times are in seconds below three minutes, minutes below three hours, hours below two days and days beyond.
    pub fn new(unit: Unit, value: f64, half_width: Option<f64>) -> Self {
        let (divisor, suffix) = match unit {
            Unit::Milliseconds => time_unit(value),
            Unit::Count => (1.0, ""),
            Unit::PerSecond => (1.0, "/s"),
            Unit::Share => (0.01, "%"),
        };
        let scaled = value.abs() / divisor;
        // Without an interval, to within about five per cent; with one, the digit in which it is a few units wide.
        let uncertainty = match half_width {
            Some(half) if half > 0.0 => half / (2.0 * divisor),
            Some(_) => 0.0,
            None => scaled / 20.0,
        };
        // Counts are whole and shown exactly, however far they are known: others stand beside them, and they are added up.
        let step = if unit == Unit::Count {
            1.0
        } else {
            power_of_ten_below(uncertainty.max(scaled / MOST_DIGITS))
        };
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
            return grouped(rounded);
        }
        // The step is a power of ten between 10⁻⁹ and 0.1.
        let decimals = libm::round(-libm::log10(self.step)).clamp(0.0, 9.0) as usize;
        format!("{rounded:.decimals$}")
    }

    /// The nearest number below, in its own measure, that is shown as it is.
    fn shown_below(&self, value: f64) -> f64 {
        let steps = libm::floor(value / self.divisor / self.step + 1e-9);
        steps * self.step * self.divisor
    }

    /// The number with its unit.
    pub fn with_unit(&self, value: f64) -> String {
        match self.suffix {
            "" => self.bare(value),
            suffix => format!("{} {suffix}", self.bare(value)),
        }
    }
}

fn grouped(whole: f64) -> String {
    if whole.abs() >= 100.0 {
        display_number(whole)
    } else {
        format!("{whole:.0}")
    }
}

/// The unit that a time is shown in: its milliseconds and its name.
pub(super) fn time_unit(millis: f64) -> (f64, &'static str) {
    let secs = millis / 1e3;
    if secs < 1.0 {
        (1.0, "ms")
    } else if secs < 180.0 {
        (1e3, "s")
    } else if secs < 3.0 * 3_600.0 {
        (60e3, "min")
    } else if secs < 48.0 * 3_600.0 {
        (3_600e3, "h")
    } else {
        (86_400e3, "days")
    }
}

fn power_of_ten_below(value: f64) -> f64 {
    if value <= 0.0 || !value.is_finite() {
        return 1.0;
    }
    libm::pow(10.0, libm::floor(libm::log10(value)).clamp(-9.0, 15.0))
}

/// A number that is known to within about five per cent, in two digits, or three below twice a power of ten.
pub(super) fn rough(value: f64) -> String {
    let number = Scale::new(Unit::PerSecond, value, None).bare(value);
    if number.contains('.') {
        number
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    } else {
        number
    }
}

/// A count, exactly; a median that lies between two counts is rounded.
pub(super) fn count(value: f64) -> String {
    grouped(libm::round(value))
}

/// A time without an interval, in two or three digits.
pub(super) fn time(millis: f64) -> String {
    if millis <= 0.0 {
        return "0".to_owned();
    }
    Scale::new(Unit::Milliseconds, millis, None).with_unit(millis)
}

/// A time that something takes at least, which is not to be rounded up.
pub(super) fn time_at_least(millis: f64) -> String {
    if millis <= 0.0 {
        return "0".to_owned();
    }
    let scale = Scale::new(Unit::Milliseconds, millis, None);
    scale.with_unit(scale.shown_below(millis))
}

/// Two times as a range: `9.1 to 14.2 h`, or with a unit each where they differ; `about 3.2 h` where they read the same.
pub fn time_range(from_ms: f64, to_ms: f64) -> String {
    let (from, to) = (time(from_ms), time(to_ms));
    if from == to {
        return format!("about {to}");
    }
    match (from.rsplit_once(' '), to.rsplit_once(' ')) {
        (Some((number, unit)), Some((_, same))) if unit == same => format!("{number} to {to}"),
        _ => format!("{from} to {to}"),
    }
}

/// A share in per cent: whole numbers from ten on, one digit below.
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if share < 1.0 && percent >= 99.5 {
        // What is not all is not told as all.
        format!("{:.1} %", libm::floor(percent * 10.0) / 10.0)
    } else if percent >= 9.95 {
        format!("{percent:.0} %")
    } else if percent >= 0.05 {
        format!("{percent:.1} %")
    } else if percent > 0.0 {
        "< 0.1 %".to_owned()
    } else {
        "0 %".to_owned()
    }
}

/// A share of which every digit counts, since it was asked for or found to suffice: `99.5 %`, `15.8 %`.
pub(super) fn exact_percent(share: f64) -> String {
    // Nine places hold every share that is written, and not what binary fractions add to it.
    let digits = format!("{:.9}", share * 100.0);
    format!("{} %", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// A probability in whole per cent unless its interval is narrower, and the interval: `12 %`, ` (9 to 15 %)`.
pub(super) fn probability(value: &Probability) -> (String, String) {
    let decimals = usize::from(value.high - value.low < 0.02);
    let bare = |share: f64| format!("{:.decimals$}", share * 100.0);
    let [share, low, high] = [value.share, value.low, value.high].map(bare);
    let interval = if low == high {
        String::new()
    } else {
        format!(" ({low} to {high} %)")
    };
    (format!("{share} %"), interval)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_roughly_has_few_digits() {
        assert_eq!(
            [6.54, 12.49, 1.471, 23.4, 8.0, 1_234.0].map(rough),
            ["6.5", "12.5", "1.47", "23", "8", "1,230"]
        );
    }

    #[test]
    fn shares_have_few_digits() {
        assert_eq!(percent(0.4567), "46 %");
        assert_eq!(percent(0.0312), "3.1 %");
        assert_eq!(
            (percent(0.999_7), percent(1.0)),
            ("99.9 %".to_owned(), "100 %".to_owned())
        );
        assert_eq!(percent(0.000_1), "< 0.1 %");
        assert_eq!(percent(0.0), "0 %");
    }

    #[test]
    fn what_is_asked_for_keeps_its_digits_and_a_floor_is_not_rounded_up() {
        let shares = [0.95, 0.995, 0.158, 0.001_23, 1.0].map(exact_percent);
        assert_eq!(shares, ["95 %", "99.5 %", "15.8 %", "0.123 %", "100 %"]);
        let floors = [55.9 * 60e3, 60e3 * 55.0, 950.0, 0.0].map(time_at_least);
        assert_eq!(floors, ["55 min", "55 min", "950 ms", "0"]);
    }

    #[test]
    fn a_probability_has_the_digits_of_its_interval() {
        let shown = |share, low, high| {
            let (share, interval) = probability(&Probability { share, low, high });
            share + &interval
        };
        assert_eq!(shown(0.12, 0.09, 0.152), "12 % (9 to 15 %)");
        assert_eq!(shown(0.012, 0.007, 0.021), "1.2 % (0.7 to 2.1 %)");
        assert_eq!(shown(1.0, 1.0, 1.0), "100.0 %");
    }
}
