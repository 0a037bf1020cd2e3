//! Moments of a run: how long after the start, and by the calendar.

use crate::experiment::outcome::{ClockReading, Life};
use crate::units::display_seconds;

const MINUTES_PER_DAY: i64 = 1_440;
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: &str =
    "January February March April May June July August September October November December";

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
    let later = i64::try_from((ms - since) / 60_000).ok()?;
    shown(local_minutes(reading)? + later, local_minutes(start)?)
}

/// Day and time of day of a moment on its own wall clock; absent when it cannot be read. The day has its year where that is not the
/// year of `reference`.
pub(super) fn date_beside(reference: &str, moment: &str) -> Option<(String, String)> {
    let moment = local_minutes(moment)?;
    shown(moment, local_minutes(reference).unwrap_or(moment))
}

/// A moment in minutes since the beginning of 1970, beside another.
fn shown(minutes: i64, reference: i64) -> Option<(String, String)> {
    let days = minutes.div_euclid(MINUTES_PER_DAY);
    let minute = minutes.rem_euclid(MINUTES_PER_DAY);
    let weekday = WEEKDAYS.get(usize::try_from(days.rem_euclid(7)).ok()?)?;
    let (year, month, day) = civil(days);
    let month = MONTHS.split(' ').nth(usize::try_from(month - 1).ok()?)?;
    let year = match civil(reference.div_euclid(MINUTES_PER_DAY)).0 {
        same if same == year => String::new(),
        _ => format!(" {year}"),
    };
    let time = format!("{:02}:{:02}", minute / 60, minute % 60);
    Some((format!("{weekday} {day} {month}{year}"), time))
}

/// Minutes since the beginning of 1970 on the wall clock of an RFC 3339 time.
fn local_minutes(start: &str) -> Option<i64> {
    let number = |from: usize, to: usize| start.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute) = (number(11, 13)?, number(14, 16)?);
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day);
    let valid = valid && (0..24).contains(&hour) && (0..60).contains(&minute);
    valid.then(|| (days_since_1970(year, month, day) * 24 + hour) * 60 + minute)
}

/// Days of the Gregorian calendar. Years begin with March here, so that the leap day is the last of its year.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day.
fn civil(days: i64) -> (i64, i64, i64) {
    let era = (days + 719_468).div_euclid(146_097);
    let day_of_era = (days + 719_468).rem_euclid(146_097);
    let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = (from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
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
