//! When a job in quarantine is tried again, and what releases it.

use cyclecast::model::job::{
    Action, JobPlan, JobState, QuarantineAttempts, QuarantineReason, Release, RetrySchedule,
};
use cyclecast::model::{ErrorCode, Parameter as P, Setup};

use super::tenants::{DAY, HOUR, and, plan, quiet, rarely, secs};
use super::watch::life;

const ATTEMPTS: [QuarantineAttempts; 4] = [
    QuarantineAttempts::Exponential,
    QuarantineAttempts::Documented,
    QuarantineAttempts::SevenRetries,
    QuarantineAttempts::ThirtyDays,
];

const RETRIES: [RetrySchedule; 4] = [
    RetrySchedule::Current,
    RetrySchedule::Literal,
    RetrySchedule::SevenRetries,
    RetrySchedule::ThirtyDays,
];

/// A cycle begins here, and meets the outage with its first call.
const BEGINS: f64 = 7_200.0;

/// Hours from the beginning of an outage of so many hours to the first cycle that is completed.
fn recovers_after(outage: f64, plan_with: impl Fn(JobPlan) -> JobPlan) -> f64 {
    let timeline = [
        (BEGINS - 1.0, Action::OutageBegins),
        (BEGINS + outage * HOUR, Action::OutageEnds),
    ];
    let setup = and(quiet(100), P::FirstGap, 0.5 * HOUR);
    let (end, watch) = life(&setup, &plan_with(plan(2.0 * DAY, &timeline)));
    assert_eq!(end.status.state, JobState::Active);
    let mut good = watch.cycles.iter().filter(|cycle| cycle.done);
    let first = good.find(|cycle| secs(cycle.began) > BEGINS - 1.0).unwrap();
    (secs(first.began) - BEGINS) / HOUR
}

#[test]
fn an_outage_that_meets_a_first_call_ends_with_the_next_of_the_doubling_attempts() {
    for (outage, recovery) in [(1.0, 1.5), (2.0, 3.5), (3.0, 3.5), (5.0, 7.5), (10.0, 15.5)] {
        let found = recovers_after(outage, |plan| plan);
        assert!((found - recovery).abs() < 0.01, "{outage} h: {found} h");
    }
}

#[test]
fn by_the_documented_attempts_even_a_short_outage_lasts_six_hours() {
    for (outage, recovery) in [(1.0, 6.0), (5.0, 6.0), (10.0, 12.0)] {
        let found = recovers_after(outage, rarely);
        assert!((found - recovery).abs() < 0.01, "{outage} h: {found} h");
    }
}

#[test]
fn the_first_gap_is_minutes_and_no_gap_is_longer_than_a_day() {
    let timeline = [(BEGINS - 1.0, Action::OutageBegins)];
    let setup = and(quiet(20), P::FirstGap, 300.0);
    let (end, watch) = life(&setup, &plan(9.0 * DAY, &timeline));
    let quarantine = end.status.quarantine.unwrap();
    let began = secs(quarantine.series_began);
    let after = watch.begins().into_iter().map(|at| at - began);
    let minutes: Vec<f64> = after.filter(|at| *at > 0.0).map(|at| at / 60.0).collect();
    for (found, right) in minutes.iter().zip([5.0, 15.0, 35.0, 75.0, 155.0, 315.0]) {
        assert!((found - right).abs() < 0.1, "{minutes:?}");
    }
    let gaps: Vec<f64> = minutes.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps.iter().all(|gap| *gap < 1_440.1), "{gaps:?}");
    assert!((gaps[gaps.len() - 1] - 1_440.0).abs() < 0.1, "{gaps:?}");
}

/// Document 000's examples: users, the share that fails, the share with managers, and what it leads to.
fn examples() -> [(Setup, Option<QuarantineReason>); 6] {
    let job = |users, failing, managers| {
        let setup = and(quiet(users), P::Conflict, failing);
        and(setup, P::ManagerShare, managers)
    };
    let proportion = Some(QuarantineReason::EncounteredEscrowProportionThreshold);
    [
        // 4,000 failures are not evaluated, whatever their part; 5,400 are.
        (job(7_000, 4_000.0 / 7_000.0, 0.0), None),
        (job(10_000, 0.54, 0.0), proportion),
        // 45,000 exceed the 40,000, however many succeed.
        (
            job(200_000, 45_000.0 / 200_000.0, 0.0),
            Some(QuarantineReason::EncounteredBaseEscrowThreshold),
        ),
        // 30,000 of 35,000 exceed the 40 %; 20,000 of 120,000 exceed nothing.
        (job(35_000, 30_000.0 / 35_000.0, 0.0), proportion),
        (job(120_000, 20_000.0 / 120_000.0, 0.0), None),
        // Below 40,000 users, and more than 60,000 with their managers.
        (
            job(200_000, 39_000.0 / 200_000.0, 0.8),
            Some(QuarantineReason::EncounteredTotalEscrowThreshold),
        ),
    ]
}

