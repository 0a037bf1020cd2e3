//! Values as text, such that reading the text gives the same value again.

use super::decimal;
use crate::model::{Quantity, Uncertain};

/// `value` as a person writes it, without quotes: `40 min`, `120 ms to 900 ms`, `{ choice = [1, 4] }`.
///
/// ```
/// use cyclecast::model::{Quantity, Uncertain};
/// use cyclecast::scenario::display_value;
///
/// let latency = Uncertain::Range { p5: 0.12, p95: 0.9 };
/// assert_eq!(display_value(&latency, Quantity::Duration), "120 ms to 900 ms");
/// assert_eq!(display_value(&Uncertain::Fixed(10_000.0), Quantity::Count), "10_000");
/// assert_eq!(display_value(&Uncertain::Fixed(0.02), Quantity::Share), "2 %");
/// ```
pub fn display_value(value: &Uncertain, quantity: Quantity) -> String {
    let one = |number: f64| scalar(number, quantity);
    let item = |number: f64| quoted(number, quantity);
    match value {
        Uncertain::Fixed(number) => one(*number),
        Uncertain::Range { p5, p95 } => format!("{} to {}", one(*p5), one(*p95)),
        Uncertain::Uniform { low, high } => {
            format!("{{ uniform = [{}, {}] }}", item(*low), item(*high))
        }
        Uncertain::LogUniform { low, high } => {
            format!("{{ loguniform = [{}, {}] }}", item(*low), item(*high))
        }
        Uncertain::Triangular { low, mode, high } => {
            let [low, mode, high] = [low, mode, high].map(|number| item(*number));
            format!("{{ triangular = [{low}, {mode}, {high}] }}")
        }
        Uncertain::LogNormal { median, p95 } => {
            let [median, p95] = [median, p95].map(|number| item(*number));
            format!("{{ lognormal = {{ median = {median}, p95 = {p95} }} }}")
        }
        Uncertain::Choice(values) => {
            let items: Vec<String> = values.iter().map(|number| item(*number)).collect();
            format!("{{ choice = [{}] }}", items.join(", "))
        }
    }
}

/// `value` as it stands in a scenario file, with quotes where TOML needs them.
pub fn toml_value(value: &Uncertain, quantity: Quantity) -> String {
    match value {
        Uncertain::Fixed(number) => quoted(*number, quantity),
        Uncertain::Range { .. } => format!("\"{}\"", display_value(value, quantity)),
        _ => display_value(value, quantity),
    }
}

fn quoted(number: f64, quantity: Quantity) -> String {
    let text = scalar(number, quantity);
    if number.is_finite() && matches!(quantity, Quantity::Count | Quantity::Factor) {
        text
    } else {
        format!("\"{text}\"")
    }
}

/// One number with its unit.
pub fn scalar(number: f64, quantity: Quantity) -> String {
    if number.is_infinite() {
        return "unlimited".to_owned();
    }
    match quantity {
        Quantity::Duration => duration(number),
        Quantity::Count => one_reading(grouped(&number.to_string())),
        Quantity::Share => format!("{} %", shifted(&number.to_string(), 2)),
        Quantity::Factor => one_reading(number.to_string()),
    }
}

/// A fourth decimal where three could be taken for thousands.
fn one_reading(text: String) -> String {
    match decimal::two_readings(&text) {
        Some(_) => format!("{text}0"),
        None => text,
    }
}

fn duration(seconds: f64) -> String {
    // Only whole multiples that lead back to the same number.
    let whole = |unit: f64| {
        let count = seconds / unit;
        (count.fract() == 0.0 && count * unit == seconds).then_some(count)
    };
    let text = seconds.to_string();
    match seconds.abs() {
        0.0 => "0 s".to_owned(),
        size if size < 1e-6 => format!("{} ns", shifted(&text, 9)),
        size if size < 1e-3 => format!("{} us", shifted(&text, 6)),
        size if size < 1.0 => format!("{} ms", shifted(&text, 3)),
        size if size >= 48.0 * 3_600.0 && whole(86_400.0).is_some() => {
            format!("{} days", seconds / 86_400.0)
        }
        size if size >= 3.0 * 3_600.0 && whole(3_600.0).is_some() => {
            format!("{} h", seconds / 3_600.0)
        }
        size if size >= 180.0 && whole(60.0).is_some() => format!("{} min", seconds / 60.0),
        _ => format!("{text} s"),
    }
}

