//! What the clocks of a place show: an offset from UTC, and the moments at which it changes.

use crate::units::SimDuration;

const DAY: i64 = 86_400;
const WEEK: i64 = 7 * DAY;

/// A moment from which on the clocks show another time, as at the beginning and the end of summer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockChange {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub unix_seconds: i64,
    /// Local time less UTC from then on, in seconds.
    pub utc_offset_seconds: i32,
}

/// The clocks of a place, as far as a job looks at them. A fixed offset has no changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalClock {
    /// The name of the time zone; none where the offset is all that is known.
    pub zone: Option<String>,
    /// Local time less UTC before the first change, in seconds.
    pub utc_offset_seconds: i32,
    /// The changes, in order of time.
    pub changes: Vec<ClockChange>,
}

/// How often the clocks show a local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalTimeKind {
    /// Once, as nearly every time.
    Unique,
    /// Never, since they are put forward over it. The moment is as long after the change as the time was to be after it.
    Skipped,
    /// Twice, since they are put back over it. The moment is the first of the two.
    Repeated,
}

/// A local time that the clocks never show or show twice, and what it was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmbiguousTime {
    /// The time as it was given, in seconds since 1970 began on the clocks.
    pub wall_seconds: i64,
    /// The moment that it was taken for, in seconds since 1970-01-01T00:00:00Z.
    pub unix_seconds: i64,
    /// How often the clocks show it.
    pub kind: LocalTimeKind,
}

impl LocalClock {
    /// Clocks that are never changed.
    pub fn fixed(utc_offset_seconds: i32) -> Self {
        Self {
            utc_offset_seconds,
            ..Self::default()
        }
    }

    /// Local time less UTC at a moment, in seconds.
    pub fn offset_at(&self, unix_seconds: i64) -> i32 {
        let passed = self
            .changes
            .partition_point(|change| change.unix_seconds <= unix_seconds);
        self.offset_after(passed)
    }

    /// What the clocks show at a moment, in seconds since 1970 began on them.
    pub fn wall_at(&self, unix_seconds: i64) -> i64 {
        unix_seconds.saturating_add(i64::from(self.offset_at(unix_seconds)))
    }

    /// The moment at which the clocks show `wall_seconds` since 1970 began on them, and how often they do. Where that is
    /// not once, the offset before the change counts.
    pub fn moment_of(&self, wall_seconds: i64) -> (i64, LocalTimeKind) {
        for (passed, change) in self.changes.iter().enumerate() {
            let before = wall_seconds.saturating_sub(i64::from(self.offset_after(passed)));
            let after = wall_seconds.saturating_sub(i64::from(change.utc_offset_seconds));
            let (comes_before, comes_after) =
                (before < change.unix_seconds, after >= change.unix_seconds);
            match (comes_before, comes_after) {
                (true, false) => return (before, LocalTimeKind::Unique),
                (true, true) => return (before, LocalTimeKind::Repeated),
                (false, false) => return (before, LocalTimeKind::Skipped),
                (false, true) => {}
            }
        }
        let offset = self.offset_after(self.changes.len());
        (
            wall_seconds.saturating_sub(i64::from(offset)),
            LocalTimeKind::Unique,
        )
    }

    /// Local time less UTC once so many changes have passed.
    fn offset_after(&self, passed: usize) -> i32 {
        match passed {
            0 => self.utc_offset_seconds,
            _ => self.changes[passed - 1].utc_offset_seconds,
        }
    }
}

/// Where the start of the job lies on the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub unix_seconds: i64,
    /// What the clocks show there, at least from a year before the start to a year beyond the longest horizon.
    pub clock: LocalClock,
}

impl Default for Start {
    /// Monday, 5 January 2026, 08:00 UTC: some Monday morning.
    fn default() -> Self {
        Self {
            unix_seconds: 1_767_600_000,
            clock: LocalClock::default(),
        }
    }
}

impl Start {
    /// How long before the start the local week began, on Monday at midnight, by what the clocks show.
    pub fn since_monday(&self) -> SimDuration {
        SimDuration::from_secs(self.seconds_since_monday() as u64)
    }

    fn seconds_since_monday(&self) -> i64 {
        // The first of January 1970 was a Thursday, three days after a Monday.
        let local = self.clock.wall_at(self.unix_seconds);
        local.saturating_add(3 * DAY).rem_euclid(WEEK)
    }

