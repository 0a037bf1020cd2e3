//! Lengths of time.

use super::Wrong;
use super::number::{self, Decimal};

const UNITS: &str = "units of time are ns, us, ms, s, min, h, days and weeks";

/// Seconds in a text such as `40 min`, `1.5 h` or `1 h 30 min`.
pub(in crate::scenario) fn parse(text: &str) -> Result<f64, Wrong> {
    let Some((decimal, unit)) = number::split(text) else {
        return Err(Wrong::new(
            "a duration must begin with a number",
            "for example \"40 min\" or \"250 ms\"",
        ));
    };
    if unit.is_empty() {
        return Err(needs_unit(text.trim()));
    }
    if unit.contains(|one: char| one.is_ascii_digit()) {
        return humantime::parse_duration(text)
            .map(|length| length.as_secs_f64())
            .map_err(|error| Wrong::new(format!("not a duration: {error}"), UNITS));
    }
    with_unit(&decimal, unit)
}

/// A bare number where a duration is wanted.
pub(super) fn needs_unit(number: &str) -> Wrong {
    Wrong::new(
        "a duration needs a unit, for example \"40 min\"",
        format!("write \"{number} s\", \"{number} min\" or \"{number} h\""),
    )
}

/// Seconds in so many of `unit`.
pub(super) fn with_unit(decimal: &Decimal, unit: &str) -> Result<f64, Wrong> {
    let seconds = match unit {
        "ns" => return decimal.shifted(-9),
        "us" | "µs" | "μs" => return decimal.shifted(-6),
        "ms" => return decimal.shifted(-3),
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600.0,
        "d" | "day" | "days" => 86_400.0,
        "w" | "week" | "weeks" => 604_800.0,
        _ => {
            return Err(Wrong::new(
                format!("`{unit}` is no unit of time"),
                format!("{UNITS}, for example \"40 min\""),
            ));
        }
    };
    Ok(decimal.shifted(0)? * seconds)
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
    }
}
