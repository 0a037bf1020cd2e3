//! Values that are certain: texts, switches, names and whole numbers.

use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::DeValue;

use crate::model::Quantity;
use crate::scenario::finding::Finding;
use crate::scenario::text::abridged;
use crate::scenario::text::similar;
use crate::scenario::value::{parse_count, print_scalar, two_readings, type_name};

/// What people call otherwise, where a likeness of the words would mislead: key, what is written, what is meant.
const SAID: [(&str, &str, &str); 6] = [
    ("job.connector", "non-gallery", "custom"),
    ("job.connector", "nongallery", "custom"),
    ("job.connector", "not-gallery", "custom"),
    ("job.connector", "generic", "custom"),
    ("job.connector", "scim", "custom"),
    ("scope.mode", "all", "all-users-and-groups"),
];

/// A value with its place.
pub(in crate::scenario) type Value<'i> = Spanned<DeValue<'i>>;

/// A text.
pub(in crate::scenario) fn text(value: &Value<'_>, key: &str) -> Result<String, Finding> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text.to_string()),
        other => Err(wanted(value, key, "a text", other).help("write it in quotes")),
    }
}

/// `true` or `false`.
pub(in crate::scenario) fn switch(value: &Value<'_>, key: &str) -> Result<bool, Finding> {
    match value.get_ref() {
        DeValue::Boolean(on) => Ok(*on),
        other => {
            Err(wanted(value, key, "true or false", other)
                .help("write true or false, without quotes"))
        }
    }
}

/// One of several names.
pub(in crate::scenario) fn named<T: Copy>(
    value: &Value<'_>,
    key: &str,
    names: &[(&'static str, T)],
) -> Result<T, Finding> {
    let listed: Vec<String> = names
        .iter()
        .map(|(name, _)| format!("\"{name}\""))
        .collect();
    let listed = listed.join(", ");
    let DeValue::String(written) = value.get_ref() else {
        return Err(
            wanted(value, key, "a name", value.get_ref()).help(format!("it is one of {listed}"))
        );
    };
    if let Some((_, meant)) = names.iter().find(|(name, _)| name == written) {
        return Ok(*meant);
    }
    let message = format!("`{key}` cannot be \"{}\"", abridged(written));
    let plainly = written.to_lowercase().replace([' ', '_'], "-");
    let said = SAID
        .iter()
        .find(|said| (said.0, said.1) == (key, &*plainly));
    let likely = said.map(|said| said.2);
    let help = match likely.or_else(|| similar(written, names.iter().map(|(name, _)| *name))) {
        Some(name) => format!("did you mean \"{name}\"? It is one of {listed}"),
        None => format!("it is one of {listed}"),
    };
    Err(Finding::new(value.span(), message).help(help))
}

/// A whole number within bounds, written `10_000`, `1e4` or `"10k"`.
pub(in crate::scenario) fn whole(
    value: &Value<'_>,
    key: &str,
    bounds: RangeInclusive<u64>,
) -> Result<u64, Finding> {
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
            Finding::new(
                value.span(),
                format!("`{key}` must be between {least} and {most}"),
            )
            .help("for example 1_000")
        })
}

fn as_whole(number: f64) -> Option<i128> {
    // The cast saturates, and what is saturated is beyond every bound.
    (number.is_finite() && number.fract() == 0.0).then_some(number as i128)
}

fn not_whole(value: &Value<'_>, key: &str) -> Finding {
    Finding::new(value.span(), format!("`{key}` must be a whole number")).help("for example 1_000")
}

/// A finding that says which type is wanted.
pub(in crate::scenario) fn wanted(
    value: &Value<'_>,
    key: &str,
    what: &str,
    found: &DeValue<'_>,
) -> Finding {
    Finding::new(
        value.span(),
        format!("`{key}` takes {what}, not {}", type_name(found)),
    )
}

/// The name of a value.
pub(in crate::scenario) fn name_of<T: PartialEq + Copy>(
    names: &[(&'static str, T)],
    value: T,
) -> &'static str {
    names
        .iter()
        .find(|(_, one)| *one == value)
        .map_or("", |(name, _)| name)
}
