//! The prevention of accidental deletions (document 002), and what else keeps accounts in the target.

use cyclecast::model::job::{
    Action, ChangeKind, DeletionBoundary, DropReason, JobEnd, JobPlan, JobState, QuarantineReason,
    ResetScope, TargetActions,
};
use cyclecast::model::{Endpoint, Parameter as P, Setup};

use super::tenants::{DAY, HOUR, and, burst, plan, quiet, with_bursts, with_groups};
use super::watch::{Watch, dropped, life};

/// A hundred users of whom three may leave in a cycle.
fn guarded() -> Setup {
    and(quiet(100), P::DeletionThreshold, 3.0)
}

/// So many leave within the second cycle's interval.
fn leaving(count: u32, horizon: f64, timeline: &[(f64, Action)]) -> JobPlan {
    with_bursts(
        plan(horizon, timeline),
        vec![burst(3_000.0, ChangeKind::Leaver, count)],
    )
}

fn patches(watch: &Watch) -> usize {
    watch.calls(Endpoint::UserPatch, 0.0, f64::INFINITY)
}

fn is_held_back(end: &JobEnd, watch: &Watch, removals: u64) {
    let reason = end.status.quarantine.map(|one| one.reason);
    assert_eq!(reason, Some(QuarantineReason::TooManyDeletes));
    assert_eq!((end.status.staged, patches(watch)), (removals, 0));
    assert_eq!(
        (watch.mails.len(), end.status.state),
        (1, JobState::Quarantine)
    );
}

#[test]
fn as_many_leavers_as_the_threshold_are_disabled_and_one_more_holds_all_of_them_back() {
    let (end, watch) = life(&guarded(), &leaving(3, 3.0 * HOUR, &[]));
    assert_eq!(
        (end.changes.applied, patches(&watch), watch.mails.len()),
        (3, 3, 0)
    );
    let (end, watch) = life(&guarded(), &leaving(4, 3.0 * HOUR, &[]));
    is_held_back(&end, &watch, 4);
    assert_eq!(end.changes.staged, 4);
}

#[test]
fn where_the_threshold_is_met_as_many_leavers_are_held_back() {
    let mut plan = leaving(3, 3.0 * HOUR, &[]);
    plan.deletion_boundary = DeletionBoundary::Met;
    let (end, watch) = life(&guarded(), &plan);
    is_held_back(&end, &watch, 3);
}

#[test]
fn groups_that_are_removed_count_too() {
    let setup = and(with_groups(40, &[5; 6]), P::DeletionThreshold, 3.0);
    let plan = with_bursts(
        plan(3.0 * HOUR, &[]),
        vec![burst(3_000.0, ChangeKind::RemovedGroup, 4)],
    );
    let (end, watch) = life(&setup, &plan);
    is_held_back(&end, &watch, 4);
    assert_eq!(watch.calls(Endpoint::GroupDelete, 0.0, DAY), 0);
}

#[test]
fn leavers_of_several_cycles_do_not_add_up() {
    let bursts =
        (1..10).map(|cycle| burst(f64::from(cycle) * 2_400.0 + 9.0, ChangeKind::Leaver, 3));
    let plan = with_bursts(plan(8.0 * HOUR, &[]), bursts.collect());
    let (end, watch) = life(&guarded(), &plan);
    assert_eq!((end.changes.applied, watch.mails.len()), (27, 0));
}

#[test]
fn joiners_are_created_while_leavers_are_held_back() {
    let mut plan = leaving(9, 3.0 * HOUR, &[]);
    plan.bursts.push(burst(3_100.0, ChangeKind::Joiner, 5));
    let (end, watch) = life(&guarded(), &plan);
    is_held_back(&end, &watch, 9);
    assert_eq!(end.changes.applied, 5);
}

#[test]
fn allowed_deletions_are_carried_out_by_the_next_cycle_which_releases_the_job() {
    let (end, watch) = life(
        &guarded(),
        &leaving(9, 3.0 * HOUR, &[(9_000.0, Action::AllowDeletes)]),
    );
    assert_eq!(
        (end.changes.applied, end.status.staged, patches(&watch)),
        (9, 0, 9)
    );
    assert_eq!(watch.state_at(8_999.0), JobState::Quarantine);
    assert_eq!(watch.state_at(9_060.0), JobState::Active);
}

#[test]
fn what_is_restored_before_a_restart_stays_in_the_target() {
    let restore = [
        (9_000.0, Action::RestoreStaged),
        (9_100.0, Action::Restart(ResetScope::PORTAL)),
    ];
    let (end, watch) = life(&guarded(), &leaving(9, 4.0 * HOUR, &restore));
    assert_eq!(
        (dropped(&end, DropReason::Restored), patches(&watch)),
        (9, 0)
    );
    assert_eq!((end.status.state, end.status.staged), (JobState::Active, 0));
    assert_eq!(end.status.last_execution.unwrap().entitled, 100);
}

