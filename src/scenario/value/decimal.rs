//! Decimal numbers within texts.

use crate::scenario::finding::Wrong;

/// A decimal number at the start of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Decimal {
    mantissa: String,
    exponent: i32,
}

impl Decimal {
    /// The number times ten to the power of `shift`, rounded only once: 45 with a shift of −2 is exactly what `0.45` is.
    pub(super) fn shifted(&self, shift: i32) -> Result<f64, Wrong> {
        let text = format!("{}e{}", self.mantissa, self.exponent.saturating_add(shift));
        match text.parse::<f64>() {
            // Adding zero makes a negative zero positive.
            Ok(value) if value.is_finite() => Ok(value + 0.0),
            _ => Err(Wrong::new(
                "the number is too large",
                "write a number below 1e300",
            )),
        }
    }
}

/// Splits `text` into the number that it starts with and what follows, without spaces around it.
pub(super) fn split(text: &str) -> Option<(Decimal, &str)> {
    let text = text.trim();
    let signed = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = if text.starts_with('-') { "-" } else { "" };
    let (whole, mut rest) = digits(signed);
    let mut mantissa = format!("{sign}{whole}");
    if let Some((fraction, after)) = rest.strip_prefix('.').map(digits)
        && !fraction.is_empty()
    {
        mantissa.push('.');
        mantissa.push_str(&fraction);
        rest = after;
    }
    if whole.is_empty() {
        return None;
    }
    let (exponent, rest) = exponent(rest).unwrap_or((0, rest));
    Some((Decimal { mantissa, exponent }, rest.trim()))
}

/// The digits at the start of `text`, which may be grouped by underscores, and the rest.
fn digits(text: &str) -> (String, &str) {
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return (String::new(), text);
    }
    let end = text
        .find(|one: char| !one.is_ascii_digit() && one != '_')
        .unwrap_or(text.len());
    (text[..end].replace('_', ""), &text[end..])
}

fn exponent(text: &str) -> Option<(i32, &str)> {
    let after = text.strip_prefix(['e', 'E'])?;
    let unsigned = after.strip_prefix(['+', '-']).unwrap_or(after);
    let end = unsigned
        .find(|one: char| !one.is_ascii_digit())
        .unwrap_or(unsigned.len());
    let (number, rest) = after.split_at(after.len() - unsigned.len() + end);
    // What is no exponent of 32 bits is left to be refused as a unit.
    number.parse().ok().map(|exponent| (exponent, rest))
}

/// Decimal places by which the suffix of a count moves it.
pub(super) fn count_suffix(suffix: &str) -> Option<i32> {
    match suffix {
        "" => Some(0),
        "k" | "K" => Some(3),
        "M" => Some(6),
        _ => None,
    }
}

/// What is wrong with a plain number that has exactly three decimals, as much of Europe groups thousands: `40.000` may be forty, or
/// forty thousand. A length of time or a share may have three decimals: what its thousandfold would be is rarely meant.
pub fn two_readings(number: &str) -> Option<Wrong> {
    let number = number.trim().trim_start_matches('+');
    let (whole, thousands) = number.trim_start_matches('-').split_once('.')?;
    let digits = |part: &str| part.bytes().all(|one| one.is_ascii_digit());
    let is_group = (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    if !is_group || thousands.len() != 3 || !digits(whole) || !digits(thousands) {
        return None;
    }
    let few = match thousands.trim_end_matches('0') {
        "" => whole.to_owned(),
        // With a fourth decimal it can be no group of thousands.
        decimals if decimals.len() == 3 => format!("{whole}.{decimals}0"),
        decimals => format!("{whole}.{decimals}"),
    };
    Some(Wrong::new(
        format!("`{number}` can be read as {few} and as {whole}_{thousands}"),
        format!("write {few} or {whole}_{thousands}"),
    ))
}

/// The part of `text` before its `unit`.
fn number_before<'t>(text: &'t str, unit: &str) -> &'t str {
    let text = text.trim();
    text.strip_suffix(unit).unwrap_or(text).trim()
}

