//! Quarantine as document 000 has it: when it begins, when the job is tried again, how it ends.

use cyclecast::model::job::{
    Action, ChangeKind, ChangeStatus, DropReason, JobState, OverThreshold, QuarantineReason,
    ResetScope,
};
use cyclecast::model::{ErrorCode, Parameter as P};

use super::tenants::{DAY, HOUR, and, burst, plan, quiet, rarely, secs, with_bursts};
use super::watch::{dropped, life};

/// The first cycle that meets expired credentials is refused here.
const REFUSED: f64 = 7_200.05;

fn hours_after_refusal(begins: &[f64]) -> Vec<f64> {
    let after = begins.iter().filter(|begin| **begin > 7_200.0);
    after.map(|begin| (begin - REFUSED) / HOUR).collect()
}

fn near(measured: &[f64], expected: &[f64]) {
    assert_eq!(measured.len(), expected.len(), "{measured:?}");
    for (one, other) in measured.iter().zip(expected) {
        assert!((one - other).abs() < 1e-3, "{measured:?} {expected:?}");
    }
}

#[test]
fn expired_credentials_quarantine_at_once_and_are_tried_after_6_12_and_24_hours_then_daily() {
    let plan = rarely(plan(5.0 * DAY, &[(5_000.0, Action::CredentialsExpire)]));
    let (end, watch) = life(&quiet(100), &plan);
    let quarantine = end.status.quarantine.expect("in quarantine");
    assert_eq!(
        quarantine.reason,
        QuarantineReason::EncounteredQuarantineException
    );
    assert_eq!(quarantine.error, Some(ErrorCode::Unauthorized));
    assert!((secs(quarantine.series_began) - REFUSED).abs() < 0.1);
    near(
        &hours_after_refusal(&watch.begins()),
        &[6.0, 12.0, 24.0, 48.0, 72.0, 96.0],
    );
    assert_eq!(watch.mails, [(quarantine.series_began, quarantine.reason)]);
}

#[test]
fn the_first_retry_after_the_repair_releases_the_job_and_applies_what_changed_meanwhile() {
    let repair = [
        (5_000.0, Action::CredentialsExpire),
        (30.0 * HOUR, Action::CredentialsFixed),
    ];
    let joiners = vec![burst(20.0 * HOUR, ChangeKind::Joiner, 10)];
    let (end, watch) = life(
        &quiet(100),
        &rarely(with_bursts(plan(51.0 * HOUR, &repair), joiners)),
    );
    let retries = hours_after_refusal(&watch.begins());
    near(&retries[..4], &[6.0, 12.0, 24.0, 48.0]);
    near(&retries[4..5], &[48.0 + 2.0 / 3.0]);
    let released = REFUSED + 48.0 * HOUR;
    let applied = watch.when(ChangeKind::Joiner, ChangeStatus::Applied);
    assert_eq!((applied.len(), end.changes.waiting), (10, 0));
    assert!(
        applied
            .iter()
            .all(|at| (released - 1.0..released + 60.0).contains(at))
    );
    let active = watch.first_in(JobState::Active, REFUSED).unwrap();
    assert!((released - 1.0..released + 60.0).contains(&active));
    assert_eq!(watch.mails.len(), 1);
}

#[test]
fn after_the_repair_a_start_does_not_wait_for_the_retry() {
    let at = 30.0 * HOUR;
    let timeline = [
        (5_000.0, Action::CredentialsExpire),
        (at, Action::CredentialsFixed),
        (at, Action::Start),
    ];
    let (end, watch) = life(&quiet(100), &plan(31.0 * HOUR, &timeline));
    assert!(watch.begins().contains(&at));
    assert_eq!(end.status.state, JobState::Active);
}

