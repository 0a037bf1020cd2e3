//! Moments of a run: how long after the start, and by the calendar.

use crate::experiment::outcome::{ClockReading, Life};
use crate::units::display_seconds;
use jiff::SignedDuration;
use jiff::civil::DateTime;

/// A length of time without an interval, in up to three digits: `14 days`.
pub(super) fn length(ms: u64) -> String {
    display_seconds(ms as f64 / 1e3)
}

/// A moment in words that follow a verb: `on Thu 5 March at 10:00 (3.08 days after the start)`.
pub(super) fn words(life: &Life, ms: u64) -> String {
    let after = match ms {
        0 => "at the start".to_owned(),
        _ => format!("{} after the start", length(ms)),
    };
    match local(life, ms) {
        Some((day, time)) => format!("on {day} at {time} ({after})"),
        None => after,
    }
}

/// A moment in short: `Thu 5 March, 10:00`.
pub(super) fn at(life: &Life, ms: u64) -> String {
    match local(life, ms) {
        Some((day, time)) => format!("{day}, {time}"),
        None => format!("{} after the start", length(ms)),
    }
}

/// Day and time of day of a moment of the job's life, by the clocks of its place; absent when they cannot be read.
pub(super) fn local(life: &Life, ms: u64) -> Option<(String, String)> {
    date(&life.start, &life.clock_changes, ms)
}

/// Day and time of day, `ms` after `start`, by clocks that change as they do; absent when they cannot be read. The day has its
/// year where that is not the start's.
pub(super) fn date(start: &str, changes: &[ClockReading], ms: u64) -> Option<(String, String)> {
    let passed = changes.iter().rev().find(|change| change.time_ms <= ms);
    let (since, reading) = passed.map_or((0, start), |one| (one.time_ms, &one.local_time));
    let later = SignedDuration::from_mins(i64::try_from((ms - since) / 60_000).ok()?);
    // The utmost of the calendar where it is beyond that.
    let moment = wall_clock(reading)?.saturating_add(later);
    Some(shown(moment, wall_clock(start)?))
}

/// Day and time of day of a moment on its own wall clock; absent when it cannot be read. The day has its year where that is not the
/// year of `reference`.
pub(super) fn date_beside(reference: &str, moment: &str) -> Option<(String, String)> {
    let moment = wall_clock(moment)?;
    Some(shown(moment, wall_clock(reference).unwrap_or(moment)))
}

fn shown(moment: DateTime, reference: DateTime) -> (String, String) {
    let day = match moment.year() == reference.year() {
        true => moment.strftime("%a %-d %B"),
        false => moment.strftime("%a %-d %B %Y"),
    };
    (day.to_string(), moment.strftime("%H:%M").to_string())
}

/// What a wall clock shows at an RFC 3339 time, to the minute.
fn wall_clock(time: &str) -> Option<DateTime> {
    time.get(..16)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3_600_000;
    const DAY: u64 = 24 * HOUR;

    fn shown(start: &str, ms: u64) -> String {
        date(start, &[], ms).map_or_else(String::new, |(day, time)| format!("{day}, {time}"))
    }

    #[test]
    fn moments_follow_the_calendar() {
        let start = "2024-02-26T08:30:00+01:00";
        assert_eq!(shown(start, 0), "Mon 26 February, 08:30");
        assert_eq!(shown(start, 3 * DAY), "Thu 29 February, 08:30");
        assert_eq!(shown(start, 4 * DAY + 16 * 3_600_000), "Sat 2 March, 00:30");
        assert_eq!(
            shown("2026-12-31T23:59:59Z", 60_000),
            "Fri 1 January 2027, 00:00"
        );
    }

    #[test]
    fn moments_follow_the_clocks_over_their_changes() {
        let start = "2026-10-19T08:00:00+02:00";
        let back = ClockReading {
            time_ms: 5 * DAY + 19 * HOUR,
            local_time: "2026-10-25T02:00:00+01:00".to_owned(),
        };
        let shown = |ms| date(start, std::slice::from_ref(&back), ms).unwrap();
        let of = |day: &str, time: &str| (day.to_owned(), time.to_owned());
        assert_eq!(shown(5 * DAY), of("Sat 24 October", "08:00"));
        assert_eq!(shown(back.time_ms - 60_000), of("Sun 25 October", "02:59"));
        assert_eq!(shown(back.time_ms), of("Sun 25 October", "02:00"));
        assert_eq!(shown(7 * DAY), of("Mon 26 October", "07:00"));
        assert_eq!(shown(7 * DAY + HOUR), of("Mon 26 October", "08:00"));
    }

    #[test]
    fn a_day_has_its_year_where_it_is_not_that_of_the_start() {
        let (new_year, start) = ("2027-01-01T08:00:00Z", "2026-12-31T20:00:00Z");
        let beside = |reference, moment| date_beside(reference, moment).unwrap().0;
        assert_eq!(beside(start, new_year), "Fri 1 January 2027");
        assert_eq!(beside(new_year, new_year), "Fri 1 January");
        assert_eq!(beside(new_year, start), "Thu 31 December 2026");
        let leap = "2024-02-29T00:00:00Z";
        assert_eq!(shown(leap, 366 * DAY), "Sat 1 March 2025, 00:00");
        assert_eq!(shown(leap, 306 * DAY), "Tue 31 December, 00:00");
        assert_eq!(shown(leap, 307 * DAY), "Wed 1 January 2025, 00:00");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for start in ["", "soon", "2026-13-01T00:00:00Z", "２０２６-01-01T00:00"] {
            assert_eq!(date(start, &[], 0), None, "{start}");
        }
        assert!(date("2026-01-01T00:00:00Z", &[], u64::MAX).is_some());
    }
}
