//! What a cycle that was broken off hands back, and what later cycles make of it.

use cyclecast::model::Endpoint;
use cyclecast::model::Parameter as P;
use cyclecast::model::job::{Action, ChangeKind, ChangeStatus, DropReason, TargetActions};

use super::tenants::{DAY, HOUR, and, burst, plan, quiet, with_bursts, with_groups};
use super::watch::{dropped, life};

#[test]
fn members_of_new_groups_are_written_though_the_cycle_that_created_them_was_paused() {
    let mut setup = and(with_groups(300, &[]), P::GroupPatch, 5.0);
    setup = and(setup, P::GroupMembersMedian, 40.0);
    setup = and(setup, P::GroupMembersLogSd, 0.01);
    let groups = vec![burst(3_000.0, ChangeKind::NewGroup, 10)];
    let patches = |timeline: &[(f64, Action)]| {
        let plan = with_bursts(plan(6.0 * HOUR, timeline), groups.clone());
        let (end, watch) = life(&setup, &plan);
        assert_eq!((end.changes.applied, end.changes.waiting), (10, 0));
        watch.calls(Endpoint::GroupPatch, 0.0, DAY)
    };
    let undisturbed = patches(&[]);
    let paused = patches(&[(4_830.0, Action::Pause), (6_000.0, Action::Start)]);
    assert!(undisturbed >= 390, "{undisturbed}");
    // Those that were written before the pause are written again.
    assert!(
        paused >= undisturbed && paused < undisturbed + 60,
        "{paused}"
    );
}

#[test]
fn users_whom_a_filter_removed_are_disabled_though_the_first_cycle_after_the_permission_failed() {
    let setup = and(quiet(200), P::DeletionThreshold, 10.0);
    let timeline = [
        (3.0 * HOUR, Action::ChangeFilter { removed_share: 1.0 }),
        (5.0 * HOUR, Action::OutageBegins),
        (5.1 * HOUR, Action::AllowDeletes),
        (6.0 * HOUR, Action::OutageEnds),
    ];
    let (end, watch) = life(&setup, &plan(2.0 * DAY, &timeline));
    assert_eq!(end.status.staged, 0);
    assert_eq!(watch.calls(Endpoint::UserPatch, 5.0 * HOUR, 2.0 * DAY), 200);
}

#[test]
fn memberships_of_users_who_can_never_be_created_stay_in_escrow_however_often_they_are_tried() {
    let mut setup = and(with_groups(400, &[10]), P::MandatoryFieldsMissing, 0.5);
    setup = and(setup, P::QuarantineFrom, 1e6);
    let adds = vec![burst(5_000.0, ChangeKind::MembershipAdd, 1_000)];
    let (end, _) = life(&setup, &with_bursts(plan(10.0 * DAY, &[]), adds));
    assert!(
        (400..600).contains(&end.changes.escrowed),
        "{:?}",
        end.changes
    );
    assert_eq!(end.changes.applied + end.changes.escrowed, 1_000);
}

#[test]
fn managers_of_users_who_were_created_late_are_linked_once_creating_is_allowed_again() {
    let mut setup = and(quiet(300), P::ManagerShare, 1.0);
    setup = and(setup, P::Joiners, 0.0);
    let off = TargetActions {
        create: false,
        ..TargetActions::default()
    };
    let timeline = [
        (0.0, Action::SetTargetActions(off)),
        (HOUR, Action::SetTargetActions(TargetActions::default())),
        (
            HOUR,
            Action::Restart(cyclecast::model::job::ResetScope::PORTAL),
        ),
    ];
    let joiners = vec![burst(3.0 * HOUR, ChangeKind::Joiner, 50)];
    let (end, watch) = life(&setup, &with_bursts(plan(DAY, &timeline), joiners));
    assert_eq!((watch.access.len(), end.status.escrowed), (350, 0));
}

#[test]
fn nobody_retries_the_manager_of_a_user_who_has_left() {
    let mut setup = and(quiet(200), P::ManagerShare, 1.0);
    setup = and(setup, P::Conflict, 0.3);
    let leavers = vec![burst(5_000.0, ChangeKind::Leaver, 200)];
    let (end, _) = life(&setup, &with_bursts(plan(3.0 * DAY, &[]), leavers));
    assert_eq!(end.status.escrowed, 0);
}

#[test]
fn a_deletion_for_good_counts_from_the_last_departure_and_not_from_an_earlier_one() {
    let mut setup = and(quiet(1), P::LeaversDeletedShare, 1.0);
    setup = and(setup, P::HardDeleteAfter, 7.0 * DAY);
    let changes = vec![
        burst(DAY, ChangeKind::Leaver, 1),
        burst(2.0 * DAY, ChangeKind::Returner, 1),
        burst(6.0 * DAY, ChangeKind::Leaver, 1),
    ];
    let (end, watch) = life(&setup, &with_bursts(plan(15.0 * DAY, &[]), changes));
    assert_eq!(watch.calls(Endpoint::UserDelete, 0.0, 13.0 * DAY), 0);
    assert_eq!(watch.calls(Endpoint::UserDelete, 13.0 * DAY, 15.0 * DAY), 1);
    assert_eq!(dropped(&end, DropReason::Undone), 1);
}

#[test]
fn who_is_deleted_for_good_cannot_be_restored() {
    let mut setup = and(quiet(50), P::DeletionThreshold, 3.0);
    setup = and(setup, P::LeaversDeletedShare, 1.0);
    setup = and(setup, P::HardDeleteAfter, DAY);
    let timeline = [(3.0 * DAY, Action::RestoreStaged)];
    let leavers = vec![burst(2.0 * HOUR, ChangeKind::Leaver, 10)];
    let (end, watch) = life(&setup, &with_bursts(plan(4.0 * DAY, &timeline), leavers));
    assert_eq!(end.status.staged, 10);
    assert!(
        watch
            .when(ChangeKind::Leaver, ChangeStatus::Applied)
            .is_empty()
    );
}

#[test]
fn whoever_was_kept_can_come_back() {
    let setup = quiet(50);
    let mut plan = plan(DAY, &[]);
    plan.skip_out_of_scope_deletions = true;
    let changes = vec![
        burst(2.0 * HOUR, ChangeKind::Leaver, 10),
        burst(5.0 * HOUR, ChangeKind::Returner, 10),
    ];
    let (end, _) = life(&setup, &with_bursts(plan, changes));
    assert_eq!(dropped(&end, DropReason::SkippedDeletion), 10);
    assert_eq!((end.changes.applied, end.lost_memberships), (10, 0));
}

#[test]
fn what_no_cycle_has_seen_waits_and_changes_nothing() {
    let mut setup = and(quiet(100), P::Conflict, 1.0);
    setup = and(setup, P::QuarantineFrom, 1e6);
    let timeline = [(HOUR, Action::Stop)];
    let leavers = vec![burst(2.0 * HOUR, ChangeKind::Leaver, 100)];
    let (end, _) = life(&setup, &with_bursts(plan(DAY, &timeline), leavers));
    assert_eq!((end.status.escrowed, end.changes.waiting), (100, 100));
}
