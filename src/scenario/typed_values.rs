//! Single values as scenarios write them, typed elsewhere: on a command line.

use super::text::abridged;
use super::value::{self, Wrong};
use crate::units::SimDuration;

/// A length of time as scenarios write it (`"24 h"`), which must be above zero.
///
/// # Errors
/// What is wrong with it, and what would be right.
pub fn parse_length(text: &str) -> Result<SimDuration, String> {
    const LONGEST_SECS: f64 = 31_622_400.0;
    let seconds = value::parse_duration(text).map_err(Wrong::into_text)?;
    if seconds > 0.0 && seconds <= LONGEST_SECS {
        Ok(SimDuration::from_secs_f64(seconds))
    } else {
        Err(
            "a time above zero and up to 366 days is wanted\n  help: for example \"24 h\""
                .to_owned(),
        )
    }
}

/// A whole number as scenarios write it: `10_000`, `10k` or `1e4`.
///
/// ```
/// use cyclecast::scenario::parse_whole;
///
/// assert_eq!(parse_whole("6k"), Ok(6_000));
/// assert!(parse_whole("6.000").unwrap_err().contains("write 6 or 6_000"));
/// ```
///
/// # Errors
/// What is wrong with it, and what would be right.
pub fn parse_whole(text: &str) -> Result<u64, String> {
    let number = value::parse_count(text).map_err(Wrong::into_text)?;
    // Beyond 2⁵³ a float is not every whole number.
    if number.fract() == 0.0 && (0.0..=9e15).contains(&number) {
        Ok(number as u64)
    } else {
        Err(format!("`{}` is no whole number", abridged(text)))
    }
}

/// A share as scenarios write it: `0.25`, `25 %`.
///
/// # Errors
/// What is wrong with it, and what would be right.
pub fn parse_share(text: &str) -> Result<f64, String> {
    value::parse_share(text).map_err(Wrong::into_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_typed_as_scenarios_write_them() {
        for (text, number) in [
            ("10_000", 10_000),
            ("6k", 6_000),
            ("2.5M", 2_500_000),
            (" 0 ", 0),
        ] {
            assert_eq!(parse_whole(text), Ok(number), "{text}");
        }
        for wrong in ["", "1.5", "-1", "6 x", "1e300"] {
            assert!(parse_whole(wrong).is_err(), "{wrong}");
        }
        assert_eq!(parse_share("25 %"), Ok(0.25));
        assert_eq!(parse_share("0.25"), Ok(0.25));
        assert!(parse_share("a quarter").is_err());
    }
}