#[test]
fn the_documented_examples_come_out_under_every_schedule() {
    for (setup, reason) in examples() {
        for (attempts, retries) in ATTEMPTS.into_iter().zip(RETRIES) {
            // The initial cycle, and some of what follows.
            let mut plan = plan(4.0 * HOUR, &[]);
            plan.attempts = attempts;
            plan.retry_schedule = retries;
            let (end, watch) = life(&setup, &plan);
            let first = watch.states.iter().find_map(|(_, _, reason)| *reason);
            assert!(end.initial_done.is_some());
            assert_eq!(
                first, reason,
                "{attempts:?} {:?}",
                end.initial.users_escrowed
            );
        }
    }
}

#[test]
fn a_small_job_goes_into_quarantine_when_most_or_all_of_it_fails() {
    for (users, failing, is_quarantined) in
        [(30, 1.0, true), (4_900, 0.9, true), (4_900, 0.6, false)]
    {
        let setup = and(quiet(users), P::Conflict, failing);
        let (end, _) = life(&setup, &plan(0.5 * HOUR, &[]));
        assert_eq!(end.status.quarantine.is_some(), is_quarantined, "{users}");
    }
}

#[test]
fn imports_that_fail_out_of_scope_count_and_are_mended_like_others() {
    let fails = Action::ErrorsBegin {
        code: ErrorCode::ImportSkipped,
        share: 1.0,
    };
    let timeline = [(0.0, fails), (HOUR, Action::ErrorsFixed(None))];
    let setup = and(quiet(1_000), P::FilterShare, 0.1);
    let (during, _) = life(&setup, &plan(0.9 * HOUR, &timeline));
    assert_eq!(during.status.escrowed, 1_000);
    let (after, watch) = life(&setup, &plan(2.0 * DAY, &timeline));
    assert_eq!(
        (after.status.escrowed, after.status.state),
        (0, JobState::Active)
    );
    assert!(
        (60..150).contains(&watch.access.len()),
        "only those in scope"
    );
}

#[test]
fn read_to_the_letter_nothing_is_tried_again_before_six_hours() {
    let timeline = [(0.5 * HOUR, Action::ErrorsFixed(None))];
    let setup = and(quiet(200), P::Conflict, 0.1);
    let mut plan = plan(8.0 * HOUR, &timeline);
    let mended = |plan: &JobPlan| {
        let (end, watch) = life(&setup, plan);
        assert_eq!(end.status.escrowed, 0);
        secs(*watch.access.last().unwrap())
    };
    let next_cycle = mended(&plan);
    plan.retry_schedule = RetrySchedule::Literal;
    let literal = mended(&plan);
    assert!((0.5 * HOUR..HOUR).contains(&next_cycle), "{next_cycle}");
    assert!((6.0 * HOUR..7.0 * HOUR).contains(&literal), "{literal}");
}

#[test]
fn a_retry_that_succeeds_releases_a_job_only_by_that_reading() {
    // Nine in ten fail; a tenth of the rest is mended, which leaves the job over every threshold.
    let mends = Action::ErrorsBegin {
        code: ErrorCode::Conflict,
        share: 0.85,
    };
    let setup = and(quiet(2_000), P::Conflict, 0.9);
    let mut plan = plan(12.0 * HOUR, &[(0.4 * HOUR, mends)]);
    let (stays, _) = life(&setup, &plan);
    assert_eq!(stays.status.state, JobState::Quarantine);
    plan.release = Release::AnySuccess;
    let (_, watch) = life(&setup, &plan);
    let released = watch
        .states
        .windows(2)
        .any(|pair| pair[0].1 == JobState::Quarantine && pair[1].1 == JobState::Active);
    assert!(released, "{:?}", watch.states);
}
