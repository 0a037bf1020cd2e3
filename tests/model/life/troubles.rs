//! Troubles for a time: a share of the calls fails, or is refused; and links to accounts that are gone.

use cyclecast::model::job::{Action, ChangeKind, JobState, QuarantineReason, ResetScope};
use cyclecast::model::{
    CallTrouble, Connector, Endpoint, EndpointSet, ErrorCode, Excess, LimitKind, LimitRule, On429,
    Parameter as P, RetryAfter, Setup,
};
use cyclecast::units::SimDuration;

use super::tenants::{DAY, HOUR, and, burst, plan, quiet, secs, with_bursts, with_groups};
use super::watch::life;

fn failing(code: ErrorCode, share: f64, endpoints: &str) -> Action {
    Action::TroubleBegins(CallTrouble {
        code,
        share,
        endpoints: EndpointSet::from_name(endpoints).unwrap(),
        retry_after: None,
    })
}

#[test]
fn a_share_of_the_calls_fails_until_the_trouble_is_over_and_nobody_is_lost() {
    let timeline = [
        (0.0, failing(ErrorCode::InternalServerError, 0.3, "all")),
        (
            0.5 * HOUR,
            Action::TroubleEnds(ErrorCode::InternalServerError),
        ),
    ];
    let setup = and(quiet(2_000), P::RetriesInCycle, 0.0);
    let (end, watch) = life(&setup, &plan(6.0 * HOUR, &timeline));
    // A GET and a POST each: 51 % have one that fails.
    let failed = end.initial.users_escrowed;
    assert!((950..1_090).contains(&failed), "{failed}");
    assert_eq!((end.status.escrowed, watch.access.len()), (0, 2_000));
}

#[test]
fn updates_alone_can_fail_while_users_are_created() {
    let trouble = failing(ErrorCode::InternalServerError, 1.0, "users.patch");
    let changes = vec![
        burst(3_000.0, ChangeKind::Joiner, 10),
        burst(3_000.0, ChangeKind::AttributeUpdate, 10),
    ];
    let (end, watch) = life(
        &quiet(200),
        &with_bursts(plan(1.5 * HOUR, &[(2_500.0, trouble)]), changes),
    );
    assert_eq!(watch.access.len(), 210, "joiners have no need of a PATCH");
    // An update of somebody who has just joined comes with his creation.
    assert!((6..=10).contains(&end.changes.escrowed));
    assert_eq!(end.changes.applied + end.changes.escrowed, 20);
    assert_eq!(end.status.state, JobState::Active);
}

/// A custom connector that meets nothing but 429 for so many hours from its second cycle on.
fn blocked(
    policy: On429,
    hours: f64,
    told: Option<u64>,
) -> (Setup, cyclecast::model::job::JobPlan) {
    let mut setup = quiet(300);
    setup.connector = Connector::Custom;
    setup.on_429 = policy;
    let block = Action::TroubleBegins(CallTrouble {
        code: ErrorCode::TooManyRequests,
        share: 1.0,
        endpoints: EndpointSet::from_name("all").unwrap(),
        retry_after: told.map(SimDuration::from_secs),
    });
    let timeline = [
        (2_300.0, block),
        (
            2_300.0 + hours * HOUR,
            Action::TroubleEnds(ErrorCode::TooManyRequests),
        ),
    ];
    let joiners = vec![burst(2_350.0, ChangeKind::Joiner, 20)];
    (setup, with_bursts(plan(3.0 * DAY, &timeline), joiners))
}

#[test]
fn a_block_of_429_for_an_hour_is_waited_out_by_a_job_that_pauses() {
    let (setup, plan) = blocked(On429::PauseJob, 1.0, Some(60));
    let (end, watch) = life(&setup, &plan);
    assert!(
        watch
            .states
            .iter()
            .all(|(_, state, _)| *state != JobState::Quarantine)
    );
    let joined = watch.when(
        ChangeKind::Joiner,
        cyclecast::model::job::ChangeStatus::Applied,
    );
    assert!(
        joined.iter().all(|at| (5_900.0..6_100.0).contains(at)),
        "{joined:?}"
    );
    assert_eq!(end.changes.applied, 20);
}

