//! Time zones: a name of the IANA database, which the program carries with it, or an offset from UTC; and moments as their clocks show them.

use std::ops::RangeInclusive;

use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};

use super::windows_zones::iana_name;
use crate::model::job::{ClockChange, LocalClock, Start};
use crate::scenario::text::{abridged, similar};
use crate::scenario::value::Wrong;
use crate::units::SimTime;

/// How a time zone is written.
pub(super) const ZONE: &str =
    "write a name such as \"Europe/Berlin\", or an offset: \"UTC\", \"+01:00\" or \"-05:30\"";
/// The offsets of all places on Earth, in seconds.
const OFFSETS: RangeInclusive<i32> = -12 * 3_600..=14 * 3_600;
/// How long before and after what is looked at the changes of the clocks are known: beyond the longest horizon of 366 days, and a
/// year for whoever asks when to start for a deadline.
const BEFORE: SignedDuration = SignedDuration::from_hours(366 * 24);
const AFTER: SignedDuration = SignedDuration::from_hours(2 * 366 * 24);

/// Where local time is that of a place, or so far from UTC all year round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Default for Zone {
    /// UTC.
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// Reads a name or an offset.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("z") {
            return Ok(Self::default());
        }
        if text.starts_with(['+', '-']) {
            return parse_offset(text);
        }
        let names = TimeZoneDatabase::bundled();
        match names.get(text) {
            Ok(zone) if !zone.is_unknown() => Ok(Self(zone)),
            _ => Err(Wrong::new(
                format!("`{}` is no time zone", abridged(text)),
                meant(text, &names).map_or_else(
                    || ZONE.to_owned(),
                    |name| format!("did you mean \"{name}\"?"),
                ),
            )),
        }
    }

    /// The same offset all year round, of a date-time that has one.
    pub(super) fn of_offset(offset: Offset) -> Result<Self, Wrong> {
        let seconds = offset.seconds();
        if OFFSETS.contains(&seconds) && seconds % 60 == 0 {
            Ok(Self(TimeZone::fixed(offset)))
        } else {
            let message = "an offset is a whole number of minutes from -12:00 to +14:00";
            Err(Wrong::new(message, ZONE))
        }
    }

    /// As it is written in a scenario.
    pub fn written(&self) -> String {
        written_zone(&self.clock(DateTime::default(), DateTime::default()))
    }

    /// Whether it is but an offset.
    pub fn is_fixed(&self) -> bool {
        self.0.to_fixed_offset().is_ok()
    }

    /// What the clocks show from a year before the first of two local times until two years after the last.
    pub(super) fn clock(&self, first: DateTime, last: DateTime) -> LocalClock {
        if let Ok(offset) = self.0.to_fixed_offset() {
            return LocalClock::fixed(offset.seconds());
        }
        // A day more or less does not matter here, so that local time can stand for UTC.
        let utc = |local: DateTime| Offset::UTC.to_timestamp(local).unwrap_or_default();
        let from = utc(first).saturating_sub(BEFORE).unwrap_or_default();
        let to = utc(last).saturating_add(AFTER).unwrap_or_default();
        let mut offset = self.0.to_offset(from);
        let utc_offset_seconds = offset.seconds();
        let mut changes = Vec::new();
        for change in self.0.following(from) {
            if change.timestamp() > to {
                break;
            }
            // Some changes are of the name alone.
            if std::mem::replace(&mut offset, change.offset()) != offset {
                changes.push(ClockChange {
                    unix_seconds: change.timestamp().as_second(),
                    utc_offset_seconds: offset.seconds(),
                });
            }
        }
        LocalClock {
            zone: self.0.iana_name().map(str::to_owned),
            utc_offset_seconds,
            changes,
        }
    }
}

/// Reads an offset such as `+01:00`.
fn parse_offset(text: &str) -> Result<Zone, Wrong> {
    // Any date will do: an offset stands behind a date-time.
    let pieces = format!("2000-01-01T00:00{text}");
    let pieces = Pieces::parse(&pieces).map(Pieces::into_owned).ok();
    let pieces = pieces.filter(|pieces| pieces.time_zone_annotation().is_none());
    match pieces.and_then(|pieces| pieces.to_numeric_offset()) {
        Some(offset) => Zone::of_offset(offset),
        None => Err(Wrong::new(
            format!("`{}` is no offset from UTC", abridged(text)),
            ZONE,
        )),
    }
}

