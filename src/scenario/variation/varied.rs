//! A key over a range of values: what its numbers are, and how they are written.

use crate::model::{Quantity, Specification, Uncertain, catalogue};
use crate::scenario::finding::Wrong;
use crate::scenario::keys::{limit_key, parameter};
use crate::scenario::kinds::Numbers;
use crate::scenario::lists::LIMIT_KEYS;
use crate::scenario::value::{check_bounds, parse_ends, print_scalar, toml_value};

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
    pub(super) scale: Option<Scale>,
}

/// One value of a key.
#[derive(Clone, Debug, PartialEq)]
pub struct VariedValue {
    /// The number, in the unit of the variation; its place from zero where there is none.
    pub number: f64,
    /// As a person writes it: `400 ms`.
    pub text: String,
    /// As it stands in a scenario: `"400 ms"`. [`parse_with`](crate::scenario::parse_with) takes it.
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
            let index = (number.round() as usize).min(self.values.len().saturating_sub(1));
            return self.values[index].clone();
        };
        between(number, (first.number, last.number), scale)
    }
}

/// The value nearest to `number` that a person would write, between two others.
pub(super) fn between(number: f64, (from, to): (f64, f64), scale: &Scale) -> VariedValue {
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

/// How numbers of a key are read and written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    pub(super) quantity: Quantity,
    /// What stands behind each number: ` per min`.
    period: String,
    /// The row of the catalogue, whose bounds hold.
    row: Option<&'static Specification>,
}

const RATES: &str = "both ends have one period: 60..600 per min";

impl Scale {
    /// The scale of a key, if its values are numbers, read with the text of a value: a rate has its period from there.
    pub(super) fn of(key: &str, text: &str) -> Option<Self> {
        let scale = |quantity, period: &str| Self {
            quantity,
            period: period.to_owned(),
            row: None,
        };
        if let Some(row) = parameter(key) {
            return Some(Self {
                row: Some(row),
                ..scale(row.quantity, "")
            });
        }
        if key == "split.jobs" {
            return Some(scale(Quantity::Count, ""));
        }
        let (_, field) = limit_key(key)?;
        match LIMIT_KEYS
            .iter()
            .find(|one| one.name() == field)?
            .numbers()?
        {
            Numbers::Of(quantity) => Some(scale(quantity, "")),
            Numbers::Rates => {
                let (_, behind) = text.rsplit_once(" per ")?;
                let period = behind.split(':').next().unwrap_or_default();
                Some(scale(Quantity::Count, &format!(" per {}", period.trim())))
            }
        }
    }

    /// The ends of a range.
    pub(super) fn ends(&self, from: &str, to: &str) -> Result<(f64, f64), Wrong> {
        let ends = parse_ends(self.bare(from)?, self.bare(to)?, self.like())?;
        for end in [ends.0, ends.1] {
            if let Some(row) = self.row {
                check_bounds(&Uncertain::Fixed(end), &(0..0), row).map_err(Wrong::from)?;
            } else if self.quantity == Quantity::Count && end.fract() != 0.0 {
                return Err(Wrong::new("a whole number is wanted", "for example 1..8"));
            }
        }
        Ok(ends)
    }

    /// The number that is written alone, if it is one.
    pub(super) fn number(&self, text: &str) -> Option<f64> {
        let bare = self.bare(text).ok()?;
        let (_, number) = parse_ends(bare, bare, self.like()).ok()?;
        Some(number)
    }