#[test]
fn a_block_of_429_that_lasts_leads_to_quarantine_under_every_policy() {
    for (policy, told) in [
        (On429::PauseJob, Some(60)),
        (On429::PauseJob, None),
        (On429::RetryCall, None),
        (On429::Escrow, None),
    ] {
        let (setup, plan) = blocked(policy, 24.0, told);
        let (end, watch) = life(&setup, &plan);
        let quarantined = watch
            .states
            .iter()
            .find(|(_, state, _)| *state == JobState::Quarantine);
        let (_, _, reason) = quarantined.unwrap_or_else(|| panic!("{policy:?} {told:?}"));
        assert_eq!(
            *reason,
            Some(QuarantineReason::EncounteredQuarantineException)
        );
        assert_eq!(
            (end.changes.applied, end.status.state),
            (20, JobState::Active)
        );
        assert!(
            watch.requests.len() < 20_000,
            "{policy:?} {}",
            watch.requests.len()
        );
    }
}

/// Users whose accounts vanish after an hour, and then everybody's attributes change.
fn vanished(timeline: &[(f64, Action)]) -> (Setup, cyclecast::model::job::JobPlan) {
    let mut all = vec![(HOUR, Action::AccountsVanish { share: 0.1 })];
    all.extend_from_slice(timeline);
    let updates = vec![burst(2.0 * HOUR, ChangeKind::AttributeUpdate, 6_000)];
    (quiet(1_000), with_bursts(plan(2.0 * DAY, &all), updates))
}

#[test]
fn an_account_that_is_gone_fails_with_invalid_anchor_whenever_its_user_is_looked_at() {
    let (setup, plan) = vanished(&[]);
    let (end, watch) = life(&setup, &plan);
    let gone = end.status.escrowed;
    assert!((70..130).contains(&gone), "{gone}");
    let failed: u64 = watch
        .cycles
        .iter()
        .filter_map(|cycle| cycle.ended.as_ref())
        .map(|(_, tally)| tally.errors[ErrorCode::InvalidAnchor as usize])
        .sum();
    assert!(failed > 2 * gone, "tried again and again: {failed}");
    assert_eq!(watch.access.len(), 1_000);
}

#[test]
fn a_restart_that_keeps_the_links_mends_nothing_and_one_that_forgets_them_creates_the_accounts_anew()
 {
    for (scope, left) in [(ResetScope::PORTAL, false), (ResetScope::FULL, true)] {
        let (setup, plan) = vanished(&[(12.0 * HOUR, Action::Restart(scope))]);
        let (end, watch) = life(&setup, &plan);
        let created = watch.calls(Endpoint::UserPost, 12.0 * HOUR, 2.0 * DAY);
        assert_eq!(end.status.escrowed == 0, left, "{scope:?}");
        assert_eq!((70..130).contains(&created), left, "{created}");
        // Everybody is looked at again.
        assert!(watch.calls(Endpoint::UserGet, 12.0 * HOUR, 14.0 * HOUR) > 1_000);
    }
}

#[test]
fn deleting_the_links_while_the_job_is_paused_mends_them_without_looking_at_anybody_else() {
    let at = 12.0 * HOUR;
    let repair = [
        (at, Action::Pause),
        (at + 60.0, Action::DeleteLinks),
        (at + 120.0, Action::OnDemand { users: 5 }),
        (at + 180.0, Action::Start),
    ];
    let (setup, plan) = vanished(&repair);
    let (end, watch) = life(&setup, &plan);
    assert_eq!(
        (end.status.escrowed, end.status.state),
        (0, JobState::Active)
    );
    let created = watch.calls(Endpoint::UserPost, at, 2.0 * DAY);
    assert!((70..130).contains(&created), "{created}");
    assert_eq!(
        watch.calls(Endpoint::UserPost, at + 119.0, at + 121.0),
        5,
        "on demand"
    );
    assert!(watch.calls(Endpoint::UserGet, at, at + 2.0 * HOUR) < 400);
    assert!(
        watch
            .access
            .iter()
            .any(|gained| (secs(*gained) - at - 120.0).abs() < 1.0)
    );
    // A job that may run answers 409.
    let (setup, plan) = vanished(&[(at, Action::DeleteLinks)]);
    assert!(life(&setup, &plan).0.status.escrowed > 0);
}

