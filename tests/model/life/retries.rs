//! What failed is tried again by the schedule, for four weeks, and then given up.

use cyclecast::model::job::{Action, ChangeKind, DropReason, JobState, RetrySchedule};
use cyclecast::model::{Endpoint, ErrorCode, Parameter as P};

use super::tenants::{DAY, HOUR, and, burst, plan, quiet, secs, with_bursts};
use super::watch::{dropped, life};

/// When a joiner whose creation always fails is tried, in hours after the first time.
fn attempts(days: f64, schedule: RetrySchedule) -> (Vec<f64>, u64) {
    let errors = Action::ErrorsBegin {
        code: ErrorCode::Conflict,
        share: 1.0,
    };
    let timeline = [(2_500.0, errors)];
    let mut plan = with_bursts(
        plan(days * DAY, &timeline),
        vec![burst(3_000.0, ChangeKind::Joiner, 1)],
    );
    plan.retry_schedule = schedule;
    let (end, watch) = life(&quiet(20), &plan);
    let posts = watch
        .requests
        .iter()
        .filter(|(at, to)| *to == Endpoint::UserPost && secs(*at) > 2_500.0);
    let moments: Vec<f64> = posts.map(|(at, _)| secs(*at)).collect();
    assert_eq!(end.status.state, JobState::Active);
    let hours = moments.iter().map(|at| (at - moments[0]) / HOUR).collect();
    (hours, dropped(&end, DropReason::GivenUp))
}

/// Each attempt comes with the first cycle that begins when it is due.
fn follow(hours: &[f64], due: &[f64]) {
    assert_eq!(hours.len(), due.len() + 2, "{hours:?}");
    assert!(
        (hours[1] - 2.0 / 3.0).abs() < 0.01,
        "the next cycle: {hours:?}"
    );
    for (hour, due) in hours[2..].iter().zip(due) {
        assert!((*due..due + 0.7).contains(hour), "{due} {hours:?}");
    }
}

#[test]
fn an_object_that_fails_is_tried_in_the_next_cycle_after_6_12_and_24_hours_and_then_daily() {
    let (hours, given_up) = attempts(4.5, RetrySchedule::Current);
    follow(&hours, &[6.0, 12.0, 24.0, 48.0, 72.0, 96.0]);
    assert_eq!(given_up, 0);
}

#[test]
fn an_object_is_given_up_after_four_weeks_while_its_job_goes_on() {
    let (hours, given_up) = attempts(31.0, RetrySchedule::Current);
    assert_eq!((hours.len(), given_up), (1 + 1 + 30, 1));
    assert!(
        hours
            .last()
            .is_some_and(|last| (672.0..673.0).contains(last))
    );
}

#[test]
fn the_schedule_of_seven_retries_ends_after_a_week() {
    let (hours, given_up) = attempts(12.0, RetrySchedule::SevenRetries);
    follow(&hours, &[2.0, 6.0, 12.0, 24.0, 48.0, 96.0, 168.0]);
    assert_eq!(given_up, 1);
}

#[test]
fn an_object_that_changes_while_it_is_in_escrow_is_tried_with_that_change() {
    let errors = Action::ErrorsBegin {
        code: ErrorCode::Conflict,
        share: 1.0,
    };
    let timeline = [(100.0, errors), (9_000.0, Action::ErrorsFixed(None))];
    let bursts = vec![
        burst(3_000.0, ChangeKind::Joiner, 1),
        burst(9_500.0, ChangeKind::AttributeUpdate, 1),
    ];
    // Nobody else is there to change.
    let (end, watch) = life(
        // So that the one who fails is not most of the job.
        &and(quiet(0), P::QuarantineMost, 1.0),
        &with_bursts(plan(4.0 * HOUR, &timeline), bursts),
    );
    assert_eq!((end.changes.applied, end.changes.escrowed), (2, 0));
    let gained: Vec<f64> = watch.access.iter().map(|at| secs(*at)).collect();
    assert!(
        gained.len() == 1 && (9_600.0..9_660.0).contains(&gained[0]),
        "{gained:?}"
    );
}
