//! The rhythm of a week, and what becomes of it where the clocks change.

use super::*;
use crate::model::plan::{ClockChange, LocalClock};

/// Monday, 5 January 2026, at midnight in UTC.
const MONDAY: i64 = 1_767_571_200;

/// A job that starts so many hours after a Monday at midnight.
fn start(hours: u64) -> Start {
    Start {
        unix_seconds: MONDAY + hours as i64 * 3_600,
        clock: LocalClock::default(),
    }
}

fn hours(week: &Week, worth: f64) -> f64 {
    week.moment(worth).since_start().as_secs_f64() / 3_600.0
}

fn week(start_hours: u64, office_share: f64, weekend_share: f64) -> Week {
    Week::new(
        &start(start_hours),
        OfficeHours::default(),
        office_share,
        weekend_share,
    )
}

#[test]
fn all_changes_of_a_day_come_in_office_hours_if_so_wished() {
    let week = week(0, 1.0, 0.0);
    for (worth, hour) in [(0.5, 13.0), (1.25, 34.5), (4.5, 4.0 * 24.0 + 13.0)] {
        assert!((hours(&week, worth) - hour).abs() < 1e-6, "{worth}");
    }
    // Nothing on Saturday and Sunday: the sixth working day is the next Monday.
    assert!((hours(&week, 5.5) - (7.0 * 24.0 + 13.0)).abs() < 1e-6);
}

#[test]
fn office_hours_may_go_over_midnight() {
    let office = OfficeHours {
        from: SimDuration::from_secs(22 * 3_600),
        to: SimDuration::from_secs(6 * 3_600),
    };
    let week = Week::new(&start(0), office, 0.8, 0.0);
    assert!((week.total() - 5.0).abs() < 1e-12);
    // Three quarters of the night lie after midnight, and 0.2 of a day between six and ten in the evening.
    for (worth, hour) in [
        (0.6, 6.0),
        (0.7, 14.0),
        (0.8, 22.0),
        (0.9, 23.0),
        (1.3, 27.0),
    ] {
        assert!((hours(&week, worth) - hour).abs() < 1e-6, "{worth}");
    }
}

#[test]
fn a_job_that_starts_in_the_week_counts_from_its_start() {
    let week = week(13, 1.0, 0.0);
    assert!((hours(&week, 0.25) - 2.5).abs() < 1e-6);
    assert!((hours(&week, 0.75) - 21.5).abs() < 1e-6);
}

#[test]
fn a_weekend_day_has_its_share_and_the_night_the_rest() {
    let week = week(0, 0.8, 0.1);
    assert!((week.total() - 5.2).abs() < 1e-12);
    // 0.2 of a day is spread over 14 hours of which 8 come before the office opens.
    assert!((hours(&week, 0.2 * 8.0 / 14.0) - 8.0).abs() < 1e-6);
}

#[test]
fn moments_never_run_back_and_a_week_without_changes_has_none() {
    let week = week(100, 0.8, 0.1);
    let mut last = SimTime::ZERO;
    for step in 0..20_000 {
        let moment = week.moment(f64::from(step) * 0.001);
        assert!(moment >= last);
        last = moment;
    }
    let empty = Week::new(&start(0), OfficeHours::default(), 0.0, 0.0);
    let around_the_clock = OfficeHours {
        from: SimDuration::ZERO,
        to: SimDuration::from_secs(86_400),
    };
    assert!(empty.total() > 0.0);
    let steady = Week::new(&start(0), around_the_clock, 0.3, 1.0);
    assert!((hours(&steady, 3.5) - 84.0).abs() < 1e-6);
    assert_eq!(steady.moment(f64::INFINITY), SimTime::NEVER);
}

/// A week of which the clocks are changed on Sunday at `hour`, by so many hours forward; all local times.
fn changed(start_hours: i64, hour: i64, forward: i64, office: OfficeHours) -> Week {
    let sunday = 6 * 24 + hour;
    // The start may lie behind the change; either way it is by the clocks of its own moment.
    let is_behind = start_hours >= sunday + forward.max(0);
    let real = if is_behind {
        start_hours - forward
    } else {
        start_hours
    };
    let start = Start {
        unix_seconds: MONDAY + real * 3_600,
        clock: LocalClock {
            changes: vec![ClockChange {
                unix_seconds: MONDAY + sunday * 3_600,
                utc_offset_seconds: (forward * 3_600) as i32,
            }],
            ..LocalClock::default()
        },
    };
    Week::new(&start, office, 0.8, 0.1)
}

