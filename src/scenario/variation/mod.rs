//! One key over a range of values: what a sweep varies.

mod parse;
mod round;
mod scale;

pub use parse::parse_variation;

use crate::model::Quantity;
use round::rounded;
use scale::Scale;

/// A key, and the values that it is to take one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Variation {
    /// The dotted key.
    pub key: String,
    /// Its values in the order asked for, at least two; no two of them are the same.
    pub values: Vec<VariedValue>,
    /// Whether the values have equal ratios rather than equal differences. What lies in the middle of two values is then their
    /// geometric mean.
    pub is_logarithmic: bool,
    /// What the numbers are: `seconds`, `count`, `share` or `factor`; none where the values are names or the like, whose
    /// numbers are their places.
    pub unit: Option<&'static str>,
    /// How the values are written, where they are numbers.
    scale: Option<Scale>,
}

/// One value of a key.
#[derive(Clone, Debug, PartialEq)]
pub struct VariedValue {
    /// The number, in the unit of the variation; its place from zero where there is none.
    pub number: f64,
    /// As a person writes it: `400 ms`.
    pub text: String,
    /// As it stands in a scenario: `"400 ms"`. [`parse_with`](super::parse_with) takes it.
    pub toml: String,
}

impl Variation {
    /// The value nearest to `number` between the first and the last: whole where things are counted, else with four digits,
    /// and a thousandth of the whole range at least told apart. Of names, the one at this place.
    ///
    /// ```
    /// use cyclecast::scenario::parse_variation;
    ///
    /// let latency = parse_variation("target.latency.user_post=100ms..2s:log")?;
    /// assert_eq!(latency.at(0.447_213_595).text, "447.2 ms");
    /// assert_eq!(latency.at(5.0).toml, "\"2 s\"");
    /// # Ok::<(), String>(())
    /// ```
    pub fn at(&self, number: f64) -> VariedValue {
        let ends = || Some((self.values.first()?, self.values.last()?));
        let (Some(scale), Some((first, last))) = (&self.scale, ends()) else {
            // The cast saturates, and a number that is none becomes the first place.
            let place = (number.round() as usize).min(self.values.len().saturating_sub(1));
            return self.values[place].clone();
        };
        between(number, (first.number, last.number), scale)
    }
}

/// The value nearest to `number` that a person would write, between two others.
fn between(number: f64, (from, to): (f64, f64), scale: &Scale) -> VariedValue {
    let (least, most) = (from.min(to), from.max(to));
    let number = match scale.quantity {
        Quantity::Count => number.round(),
        _ => rounded(number, most - least),
    };
    // Comparisons rather than `clamp`, so that what is no number becomes an end.
    let within = if number > least {
        number.min(most)
    } else {
        least
    };
    scale.value(within)
}
