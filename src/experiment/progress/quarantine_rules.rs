//! What the documented rules make of a quarantine: when the job is tried again, and when it is disabled.

use super::job_reading::SeenQuarantine;
use super::observation::shown;
use crate::experiment::outcome::observed_job::{Attempts, QuarantineCourse};
use crate::model::job::{QuarantineAttempts, Start};
use crate::model::{Parameter, Setting, Setup};
use crate::units::SimDuration;

/// Further attempts that are told.
const SHOWN: usize = 3;
/// More attempts than a job makes before it is disabled.
const MOST_ATTEMPTS: u32 = 1_000;

/// The course of a quarantine that was seen at a moment.
pub(super) fn course(seen: &SeenQuarantine, setup: &Setup, at: &Start) -> QuarantineCourse {
    let moment = |seconds: i64| shown(seconds, at);
    let began = seen.series_began.or(seen.current_began);
    let error = seen.error.clone().unzip();
    let text = |text: Option<String>| text.filter(|text| !text.is_empty());
    let disabled_at = began.map(|began| after(began, secs(setup, Parameter::DisabledAfter)));
    let ours = setup
        .job
        .as_ref()
        .map(|job| job.attempts)
        .unwrap_or_default();
    QuarantineCourse {
        reason: seen.reason.clone(),
        error_code: text(error.0),
        error_message: text(error.1),
        series_began: began.map(moment),
        series_count: seen.series_count,
        next_attempt: seen.next_attempt.map(moment),
        next_attempt_in_ms: seen
            .next_attempt
            .map(|next| next.saturating_sub(at.unix_seconds).saturating_mul(1_000)),
        further_attempts: match began {
            None => Vec::new(),
            Some(began) => QuarantineAttempts::ALL
                .iter()
                .map(|reading| Attempts {
                    reading: reading.name().to_owned(),
                    is_of_scenario: *reading == ours,
                    moments: further(*reading, began, seen, setup, (at, disabled_at))
                        .into_iter()
                        .map(moment)
                        .collect(),
                })
                .filter(|reading| !reading.moments.is_empty())
                .collect(),
        },
        disabled_at: disabled_at.map(moment),
    }
}

/// The attempts of one reading that lie behind the next one and before the end.
fn further(
    reading: QuarantineAttempts,
    began: i64,
    seen: &SeenQuarantine,
    setup: &Setup,
    (at, disabled_at): (&Start, Option<i64>),
) -> Vec<i64> {
    // Where the present gap is known, gaps go on growing from it: nobody knows how the series began.
    let present = seen.current_began.zip(seen.next_attempt);
    let present =
        present.filter(|(from, to)| reading == QuarantineAttempts::Exponential && to > from);
    let (origin, first_gap) = match present {
        Some((from, to)) => (from, (to - from) as f64),
        None => (began, secs(setup, Parameter::FirstGap)),
    };
    let first_gap = SimDuration::from_secs_f64(first_gap);
    let behind = seen
        .next_attempt
        .unwrap_or(at.unix_seconds)
        .max(at.unix_seconds);
    let all = (1..MOST_ATTEMPTS).map_while(|number| {
        let since = reading.after_beginning(number, first_gap)?;
        Some(after(origin, since.as_secs_f64()))
    });
    all.skip_while(|moment| *moment <= behind)
        .take_while(|moment| disabled_at.is_none_or(|end| *moment < end))
        .take(SHOWN)
        .collect()
}

/// The middle value of a time.
fn secs(setup: &Setup, parameter: Parameter) -> f64 {
    match setup.setting(parameter) {
        Setting::Value(value) => value.median(),
        _ => 0.0,
    }
}

fn after(seconds: i64, later: f64) -> i64 {
    seconds.saturating_add(later as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ScopeMode;

    const BEGAN: i64 = 1_764_316_800;
    const HOUR: i64 = 3_600;

    fn seen(current: i64, next: i64) -> SeenQuarantine {
        SeenQuarantine {
            reason: Some("EncounteredQuarantineException".to_owned()),
            current_began: Some(BEGAN + current),
            series_began: Some(BEGAN),
            series_count: Some(2),
            next_attempt: Some(BEGAN + next),
            ..SeenQuarantine::default()
        }
    }

    fn of(seen: &SeenQuarantine) -> QuarantineCourse {
        let at = Start {
            unix_seconds: BEGAN + 2 * HOUR,
            ..Start::default()
        };
        course(seen, &Setup::new(ScopeMode::Assigned), &at)
    }

    #[test]
    fn gaps_double_from_the_present_one_and_the_job_is_disabled_after_four_weeks() {
        let found = of(&seen(HOUR, 3 * HOUR));
        assert_eq!(found.next_attempt.as_deref(), Some("2025-11-28T11:00:00Z"));
        assert_eq!(found.next_attempt_in_ms, Some(HOUR * 1_000));
        assert_eq!(found.disabled_at.as_deref(), Some("2025-12-26T08:00:00Z"));
        let [exponential, documented, ..] = &found.further_attempts[..] else {
            panic!("{found:?}");
        };
        assert!(exponential.is_of_scenario && exponential.reading == "exponential");
        // Two hours after nine, then four, then eight.
        let shown = [
            "2025-11-28T15:00:00Z",
            "2025-11-28T23:00:00Z",
            "2025-11-29T15:00:00Z",
        ];
        assert_eq!(exponential.moments, shown);
        let shown = [
            "2025-11-28T14:00:00Z",
            "2025-11-28T20:00:00Z",
            "2025-11-29T08:00:00Z",
        ];
        assert_eq!(documented.moments, shown);
    }

    #[test]
    fn no_attempt_is_told_behind_the_end_or_where_the_beginning_is_not_known() {
        let late = of(&seen(27 * 24 * HOUR, 28 * 24 * HOUR));
        assert!(
            late.further_attempts
                .iter()
                .all(|one| one.reading == "thirty-days" || one.moments.is_empty())
        );
        let silent = of(&SeenQuarantine::default());
        assert!(silent.further_attempts.is_empty() && silent.disabled_at.is_none());
    }
}
