//! Shades of one hue for numbers, from light to dark, so that they keep their order in grey print.

use crate::report::chart::drawing::*;

/// The shades of the lowest, a middle and the highest number.
const SHADES: [(f64, f64, f64); 3] = [
    (230.0, 241.0, 250.0),
    (86.0, 160.0, 212.0),
    (8.0, 56.0, 104.0),
];
const BLACK: Colour = Colour::new(0, 0, 0);
/// On shades darker than this white has the greater contrast, on others black: 4.5 at the least either way.
const DARK: f64 = 0.179;
/// Numbers that differ by more have shades by their logarithm.
const BY_FAR: f64 = 8.0;

/// Shades for numbers between two ends.
pub struct Shades {
    low: f64,
    high: f64,
    is_logarithmic: bool,
}

impl Shades {
    /// The shades for `numbers`, which are finite.
    pub fn of(numbers: &[f64]) -> Self {
        let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Self {
            low,
            high,
            is_logarithmic: low > 0.0 && high > BY_FAR * low,
        }
    }

    /// The shade of a number.
    pub fn of_number(&self, number: f64) -> Colour {
        shade(self.share(number))
    }

    /// A colour that is legible on the shade of a number.
    pub fn ink_on(&self, number: f64) -> Colour {
        let is_dark = luminance(self.of_number(number)) < DARK;
        if is_dark { PAPER } else { BLACK }
    }

    /// The lowest number, the one in the middle of the shades, and the highest; fewer where they are the same.
    pub fn samples(&self) -> Vec<f64> {
        if self.low >= self.high {
            return vec![self.low];
        }
        let middle = match self.is_logarithmic {
            true => libm::sqrt(self.low) * libm::sqrt(self.high),
            false => f64::midpoint(self.low, self.high),
        };
        vec![self.low, middle, self.high]
    }

    /// Where between the ends a number lies; in the middle where there is only one.
    fn share(&self, number: f64) -> f64 {
        let of = |value: f64| match self.is_logarithmic {
            true => libm::log(value.max(self.low)),
            false => value,
        };
        let share = (of(number) - of(self.low)) / (of(self.high) - of(self.low));
        let known = Some(share).filter(|share| share.is_finite());
        known.map_or(0.25, |share| share.clamp(0.0, 1.0))
    }
}

fn shade(share: f64) -> Colour {
    let (from, to, part) = match share < 0.5 {
        true => (SHADES[0], SHADES[1], share * 2.0),
        false => (SHADES[1], SHADES[2], share * 2.0 - 1.0),
    };
    let mix = |from: f64, to: f64| (from + (to - from) * part).round() as u8;
    Colour::new(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: Colour) -> f64 {
    let linear = |part: u8| match f64::from(part) / 255.0 {
        part @ ..=0.040_45 => part / 12.92,
        part => libm::pow((part + 0.055) / 1.055, 2.4),
    };
    let (red, green, blue) = colour.rgb;
    0.212_6 * linear(red) + 0.715_2 * linear(green) + 0.072_2 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As WCAG 2.2 defines it.
    fn contrast(one: Colour, other: Colour) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn higher_numbers_are_darker_and_every_number_is_legible() {
        let shades = Shades::of(&[0.0, 100.0]);
        let mut last = f64::INFINITY;
        for number in 0..=100 {
            let number = f64::from(number);
            let shade = shades.of_number(number);
            assert!(luminance(shade) < last, "{number}");
            last = luminance(shade);
            let contrast = contrast(shade, shades.ink_on(number));
            assert!(contrast >= 4.5, "{number}: {contrast}");
        }
    }

    #[test]
    fn numbers_that_differ_by_far_are_told_apart_at_the_lower_end_too() {
        let shades = Shades::of(&[1.0, 10.0, 1_000.0]);
        let apart = luminance(shades.of_number(1.0)) - luminance(shades.of_number(10.0));
        assert!(apart > 0.2, "{apart}");
        assert!((shades.samples()[1] - libm::sqrt(1_000.0)).abs() < 1e-9);
    }

    #[test]
    fn one_number_has_one_shade() {
        let shades = Shades::of(&[5.0; 4]);
        assert_eq!(shades.samples(), [5.0]);
        assert_eq!(shades.ink_on(5.0), BLACK);
    }
}