#[test]
fn four_weeks_of_quarantine_disable_the_job_until_it_is_started_or_restarted() {
    let portal = Action::Restart(ResetScope::PORTAL);
    for (days, action) in [(28.0, Action::Start), (3.0, portal), (1.0, Action::Start)] {
        let again = (days + 2.0) * DAY;
        let timeline = [
            (5_000.0, Action::CredentialsExpire),
            (again, Action::CredentialsFixed),
            (again, action),
        ];
        let joiners = vec![burst(6_000.0, ChangeKind::Joiner, 4)];
        let setup = and(quiet(60), P::DisabledAfter, days * DAY);
        let (end, watch) = life(&setup, &with_bursts(plan(again + HOUR, &timeline), joiners));
        let disabled = watch.first_in(JobState::Disabled, 0.0).unwrap();
        assert!((disabled - REFUSED - days * DAY).abs() < 0.1);
        let begins = watch.begins();
        let between = begins.iter().filter(|at| (disabled..again).contains(*at));
        assert_eq!(between.count(), 0);
        let first = watch
            .cycles
            .iter()
            .find(|cycle| secs(cycle.began) >= again)
            .unwrap();
        assert!(first.start.is_full && secs(first.began) == again);
        assert_eq!(
            (end.changes.applied, end.status.state),
            (4, JobState::Active)
        );
    }
}

#[test]
fn six_in_ten_failing_users_quarantine_a_job_of_ten_thousand_but_not_one_of_eight_thousand() {
    let setup = |users| and(quiet(users), P::Conflict, 0.6);
    let (end, watch) = life(&setup(10_000), &rarely(plan(2.0 * HOUR, &[])));
    let reason = QuarantineReason::EncounteredEscrowProportionThreshold;
    assert_eq!(end.status.quarantine.map(|one| one.reason), Some(reason));
    assert_eq!((watch.mails.len(), watch.cycles.len()), (1, 1));
    let (end, watch) = life(&setup(8_000), &plan(2.0 * HOUR, &[]));
    assert!(
        (4_700..4_900).contains(&end.status.escrowed),
        "{}",
        end.status.escrowed
    );
    assert_eq!((end.status.state, watch.mails.len()), (JobState::Active, 0));
}

#[test]
fn what_failed_is_mended_with_the_first_retry_after_its_cause() {
    let setup = and(quiet(10_000), P::Conflict, 0.6);
    let plan = rarely(plan(7.0 * HOUR, &[(HOUR, Action::ErrorsFixed(None))]));
    let (end, watch) = life(&setup, &plan);
    assert_eq!(
        (end.status.state, end.status.escrowed),
        (JobState::Active, 0)
    );
    assert_eq!(watch.access.len(), 10_000);
    assert!(secs(watch.cycles[1].began) > 6.0 * HOUR);
}

#[test]
fn another_reason_is_notified_once_more() {
    let setup = and(quiet(10_000), P::Conflict, 0.6);
    let (_, watch) = life(
        &setup,
        &plan(3.0 * DAY, &[(HOUR, Action::CredentialsExpire)]),
    );
    let reasons: Vec<_> = watch.mails.iter().map(|(_, reason)| *reason).collect();
    let first = QuarantineReason::EncounteredEscrowProportionThreshold;
    assert_eq!(
        reasons,
        [first, QuarantineReason::EncounteredQuarantineException]
    );
}

#[test]
fn an_initial_cycle_over_the_threshold_can_prune_its_escrow_and_pause() {
    let setup = and(quiet(10_000), P::Conflict, 0.6);
    let mut plan = plan(2.0 * DAY, &[(DAY, Action::Start)]);
    plan.over_threshold = OverThreshold::PruneAndPause;
    let (end, watch) = life(&setup, &plan);
    let done = secs(end.initial_done.expect("it goes on to its end"));
    assert_eq!(watch.first_in(JobState::Paused, 0.0), Some(done));
    assert!(end.status.escrows_pruned && watch.mails.is_empty());
    assert_eq!(end.status.escrowed, 0);
    assert_eq!(watch.begins()[1], DAY);
    assert_eq!(dropped(&end, DropReason::GivenUp), 0);
}

#[test]
fn a_disabled_job_runs_again_after_a_restart_that_does_not_name_its_quarantine() {
    let scopes = [
        ResetScope::ESCROWS,
        ResetScope::WATERMARK,
        ResetScope::FORCE_DELETES,
    ];
    for scope in scopes {
        let again = 2.0 * DAY;
        let timeline = [
            (5_000.0, Action::CredentialsExpire),
            (again, Action::CredentialsFixed),
            (again, Action::Restart(scope)),
        ];
        let setup = and(quiet(60), P::DisabledAfter, DAY);
        let (end, watch) = life(&setup, &plan(again + HOUR, &timeline));
        assert!(watch.moments.is_sorted(), "time runs back");
        assert!(watch.begins().contains(&again), "{scope:?}");
        assert_eq!(end.status.state, JobState::Active);
    }
}
