//! What a start or a deadline means for the initial cycle, and the local times of it.

use super::outcome::{AmbiguousLocalTime, Certainty, ClockReading, Deadline, EachRow, Estimate};
use super::percentiles::{LEVEL, duration_ms, share_within};
use crate::model::job::{AmbiguousTime, JobPlan, LocalClock, LocalTimeKind, Start};
use crate::scenario::{civil_time, rfc3339};
use crate::stats::{quantile, quantile_ranks, sorted};
use crate::units::{SimDuration, SimTime};

/// How sure somebody may want to be.
const PROBABILITIES: [f64; 4] = [0.5, 0.8, 0.9, 0.95];

/// When the cycle starts and by when it shall be done, as far as they are given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appointment {
    /// When the cycle starts.
    pub start: Option<Start>,
    /// By when it shall be done.
    pub deadline: Option<Start>,
    /// Those of the two that the clocks do not show once.
    pub ambiguous_times: Vec<AmbiguousTime>,
}

impl Appointment {
    /// Local times of the appointment and of the job that the clocks do not show once.
    pub(super) fn ambiguous_times(&self, job: Option<&JobPlan>) -> Vec<AmbiguousLocalTime> {
        let of_dates = self.start.as_ref().or(self.deadline.as_ref());
        let of_dates = of_dates.map(|date| (&self.ambiguous_times, &date.clock));
        let of_job = job.map(|job| (&job.ambiguous_times, &job.start.clock));
        let all = of_dates.into_iter().chain(of_job);
        all.flat_map(|(times, clock)| times.iter().map(|one| ambiguous_local_time(one, clock)))
            .collect()
    }
}

/// What the appointment means; nothing where nothing is given.
pub(super) fn deadline(
    appointment: &Appointment,
    rows: &(impl EachRow + ?Sized),
) -> Option<Deadline> {
    let Appointment {
        start, deadline, ..
    } = appointment;
    if start.is_none() && deadline.is_none() {
        return None;
    }
    let durations = sorted(rows.values(duration_ms));
    let within_ms = start
        .as_ref()
        .zip(deadline.as_ref())
        .map(|(start, deadline)| {
            let seconds = deadline.unix_seconds.saturating_sub(start.unix_seconds);
            u64::try_from(seconds).unwrap_or(0).saturating_mul(1_000)
        });
    let probability = within_ms.map(|within| share_within(rows, within));
    let shown = |moment: &Start| rfc3339(SimTime::ZERO, moment);
    Some(Deadline {
        start: start.as_ref().map(shown),
        deadline: deadline.as_ref().map(shown),
        within_ms,
        probability,
        certainties: PROBABILITIES
            .map(|probability| certainty(probability, appointment, &durations))
            .to_vec(),
        clock_changes: start.as_ref().map_or_else(Vec::new, |start| {
            let finite = durations.iter().rev().find(|time| time.is_finite());
            let longest = finite.map_or(0.0, |time| time / 1e3);
            clock_readings(start, SimDuration::from_secs_f64(longest))
        }),
    })
}

fn certainty(probability: f64, appointment: &Appointment, durations: &[f64]) -> Certainty {
    let ranks = quantile_ranks(durations.len(), probability, LEVEL);
    let finite = |value: f64| value.is_finite().then_some(value);
    let at_rank = |rank: Option<usize>| finite(durations[rank? - 1]);
    let within_ms = Estimate {
        value: quantile(durations, probability).and_then(finite),
        low: at_rank(ranks.low),
        high: at_rank(ranks.high),
    };
    Certainty {
        probability,
        within_ms,
        done_by: appointment
            .start
            .as_ref()
            .zip(within_ms.value)
            .map(|(start, time)| rfc3339(SimTime::ZERO, &after(start, time))),
        start_by: appointment
            .deadline
            .as_ref()
            .zip(within_ms.high)
            .map(|(deadline, time)| rfc3339(SimTime::ZERO, &before(deadline, time))),
    }
}

/// So much later, in whole minutes as moments are told, rather too late than too early.
fn after(moment: &Start, millis: f64) -> Start {
    let seconds = moment
        .unix_seconds
        .saturating_add(libm::ceil(millis / 1e3) as i64);
    Start {
        unix_seconds: seconds.saturating_add(59).div_euclid(60).saturating_mul(60),
        clock: moment.clock.clone(),
    }
}

