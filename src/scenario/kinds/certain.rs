//! Values that are certain: texts, switches, names and whole numbers.

use std::ops::RangeInclusive;

use serde_json::{Value as Json, json};
use toml::de::DeValue;

use super::kind::{Kind, Numbers, Value, wanted};
use crate::model::Quantity;
use crate::scenario::finding::Finding;
use crate::scenario::text::{abridged, similar};
use crate::scenario::value::{parse_count, print_scalar, two_readings};

/// Any text.
pub struct Text;

impl Kind<String> for Text {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<String, Finding> {
        text(value, key)
    }
}

/// A text.
pub fn text(value: &Value<'_>, key: &str) -> Result<String, Finding> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text.to_string()),
        other => Err(wanted(value, key, "a text", other).help("write it in quotes")),
    }
}

/// `true` or `false`.
pub struct Switch;

impl Kind<bool> for Switch {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<bool, Finding> {
        match value.get_ref() {
            DeValue::Boolean(on) => Ok(*on),
            other => Err(wanted(value, key, "true or false", other)
                .help("write true or false, without quotes")),
        }
    }

    fn schema(&self) -> Json {
        json!({ "type": "boolean" })
    }

    fn written(&self, value: &bool) -> String {
        value.to_string()
    }

    fn toml(&self, value: &bool) -> String {
        value.to_string()
    }

    fn json(&self, value: &bool) -> Json {
        json!(value)
    }
}

/// One of several names.
pub struct OneOf<T: 'static> {
    /// Each name, with what it stands for.
    names: &'static [(&'static str, T)],
    /// What people write otherwise, where a likeness of the words would mislead: what is written, what is meant.
    synonyms: &'static [(&'static str, &'static str)],
}

impl<T> OneOf<T> {
    pub const fn of(names: &'static [(&'static str, T)]) -> Self {
        Self {
            names,
            synonyms: &[],
        }
    }

    /// The same with what people write otherwise.
    pub const fn called(mut self, synonyms: &'static [(&'static str, &'static str)]) -> Self {
        self.synonyms = synonyms;
        self
    }
}

impl<T: Copy + PartialEq + Sync> Kind<T> for OneOf<T> {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<T, Finding> {
        named(value, key, self.names, self.synonyms)
    }

    fn schema(&self) -> Json {
        json!({ "enum": names(self.names) })
    }

    fn written(&self, value: &T) -> String {
        let mut known = self.names.iter();
        let name = known.find(|(_, one)| one == value);
        name.map_or_else(String::new, |(name, _)| (*name).to_owned())
    }
}

/// The names alone.
pub fn names<T>(names: &[(&'static str, T)]) -> Vec<&'static str> {
    names.iter().map(|(name, _)| *name).collect()
}

/// Reads one of several names.
pub fn named<T: Copy>(
    value: &Value<'_>,
    key: &str,
    known: &[(&'static str, T)],
    synonyms: &[(&str, &'static str)],
) -> Result<T, Finding> {
    let listed = names(known).into_iter().map(|name| format!("\"{name}\""));
    let listed = listed.collect::<Vec<_>>().join(", ");
    let DeValue::String(written) = value.get_ref() else {
        let finding = wanted(value, key, "a name", value.get_ref());
        return Err(finding.help(format!("it is one of {listed}")));
    };
    if let Some((_, meant)) = known.iter().find(|(name, _)| name == written) {
        return Ok(*meant);
    }
    let message = format!("`{key}` cannot be \"{}\"", abridged(written));
    let plainly = written.to_lowercase().replace([' ', '_'], "-");
    let synonym = synonyms.iter().find(|(synonym, _)| *synonym == plainly);
    let likely = synonym.map(|(_, meant)| *meant);
    let help = match likely.or_else(|| similar(written, names(known))) {
        Some(name) => format!("did you mean \"{name}\"? It is one of {listed}"),
        None => format!("it is one of {listed}"),
    };
    Err(Finding::new(value.span(), message).help(help))
}

/// A whole number within bounds.
pub struct Whole {
    pub least: u64,
    pub most: u64,
    /// Why these bounds, if it is to be said.
    pub why: Option<&'static str>,
}

impl Whole {
    pub const fn between(least: u64, most: u64) -> Self {
        Self {
            least,
            most,
            why: None,
        }
    }
}

impl Kind<u64> for Whole {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<u64, Finding> {
        let number = whole(value, key, self.least..=self.most);
        number.map_err(|finding| match self.why {
            Some(why) => finding.help(why),
            None => finding,
        })
    }

    fn schema(&self) -> Json {
        json!({ "type": ["integer", "string"], "minimum": self.least, "maximum": self.most })
    }

    fn numbers(&self) -> Option<Numbers> {
        Some(Numbers::Of(Quantity::Count))
    }

    fn written(&self, value: &u64) -> String {
        print_scalar(*value as f64, Quantity::Count)
    }

    fn toml(&self, value: &u64) -> String {
        self.written(value)
    }

    fn json(&self, value: &u64) -> Json {
        json!(value)
    }
}

/// A whole number within bounds, written `10_000`, `1e4` or `"10k"`.
pub fn whole(value: &Value<'_>, key: &str, bounds: RangeInclusive<u64>) -> Result<u64, Finding> {
    let number = match value.get_ref() {
        // Not by way of a float, which would round a long seed.
        DeValue::Integer(integer) => {
            i128::from_str_radix(integer.as_str(), integer.radix()).unwrap_or(i128::MAX)
        }
        DeValue::Float(float) => {
            if let Some(wrong) = two_readings(float.as_str()) {
                return Err(wrong.at(value.span()));
            }
            as_whole(float.as_str().parse().unwrap_or(f64::NAN))
                .ok_or_else(|| not_whole(value, key))?
        }
        DeValue::String(text) => {
            let number = parse_count(text).map_err(|wrong| wrong.at(value.span()))?;
            as_whole(number).ok_or_else(|| not_whole(value, key))?
        }
        other => return Err(wanted(value, key, "a whole number", other).help("for example 1_000")),
    };
    u64::try_from(number)
        .ok()
        .filter(|whole| bounds.contains(whole))
        .ok_or_else(|| {
            let shown = |bound: u64| print_scalar(bound as f64, Quantity::Count);
            let most = if *bounds.end() == i64::MAX as u64 {
                "2^63 - 1".to_owned()
            } else {
                shown(*bounds.end())
            };
            let least = shown(*bounds.start());
            let message = format!("`{key}` must be between {least} and {most}");
            Finding::new(value.span(), message).help("for example 1_000")
        })
}

fn as_whole(number: f64) -> Option<i128> {
    // The cast saturates, and what is saturated is beyond every bound.
    (number.is_finite() && number.fract() == 0.0).then_some(number as i128)
}

fn not_whole(value: &Value<'_>, key: &str) -> Finding {
    Finding::new(value.span(), format!("`{key}` must be a whole number")).help("for example 1_000")
}
