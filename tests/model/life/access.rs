//! Licences, provisioning on demand, and the user whose access is asked about.

use cyclecast::model::job::{Action, Burst, ChangeKind, ChangeStatus, JobEnd, TargetActions};
use cyclecast::model::{Endpoint, ErrorCode, Parameter as P};

use super::tenants::{DAY, HOUR, and, burst, plan, quiet, secs, with_bursts};
use super::watch::{Watch, life};

/// A hundred users, as many licences and some more, and what happens.
fn licensed(more: f64, bursts: Vec<Burst>, timeline: &[(f64, Action)]) -> (JobEnd, Watch) {
    let setup = and(quiet(100), P::Licences, 100.0 + more);
    let setup = and(
        and(setup, P::LeaversDeletedShare, 1.0),
        P::HardDeleteAfter,
        DAY,
    );
    life(&setup, &with_bursts(plan(5.0 * DAY, timeline), bursts))
}

fn created(watch: &Watch) -> usize {
    watch.when(ChangeKind::Joiner, ChangeStatus::Applied).len()
}

#[test]
fn without_a_licence_a_joiner_waits_until_somebody_leaves() {
    let joiners = burst(3_000.0, ChangeKind::Joiner, 5);
    let (end, watch) = licensed(2.0, vec![joiners.clone()], &[]);
    assert_eq!((created(&watch), end.changes.escrowed), (2, 3));
    let (end, watch) = licensed(
        0.0,
        vec![joiners, burst(9_000.0, ChangeKind::Leaver, 5)],
        &[],
    );
    assert!(
        created(&watch)
            + watch
                .when(
                    ChangeKind::Joiner,
                    ChangeStatus::Dropped(cyclecast::model::job::DropReason::Undone)
                )
                .len()
            == 5
    );
    assert_eq!(end.changes.escrowed, 0);
}

#[test]
fn whoever_leaves_and_is_deleted_for_good_gives_one_licence_back() {
    let bursts = vec![
        burst(3_000.0, ChangeKind::Leaver, 5),
        burst(3.0 * DAY, ChangeKind::Joiner, 20),
    ];
    let (_, watch) = licensed(0.0, bursts, &[]);
    assert_eq!(watch.calls(Endpoint::UserDelete, 0.0, 3.0 * DAY), 5);
    assert_eq!(created(&watch), 5);
}

#[test]
fn whoever_comes_back_takes_his_licence_again() {
    let bursts = vec![
        burst(3_000.0, ChangeKind::Leaver, 5),
        burst(9_000.0, ChangeKind::Returner, 5),
        burst(20_000.0, ChangeKind::Joiner, 20),
    ];
    let (_, watch) = licensed(0.0, bursts, &[]);
    assert_eq!(
        watch
            .when(ChangeKind::Returner, ChangeStatus::Applied)
            .len(),
        5
    );
    assert_eq!(created(&watch), 0);
}

#[test]
fn whoever_is_provisioned_on_demand_takes_a_licence() {
    let bursts = vec![
        burst(3_000.0, ChangeKind::Joiner, 4),
        burst(9_000.0, ChangeKind::Joiner, 20),
    ];
    let (_, watch) = licensed(6.0, bursts, &[(3_100.0, Action::OnDemand { users: 4 })]);
    assert_eq!(created(&watch), 6);
}

/// When five joiners of moment 3,000 are created if some are provisioned on demand at 3,100.
fn on_demand(users: u32, before: &[(f64, Action)]) -> Vec<f64> {
    let mut timeline = before.to_vec();
    timeline.push((3_100.0, Action::OnDemand { users }));
    let joiners = vec![burst(3_000.0, ChangeKind::Joiner, 5)];
    let (_, watch) = life(
        &quiet(100),
        &with_bursts(plan(3.0 * HOUR, &timeline), joiners),
    );
    watch.when(ChangeKind::Joiner, ChangeStatus::Applied)
}

#[test]
fn on_demand_waiting_users_are_provisioned_at_once() {
    let applied = on_demand(3, &[]);
    assert_eq!(applied.len(), 5);
    assert!(
        applied[..3]
            .iter()
            .all(|at| (3_100.0..3_130.0).contains(at)),
        "{applied:?}"
    );
    assert!(
        applied[3..]
            .iter()
            .all(|at| (4_800.0..4_860.0).contains(at)),
        "{applied:?}"
    );
}

#[test]
fn the_data_store_counts_whoever_was_provisioned_on_demand_or_not() {
    for users in [0, 5] {
        let joiners = vec![burst(3_000.0, ChangeKind::Joiner, 5)];
        let plan = plan(3.0 * HOUR, &[(3_100.0, Action::OnDemand { users })]);
        let (end, _) = life(&quiet(100), &with_bursts(plan, joiners));
        assert_eq!(end.status.synchronized, (105, 0), "{users}");
    }
}

#[test]
fn on_demand_nobody_is_provisioned_whom_the_target_or_the_mapping_refuses() {
    let off = TargetActions {
        create: false,
        ..TargetActions::default()
    };
    let refusals = [
        Action::CredentialsExpire,
        Action::OutageBegins,
        Action::ErrorsBegin {
            code: ErrorCode::Conflict,
            share: 1.0,
        },
        Action::SetTargetActions(off),
    ];
    for refusal in refusals {
        assert_eq!(on_demand(5, &[(3_050.0, refusal)]), [0.0; 0], "{refusal:?}");
    }
}

#[test]
fn the_user_who_is_asked_about_is_assigned_once_and_provisioned_once() {
    for at in [0.0, 1.0, 5_000.0, 2.0 * HOUR] {
        let mut plan = plan(5.0 * HOUR, &[]);
        plan.user_assigned_at = Some(super::tenants::time(at));
        let (end, watch) = life(&quiet(100), &plan);
        assert_eq!(watch.made, [(ChangeKind::Joiner, super::tenants::time(at))]);
        assert_eq!((end.changes.applied, watch.steps.len()), (1, 1));
        let (applied, step) = watch.steps[0];
        assert!(step.marked && step.after == ChangeStatus::Applied);
        let wait = secs(applied) - at;
        assert!((0.0..2_460.0).contains(&wait), "{wait}");
    }
}
