//! Moments and durations as logs write them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

use crate::logs::log_event::Moment;

/// What the portal writes into tables: in UTC, with or without the part of a day.
const TABLE_FORMATS: [&str; 4] = [
    "%m/%d/%Y, %I:%M:%S.%f %p",
    "%m/%d/%Y, %I:%M:%S %p",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %H:%M:%S",
];

/// A moment in ISO 8601, or as the portal writes it into a table; without an offset it is in UTC.
///
/// The year 1 stands for no moment at all, as everywhere in Graph.
pub(super) fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    let timestamp = text.parse::<Timestamp>().ok().or_else(|| {
        let local = text.parse::<DateTime>().ok().or_else(|| {
            let mut formats = TABLE_FORMATS.iter();
            formats.find_map(|format| strtime::parse(format, text).ok()?.to_datetime().ok())
        })?;
        local
            .to_zoned(TimeZone::UTC)
            .ok()
            .map(|zoned| zoned.timestamp())
    })?;
    let moment = Moment(timestamp.as_microsecond());
    (moment.0 > YEAR_1900).then_some(moment)
}

/// A moment as it is shown: in UTC, to the millisecond.
pub(in crate::logs) fn shown(moment: Moment) -> String {
    let millis = moment.0.div_euclid(1_000);
    Timestamp::from_millisecond(millis).map_or_else(|_| "never".to_owned(), |at| format!("{at:.3}"))
}

/// A day as it is shown, by its number since 1970-01-01.
pub(in crate::logs) fn day(number: i64) -> String {
    let at = Timestamp::from_second(number.saturating_mul(86_400));
    at.map_or_else(
        |_| "never".to_owned(),
        |at| at.strftime("%Y-%m-%d").to_string(),
    )
}

const YEAR_1900: i64 = -2_208_988_800_000_000;

/// Milliseconds: a number, or a text that holds one. Below zero it is none.
pub(super) fn millis(text: &str) -> Option<u64> {
    let text = text.trim();
    if let Ok(whole) = text.parse::<u64>() {
        return Some(whole);
    }
    let number: f64 = text.parse().ok()?;
    (number.is_finite() && (0.0..9e15).contains(&number)).then_some(number.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_every_spelling_and_those_of_the_year_one_are_none() {
        let expected = moment("2026-11-02T15:04:05.123Z").unwrap();
        for text in [
            "2026-11-02T15:04:05.1230000Z",
            "2026-11-02T15:04:05.123+00:00",
            "2026-11-02T16:04:05.123+01:00",
            "2026-11-02T15:04:05.123",
            "2026-11-02 15:04:05.123",
            "11/2/2026, 3:04:05.123 PM",
        ] {
            assert_eq!(moment(text), Some(expected), "{text}");
        }
        assert_eq!(
            moment("11/2/2026, 3:04:05 PM").map(|at| at.0),
            Some(expected.0 - 123_000)
        );
        for text in [
            "0001-01-01T00:00:00Z",
            "",
            "yesterday",
            "-009999-01-01T00:00:00Z",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn durations_are_numbers_or_texts_and_never_below_zero() {
        assert_eq!(millis("828"), Some(828));
        assert_eq!(millis("828.0"), Some(828));
        assert_eq!(millis("-5"), None);
        assert_eq!(millis("1e400"), None);
        assert_eq!(millis("soon"), None);
    }
}
