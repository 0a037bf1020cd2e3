//! What a document says of the clocks: when they change, and which local times are not plain.

use super::outcome::{AmbiguousLocalTime, ClockReading};
use crate::model::job::{AmbiguousTime, LocalClock, LocalTimeKind, Start};
use crate::scenario::{civil_time, rfc3339};
use crate::units::{SimDuration, SimTime};

/// The changes of the clocks after a start, until so long after it.
pub(super) fn clock_readings(start: &Start, until: SimDuration) -> Vec<ClockReading> {
    let changes = start.clock.changes.iter().filter_map(|change| {
        let since = u64::try_from(change.unix_seconds - start.unix_seconds).ok()?;
        let since = SimDuration::from_secs(since);
        (SimDuration::ZERO < since && since <= until).then(|| ClockReading {
            time_ms: since.as_millis(),
            local_time: rfc3339(SimTime::ZERO + since, start),
        })
    });
    changes.collect()
}

/// A local time that the clocks do not show once, as documents say it.
pub fn ambiguous_local_time(time: &AmbiguousTime, clock: &LocalClock) -> AmbiguousLocalTime {
    let taken = Start {
        unix_seconds: time.unix_seconds,
        clock: clock.clone(),
    };
    AmbiguousLocalTime {
        local_time: civil_time(time.wall_seconds),
        taken_as: rfc3339(SimTime::ZERO, &taken),
        is_repeated: time.kind == LocalTimeKind::Repeated,
    }
}

impl AmbiguousLocalTime {
    /// What is the matter with it.
    pub fn words(&self) -> String {
        let (given, taken) = (&self.local_time, &self.taken_as);
        if self.is_repeated {
            format!(
                "the clocks show {given} twice, since they are put back: the first is taken, {taken}"
            )
        } else {
            format!(
                "the clocks never show {given}, since they are put forward: it is taken for {taken}"
            )
        }
    }

    /// What would be better.
    pub const REMEDY: &str = "write a time outside of the hour of the change, or add the offset that you mean, as in \"2026-10-25 02:30+01:00\"";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse_dates;

    fn start(text: &str) -> Start {
        parse_dates([Some(text)], None).unwrap().dates[0]
            .clone()
            .unwrap()
    }

    #[test]
    fn changes_are_told_from_the_start_to_the_end() {
        let start = start("2026-03-23 08:00[Europe/Berlin]");
        let hour = 3_600_000;
        let first = ClockReading {
            time_ms: (6 * 24 - 6) * hour,
            local_time: "2026-03-29T03:00:00+02:00".to_owned(),
        };
        let days = |days: u64| SimDuration::from_secs(days * 86_400);
        assert_eq!(clock_readings(&start, days(5)), []);
        assert_eq!(clock_readings(&start, days(14)), [first]);
        let last = clock_readings(&start, days(300)).pop().unwrap();
        assert_eq!(last.local_time, "2026-10-25T02:00:00+01:00");
        assert_eq!(clock_readings(&Start::default(), days(300)), []);
    }

    #[test]
    fn a_time_that_is_not_shown_once_is_told_with_what_it_was_taken_for() {
        let of = |text| {
            let found = parse_dates([Some(text)], None).unwrap();
            let clock = &found.dates[0].as_ref().unwrap().clock;
            let told = found.ambiguous_times.iter();
            told.map(|one| ambiguous_local_time(one, clock).words())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of("2026-03-29 02:30[Europe/Berlin]"),
            [
                "the clocks never show 2026-03-29 02:30, since they are put forward: it is taken for 2026-03-29T03:30:00+02:00"
            ]
        );
        assert_eq!(
            of("2026-10-25 02:30[Europe/Berlin]"),
            [
                "the clocks show 2026-10-25 02:30 twice, since they are put back: the first is taken, 2026-10-25T02:30:00+02:00"
            ]
        );
        assert_eq!(of("2026-10-25 03:00[Europe/Berlin]"), [""; 0]);
    }
}
