//! Lengths of time.

use super::decimal::{self, Decimal};
use super::printed;
use crate::model::Quantity;
use crate::scenario::finding::Wrong;
use crate::scenario::text::abridged;

const UNITS: &str = "units of time are ns, us, ms, s, min, h, days and weeks";

/// The words for each unit, its length in seconds, and decimal places by which that is moved.
pub(super) const WORDS: [(&[&str], f64, i32); 8] = [
    (&["ns", "nanosecond", "nanoseconds"], 1.0, -9),
    (&["us", "µs", "μs", "microsecond", "microseconds"], 1.0, -6),
    (&["ms", "msec", "millisecond", "milliseconds"], 1.0, -3),
    (&["s", "sec", "secs", "second", "seconds"], 1.0, 0),
    (&["m", "min", "mins", "minute", "minutes"], 60.0, 0),
    (&["h", "hr", "hrs", "hour", "hours"], 3_600.0, 0),
    (&["d", "day", "days"], 86_400.0, 0),
    (&["w", "week", "weeks"], 604_800.0, 0),
];

/// Seconds in a text such as `40 min`, `1.5 h` or `1 h 30 min`.
pub fn parse(text: &str) -> Result<f64, Wrong> {
    let Some((mut decimal, mut rest)) = decimal::split(text) else {
        let message = "a duration must begin with a number";
        let help = "for example \"40 min\" or \"250 ms\"";
        return Err(Wrong::new(message, help));
    };
    let mut seconds = 0.0;
    loop {
        if rest.is_empty() {
            return Err(needs_unit(text.trim()));
        }
        let end = rest.find(|one: char| one.is_ascii_digit() || one.is_whitespace());
        let (unit, after) = rest.split_at(end.unwrap_or(rest.len()));
        seconds += with_unit(&decimal, unit)?;
        let after = after.trim_start();
        if after.is_empty() {
            return Ok(seconds);
        }
        let next = decimal::split(after).filter(|_| !after.starts_with(['+', '-']));
        (decimal, rest) = next.ok_or_else(|| {
            let message = format!("`{}` is no further part of a duration", abridged(after));
            let help = "for example \"40 min\" or \"1 h 30 min\"";
            Wrong::new(message, help)
        })?;
    }
}

/// A bare number where a duration is wanted.
pub(super) fn needs_unit(number: &str) -> Wrong {
    let message = "a duration needs a unit, for example \"40 min\"";
    let help = format!("write \"{number} s\", \"{number} min\" or \"{number} h\"");
    Wrong::new(message, help)
}

/// Seconds in so many of `unit`.
pub(super) fn with_unit(decimal: &Decimal, unit: &str) -> Result<f64, Wrong> {
    if let Some((_, seconds, shift)) = WORDS.iter().find(|(names, ..)| names.contains(&unit)) {
        return Ok(decimal.shifted(*shift)? * seconds);
    }
    Err(match unit {
        "month" | "months" => no_fixed_length("month", decimal, 30.0),
        "y" | "yr" | "year" | "years" => no_fixed_length("year", decimal, 365.0),
        _ => Wrong::new(
            format!("`{}` is no unit of time", abridged(unit)),
            format!("{UNITS}, for example \"40 min\""),
        ),
    })
}

/// A length that is not the same for each month, or year.
fn no_fixed_length(unit: &str, decimal: &Decimal, days: f64) -> Wrong {
    let days = decimal.shifted(0).map_or(days, |count| count * days);
    let days = printed::scalar(days, Quantity::Count);
    let message = format!("a {unit} has no fixed length: write \"{days} days\"");
    Wrong::new(message, UNITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_length_of_time_is_refused_with_the_units_that_are() {
        for text in ["40 users", "5 %", "3 M", "1 h 5 apples", "-", "", "soon"] {
            let wrong = parse(text).unwrap_err();
            assert!(wrong.help.contains("min"), "{text}: {wrong:?}");
        }
        assert!(parse("40").unwrap_err().message.contains("needs a unit"));
    }

    #[test]
    fn fractions_and_compounds_are_exact() {
        assert_eq!(parse("0.1 ms"), Ok(0.000_1));
        assert_eq!(parse("1h 30m"), Ok(5_400.0));
        assert_eq!(parse("1h30m 5 s"), Ok(5_405.0));
        assert_eq!(parse("1.5 days 6 hours"), Ok(151_200.0));
    }

    #[test]
    fn a_month_is_refused_alone_and_with_others_and_so_is_a_year() {
        for (text, days) in [
            ("1 month", "\"30 days\""),
            ("2 months 3 days", "\"60 days\""),
            ("3 days 1 month", "\"30 days\""),
            ("1 year", "\"365 days\""),
            ("1y", "\"365 days\""),
        ] {
            let wrong = parse(text).unwrap_err();
            assert!(wrong.message.contains(days), "{text}: {wrong:?}");
        }
        for text in ["1 h -5 min", "1 h and 5 min", "1 h 5", "1 M 2 h"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
