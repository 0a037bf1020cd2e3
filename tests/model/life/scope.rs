//! Users who come into scope, leave it, and come back.

use cyclecast::model::job::{Action, Burst, ChangeKind, ChangeStatus, JobEnd, ResetScope};
use cyclecast::model::{Endpoint, Parameter as P, Setup};

use super::tenants::{DAY, HOUR, and, burst, plan, quiet, secs, spread, with_bursts, with_groups};
use super::watch::{Watch, life};

/// Leavers of whom this share is deleted, followed for 35 days with six cycles a day.
fn leavers(share: f64, bursts: Vec<Burst>, disables: bool) -> (JobEnd, Watch) {
    let setup = and(
        and(quiet(100), P::LeaversDeletedShare, share),
        P::Interval,
        4.0 * HOUR,
    );
    let mut plan = with_bursts(plan(35.0 * DAY, &[]), bursts);
    plan.target_disables = disables;
    life(&setup, &plan)
}

#[test]
fn a_deleted_user_is_disabled_at_once_and_deleted_after_thirty_days() {
    let (end, watch) = leavers(1.0, vec![burst(3_000.0, ChangeKind::Leaver, 5)], true);
    assert_eq!(watch.calls(Endpoint::UserPatch, 0.0, DAY), 5);
    let before = 3_000.0 + 30.0 * DAY;
    assert_eq!(watch.calls(Endpoint::UserDelete, 0.0, before), 0);
    assert_eq!(watch.calls(Endpoint::UserDelete, before, before + DAY), 5);
    assert_eq!(end.changes.applied, 10);
}

#[test]
fn an_unassigned_user_is_disabled_and_never_deleted() {
    let (end, watch) = leavers(0.0, vec![burst(3_000.0, ChangeKind::Leaver, 5)], true);
    assert_eq!(watch.calls(Endpoint::UserPatch, 0.0, DAY), 5);
    assert_eq!(watch.calls(Endpoint::UserDelete, 0.0, 35.0 * DAY), 0);
    assert_eq!(end.changes.seen, 5);
}

#[test]
fn a_target_that_cannot_disable_is_told_to_delete_at_once() {
    let (_, watch) = leavers(1.0, vec![burst(3_000.0, ChangeKind::Leaver, 5)], false);
    assert_eq!(watch.calls(Endpoint::UserPatch, 0.0, 35.0 * DAY), 0);
    assert_eq!(watch.calls(Endpoint::UserDelete, 0.0, DAY), 5);
    assert_eq!(watch.calls(Endpoint::UserDelete, DAY, 35.0 * DAY), 0);
}

#[test]
fn whoever_comes_back_within_thirty_days_is_not_deleted() {
    let bursts = vec![
        burst(3_000.0, ChangeKind::Leaver, 5),
        burst(10.0 * DAY, ChangeKind::Returner, 5),
    ];
    let (end, watch) = leavers(1.0, bursts, true);
    assert_eq!(watch.calls(Endpoint::UserPatch, 0.0, 35.0 * DAY), 10);
    assert_eq!(watch.calls(Endpoint::UserDelete, 0.0, 35.0 * DAY), 0);
    assert_eq!(end.status.last_execution.unwrap().entitled, 100);
}

#[test]
fn a_deletion_for_good_reaches_a_target_that_was_not_told_of_the_first_one_either() {
    let setup = and(
        and(quiet(100), P::LeaversDeletedShare, 1.0),
        P::HardDeleteAfter,
        DAY,
    );
    let timeline = [(2_500.0, Action::Pause), (2.0 * DAY, Action::Start)];
    let leavers = vec![burst(3_000.0, ChangeKind::Leaver, 5)];
    let (_, watch) = life(&setup, &with_bursts(plan(4.0 * DAY, &timeline), leavers));
    assert_eq!(watch.calls(Endpoint::UserDelete, 0.0, 4.0 * DAY), 5);
}

#[test]
fn whoever_comes_back_has_lost_his_memberships() {
    let bursts = vec![
        burst(3_000.0, ChangeKind::Leaver, 10),
        burst(9_000.0, ChangeKind::Returner, 10),
    ];
    let (end, watch) = life(
        &with_groups(100, &[50; 4]),
        &with_bursts(plan(6.0 * HOUR, &[]), bursts),
    );
    assert_eq!((end.changes.applied, end.lost_memberships), (20, 20));
    assert_eq!(watch.calls(Endpoint::GroupPatch, 3_000.0, DAY), 0);
}

#[test]
fn whoever_leaves_before_he_was_created_is_never_created() {
    let setup = and(quiet(0), P::Interval, DAY);
    let bursts = vec![
        burst(3_000.0, ChangeKind::Joiner, 10),
        burst(9_000.0, ChangeKind::Leaver, 10),
    ];
    let (end, watch) = life(&setup, &with_bursts(plan(2.5 * DAY, &[]), bursts));
    assert_eq!((end.changes.applied, end.changes.dropped_in_all()), (0, 20));
    assert_eq!(watch.calls(Endpoint::UserPost, 0.0, 3.0 * DAY), 0);
}

fn mean_wait(setup: &Setup) -> f64 {
    let plan = with_bursts(
        plan(6.0 * DAY, &[]),
        vec![spread(HOUR, DAY, ChangeKind::Joiner, 400)],
    );
    let (_, watch) = life(setup, &plan);
    let applied = watch
        .steps
        .iter()
        .filter(|(_, step)| step.after == ChangeStatus::Applied);
    let waits: Vec<f64> = applied
        .map(|(at, step)| secs(*at) - secs(step.made))
        .collect();
    assert_eq!(waits.len(), 400);
    waits.iter().sum::<f64>() / 400.0
}

#[test]
fn a_dynamic_group_delays_joiners_by_the_evaluation_of_its_rule() {
    let direct = mean_wait(&quiet(100));
    let setup = and(
        and(quiet(100), P::DynamicShare, 1.0),
        P::DynamicDelay,
        7_200.0,
    );
    let later = mean_wait(&setup) - direct;
    // Exponential: its mean over 400 joiners is out by a twentieth.
    assert!((6_000.0..8_400.0).contains(&later), "{later}");
}

#[test]
fn a_scope_narrowed_to_the_assigned_takes_effect_only_with_a_restart_by_hand() {
    let narrows = (3_000.0, Action::ScopeToAssigned { removed_share: 0.5 });
    let (_, watch) = life(&quiet(200), &plan(DAY, &[narrows]));
    assert_eq!(watch.calls(Endpoint::UserPatch, 0.0, DAY), 0);
    let restart = (20_000.0, Action::Restart(ResetScope::PORTAL));
    let (end, watch) = life(&quiet(200), &plan(DAY, &[narrows, restart]));
    assert_eq!(watch.calls(Endpoint::UserPatch, 0.0, 20_000.0), 0);
    let out = watch.calls(Endpoint::UserPatch, 20_000.0, DAY) as u64;
    assert!((70..130).contains(&out), "{out}");
    assert_eq!(end.status.last_execution.unwrap().entitled, 200 - out);
}

#[test]
fn changes_out_of_scope_are_evaluated_and_nothing_else() {
    let changes = vec![burst(3_000.0, ChangeKind::OutOfScope, 50)];
    let (end, watch) = life(&quiet(100), &with_bursts(plan(3.0 * HOUR, &[]), changes));
    assert_eq!((end.changes.dropped_in_all(), end.changes.applied), (50, 0));
    assert_eq!(watch.calls(Endpoint::UserGet, 2_400.0, 9_600.0), 3);
}
