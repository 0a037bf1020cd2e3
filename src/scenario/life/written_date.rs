//! Date-times of the calendar, as they are written, one by one and several that share a clock.

use std::ops::RangeInclusive;

use jiff::civil::{DateTime, Time, datetime};
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;

use super::zone::Zone;
use crate::model::job::{AmbiguousTime, LocalClock, LocalTimeKind, Start};
use crate::scenario::text::abridged;
use crate::scenario::value::Wrong;

/// How a date-time is written.
pub(super) const DATE_TIME: &str = "write \"2026-11-23 08:00\"";
/// Years in which jobs start. Jobs are followed for a year at most, so every moment has a year of four digits.
const YEARS: RangeInclusive<i16> = 2000..=2199;

/// A date-time as it is written: local time, and its offset from UTC or time zone where one stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    civil: DateTime,
    offset: Option<Offset>,
    zone: Option<Zone>,
}

impl Default for Local {
    /// Where nothing is said, jobs start on some Monday morning.
    fn default() -> Self {
        Self {
            civil: datetime(2026, 1, 5, 8, 0, 0, 0),
            offset: None,
            zone: None,
        }
    }
}

impl Local {
    /// Reads a date-time such as `2026-11-23 08:00`; a date alone is midnight. Behind it may stand an offset, and a time zone in
    /// brackets (RFC 9557).
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        let wrong =
            |message: &str| Wrong::new(format!("`{}` {message}", abridged(text)), DATE_TIME);
        let (date_time, name) = match text.split_once('[') {
            Some((before, name)) => (before.trim_end(), Some(name)),
            None => (text, None),
        };
        let pieces =
            Pieces::parse(date_time).map_err(|_| wrong("is no date-time of the calendar"))?;
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
        let offset = pieces.to_numeric_offset();
        let fixed = offset.map(Zone::of_offset).transpose()?;
        let Some(name) = name else {
            return Ok(Self {
                civil,
                offset,
                zone: fixed,
            });
        };
        let name = name
            .strip_suffix(']')
            .ok_or_else(|| wrong("has no end of its brackets"))?;
        let local = Self {
            civil,
            offset,
            zone: Some(Zone::parse(name)?),
        };
        match &local.zone {
            Some(zone) if !local.has_offset_of(zone) => Err(Wrong::new(
                format!("{name} has another offset from UTC than `{date_time}`"),
                "leave the offset away, or the time zone",
            )),
            _ => Ok(local),
        }
    }

    /// The time zone that stands behind it: a name, or else an offset.
    pub fn zone(&self) -> Option<&Zone> {
        self.zone.as_ref()
    }

    /// Whether its moment is one at which a zone has its offset; so it is where it has none.
    pub fn has_offset_of(&self, zone: &Zone) -> bool {
        self.offset.is_none_or(|offset| {
            let clock = self.clock_of(zone);
            let (moment, _) = self.moment(&clock);
            clock.offset_at(moment) == offset.seconds()
        })
    }

    /// What the clocks of a zone show around it.
    fn clock_of(&self, zone: &Zone) -> LocalClock {
        zone.clock(self.civil, self.civil)
    }

    /// What the clocks of a zone show around all of these.
    pub(super) fn clock_around<'l>(
        zone: &Zone,
        locals: impl Iterator<Item = &'l Self> + Clone,
    ) -> LocalClock {
        let times = locals.map(|local| local.civil);
        let first = times.clone().min().unwrap_or_default();
        zone.clock(first, times.max().unwrap_or_default())
    }

    /// The start of a job: this date-time, in `zone` unless it has one of its own.
    pub fn start(&self, zone: Option<&Zone>) -> Start {
        let utc = Zone::default();
        let zone = zone.or(self.zone()).unwrap_or(&utc);
        let clock = self.clock_of(zone);
        Start {
            unix_seconds: self.moment(&clock).0,
            clock,
        }
    }

    /// Seconds since 1970 in UTC, where `clock` counts unless the date-time has an offset or a zone of its own; and how often the
    /// clocks show it.
    pub fn moment(&self, clock: &LocalClock) -> (i64, LocalTimeKind) {
        match (self.offset, &self.zone) {
            (Some(offset), _) => (
                self.wall_seconds() - i64::from(offset.seconds()),
                LocalTimeKind::Unique,
            ),
            (None, Some(zone)) => self.clock_of(zone).moment_of(self.wall_seconds()),
            (None, None) => clock.moment_of(self.wall_seconds()),
        }
    }

    /// What it was taken for, where the clocks do not show it once; `clock` counts as in [`moment`](Self::moment).
    pub(in crate::scenario) fn ambiguous(&self, clock: &LocalClock) -> Option<AmbiguousTime> {
        let (unix_seconds, kind) = self.moment(clock);
        (kind != LocalTimeKind::Unique).then(|| AmbiguousTime {
            wall_seconds: self.wall_seconds(),
            unix_seconds,
            kind,
        })
    }

    /// Seconds since 1970 began on the clocks.
    fn wall_seconds(&self) -> i64 {
        // Years are checked, so that the timestamp always exists.
        let timestamp = Offset::UTC.to_timestamp(self.civil);
        timestamp.map_or(0, jiff::Timestamp::as_second)
    }
}

/// Dates that were given together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenDates<const N: usize> {
    /// Each that was given.
    pub dates: [Option<Start>; N],
    /// Those of them that the clocks do not show once.
    pub ambiguous_times: Vec<AmbiguousTime>,
}