    /// A number without its period.
    fn bare<'t>(&self, text: &'t str) -> Result<&'t str, Wrong> {
        match text.split_once(" per ") {
            Some((number, period)) if self.period.strip_prefix(" per ") == Some(period.trim()) => {
                Ok(number.trim())
            }
            Some(_) => Err(Wrong::new("the periods differ", RATES)),
            None => Ok(text),
        }
    }

    /// A row of the catalogue whose numbers are written in the same way.
    fn like(&self) -> &'static Specification {
        let like = |row: &&Specification| row.quantity == self.quantity && row.bounds.1.is_finite();
        self.row
            .or_else(|| catalogue().find(like))
            .expect("the catalogue has numbers of each kind, as a test asserts")
    }

    /// A number as a person and as a scenario writes it.
    pub(super) fn value(&self, number: f64) -> VariedValue {
        let text = print_scalar(number, self.quantity) + &self.period;
        let toml = if self.period.is_empty() {
            toml_value(&Uncertain::Fixed(number), self.quantity)
        } else {
            format!("\"{text}\"")
        };
        VariedValue { number, text, toml }
    }

    pub(super) const fn unit(&self) -> &'static str {
        match self.quantity {
            Quantity::Duration => "seconds",
            Quantity::Count => "count",
            Quantity::Share => "share",
            Quantity::Factor => "factor",
        }
    }
}

/// Decimal places beyond which nothing of a scenario is written.
const MOST_PLACES: i32 = 18;

/// `number` rounded to four digits, or to as many as tell apart a thousandth of `span` where that is finer.
pub(super) fn rounded(number: f64, span: f64) -> f64 {
    let scale = number.abs().min(span);
    if !(scale > 0.0 && scale.is_finite()) {
        return number;
    }
    let places = 3 - libm::floor(libm::log10(scale)) as i32;
    let text = if places >= 0 {
        // By way of decimal text, so that the result is the number nearest to its digits.
        format!("{number:.*}", places.min(MOST_PLACES) as usize)
    } else {
        let digits = format!("{number:.0}");
        let zeros = usize::try_from(-places).unwrap_or(0).min(digits.len());
        let unit: f64 = format!("1e{zeros}").parse().unwrap_or(1.0);
        format!("{:.0}e{zeros}", number / unit)
    };
    text.parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_number_is_written_as_one_of_the_catalogue_is() {
        for quantity in [
            Quantity::Duration,
            Quantity::Count,
            Quantity::Share,
            Quantity::Factor,
        ] {
            let scale = Scale {
                quantity,
                period: String::new(),
                row: None,
            };
            assert_eq!(scale.like().quantity, quantity);
        }
    }

    #[test]
    fn amounts_of_limits_are_varied_with_their_period() {
        let scale = |field, text| Scale::of(&format!("target.limit.api.{field}"), text);
        for field in ["calls", "units", "members", "bytes"] {
            let scale = scale(field, "60..600 per min").unwrap();
            assert_eq!(
                (scale.quantity, &*scale.period),
                (Quantity::Count, " per min")
            );
        }
        for (field, quantity) in [
            ("at_once", Quantity::Count),
            ("burst", Quantity::Count),
            ("replicas", Quantity::Count),
            ("slowed_over", Quantity::Count),
            ("over_bytes", Quantity::Count),
            ("up_to_bytes", Quantity::Count),
            ("taken_by_others", Quantity::Share),
            ("penalty", Quantity::Duration),
            ("slowed_by", Quantity::Duration),
        ] {
            assert_eq!(scale(field, "1..5").unwrap().quantity, quantity, "{field}");
        }
        assert_eq!(scale("kind", "1..5"), None);
    }

    #[test]
    fn four_digits_are_kept_or_a_thousandth_of_the_span() {
        for (number, span, expected) in [
            (0.153_414_323, 1.9, 0.153_4),
            (1.534_143, 1.9, 1.534),
            (1.0 / 3.0, 1.0, 0.333_3),
            (4_321.7, 86_400.0, 4_322.0),
            (43_217.7, 86_400.0, 43_220.0),
            (1_000.123_456, 1.0, 1_000.123),
            (0.0, 5.0, 0.0),
            (-0.123_456, 1.0, -0.123_5),
            (7.0, 0.0, 7.0),
        ] {
            assert_eq!(rounded(number, span), expected, "{number} of {span}");
        }
    }
}
