//! Simulated time on the calendar, as it is shown.

use jiff::civil::DateTime;

use super::zone::{civil_of, signed};
use crate::model::job::Start;
use crate::units::SimTime;

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
    use super::super::written_date::Local;
    use super::*;
    use crate::model::job::LocalClock;
    use crate::units::SimDuration;
    use proptest::prelude::*;

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
