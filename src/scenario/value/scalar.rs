//! One number, however it is written.

use toml::Spanned;
use toml::de::DeValue;

use super::{decimal, time_length};
use crate::model::{Quantity, Specification};
use crate::scenario::finding::{Finding, Wrong};
use crate::scenario::text::abridged;

/// Reads one number: bare or as a text with a unit.
pub(super) fn read(value: &Spanned<DeValue<'_>>, row: &Specification) -> Result<f64, Finding> {
    let span = value.span();
    let bare = match value.get_ref() {
        DeValue::String(text) => return parse(text, row).map_err(|wrong| wrong.at(span)),
        DeValue::Integer(integer) => i128::from_str_radix(integer.as_str(), integer.radix())
            // An integer of more than 128 bits is beyond every bound.
            .map_or(f64::MAX, |whole| whole as f64),
        // The parser has checked the form, so what fails here is a syntax error that is reported already.
        DeValue::Float(float) => {
            let text = float.as_str();
            one_reading(text, row).map_err(|wrong| wrong.at(span.clone()))?;
            text.parse().unwrap_or_default()
        }
        other => {
            let (key, found) = (row.key, type_name(other));
            let message = format!("`{key}` takes one number here, not {found}");
            return Err(Finding::new(span, message).help(example(row.quantity)));
        }
    };
    if !bare.is_finite() {
        let help = if row.bounds.1.is_infinite() {
            "write \"unlimited\" where there is no limit"
        } else {
            example(row.quantity)
        };
        return Err(
            Finding::new(span, format!("`{}` must be a finite number", row.key)).help(help),
        );
    }
    match row.quantity {
        Quantity::Duration => Err(time_length::needs_unit(&bare.to_string()).at(span)),
        Quantity::Count | Quantity::Share | Quantity::Factor => Ok(bare + 0.0),
    }
}

/// An example of how a quantity is written.
fn example(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Duration => "a duration is written with a unit, for example \"40 min\"",
        Quantity::Count => "a count is a plain number, for example 10_000 or \"10k\"",
        Quantity::Share => "a share is written 0.02 or \"2 %\"",
        Quantity::Factor => "a factor is a plain number, for example 0.5",
    }
}

/// One number in a text.
pub(super) fn parse(text: &str, row: &Specification) -> Result<f64, Wrong> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Wrong::new("the value is empty", example(row.quantity)));
    }
    if text == "unlimited" {
        return if row.bounds.1.is_infinite() {
            Ok(f64::INFINITY)
        } else {
            let message = format!("`{}` cannot be unlimited", row.key);
            let help = example(row.quantity);
            Err(Wrong::new(message, help))
        };
    }
    if text.split_whitespace().any(|word| word == "to") {
        let message = "one value is wanted here, not a range";
        let help = example(row.quantity);
        return Err(Wrong::new(message, help));
    }
    let Some((decimal, unit)) = decimal::split(text) else {
        let message = format!("`{}` is not a number", abridged(text));
        let help = example(row.quantity);
        return Err(Wrong::new(message, help));
    };
    if let Some(wrong) = range_with_a_dash(text) {
        return Err(wrong);
    }
    if unit.is_empty() {
        one_reading(text, row)?;
    }
    match (row.quantity, unit) {
        (Quantity::Duration, _) => time_length::parse(text),
        (Quantity::Count, _) => decimal::parse_count(text),
        (Quantity::Share, "%") => decimal.shifted(-2),
        (Quantity::Share | Quantity::Factor, "") => decimal.shifted(0),
        (Quantity::Share, _) => Err(unit_fault("a share", unit, row.quantity)),
        (Quantity::Factor, _) => Err(unit_fault("a factor", unit, row.quantity)),
    }
}

/// Refuses a number that may have been meant a thousand times as large, unless only one of the two is allowed.
fn one_reading(text: &str, row: &Specification) -> Result<(), Wrong> {
    let Some(wrong) = decimal::two_readings(text) else {
        return Ok(());
    };
    let thousandfold = text.trim().parse().unwrap_or(0.0) * 1_000.0;
    match row.quantity {
        Quantity::Count => Err(wrong),
        Quantity::Factor if (row.bounds.0..=row.bounds.1).contains(&thousandfold) => Err(wrong),
        Quantity::Factor | Quantity::Share | Quantity::Duration => Ok(()),
    }
}

/// Two numbers with a sign between them that many take for a range.
fn range_with_a_dash(text: &str) -> Option<Wrong> {
    let (_, behind) = decimal::split(text)?;
    let start = text.len() - behind.len();
    let sign = behind
        .find(['-', '–', '—', '…', '~'])
        .or(behind.find(".."))?;
    let (first, rest) = text.split_at(start + sign);
    let last = rest.trim_start_matches(['-', '–', '—', '…', '~', '.', ' ']);
    decimal::split(last)?;
    let [first, last] = [first, last].map(|end| abridged(end.trim()));
    let help = format!("write \"{first} to {last}\"");
    Some(Wrong::new("a range is written with `to`", help))
}

fn unit_fault(what: &str, unit: &str, quantity: Quantity) -> Wrong {
    let message = format!("{what} has no unit `{}`", abridged(unit));
    let help = example(quantity);
    Wrong::new(message, help)
}

/// The type of a value, with its article.
pub fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}
