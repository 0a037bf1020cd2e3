//! Date-times of the calendar and offsets from UTC, as they are written.

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;

use crate::scenario::text::abridged;
use crate::scenario::value::Wrong;

/// How a date-time is written.
pub(super) const DATE_TIME: &str = "write \"2026-11-23 08:00\"";
/// How an offset is written, and why a name is none.
pub(super) const OFFSET: &str = "write \"UTC\", \"+01:00\" or \"-05:30\"; names such as Europe/Berlin are not taken, because the offset stays the same all year";
/// Years in which jobs start. Jobs are followed for a year at most, so every moment has a year of four digits.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2199;
/// The offsets of all places on Earth, in seconds.
const OFFSETS: std::ops::RangeInclusive<i32> = -12 * 3_600..=14 * 3_600;

/// A date-time as it is written: local time, and its offset from UTC where one stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Local {
    civil: DateTime,
    /// Local time less UTC, in seconds.
    pub(in crate::scenario) offset: Option<i32>,
}

impl Local {
    /// Reads a date-time such as `2026-11-23 08:00`; a date alone is midnight.
    pub(in crate::scenario) fn parse(text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        let wrong =
            |message: &str| Wrong::new(format!("`{}` {message}", abridged(text)), DATE_TIME);
        let pieces = Pieces::parse(text).map_err(|_| wrong("is no date-time of the calendar"))?;
        if pieces.time_zone_annotation().is_some() {
            return Err(Wrong::new(
                "a date-time takes no name of a time zone",
                OFFSET,
            ));
        }
        let civil = pieces
            .date()
            .to_datetime(pieces.time().unwrap_or(Time::midnight()));
        if civil.subsec_nanosecond() != 0 {
            return Err(wrong("is more exact than a second"));
        }
        if !YEARS.contains(&civil.year()) {
            let (first, last) = (YEARS.start(), YEARS.end());
            return Err(wrong(&format!(
                "does not lie in the years {first} to {last}"
            )));
        }
        let offset = pieces.to_numeric_offset().map(checked_offset).transpose()?;
        Ok(Self { civil, offset })
    }

    /// Seconds since 1970 in UTC, where `offset` counts unless the date-time has one of its own.
    pub(in crate::scenario) fn unix_seconds(self, offset: i32) -> i64 {
        // Years and offsets are checked, so that the timestamp always exists.
        offset_of(self.offset.unwrap_or(offset))
            .to_timestamp(self.civil)
            .map_or(0, Timestamp::as_second)
    }
}

/// Reads an offset from UTC, in seconds.
pub(in crate::scenario) fn parse_offset(text: &str) -> Result<i32, Wrong> {
    let text = text.trim();
    if matches!(text, "UTC" | "Z" | "utc" | "z") {
        return Ok(0);
    }
    let offset = if text.starts_with(['+', '-']) {
        // Any date will do: an offset stands behind a date-time.
        let pieces = format!("2000-01-01T00:00{text}");
        let pieces = Pieces::parse(&pieces).map(Pieces::into_owned).ok();
        pieces.filter(|pieces| pieces.time_zone_annotation().is_none())
    } else {
        None
    };
    let offset = offset.and_then(|pieces| pieces.to_numeric_offset());
    checked_offset(offset.ok_or_else(|| {
        Wrong::new(
            format!("`{}` is no offset from UTC", abridged(text)),
            OFFSET,
        )
    })?)
}

fn checked_offset(offset: Offset) -> Result<i32, Wrong> {
    let seconds = offset.seconds();
    if OFFSETS.contains(&seconds) && seconds % 60 == 0 {
        Ok(seconds)
    } else {
        Err(Wrong::new(
            "an offset is a whole number of minutes from -12:00 to +14:00",
            OFFSET,
        ))
    }
}

/// The offset of so many seconds; the utmost that can be shown where it is beyond that.
pub(super) fn offset_of(seconds: i32) -> Offset {
    Offset::from_seconds(seconds.clamp(Offset::MIN.seconds(), Offset::MAX.seconds()))
        .unwrap_or(Offset::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_time_is_read_with_and_without_seconds_time_and_offset() {
        for (text, unix, offset) in [
            ("2026-01-05 08:00", 1_767_600_000, None),
            ("2026-01-05T08:00:00", 1_767_600_000, None),
            (" 2026-01-05 ", 1_767_571_200, None),
            ("2026-01-05T08:00:01Z", 1_767_600_001, Some(0)),
            ("2026-01-05T08:00+01:00", 1_767_596_400, Some(3_600)),
        ] {
            let local = Local::parse(text).unwrap();
            assert_eq!(
                (local.unix_seconds(0), local.offset),
                (unix, offset),
                "{text}"
            );
        }
        let local = Local::parse("2026-01-05 08:00").unwrap();
        assert_eq!(local.unix_seconds(-3_600), 1_767_603_600);
    }

    #[test]
    fn what_is_no_date_time_is_refused() {
        for text in [
            "",
            "2026",
            "2026-02-30",
            "2026-13-01",
            "2026-01-05 24:30",
            "08:00",
            "1999-12-31",
            "9999-12-31 23:59",
            "-009999-01-01",
            "2026-01-05T08:00:00.5",
            "2026-01-05T08:00[Europe/Berlin]",
            "2026-01-05T08:00+15:00",
            "99999999999-01-01",
        ] {
            assert!(Local::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn offsets_are_fixed_and_of_this_earth() {
        for (text, seconds) in [
            ("UTC", 0),
            ("Z", 0),
            ("+01:00", 3_600),
            ("-05:30", -19_800),
            ("+14:00", 50_400),
        ] {
            assert_eq!(parse_offset(text), Ok(seconds), "{text}");
        }
        for text in [
            "",
            "CET",
            "Europe/Berlin",
            "01:00",
            "+15:00",
            "+01:00:30",
            "+",
            "+01:00[x]",
        ] {
            assert!(parse_offset(text).is_err(), "{text}");
        }
    }
}
