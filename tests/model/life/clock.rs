//! When cycles begin: at their interval from start to start, never two for the time that a long one took.

use cyclecast::model::job::{Action, ChangeKind, ChangeStatus, JobPlan};
use cyclecast::model::{Endpoint, Parameter as P};

use super::tenants::{DAY, HOUR, and, burst, plan, quiet, secs, with_bursts};
use super::watch::{Seen, life};

fn took(cycle: &Seen) -> f64 {
    let (ended, _) = cycle.ended.as_ref().expect("a cycle that ended");
    secs(*ended) - secs(cycle.began)
}

#[test]
fn cycles_begin_every_forty_minutes_from_start_to_start() {
    let (_, watch) = life(&quiet(200), &plan(DAY, &[]));
    let begins = watch.begins();
    assert_eq!(begins.len(), 36);
    for (number, begin) in begins.iter().enumerate() {
        assert_eq!(*begin, number as f64 * 2_400.0);
    }
    assert!(watch.cycles.iter().all(|cycle| !cycle.start.is_late));
}

#[test]
fn a_cycle_without_changes_tests_the_connection_and_asks_nothing_else() {
    let (end, watch) = life(&quiet(200), &plan(2.0 * HOUR, &[]));
    assert_eq!(watch.calls(Endpoint::UserGet, 2_400.0, 7_200.0), 2);
    assert_eq!(watch.requests.len(), 1 + 2 * 200 + 2);
    assert_eq!(end.status.steady_first, end.initial_done);
}

#[test]
fn after_an_overrun_the_next_cycle_begins_at_once_and_the_one_after_it_an_interval_later() {
    // 400 users over eight connections take about 100 s; a burst of as many joiners the same.
    let setup = and(and(quiet(400), P::UserPost, 10.0), P::Interval, 300.0);
    let plan = with_bursts(
        plan(HOUR, &[]),
        vec![burst(1_500.0, ChangeKind::Joiner, 400)],
    );
    let (end, watch) = life(&setup, &plan);
    assert_eq!(end.changes.applied, 400);
    let long: Vec<usize> = (0..watch.cycles.len() - 1)
        .filter(|place| took(&watch.cycles[*place]) > 300.0)
        .collect();
    assert_eq!(long.len(), 2);
    for place in 0..watch.cycles.len() - 1 {
        let (one, next) = (&watch.cycles[place], &watch.cycles[place + 1]);
        let gap = secs(next.began) - secs(one.began);
        if long.contains(&place) {
            assert!((gap - took(one)).abs() < 1e-6 && next.start.is_late);
        } else {
            assert!((gap - 300.0).abs() < 1e-6 && !next.start.is_late, "{gap}");
        }
    }
}

#[test]
fn a_start_does_not_disturb_a_job_that_runs() {
    let starts = [
        (10.0, Action::Start),
        (3_000.0, Action::Start),
        (3_001.0, Action::Start),
    ];
    let (_, watch) = life(&quiet(200), &plan(2.0 * HOUR, &starts));
    assert_eq!(watch.begins(), [0.0, 2_400.0, 4_800.0]);
}

#[test]
fn a_change_waits_for_the_cycle_that_begins_after_it() {
    for (made, begins) in [(2_399.0, 2_400.0), (2_401.0, 4_800.0), (7_199.0, 7_200.0)] {
        let plan = with_bursts(
            plan(4.0 * HOUR, &[]),
            vec![burst(made, ChangeKind::Joiner, 1)],
        );
        let (_, watch) = life(&quiet(50), &plan);
        let applied = watch.when(ChangeKind::Joiner, ChangeStatus::Applied);
        assert_eq!(applied.len(), 1);
        assert!((begins..begins + 60.0).contains(&applied[0]), "{applied:?}");
    }
}

#[test]
fn fewer_than_five_thousand_changes_fit_into_one_cycle_of_a_fast_target() {
    let changes = vec![burst(3_000.0, ChangeKind::AttributeUpdate, 4_900)];
    let plan: JobPlan = with_bursts(plan(3.0 * HOUR, &[]), changes);
    let (end, watch) = life(&quiet(6_000), &plan);
    assert_eq!(end.changes.applied, 4_900);
    let cycle = watch
        .cycles
        .iter()
        .find(|cycle| cycle.start.changes > 0)
        .unwrap();
    assert_eq!((cycle.start.changes, secs(cycle.began)), (4_900, 4_800.0));
    let applied = watch.when(ChangeKind::AttributeUpdate, ChangeStatus::Applied);
    assert!(applied.iter().all(|at| (4_800.0..7_200.0).contains(at)));
    assert!(!end.status.last_execution.unwrap().is_full);
}