/// How many working days' worth have come so many hours after the start.
fn worth_by(week: &Week, hour: f64) -> f64 {
    let (mut low, mut high) = (0.0, 100.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if hours(week, middle) < hour {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[test]
fn the_office_opens_at_eight_by_the_clocks_before_and_after_they_change() {
    // A job from Monday at midnight; ten hours of office hold 0.8 of a day, and 0.2 comes in the other fourteen.
    for (hour, forward) in [(2, 1), (3, -1), (0, 1), (24, -1)] {
        let week = changed(0, hour, forward, OfficeHours::default());
        for day in 0..14 {
            let weight = if day % 7 < 5 { 1.0 } else { 0.1 };
            let mondays = f64::from(day / 7) * 5.2;
            let before =
                mondays + f64::from((day % 7).min(5)) + 0.1 * f64::from((day % 7 - 5).max(0));
            let passed = if day > 6 || (day == 6 && hour < 24) {
                forward
            } else {
                0
            };
            let opens = f64::from(day) * 24.0 + 8.0 - passed as f64;
            let worth = before + weight * 0.2 * 8.0 / 14.0;
            assert!(
                (worth_by(&week, opens) - worth).abs() < 1e-6,
                "{day} {forward}"
            );
            let closes = worth_by(&week, opens + 10.0);
            assert!(
                (closes - worth - weight * 0.8).abs() < 1e-6,
                "{day} {forward}"
            );
        }
    }
}

#[test]
fn the_spell_of_the_change_has_its_worth_in_fewer_or_more_hours() {
    for (hour, forward, night) in [(2, 1, 7.0), (3, -1, 9.0)] {
        let week = changed(0, hour, forward, OfficeHours::default());
        let sunday = 5.1;
        let worth = 0.1 * 0.2 * 8.0 / 14.0;
        for part in [0.25, 0.5, 0.75, 1.0] {
            let at = hours(&week, sunday + worth * part);
            assert!((at - (144.0 + night * part)).abs() < 1e-6, "{at}");
        }
        // No change is lost and none made twice: the next Monday begins when a week's worth has come.
        let length = 168.0 - forward as f64;
        assert!((worth_by(&week, length) - 5.2).abs() < 1e-6);
        assert!((worth_by(&week, length + 168.0) - 10.4).abs() < 1e-6);
    }
}

#[test]
fn office_hours_at_night_hold_the_change_too() {
    let office = OfficeHours {
        from: SimDuration::from_secs(22 * 3_600),
        to: SimDuration::from_secs(6 * 3_600),
    };
    let week = changed(0, 2, 1, office);
    // From midnight to six are five hours, which hold six eighths of what comes in office hours.
    let sunday = worth_by(&week, 144.0);
    assert!((worth_by(&week, 149.0) - sunday - 0.1 * 0.8 * 0.75).abs() < 1e-6);
}

#[test]
fn a_job_that_starts_on_the_day_of_the_change_counts_from_its_start() {
    for (start, hour, forward, until_eight) in [
        (0, 2, 1, 7.0),
        (1, 2, 1, 6.0),
        (4, 2, 1, 4.0),
        (0, 3, -1, 9.0),
        (5, 3, -1, 3.0),
    ] {
        let week = changed(144 + start, hour, forward, OfficeHours::default());
        assert_eq!(hours(&week, 0.0), 0.0);
        let night = 8.0 - forward as f64;
        let left = 0.1 * 0.2 * 8.0 / 14.0 * until_eight / night;
        assert!(
            (worth_by(&week, until_eight) - left).abs() < 1e-9,
            "{start} {forward}"
        );
        let closes = worth_by(&week, until_eight + 10.0);
        assert!((closes - left - 0.08).abs() < 1e-6, "{start} {forward}");
    }
    // A change that is over is none.
    let over = changed(144 + 9, 2, 1, OfficeHours::default());
    assert!(over.stretches.is_empty());
}

#[test]
fn a_day_that_is_skipped_is_made_up_for_and_moments_never_run_back() {
    for (hour, forward) in [(0, 24), (0, -24), (7, 3), (17, -3), (23, 30)] {
        let week = changed(0, hour, forward, OfficeHours::default());
        let mut last = SimTime::ZERO;
        for step in 0..20_000 {
            let moment = week.moment(f64::from(step) * 0.001);
            assert!(moment >= last, "{hour} {forward}");
            last = moment;
        }
        let next_friday = (11 * 24 - forward) as f64;
        assert!(
            (worth_by(&week, next_friday) - 9.2).abs() < 1e-6,
            "{hour} {forward}"
        );
    }
}

#[test]
fn two_changes_within_one_spell_are_one() {
    let change = |hours: i64, offset| ClockChange {
        unix_seconds: MONDAY + hours * 3_600,
        utc_offset_seconds: offset,
    };
    let mut start = start(0);
    start.clock.changes = vec![change(146, 3_600), change(148, 0), change(400, 3_600)];
    let week = Week::new(&start, OfficeHours::default(), 0.8, 0.1);
    assert_eq!(week.stretches.len(), 2);
    assert!((worth_by(&week, 168.0) - 5.2).abs() < 1e-6);
    assert!((worth_by(&week, 152.0) - 5.1 - 0.1 * 0.2 * 8.0 / 14.0).abs() < 1e-6);
}