/// A count such as `10_000`, `10k` or `2.5M`.
pub fn parse_count(text: &str) -> Result<f64, Wrong> {
    let plain = "write 10_000, 1e5, \"10k\" or \"2.5M\"";
    let (decimal, suffix) =
        split(text).ok_or_else(|| Wrong::new("a count must be a number", plain))?;
    if suffix.is_empty()
        && let Some(wrong) = two_readings(text)
    {
        return Err(wrong);
    }
    match count_suffix(suffix) {
        Some(shift) => decimal.shifted(shift),
        None if suffix.starts_with([',', '.', '\'', ' ']) => Err(Wrong::new(
            "a count must be a plain number",
            format!(
                "group digits by underscores, not by `{}`: 10_000",
                &suffix[..1]
            ),
        )),
        None => Err(Wrong::new(format!("a count has no unit `{suffix}`"), plain)),
    }
}

/// A share such as `0.6` or `60 %`.
pub fn parse_share(text: &str) -> Result<f64, Wrong> {
    let how = "write 0.02 or \"2 %\"";
    match split(text) {
        Some((decimal, "")) => decimal.shifted(0),
        Some((decimal, "%")) => decimal.shifted(-2),
        _ => Err(Wrong::new("a share must be a number or a percentage", how)),
    }
}

/// A rate such as `25 per s`, `25/s`, `600 per min` or plain `25`, in things per second.
pub fn parse_per_second(text: &str) -> Result<f64, Wrong> {
    let wrong = || Wrong::new("this is not a rate", "write \"25 per s\" or 25");
    let (decimal, unit) = split(text).ok_or_else(wrong)?;
    if let Some(wrong) = two_readings(number_before(text, unit)) {
        return Err(wrong);
    }
    let number = decimal.shifted(0)?;
    let period = unit.strip_prefix("per ").or(unit.strip_prefix('/'));
    match (unit, period.map(str::trim)) {
        ("", _) | (_, Some("s" | "second")) => Ok(number),
        (_, Some("min" | "minute")) => Ok(number / 60.0),
        (_, Some("h" | "hour")) => Ok(number / 3_600.0),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_ends_where_its_unit_begins() {
        for (text, value, rest) in [
            ("12 ms", 12.0, "ms"),
            ("1_000.5e-1x", 100.05, "x"),
            ("-3", -3.0, ""),
            ("5 eggs", 5.0, "eggs"),
            ("5.x", 5.0, ".x"),
        ] {
            let (decimal, after) = split(text).unwrap();
            assert_eq!((decimal.shifted(0), after), (Ok(value), rest), "{text}");
        }
        for text in ["", "ms", ".5", "inf", "NaN", "_1"] {
            assert_eq!(split(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_with_three_decimals_has_two_readings() {
        for (text, help) in [
            ("40.000", "write 40 or 40_000"),
            ("1.500", "write 1.5 or 1_500"),
            ("1.234", "write 1.2340 or 1_234"),
            ("+999.010", "write 999.01 or 999_010"),
        ] {
            assert_eq!(two_readings(text).unwrap().help, help);
            assert_eq!(parse_count(text), parse_per_second(text), "{text}");
        }
        for text in [
            "40",
            "40.00",
            "0.125",
            "1234.567",
            "1_000.000",
            "1e3",
            "1.2340",
            "12.345e2",
        ] {
            assert_eq!(two_readings(text), None, "{text}");
        }
        assert!(
            parse_per_second("1.000 per s")
                .unwrap_err()
                .help
                .contains("1_000")
        );
        assert_eq!(parse_count("2.125k"), Ok(2_125.0));
    }

    #[test]
    fn a_share_is_a_number_or_a_percentage() {
        for (text, share) in [("0.6", 0.6), ("60 %", 0.6), (" 2.5%", 0.025)] {
            assert_eq!(parse_share(text), Ok(share), "{text}");
        }
        for text in ["", "%", "many", "5 s", "1 % to 2 %"] {
            assert!(parse_share(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_number_beyond_all_bounds_is_refused() {
        assert!(parse_count("1e999").is_err());
        assert!(parse_count("1e99999999999999").is_err());
        assert_eq!(parse_count("1e-999"), Ok(0.0));
    }
}
