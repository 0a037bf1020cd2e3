//! Stop, pause and outage: what goes on, what is repeated, and that nothing is lost.

use std::sync::mpsc::channel;
use std::time::Duration;

use cyclecast::model::job::{Action, ChangeKind, JobEnd, JobPlan, JobState};
use cyclecast::model::{Endpoint, Parameter as P, Setup};

use super::tenants::{DAY, HOUR, and, burst, plan, quiet, rarely, secs, with_bursts, with_groups};
use super::watch::{Watch, life};

/// A hundred users whose initial cycle takes about two minutes.
fn slow() -> Setup {
    and(quiet(100), P::UserPost, 10.0)
}

#[test]
fn a_stop_lets_the_running_cycle_end_and_no_further_one_begin() {
    let timeline = [(60.0, Action::Stop), (10_000.0, Action::Start)];
    let (end, watch) = life(&slow(), &plan(3.0 * HOUR, &timeline));
    assert_eq!(watch.begins(), [0.0, 10_000.0]);
    assert!(secs(end.initial_done.unwrap()) > 100.0);
    assert_eq!(
        (watch.state_at(61.0), watch.state_at(9_999.0)),
        (JobState::Paused, JobState::Paused)
    );
    assert_eq!(
        (watch.access.len(), watch.cycles[1].start.is_full),
        (100, false)
    );
}

#[test]
fn a_pause_breaks_a_cycle_off_and_a_start_goes_on_without_repeating_its_work() {
    let timeline = [(60.0, Action::Pause), (3_600.0, Action::Start)];
    let (end, watch) = life(&slow(), &plan(3.0 * HOUR, &timeline));
    let between = watch
        .requests
        .iter()
        .filter(|(at, _)| (60.1..3_600.0).contains(&secs(*at)));
    assert_eq!((between.count(), watch.begins()[1]), (0, 3_600.0));
    assert!(watch.cycles[1].start.goes_on && watch.cycles[1].start.is_full);
    assert!(!watch.cycles[2].start.is_full && watch.begins()[2] == 6_000.0);
    let posts = watch.calls(Endpoint::UserPost, 0.0, DAY);
    assert!((100..=108).contains(&posts), "{posts}");
    assert_eq!((end.initial.users_created, watch.access.len()), (100, 100));
}

#[test]
fn changes_of_an_incremental_cycle_that_is_paused_wait_for_the_next() {
    let timeline = [(4_812.0, Action::Pause), (9_000.0, Action::Start)];
    let joiners = vec![burst(3_000.0, ChangeKind::Joiner, 40)];
    let (end, watch) = life(&slow(), &with_bursts(plan(4.0 * HOUR, &timeline), joiners));
    let some = watch
        .access
        .iter()
        .filter(|at| secs(**at) < 4_812.0)
        .count()
        - 100;
    assert!((1..40).contains(&some), "{some}");
    assert_eq!((end.changes.applied, end.changes.waiting), (40, 0));
    assert!(watch.begins().contains(&9_000.0));
}

#[test]
fn an_outage_that_meets_the_test_of_the_connection_delays_the_initial_cycle_and_leads_to_quarantine()
 {
    let timeline = [
        (0.0, Action::OutageBegins),
        (6.0 * HOUR, Action::OutageEnds),
    ];
    let (end, watch) = life(&quiet(300), &rarely(plan(8.0 * HOUR, &timeline)));
    assert!(secs(end.initial_done.unwrap()) > 6.0 * HOUR);
    assert_eq!((watch.access.len(), end.status.escrowed), (300, 0));
    // Its first call has failed: that is enough.
    assert_eq!(watch.first_in(JobState::Quarantine, 0.0), Some(0.05));
}

#[test]
fn an_outage_in_the_middle_of_the_initial_cycle_loses_nobody() {
    let timeline = [
        (60.0, Action::OutageBegins),
        (6.0 * HOUR, Action::OutageEnds),
    ];
    let (end, watch) = life(&slow(), &plan(14.0 * HOUR, &timeline));
    assert_eq!((watch.access.len(), end.status.escrowed), (100, 0));
    let some = watch
        .access
        .iter()
        .filter(|at| secs(**at) < 3_600.0)
        .count();
    assert!((1..100).contains(&some), "{some}");
}

/// The life if it ends within some seconds.
fn within_reason(setup: Setup, plan: JobPlan) -> Option<(JobEnd, Watch)> {
    let (tell, hear) = channel();
    std::thread::spawn(move || tell.send(life(&setup, &plan)).ok());
    hear.recv_timeout(Duration::from_secs(10)).ok()
}

/// A job that is paused while it writes the members of its groups; who is provisioned on demand makes it look at what changed.
fn paused_among_members(kind: ChangeKind, count: u32) -> (Setup, JobPlan) {
    let setup = and(with_groups(50, &[50]), P::GroupPatch, 10.0);
    let timeline = [
        (50.0, Action::Pause),
        (600.0, Action::OnDemand { users: 1 }),
        (700.0, Action::Start),
    ];
    let plan = plan(3.0 * HOUR, &timeline);
    (setup, with_bursts(plan, vec![burst(300.0, kind, count)]))
}

#[test]
fn memberships_that_are_taken_away_while_a_cycle_is_paused_do_not_keep_it_from_its_end() {
    let (setup, plan) = paused_among_members(ChangeKind::MembershipRemove, 45);
    let (end, _) = within_reason(setup, plan).expect("a life that ends");
    assert!(end.initial_done.is_some());
}

#[test]
fn a_cycle_that_is_paused_knows_nothing_of_groups_and_users_who_come_meanwhile() {
    let (setup, plan) = paused_among_members(ChangeKind::NewGroup, 3);
    let (end, _) = within_reason(setup, plan).expect("a life that ends");
    assert_eq!(
        (
            end.initial.memberships_failed,
            end.initial.memberships_written
        ),
        (0, 50)
    );
    let (setup, plan) = paused_among_members(ChangeKind::Joiner, 20);
    let (end, _) = within_reason(and(setup, P::ManagerShare, 1.0), plan).expect("a life that ends");
    assert_eq!(
        (end.initial.managers_due, end.initial.users_in_scope),
        (50, 50)
    );
}

#[test]
fn progress_does_not_pass_the_last_page() {
    let (setup, plan) = paused_among_members(ChangeKind::MembershipAdd, 200);
    let plan = JobPlan {
        horizon: cyclecast::units::SimDuration::from_secs(900),
        ..plan
    };
    let (end, _) = within_reason(setup, plan).expect("a life that ends");
    let (done, all) = end.status.progress.unwrap_or((0, 0));
    assert!(done <= all, "{done} of {all}");
}