    /// The changes of the clocks, each by what they show just before and just after it, in seconds since the Monday on which the
    /// week of the start began, and by its moment in seconds since the start.
    pub(in crate::model) fn shifts(&self) -> impl Iterator<Item = ClockShift> + '_ {
        let monday = self.clock.wall_at(self.unix_seconds) - self.seconds_since_monday();
        self.clock.changes.iter().map(move |change| {
            let wall = |offset: i32| (change.unix_seconds + i64::from(offset) - monday) as f64;
            ClockShift {
                before: wall(self.clock.offset_at(change.unix_seconds - 1)),
                after: wall(change.utc_offset_seconds),
                at: (change.unix_seconds - self.unix_seconds) as f64,
            }
        })
    }
}

/// A change of the clocks beside the start of a job, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct ClockShift {
    /// What the clocks would show without it, since the Monday of the start's week.
    pub before: f64,
    /// What they show.
    pub after: f64,
    /// When it is, since the start; below zero for one before it.
    pub at: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Berlin in 2026: forward on Sunday, 29 March, at 01:00 UTC, back on Sunday, 25 October, at 01:00 UTC.
    fn berlin() -> LocalClock {
        LocalClock {
            zone: Some("Europe/Berlin".to_owned()),
            utc_offset_seconds: 3_600,
            changes: vec![
                ClockChange {
                    unix_seconds: 1_774_746_000,
                    utc_offset_seconds: 7_200,
                },
                ClockChange {
                    unix_seconds: 1_792_890_000,
                    utc_offset_seconds: 3_600,
                },
            ],
        }
    }

    #[test]
    fn the_default_start_is_a_monday_morning() {
        assert_eq!(
            Start::default().since_monday(),
            SimDuration::from_secs(8 * 3_600)
        );
    }

    #[test]
    fn the_local_week_moves_with_the_offset_and_holds_before_1970() {
        let start = |unix_seconds, offset| Start {
            unix_seconds,
            clock: LocalClock::fixed(offset),
        };
        let sunday_eleven_pm = SimDuration::from_secs((6 * 24 + 23) * 3_600);
        assert_eq!(
            start(1_767_571_200, -3_600).since_monday(),
            sunday_eleven_pm
        );
        let thursday = start(0, 0);
        assert_eq!(thursday.since_monday(), SimDuration::from_secs(3 * 86_400));
        let past = start(-7 * 86_400, 0);
        assert_eq!(past.since_monday(), thursday.since_monday());
    }

    #[test]
    fn the_offset_changes_at_its_moment_and_not_a_second_before() {
        let clock = berlin();
        for (unix, offset) in [
            (i64::MIN, 3_600),
            (1_774_745_999, 3_600),
            (1_774_746_000, 7_200),
            (1_792_889_999, 7_200),
            (1_792_890_000, 3_600),
            (i64::MAX, 3_600),
        ] {
            assert_eq!(clock.offset_at(unix), offset, "{unix}");
        }
    }

    #[test]
    fn local_times_that_are_skipped_or_repeated_count_by_the_offset_before() {
        let clock = berlin();
        let (spring, autumn) = (1_774_746_000, 1_792_890_000);
        for (wall, moment, shown) in [
            (spring + 3_600 - 1, spring - 1, LocalTimeKind::Unique),
            (spring + 3_600, spring, LocalTimeKind::Skipped),
            (
                spring + 3_600 + 1_800,
                spring + 1_800,
                LocalTimeKind::Skipped,
            ),
            (spring + 7_200, spring, LocalTimeKind::Unique),
            (autumn + 3_600 - 1, autumn - 3_601, LocalTimeKind::Unique),
            (autumn + 3_600, autumn - 3_600, LocalTimeKind::Repeated),
            (autumn + 7_200 - 1, autumn - 1, LocalTimeKind::Repeated),
            (autumn + 7_200, autumn + 3_600, LocalTimeKind::Unique),
        ] {
            assert_eq!(clock.moment_of(wall), (moment, shown), "{wall}");
        }
        assert_eq!(
            LocalClock::fixed(-60).moment_of(0),
            (60, LocalTimeKind::Unique)
        );
    }

    #[test]
    fn a_change_stands_beside_the_start_by_both_clocks() {
        // Monday, 23 March 2026, 08:00 in Berlin.
        let start = Start {
            unix_seconds: 1_774_249_200,
            clock: berlin(),
        };
        assert_eq!(start.since_monday(), SimDuration::from_secs(8 * 3_600));
        let hours = |hours: i32| f64::from(hours * 3_600);
        let first = start.shifts().next().unwrap();
        let expected = ClockShift {
            before: hours(6 * 24 + 2),
            after: hours(6 * 24 + 3),
            at: hours(6 * 24 + 2 - 8),
        };
        assert_eq!(first, expected);
    }
}
