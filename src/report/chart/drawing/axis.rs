//! Scales from values to pixels, and round values to mark on them.

use crate::units::display_number;

/// A linear scale: values from `low` to `high` on pixels from `start` to `end`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    pub low: f64,
    pub high: f64,
    pub start: f64,
    pub end: f64,
}

impl Scale {
    /// From the values of one pair on the pixels of the other.
    pub const fn new((low, high): (f64, f64), (start, end): (f64, f64)) -> Self {
        Self {
            low,
            high,
            start,
            end,
        }
    }

    /// The pixel of a value; values outside stand on the nearer end, and so does everything on a scale without length.
    pub fn at(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        let share = if share.is_finite() { share } else { 0.0 };
        self.start + (self.end - self.start) * share.clamp(0.0, 1.0)
    }
}

/// A scale with round values marked on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Of the values, or of their decimal logarithms.
    pub scale: Scale,
    pub ticks: Vec<Tick>,
    /// Whether equal distances are equal ratios.
    pub is_logarithmic: bool,
}

impl Axis {
    pub const fn linear(scale: Scale, ticks: Vec<Tick>) -> Self {
        let is_logarithmic = false;
        Self {
            scale,
            ticks,
            is_logarithmic,
        }
    }

    /// The same with a scale of logarithms.
    pub fn logarithmic(scale: Scale, ticks: Vec<Tick>) -> Self {
        let mut axis = Self::linear(scale, ticks);
        axis.is_logarithmic = true;
        axis
    }

    /// From zero at `start` to the last of `ticks` at `end`.
    pub fn from_zero(ticks: Vec<Tick>, (start, end): (f64, f64)) -> Self {
        let high = ticks.last().map_or(0.0, |tick| tick.value);
        let scale = Scale::new((0.0, high), (start, end));
        Self::linear(scale, ticks)
    }

    /// The pixel of a value; values outside stand on the nearer end.
    pub fn at(&self, value: f64) -> f64 {
        self.scale.at(match self.is_logarithmic {
            // Logarithmic axes are of milliseconds, and the documents know no shorter time.
            true => libm::log10(value.max(1.0)),
            false => value,
        })
    }

    /// The marks with their pixels.
    pub fn marks(&self) -> impl Iterator<Item = (f64, &Tick)> {
        self.ticks.iter().map(|tick| (self.at(tick.value), tick))
    }
}

/// An axis goes so far beyond its data, so that nothing touches its end.
pub const AIR_ABOVE: f64 = 1.02;
/// A limit so many times as high as everything else would press the rest to the bottom: it is told in words.
const FAR_ABOVE: f64 = 3.0;

/// Whether a limit can be drawn beside data up to `highest` without pressing it together.
pub fn is_near(limit: f64, highest: f64) -> bool {
    (0.0..=FAR_ABOVE * highest).contains(&limit)
}

/// A marked value and its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub value: f64,
    pub label: String,
}

impl Tick {
    pub const fn new(value: f64, label: String) -> Self {
        Self { value, label }
    }
}

/// The multiples of `step` from `low` to `high`; none when there would be more than a picture can show.
pub fn multiples(step: f64, low: f64, high: f64) -> Vec<f64> {
    const MOST: f64 = 100.0;
    let first = libm::ceil(low / step - 1e-6);
    let last = libm::floor(high / step + 1e-6);
    let count = last - first;
    if !(0.0..=MOST).contains(&count) {
        return Vec::new();
    }
    (0..=count as u32)
        .map(|index| (first + f64::from(index)) * step)
        .collect()
}

/// The smallest 1, 2 or 5 times a power of ten that is not below `raw`.
pub fn round_step(raw: f64) -> f64 {
    if !(raw > 0.0 && raw.is_finite()) {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(raw)));
    let factor = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|factor| factor * power >= raw * 0.999_999);
    factor.unwrap_or(10.0) * power
}

/// Round values from zero to the first that is clearly above `high`, in about `most` steps of at least `smallest`.
pub fn ticks_from_zero(high: f64, most: u32, smallest: f64) -> Vec<Tick> {
    let high = high * AIR_ABOVE;
    let step = round_step(high / f64::from(most)).max(smallest);
    multiples(step, 0.0, libm::ceil(high / step) * step)
        .into_iter()
        .map(|value| Tick::new(value, tick_number(value, step)))
        .collect()
}

/// A multiple of `step` with as many decimals as it needs, thousands grouped.
pub fn tick_number(value: f64, step: f64) -> String {
    let exact = |decimals: &usize| {
        let scaled = step * libm::pow(10.0, *decimals as f64);
        (scaled - scaled.round()).abs() < 1e-6 * scaled
    };
    let decimals = (0..12).find(exact).unwrap_or(0);
    let sign = if value < 0.0 { "-" } else { "" };
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let number = whole.parse().map(display_number);
    let whole = number.unwrap_or_else(|_| whole.to_owned());
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_without_length_puts_everything_at_its_start() {
        let scale = Scale::new((0.0, 0.0), (10.0, 90.0));
        assert_eq!(scale.at(0.0), 10.0);
        assert_eq!(scale.at(f64::NAN), 10.0);
    }

    #[test]
    fn values_outside_stay_on_the_scale() {
        let scale = Scale::new((0.0, 1.0), (100.0, 0.0));
        assert_eq!(scale.at(0.25), 75.0);
        assert_eq!(scale.at(7.0), 0.0);
    }

    #[test]
    fn ticks_are_round_and_without_trailing_zeros() {
        let labels = |high, most| -> Vec<String> {
            let ticks = ticks_from_zero(high, most, 0.0);
            ticks.into_iter().map(|tick| tick.label).collect()
        };
        assert_eq!(labels(1.7, 4), ["0", "0.5", "1", "1.5", "2"]);
        assert_eq!(
            labels(3_200.0, 4),
            ["0", "1,000", "2,000", "3,000", "4,000"]
        );
        assert_eq!(labels(20.0, 4), ["0", "10", "20", "30"]);
        assert_eq!(labels(0.0, 4), ["0"]);
        assert_eq!(labels(f64::INFINITY, 4), [""; 0]);
    }

    #[test]
    fn values_below_zero_keep_their_sign() {
        assert_eq!(tick_number(-0.5, 0.5), "-0.5");
        assert_eq!(tick_number(-2_000.0, 1_000.0), "-2,000");
    }

    #[test]
    fn too_many_multiples_are_none() {
        assert!(multiples(1e-9, 0.0, 1e9).is_empty());
    }
}