/// The zone that somebody meant: by its name in Windows, by its city alone, or nearly by its name.
fn meant(text: &str, names: &TimeZoneDatabase) -> Option<String> {
    if let Some(name) = iana_name(text) {
        return Some(name.to_owned());
    }
    let names: Vec<String> = names.available().map(|name| name.to_string()).collect();
    let city = text.replace(' ', "_");
    let is_city = |name: &&String| {
        let last = name.rsplit('/').next();
        last.is_some_and(|last| last.eq_ignore_ascii_case(&city))
    };
    let by_city = names.iter().find(is_city).map(String::as_str);
    let by_likeness = || similar(&city, names.iter().map(String::as_str));
    by_city.or_else(by_likeness).map(str::to_owned)
}

/// The time zone of a clock as it is written in a scenario.
pub fn written_zone(clock: &LocalClock) -> String {
    match (&clock.zone, clock.utc_offset_seconds) {
        (Some(name), _) => name.clone(),
        (None, 0) => "UTC".to_owned(),
        (None, seconds) => signed(seconds),
    }
}

/// An offset from UTC in figures.
pub(super) fn signed(seconds: i32) -> String {
    let minutes = seconds.unsigned_abs() / 60;
    let sign = if seconds < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The local date-time that clocks show so many seconds after 1970 began on them.
pub(super) fn civil_of(wall_seconds: i64) -> DateTime {
    let seconds = wall_seconds.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    let timestamp = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    Offset::UTC.to_datetime(timestamp)
}

/// The seconds since 1970 in UTC of a moment of the job.
fn unix_seconds(at: SimTime, start: &Start) -> i64 {
    let since = i64::try_from(at.as_nanos() / 1_000_000_000).unwrap_or(i64::MAX);
    start.unix_seconds.saturating_add(since)
}

/// The local date-time of a moment, to the second; the utmost of the calendar where it is beyond that.
fn local(at: SimTime, start: &Start) -> DateTime {
    civil_of(start.clock.wall_at(unix_seconds(at, start)))
}

/// The local date-time of a moment, to the minute, for people to read.
///
/// ```
/// use cyclecast::model::job::Start;
/// use cyclecast::scenario::display_moment;
/// use cyclecast::units::{SimDuration, SimTime};
///
/// let at = SimTime::ZERO + SimDuration::from_secs(40 * 60);
/// assert_eq!(display_moment(at, &Start::default()), "Mon 2026-01-05 08:40");
/// ```
pub fn display_moment(at: SimTime, start: &Start) -> String {
    local(at, start).strftime("%a %Y-%m-%d %H:%M").to_string()
}

/// The local date-time of a moment with its offset from UTC, for programs to read.
///
/// ```
/// use cyclecast::model::job::{LocalClock, Start};
/// use cyclecast::scenario::rfc3339;
/// use cyclecast::units::SimTime;
///
/// let berlin = Start { clock: LocalClock::fixed(3_600), ..Start::default() };
/// assert_eq!(rfc3339(SimTime::ZERO, &Start::default()), "2026-01-05T08:00:00Z");
/// assert_eq!(rfc3339(SimTime::ZERO, &berlin), "2026-01-05T09:00:00+01:00");
/// ```
pub fn rfc3339(at: SimTime, start: &Start) -> String {
    let zone = match start.clock.offset_at(unix_seconds(at, start)) {
        0 => "Z".to_owned(),
        seconds => signed(seconds),
    };
    format!("{}{zone}", local(at, start).strftime("%Y-%m-%dT%H:%M:%S"))
}

/// The start as it is written in a scenario.
pub fn written_start(start: &Start) -> String {
    civil_time(start.clock.wall_at(start.unix_seconds))
}

/// What the clocks show so many seconds after 1970 began on them, as it is written in a scenario.
pub fn civil_time(wall_seconds: i64) -> String {
    let civil = civil_of(wall_seconds);
    let format = if civil.second() == 0 {
        "%Y-%m-%d %H:%M"
    } else {
        "%Y-%m-%d %H:%M:%S"
    };
    civil.strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::written_date::Local;
    use super::*;
    use crate::model::job::{LocalClock, LocalTimeKind};
    use crate::units::SimDuration;

    fn clock(zone: &str, year: i16) -> LocalClock {
        let new_year = DateTime::new(year, 1, 1, 0, 0, 0, 0).unwrap();
        Zone::parse(zone).unwrap().clock(new_year, new_year)
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
            assert_eq!(clock(text, 2026), LocalClock::fixed(seconds), "{text}");
            let written = written_zone(&clock(text, 2026));
            assert_eq!(clock(&written, 2026), LocalClock::fixed(seconds), "{text}");
        }
        for text in [
            "",
            "01:00",
            "+15:00",
            "+01:00:30",
            "+",
            "+01:00[x]",
            "-12:01",
            "Etc/Unknown",
            "Mars/Olympus",
        ] {
            assert!(Zone::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn each_zone_changes_its_clocks_on_its_own_dates() {
        // Between the first of January and the end of 2026.
        let changes = |zone: &str| -> Vec<(String, i32)> {
            let in_2026 = 1_767_225_600..1_798_761_600_i64;
            let changes = clock(zone, 2026).changes.into_iter();
            changes
                .filter(|one| in_2026.contains(&one.unix_seconds))
                .map(|one| {
                    (
                        civil_of(one.unix_seconds).to_string(),
                        one.utc_offset_seconds / 60,
                    )
                })
                .collect()
        };
        let at = |moment: &str, minutes| (moment.to_owned(), minutes);
        assert_eq!(
            changes("Europe/Berlin"),
            [
                at("2026-03-29T01:00:00", 120),
                at("2026-10-25T01:00:00", 60)
            ]
        );
        assert_eq!(
            changes("America/New_York"),
            [
                at("2026-03-08T07:00:00", -240),
                at("2026-11-01T06:00:00", -300)
            ]
        );
        assert_eq!(
            changes("Australia/Sydney"),
            [
                at("2026-04-04T16:00:00", 600),
                at("2026-10-03T16:00:00", 660)
            ]
        );
        assert_eq!(changes("Asia/Kolkata"), []);
        assert_eq!(clock("Asia/Kolkata", 2026).utc_offset_seconds, 19_800);
    }

    #[test]
    fn names_are_read_whatever_their_case_and_written_as_they_are() {
        let clock = clock("europe/berlin", 2026);
        assert_eq!(written_zone(&clock), "Europe/Berlin");
    }

    #[test]
    fn a_name_that_is_none_leads_to_the_one_that_was_meant() {
        for (text, name) in [
            ("Europe/Belrin", "Europe/Berlin"),
            ("Europa/Berlin", "Europe/Berlin"),
            ("Berlin", "Europe/Berlin"),
            ("new york", "America/New_York"),
            ("W. Europe Standard Time", "Europe/Berlin"),
            (
                "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
                "",
            ),
            ("india standard time", "Asia/Kolkata"),
            ("Middle Earth", ""),
        ] {
            let help = Zone::parse(text).unwrap_err().help;
            let expected = match name {
                "" => ZONE.to_owned(),
                _ => format!("did you mean \"{name}\"?"),
            };
            assert_eq!(help, expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn local_times_are_resolved_as_compatible(
            wall in 1_700_000_000_i64..1_730_000_000,
            near in prop::sample::select(vec![0_i64, 1, -1]),
            zone in prop::sample::select(vec![
                "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca",
            ]),
        ) {
            let clock = clock(zone, 2024);
            // About the changes lies what matters.
            let about = clock.changes.get((wall % 5) as usize).filter(|_| near != 0);
            let wall = about.map_or(wall, |change| clock.wall_at(change.unix_seconds) + near * (wall % 7_200));
            let (moment, shown) = clock.moment_of(wall);
            let jiff = TimeZoneDatabase::bundled().get(zone).unwrap().to_ambiguous_timestamp(civil_of(wall));
            prop_assert_eq!(shown == LocalTimeKind::Unique, !jiff.is_ambiguous());
            prop_assert_eq!(moment, jiff.compatible().unwrap().as_second());
        }
    }

    #[test]
    fn a_start_is_written_with_seconds_only_where_it_has_some() {
        let start = |seconds: i64| Start {
            unix_seconds: 1_767_600_000 + seconds,
            ..Start::default()
        };
        assert_eq!(written_start(&start(0)), "2026-01-05 08:00");
        assert_eq!(written_start(&start(5)), "2026-01-05 08:00:05");
    }

    proptest! {
        #[test]
        fn any_moment_of_any_start_can_be_shown(
            nanos in any::<u64>(), unix_seconds in any::<i64>(), utc_offset_seconds in any::<i32>()
        ) {
            let start = Start { unix_seconds, clock: LocalClock::fixed(utc_offset_seconds) };
            prop_assert!(!display_moment(SimTime::from_nanos(nanos), &start).is_empty());
            prop_assert!(!rfc3339(SimTime::from_nanos(nanos), &start).is_empty());
        }

        #[test]
        fn what_is_shown_to_programs_reads_back_as_the_same_second(
            seconds in 0_u64..31_622_400, quarters in -48_i32..=56
        ) {
            let start = Start { clock: LocalClock::fixed(quarters * 900), ..Start::default() };
            let shown = rfc3339(SimTime::ZERO + SimDuration::from_secs(seconds), &start);
            let again = Local::parse(&shown).unwrap();
            prop_assert_eq!(again.moment(&LocalClock::default()).0, start.unix_seconds + seconds as i64);
        }
    }
}