/// So much earlier, in whole seconds, rather too early than too late.
fn before(moment: &Start, millis: f64) -> Start {
    let seconds = libm::ceil(millis / 1e3) as i64;
    Start {
        unix_seconds: moment.unix_seconds.saturating_sub(seconds),
        clock: moment.clock.clone(),
    }
}

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
    use crate::experiment::outcome::ReplicationRow;
    use crate::scenario::parse_dates;

    const MONDAY: i64 = 1_767_600_000;

    /// So many cycles that take one minute, two minutes and so on.
    fn rows(count: u64) -> Vec<ReplicationRow> {
        let row = |minutes: u64| ReplicationRow {
            initial_cycle_ms: Some(minutes * 60_000),
            ..ReplicationRow::default()
        };
        (1..=count).map(row).collect()
    }

    fn hours(hours: i64) -> Start {
        Start {
            unix_seconds: MONDAY + hours * 3_600,
            ..Start::default()
        }
    }

    fn of(found: &Deadline, probability: f64) -> &Certainty {
        let mut all = found.certainties.iter();
        all.find(|one| (one.probability - probability).abs() < 1e-9)
            .unwrap()
    }

    #[test]
    fn nothing_asked_is_nothing_answered() {
        assert_eq!(deadline(&Appointment::default(), &rows(100)), None);
    }

    #[test]
    fn a_start_says_by_when_the_cycle_is_done() {
        let asked = Appointment {
            start: Some(hours(0)),
            deadline: None,
            ..Appointment::default()
        };
        let found = deadline(&asked, &rows(100)).unwrap();
        let sure = of(&found, 0.9);
        assert_eq!(sure.done_by.as_deref(), Some("2026-01-05T09:30:00Z"));
        assert_eq!((found.probability, &sure.start_by), (None, &None));
    }

    #[test]
    fn what_is_done_within_a_minute_is_not_said_to_be_done_before_its_end() {
        let row = ReplicationRow {
            initial_cycle_ms: Some(90_000),
            ..ReplicationRow::default()
        };
        let asked = Appointment {
            start: Some(hours(0)),
            deadline: None,
            ..Appointment::default()
        };
        let found = deadline(&asked, &[row.clone(), row][..]).unwrap();
        assert_eq!(
            of(&found, 0.5).done_by.as_deref(),
            Some("2026-01-05T08:02:00Z")
        );
    }

    #[test]
    fn a_deadline_says_when_to_start_by_the_pessimistic_end_of_the_interval() {
        let asked = Appointment {
            start: Some(hours(0)),
            deadline: Some(hours(1)),
            ..Appointment::default()
        };
        let found = deadline(&asked, &rows(100)).unwrap();
        let share = found.probability.unwrap();
        assert!((share.share - 0.6).abs() < 1e-12 && share.low < 0.6 && share.high > 0.6);
        let sure = of(&found, 0.5);
        let high_minutes = sure.within_ms.high.unwrap() / 60_000.0;
        assert!(high_minutes > 50.0);
        // One hour less the 61 minutes of the upper end of the median's interval.
        assert_eq!(high_minutes as u64, 61);
        assert_eq!(sure.start_by.as_deref(), Some("2026-01-05T07:59:00Z"));
    }

    #[test]
    fn too_few_replications_give_no_start_rather_than_a_guess() {
        let asked = Appointment {
            start: None,
            deadline: Some(hours(0)),
            ..Appointment::default()
        };
        let found = deadline(&asked, &rows(20)).unwrap();
        assert_eq!(of(&found, 0.95).start_by, None);
        assert!(of(&found, 0.5).start_by.is_some());
    }

    #[test]
    fn a_deadline_before_the_start_cannot_be_met() {
        let asked = Appointment {
            start: Some(hours(0)),
            deadline: Some(hours(-1)),
            ..Appointment::default()
        };
        let found = deadline(&asked, &rows(100)).unwrap();
        assert!(found.probability.unwrap().share.abs() < 1e-12);
    }

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