/// Reads local date-times that belong together, such as a start and a deadline. One without a time zone or an offset from UTC has
/// that of the others, or else that of `clock`, or none. All come back by one clock, the first that is given, so that they can be
/// shown beside each other.
///
/// ```
/// use cyclecast::scenario::parse_dates;
///
/// let [start, deadline] = parse_dates([Some("2026-11-27 18:00"), Some("2026-11-28T08:00+01:00")], None).unwrap().dates;
/// let seconds = deadline.unwrap().unix_seconds - start.unwrap().unix_seconds;
/// assert_eq!(seconds, 14 * 3_600);
///
/// // An hour less, since the clocks go forward on Sunday.
/// let [start, deadline] = parse_dates([Some("2026-03-28 18:00[Europe/Berlin]"), Some("2026-03-29 08:00")], None).unwrap().dates;
/// let seconds = deadline.unwrap().unix_seconds - start.unwrap().unix_seconds;
/// assert_eq!(seconds, 13 * 3_600);
/// ```
///
/// # Errors
/// The place of the one that is no date-time, what is wrong with it and what would be right.
pub fn parse_dates<const N: usize>(
    texts: [Option<&str>; N],
    clock: Option<&LocalClock>,
) -> Result<GivenDates<N>, (usize, String)> {
    let mut locals = [const { None }; N];
    for (index, text) in texts.into_iter().enumerate() {
        let local = text.map(Local::parse).transpose();
        locals[index] =
            local.map_err(|wrong| (index, format!("{}\n  help: {}", wrong.message, wrong.help)))?;
    }
    let given = locals.iter().flatten();
    let clock = match given.clone().find_map(Local::zone) {
        Some(zone) => Local::clock_around(zone, given),
        None => clock.cloned().unwrap_or_default(),
    };
    let ambiguous = locals
        .iter()
        .flatten()
        .filter_map(|local| local.ambiguous(&clock));
    Ok(GivenDates {
        ambiguous_times: ambiguous.collect(),
        dates: locals.map(|local| {
            local.map(|local| Start {
                unix_seconds: local.moment(&clock).0,
                clock: clock.clone(),
            })
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::rfc3339;
    use crate::units::SimTime;

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
            let (moment, _) = local.moment(&LocalClock::default());
            let own = local.zone().map(|zone| local.clock_of(zone));
            let own = own.map(|clock| clock.utc_offset_seconds);
            assert_eq!((moment, own), (unix, offset), "{text}");
        }
        let local = Local::parse("2026-01-05 08:00").unwrap();
        assert_eq!(local.moment(&LocalClock::fixed(-3_600)).0, 1_767_603_600);
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
            "2026-01-05T08:00[Europe/Berlin",
            "2026-01-05T08:00[]",
            "2026-01-05T08:00+02:00[Europe/Berlin]",
            "2026-01-05T08:00Z[Europe/Berlin]",
            "2026-01-05T08:00+15:00",
            "99999999999-01-01",
        ] {
            assert!(Local::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_zone_in_brackets_counts_and_an_offset_before_it_tells_the_second_of_two() {
        let of = |text| Local::parse(text).unwrap().moment(&LocalClock::default());
        assert_eq!(
            of("2026-01-05T08:00[Europe/Berlin]"),
            (1_767_596_400, LocalTimeKind::Unique)
        );
        assert_eq!(
            of("2026-07-06 08:00 [europe/berlin]"),
            (1_783_317_600, LocalTimeKind::Unique)
        );
        // At three in the morning of 25 October the clocks go back to two.
        assert_eq!(
            of("2026-10-25T02:30[Europe/Berlin]"),
            (1_792_888_200, LocalTimeKind::Repeated)
        );
        assert_eq!(
            of("2026-10-25T02:30+02:00[Europe/Berlin]"),
            (1_792_888_200, LocalTimeKind::Unique)
        );
        assert_eq!(
            of("2026-10-25T02:30+01:00[Europe/Berlin]"),
            (1_792_891_800, LocalTimeKind::Unique)
        );
        assert_eq!(
            of("2026-03-29T02:30[Europe/Berlin]"),
            (1_774_747_800, LocalTimeKind::Skipped)
        );
    }

    #[test]
    fn a_start_is_by_the_zone_that_is_given_for_it() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        assert_eq!(Local::default().start(None), Start::default());
        let start = Local::default().start(Some(&berlin));
        assert_eq!(
            (start.unix_seconds, start.clock.changes.len()),
            (1_767_596_400, 6)
        );
        assert_eq!(start.clock.zone.as_deref(), Some("Europe/Berlin"));
    }

    #[test]
    fn dates_with_unlike_offsets_are_shown_in_one() {
        let texts = [Some("2026-11-27 18:00+01:00"), Some("2026-11-27 17:04Z")];
        let shown = parse_dates(texts, None)
            .unwrap()
            .dates
            .map(|date| rfc3339(SimTime::ZERO, &date.unwrap()));
        assert_eq!(
            shown,
            ["2026-11-27T18:00:00+01:00", "2026-11-27T18:04:00+01:00"]
        );
    }

    #[test]
    fn a_deadline_behind_a_change_of_the_clocks_is_shown_by_them() {
        let texts = [
            Some("2026-10-24 20:00 [America/New_York]"),
            Some("2026-11-02 08:00"),
            Some("2026-11-01 01:30"),
        ];
        let found = parse_dates(texts, None).unwrap();
        let shown = found
            .dates
            .map(|date| rfc3339(SimTime::ZERO, &date.unwrap()));
        assert_eq!(
            shown,
            [
                "2026-10-24T20:00:00-04:00",
                "2026-11-02T08:00:00-05:00",
                "2026-11-01T01:30:00-04:00"
            ]
        );
        assert_eq!(found.ambiguous_times.len(), 1);
    }

    #[test]
    fn a_date_that_is_wrong_is_named_by_its_place() {
        let wrong = parse_dates([None, Some("soon")], None).unwrap_err();
        assert!(wrong.0 == 1 && wrong.1.contains("soon"), "{wrong:?}");
    }
}