#[test]
fn a_restart_without_a_repair_holds_the_same_leavers_back_again() {
    let restart = [(9_000.0, Action::Restart(ResetScope::PORTAL))];
    let (end, watch) = life(&guarded(), &leaving(9, 4.0 * HOUR, &restart));
    assert_eq!(
        (end.status.staged, patches(&watch), watch.mails.len()),
        (9, 0, 2)
    );
}

#[test]
fn allowed_deletions_are_carried_out_by_a_cycle_that_looks_at_everything_too() {
    let both = ResetScope::PORTAL.union(ResetScope::FORCE_DELETES);
    let apart = [
        (9_000.0, Action::Restart(ResetScope::PORTAL)),
        (9_000.0, Action::AllowDeletes),
    ];
    for timeline in [&[(9_000.0, Action::Restart(both))][..], &apart] {
        let (end, watch) = life(&guarded(), &leaving(9, 4.0 * HOUR, timeline));
        assert_eq!((end.status.staged, patches(&watch)), (0, 9));
    }
}

#[test]
fn deletions_stay_allowed_if_the_cycle_that_would_carry_them_out_fails_or_is_paused() {
    let outage = [
        (8_900.0, Action::OutageBegins),
        (9_000.0, Action::AllowDeletes),
        (9_500.0, Action::OutageEnds),
        (9_600.0, Action::Start),
    ];
    let pause = [
        (9_000.0, Action::AllowDeletes),
        (9_000.15, Action::Pause),
        (9_600.0, Action::Start),
    ];
    for timeline in [&outage[..], &pause] {
        let (end, watch) = life(&guarded(), &leaving(9, 4.0 * HOUR, timeline));
        assert_eq!(
            (end.status.staged, patches(&watch) >= 9),
            (0, true),
            "{timeline:?}"
        );
    }
}

#[test]
fn deletions_that_were_allowed_and_failed_are_tried_again_without_another_permission() {
    let timeline = [
        (9_000.0, Action::AllowDeletes),
        (9_005.0, Action::OutageBegins),
        (9_100.0, Action::OutageEnds),
    ];
    let setup = and(guarded(), P::UserGet, 10.0);
    let (end, watch) = life(&setup, &leaving(9, DAY, &timeline));
    assert_eq!(
        (end.status.staged, end.status.escrowed, patches(&watch)),
        (0, 0, 9)
    );
}

#[test]
fn a_saved_filter_restarts_the_job_and_whom_it_removes_counts() {
    let filter = [(9_000.0, Action::ChangeFilter { removed_share: 0.3 })];
    let (end, watch) = life(&guarded(), &plan(3.0 * HOUR, &filter));
    let began = watch
        .cycles
        .iter()
        .find(|cycle| cycle.start.is_full && cycle.start.changes == 0);
    assert!(began.is_some() && watch.begins().contains(&9_000.0));
    assert!(
        (15..45).contains(&end.status.staged),
        "{}",
        end.status.staged
    );
    is_held_back(&end, &watch, end.status.staged);
    let (end, watch) = life(&quiet(100), &plan(3.0 * HOUR, &filter));
    let out = 100 - end.status.last_execution.unwrap().entitled;
    assert_eq!(
        (patches(&watch) as u64, end.status.state),
        (out, JobState::Active)
    );
}

#[test]
fn leavers_keep_their_accounts_where_deletions_out_of_scope_are_skipped_or_off() {
    let off = TargetActions {
        delete: false,
        ..TargetActions::default()
    };
    let ways = [
        (
            Action::SkipOutOfScopeDeletions(true),
            DropReason::SkippedDeletion,
        ),
        (Action::SetTargetActions(off), DropReason::ActionOff),
    ];
    for (action, reason) in ways {
        let (end, watch) = life(&quiet(100), &leaving(9, 3.0 * HOUR, &[(2_500.0, action)]));
        assert_eq!((dropped(&end, reason), patches(&watch)), (9, 0));
        assert_eq!(watch.calls(Endpoint::UserDelete, 0.0, DAY), 0);
    }
}

#[test]
fn nothing_is_created_or_changed_where_that_is_off() {
    let off = TargetActions {
        create: false,
        update: false,
        delete: true,
    };
    let mut plan = plan(3.0 * HOUR, &[(2_500.0, Action::SetTargetActions(off))]);
    plan.bursts.push(burst(3_000.0, ChangeKind::Joiner, 5));
    plan.bursts
        .push(burst(3_000.0, ChangeKind::AttributeUpdate, 7));
    let (end, watch) = life(&quiet(100), &plan);
    assert_eq!(
        watch.calls(Endpoint::UserPost, 2_400.0, DAY) + patches(&watch),
        0
    );
    assert_eq!(
        (dropped(&end, DropReason::ActionOff), end.changes.waiting),
        (12, 0)
    );
}
