//! How many replications, or which: `1000` or `500..1000`.

use std::str::FromStr;

use crate::scenario::parse_whole;

/// The most that a run may have.
const MOST: u64 = 100_000;

/// What stands behind `--replications`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replications {
    /// So many, from the first.
    Count(u64),
    /// Those from `first` up to but not including `end`: a part of a run.
    Part { first: u64, end: u64 },
}

impl FromStr for Replications {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((first, end)) = text.split_once("..") else {
            let count = parse_whole(text)?;
            return if (1..=MOST).contains(&count) {
                Ok(Self::Count(count))
            } else {
                Err(format!("{count} is not in 1..={MOST}"))
            };
        };
        let (first, end) = (parse_whole(first)?, parse_whole(end)?);
        if first < end && end <= MOST {
            Ok(Self::Part { first, end })
        } else {
            Err(format!(
                "a part goes from a number up to but not including a larger one, at most {MOST}: 500..1000"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_count_and_two_are_a_part() {
        for text in ["1_000", "1k", "1e3"] {
            assert_eq!(text.parse(), Ok(Replications::Count(1_000)), "{text}");
        }
        let two_readings = "1.000".parse::<Replications>().unwrap_err();
        assert!(two_readings.contains("write 1 or 1_000"), "{two_readings}");
        let part = Replications::Part {
            first: 500,
            end: 1_000,
        };
        assert_eq!("500..1000".parse(), Ok(part));
        for wrong in [
            "",
            "0",
            "100001",
            "1..1",
            "2..1",
            "..5",
            "5..",
            "0..100001",
            "-1",
            "1.5",
        ] {
            assert!(wrong.parse::<Replications>().is_err(), "{wrong}");
        }
    }
}