/// Moves the point of a decimal text to the right, which is exact where a multiplication is not.
fn shifted(text: &str, places: usize) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let padded = format!("{fraction:0<places$}");
    let (moved, rest) = padded.split_at(places);
    let joined = format!("{whole}{moved}");
    let whole = match joined.trim_start_matches('0') {
        "" => "0",
        trimmed => trimmed,
    };
    if rest.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{rest}")
    }
}

/// Groups the digits of the whole part by threes.
fn grouped(text: &str) -> String {
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text, None), |(a, b)| (a, Some(b)));
    let mut out = String::with_capacity(text.len() * 4 / 3);
    for (index, digit) in whole.chars().enumerate() {
        let behind = whole.len() - index;
        if index > 0 && behind.is_multiple_of(3) && !out.ends_with('-') {
            out.push('_');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::parameter_value::tests::{any, read_toml};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_shown_in_the_unit_that_fits() {
        for (seconds, text) in [
            (0.0, "0 s"),
            (0.000_25, "250 us"),
            (0.45, "450 ms"),
            (1.4, "1.4 s"),
            (60.0, "60 s"),
            (2_400.0, "40 min"),
            (86_400.0, "24 h"),
            (172_800.0, "2 days"),
            (10_000.0, "10000 s"),
        ] {
            assert_eq!(duration(seconds), text);
        }
        assert_eq!(scalar(0.29, Quantity::Share), "29 %");
        assert_eq!(scalar(0.000_2, Quantity::Share), "0.02 %");
        assert_eq!(scalar(1_234_567.5, Quantity::Count), "1_234_567.5");
    }

    fn number() -> impl Strategy<Value = f64> {
        prop_oneof![
            (0_u32..2_000_000).prop_map(f64::from),
            (0_u32..1_000_000, 0_i32..9).prop_map(|(digits, places)| {
                format!("{digits}e-{places}").parse::<f64>().unwrap()
            }),
            1e-12..1e12_f64,
        ]
    }

    fn certain(quantity: Quantity) -> impl Strategy<Value = f64> {
        number().prop_map(move |value| match quantity {
            Quantity::Count => value.round(),
            _ => value,
        })
    }

    fn values(quantity: Quantity) -> impl Strategy<Value = Uncertain> {
        let pair = || (number(), number()).prop_filter("two numbers", |(a, b)| a != b);
        let ordered = |(a, b): (f64, f64)| (a.min(b), a.max(b));
        prop_oneof![
            certain(quantity).prop_map(Uncertain::Fixed),
            pair()
                .prop_map(ordered)
                .prop_map(|(p5, p95)| Uncertain::Range { p5, p95 }),
            pair()
                .prop_map(ordered)
                .prop_map(|(low, high)| Uncertain::Uniform { low, high }),
            pair()
                .prop_map(ordered)
                .prop_filter("above zero", |(low, _)| *low > 0.0)
                .prop_map(|(low, high)| Uncertain::LogUniform { low, high }),
            (pair(), 0.0..=1.0_f64).prop_map(move |(ends, part)| {
                let (low, high) = ordered(ends);
                let mode = (low + part * (high - low)).clamp(low, high);
                Uncertain::Triangular { low, mode, high }
            }),
            pair()
                .prop_map(ordered)
                .prop_filter("above zero", |(median, _)| *median > 0.0)
                .prop_map(|(median, p95)| Uncertain::LogNormal { median, p95 }),
            proptest::collection::vec(certain(quantity), 1..6)
                .prop_map(|values| Uncertain::Choice(values.into())),
        ]
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_as_the_same_value(
            (quantity, value) in prop_oneof![
                Just(Quantity::Duration),
                Just(Quantity::Count),
                Just(Quantity::Share),
                Just(Quantity::Factor),
            ]
            .prop_flat_map(|quantity| (Just(quantity), values(quantity)))
        ) {
            let row = any(quantity);
            let toml = toml_value(&value, quantity);
            prop_assert_eq!(read_toml(&toml, &row).ok(), Some(value.clone()), "{}", toml);
            let shown = display_value(&value, quantity);
            if !shown.starts_with('{') {
                let text = format!("\"{shown}\"");
                prop_assert_eq!(read_toml(&text, &row).ok(), Some(value), "{}", text);
            }
        }
    }
}
