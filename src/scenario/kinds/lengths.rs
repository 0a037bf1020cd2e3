//! Lengths of time.

use std::ops::RangeInclusive;

use serde_json::{Value as Json, json};
use toml::de::DeValue;

use super::certain::text;
use super::kind::{Kind, Numbers, Value, wanted};
use crate::model::Quantity;
use crate::scenario::finding::Finding;
use crate::scenario::value::{duration_pattern, parse_duration, print_scalar};
use crate::units::SimDuration;

/// The longest of all, in seconds: a year.
pub(super) const LONGEST_SECS: f64 = 366.0 * 86_400.0;
/// From the shortest to the longest time that something about a limit takes, in seconds.
pub const PERIODS: RangeInclusive<f64> = 0.001..=LONGEST_SECS;

/// A length of time of a year at most.
pub struct Length {
    /// Whether it may be zero.
    pub or_zero: bool,
    pub example: &'static str,
    /// What a number without a unit is probably in.
    pub unit: &'static str,
}

impl Length {
    /// One that is above zero, such as two hours.
    pub const HOURS: Self = Self {
        or_zero: false,
        example: "2 h",
        unit: "h",
    };
    /// The same, or zero.
    pub const HOURS_OR_ZERO: Self = Self {
        or_zero: true,
        ..Self::HOURS
    };
}

impl Kind<SimDuration> for Length {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<SimDuration, Finding> {
        let name = key.rsplit('.').next().unwrap_or(key);
        let help = format!("for example {name} = \"{}\"", self.example);
        let read = match value.get_ref() {
            DeValue::String(text) => parse_duration(text),
            DeValue::Integer(number) => return Err(self.without_unit(value, key, number.as_str())),
            DeValue::Float(number) => return Err(self.without_unit(value, key, number.as_str())),
            other => return Err(wanted(value, key, "a duration", other).help(help)),
        };
        let seconds = read.map_err(|wrong| wrong.at(value.span()))?;
        let length = SimDuration::from_secs_f64(seconds);
        let too_short = length == SimDuration::ZERO && !self.or_zero;
        if too_short || !(0.0..=LONGEST_SECS).contains(&seconds) {
            let least = if self.or_zero { "at least" } else { "above" };
            let message = format!("`{key}` must be {least} 0 s and at most 366 days");
            return Err(Finding::new(value.span(), message).help(help));
        }
        Ok(length)
    }

    fn schema(&self) -> Json {
        let pattern = format!(r"^\s*{}\s*$", duration_pattern());
        json!({ "type": "string", "pattern": pattern, "examples": [self.example] })
    }

    fn numbers(&self) -> Option<Numbers> {
        Some(Numbers::Of(Quantity::Duration))
    }

    fn written(&self, value: &SimDuration) -> String {
        written(*value)
    }
}

impl Length {
    fn without_unit(&self, value: &Value<'_>, key: &str, number: &str) -> Finding {
        let name = key.rsplit('.').next().unwrap_or(key);
        let finding = Finding::new(value.span(), format!("`{key}` needs a unit"));
        finding.help(format!("write {name} = \"{number} {}\"", self.unit))
    }
}

/// A length of time that is always written as a text.
pub struct TimeSpan {
    /// From the shortest to the longest, in seconds.
    pub bounds: RangeInclusive<f64>,
    pub help: &'static str,
}

impl Kind<SimDuration> for TimeSpan {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<SimDuration, Finding> {
        let text = text(value, key).map_err(|finding| finding.help(self.help))?;
        let seconds = parse_duration(&text)
            .map_err(|wrong| Finding::new(value.span(), wrong.message).help(self.help))?;
        if !self.bounds.contains(&seconds) {
            let [least, most] = [self.bounds.start(), self.bounds.end()];
            let shown = |bound: &f64| print_scalar(*bound, Quantity::Duration);
            let (least, most) = (shown(least), shown(most));
            let message = format!("`{key}` must be between {least} and {most}");
            return Err(Finding::new(value.span(), message).help(self.help));
        }
        Ok(SimDuration::from_secs_f64(seconds))
    }

    fn numbers(&self) -> Option<Numbers> {
        Some(Numbers::Of(Quantity::Duration))
    }

    fn written(&self, value: &SimDuration) -> String {
        written(*value)
    }
}

/// A length of time in its largest whole unit.
pub fn written(length: SimDuration) -> String {
    print_scalar(length.as_secs_f64(), Quantity::Duration)
}
