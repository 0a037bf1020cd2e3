//! What a restart repeats, what it keeps and what it clears.

use cyclecast::model::job::{Action, ChangeKind, ChangeStatus, DropReason, ResetScope};
use cyclecast::model::{Endpoint, ErrorCode, Parameter as P};

use super::tenants::{DAY, HOUR, and, burst, plan, quiet, secs, with_bursts, with_groups};
use super::watch::{dropped, life};

const AT: f64 = 9_000.0;

fn restart(scope: ResetScope) -> [(f64, Action); 1] {
    [(AT, Action::Restart(scope))]
}

#[test]
fn the_portals_restart_looks_at_everybody_and_keeps_the_links() {
    let setup = with_groups(100, &[10, 20]);
    let (end, watch) = life(&setup, &plan(4.0 * HOUR, &restart(ResetScope::PORTAL)));
    let cycle = watch
        .cycles
        .iter()
        .find(|cycle| secs(cycle.began) == AT)
        .unwrap();
    assert!(cycle.start.is_full && !cycle.start.goes_on);
    let calls = |endpoint| watch.calls(endpoint, AT, AT + 2_400.0);
    assert_eq!(
        (calls(Endpoint::UserGet), calls(Endpoint::UserPost)),
        (101, 0)
    );
    assert_eq!(
        (calls(Endpoint::GroupGet), calls(Endpoint::GroupPost)),
        (2, 0)
    );
    assert_eq!(
        (end.status.synchronized, watch.access.len()),
        ((100, 2), 100)
    );
}

#[test]
fn a_full_restart_matches_everybody_anew_and_creates_nobody_twice() {
    let setup = with_groups(100, &[10, 20]);
    let (_, watch) = life(&setup, &plan(4.0 * HOUR, &restart(ResetScope::FULL)));
    let calls = |endpoint| watch.calls(endpoint, AT, AT + 2_400.0);
    assert_eq!(
        (calls(Endpoint::UserGet), calls(Endpoint::UserPost)),
        (101, 0)
    );
    assert_eq!(
        (calls(Endpoint::GroupGet), calls(Endpoint::GroupPost)),
        (2, 0)
    );
}

#[test]
fn whoever_is_matched_anew_gains_no_access_that_he_had() {
    let (_, watch) = life(&quiet(100), &plan(4.0 * HOUR, &restart(ResetScope::FULL)));
    assert_eq!(watch.access.len(), 100);
}

#[test]
fn whoever_fails_while_he_is_matched_anew_is_not_created_a_second_time() {
    let conflict = Action::ErrorsBegin {
        code: ErrorCode::DuplicateTargetEntries,
        share: 1.0,
    };
    let timeline = [
        (AT - 1.0, conflict),
        (AT, Action::Restart(ResetScope::FULL)),
        (AT + 600.0, Action::ErrorsFixed(None)),
    ];
    let (end, watch) = life(&quiet(100), &plan(5.0 * HOUR, &timeline));
    assert_eq!(end.status.escrowed, 0);
    assert_eq!(watch.calls(Endpoint::UserPost, AT, DAY), 0);
}

#[test]
fn values_that_changed_before_a_restart_are_written_by_it() {
    for scope in [ResetScope::PORTAL, ResetScope::FULL, ResetScope::WATERMARK] {
        let changes = vec![burst(AT - 60.0, ChangeKind::AttributeUpdate, 200)];
        let plan = with_bursts(plan(4.0 * HOUR, &restart(scope)), changes);
        let (end, watch) = life(&quiet(100), &plan);
        assert_eq!(end.changes.applied, 200);
        // Of a hundred users, each as likely each time, 13 are not hit by 200 changes.
        let written = watch.calls(Endpoint::UserPatch, AT, DAY);
        assert!((75..=97).contains(&written), "{scope:?} {written}");
    }
}

#[test]
fn a_changed_mapping_restarts_the_job_and_patches_those_whose_values_differ() {
    let mapping = [(AT, Action::ChangeMapping { changed_share: 0.5 })];
    let (_, watch) = life(&quiet(200), &plan(4.0 * HOUR, &mapping));
    assert!(watch.begins().contains(&AT));
    let written = watch.calls(Endpoint::UserPatch, AT, DAY);
    assert!((70..=130).contains(&written), "{written}");
}

#[test]
fn cleared_escrows_are_dropped_unless_everybody_is_looked_at_again() {
    let timeline = |scope| {
        [
            (
                2_500.0,
                Action::ErrorsBegin {
                    code: ErrorCode::Conflict,
                    share: 1.0,
                },
            ),
            (AT, Action::ErrorsFixed(None)),
            (AT, Action::Restart(scope)),
        ]
    };
    let joiners = vec![burst(3_000.0, ChangeKind::Joiner, 5)];
    let lived = |scope| {
        let plan = with_bursts(plan(DAY, &timeline(scope)), joiners.clone());
        life(&quiet(100), &plan).0
    };
    let end = lived(ResetScope::ESCROWS);
    assert_eq!(
        (
            dropped(&end, DropReason::EscrowCleared),
            end.status.escrowed
        ),
        (5, 0)
    );
    for scope in [ResetScope::PORTAL, ResetScope::QUARANTINE_STATE] {
        let end = lived(scope);
        assert_eq!(
            (
                end.changes.applied,
                dropped(&end, DropReason::EscrowCleared)
            ),
            (5, 0)
        );
    }
}

#[test]
fn escrows_that_are_cleared_while_a_cycle_retries_them_are_gone_once() {
    // Groups take half a minute to evaluate and memberships more than a minute to write.
    let mut setup = and(with_groups(50, &[20]), P::Evaluation, 30.0);
    setup.set(P::GroupPatch, cyclecast::model::Uncertain::Fixed(55.0));
    let timeline = [
        (7_205.0, Action::OutageBegins),
        (7_500.0, Action::OutageEnds),
        (9_660.0, Action::Restart(ResetScope::ESCROWS)),
        // The restart begins a cycle, and the next follows 40 minutes later.
        (12_065.0, Action::OutageBegins),
        (12_460.0, Action::OutageEnds),
    ];
    let adds = |at, count| burst(at, ChangeKind::MembershipAdd, count);
    let plan = with_bursts(
        plan(6.0 * HOUR, &timeline),
        vec![adds(5_000.0, 4), adds(9_900.0, 7)],
    );
    let (end, watch) = life(&setup, &plan);
    assert_eq!(
        watch
            .when(ChangeKind::MembershipAdd, ChangeStatus::Escrowed)
            .len(),
        4 + 7
    );
    assert_eq!(dropped(&end, DropReason::EscrowCleared), 4);
    assert_eq!((end.changes.applied, end.status.escrowed), (7, 0));
}

#[test]
fn references_that_were_missed_are_found_by_a_cycle_that_looks_at_everything() {
    let setup = and(with_groups(100, &[30]), P::JoinersReferencedShare, 1.0);
    let setup = and(setup, P::MembersOutOfScopeShare, 1.0);
    let bursts = || {
        vec![
            burst(3_000.0, ChangeKind::Joiner, 10),
            burst(3_000.0, ChangeKind::MembershipAdd, 4),
        ]
    };
    let (end, _) = life(&setup, &with_bursts(plan(5.0 * HOUR, &[]), bursts()));
    assert_eq!(
        (
            end.missed_references,
            dropped(&end, DropReason::MemberOutOfScope)
        ),
        (14, 4)
    );
    let watermark = restart(ResetScope::WATERMARK);
    let (end, _) = life(&setup, &with_bursts(plan(5.0 * HOUR, &watermark), bursts()));
    assert_eq!(end.missed_references, 0);
}