#[test]
fn a_share_of_the_accounts_can_be_gone_from_the_first_cycle_on() {
    let setup = and(quiet(1_000), P::InvalidAnchor, 0.2);
    let updates = vec![burst(2.0 * HOUR, ChangeKind::AttributeUpdate, 6_000)];
    let (end, _) = life(&setup, &with_bursts(plan(DAY, &[]), updates));
    assert!(
        (150..250).contains(&end.status.escrowed),
        "{}",
        end.status.escrowed
    );
}

#[test]
fn a_leaver_whom_the_target_does_not_disable_waits_in_escrow_and_keeps_the_account() {
    let setup = and(quiet(500), P::UserDisableFails, 1.0);
    let leavers = vec![burst(2.0 * HOUR, ChangeKind::Leaver, 30)];
    let (end, watch) = life(&setup, &with_bursts(plan(DAY, &[]), leavers));
    assert_eq!((end.changes.escrowed, end.changes.applied), (30, 0));
    let disabled: u64 = watch
        .cycles
        .iter()
        .filter_map(|cycle| cycle.ended.as_ref())
        .map(|(_, tally)| tally.users_disabled)
        .sum();
    assert_eq!(disabled, 0);
}

#[test]
fn a_limit_that_lets_calls_pass_now_and_then_quarantines_no_job_whatever_it_does_after_a_429() {
    for policy in [On429::PauseJob, On429::RetryCall, On429::Escrow] {
        for retry_after in [
            RetryAfter::Absent,
            RetryAfter::Fixed(SimDuration::from_secs(1)),
        ] {
            let mut setup = and(quiet(400), P::RetriesInCycle, 0.0);
            setup.connector = Connector::Custom;
            setup.on_429 = policy;
            let five_minutes = SimDuration::from_secs(300);
            let window = LimitKind::FixedWindow;
            setup.limits = vec![LimitRule {
                excess: Excess::TooManyRequests(retry_after),
                ..LimitRule::on_calls("window", 90, five_minutes, window)
            }];
            // Whoever gives refused calls up leaves most of them to later cycles, which is a reason of its own.
            let setup = and(setup, P::QuarantineMost, 1.0);
            let (_, watch) = life(&setup, &plan(DAY, &[]));
            let quarantined = watch
                .states
                .iter()
                .any(|(_, state, _)| *state == JobState::Quarantine);
            assert!(!quarantined, "{policy:?} {retry_after:?}");
            assert!(
                watch.cycles.iter().rev().skip(1).all(|cycle| cycle.done),
                "none breaks off"
            );
        }
    }
}

#[test]
fn references_to_an_account_that_is_gone_follow_the_link_and_its_successor_lacks_its_memberships() {
    let hour = 12.0 * HOUR;
    let gone = (HOUR, Action::AccountsVanish { share: 0.5 });
    let portal = (hour, Action::Restart(ResetScope::PORTAL));
    let setup = with_groups(200, &[200, 200]);
    let (end, watch) = life(&setup, &plan(2.0 * DAY, &[gone, portal]));
    let full = watch.cycles.iter().find(|cycle| secs(cycle.began) >= hour);
    let (_, tally) = full.unwrap().ended.as_ref().unwrap();
    let absent = tally.errors[ErrorCode::InvalidAnchor as usize];
    assert!((80..120).contains(&absent));
    assert_eq!(
        (tally.memberships_written, tally.memberships_failed),
        (400, 0)
    );
    assert_eq!(end.status.escrowed, absent);
    // Mended by their links, they are there again, in no group.
    let repair = [
        gone,
        portal,
        (20.0 * HOUR, Action::Pause),
        (20.1 * HOUR, Action::DeleteLinks),
        (20.2 * HOUR, Action::Start),
    ];
    let (end, _) = life(&setup, &plan(2.0 * DAY, &repair));
    assert_eq!((end.lost_memberships, end.status.escrowed), (2 * absent, 0));
}
