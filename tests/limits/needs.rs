//! What a target needs so that the initial cycle ends in time, held against arithmetic and against running it.

use std::sync::atomic::AtomicBool;

use cyclecast::experiment::outcome::comparison::Comparison;
use cyclecast::experiment::{Demand, Plan, capacity, policies};
use cyclecast::model::{LimitKind, On429, Parameter as P, ScopeMode, Setup, Uncertain};

use super::tenant::{custom, exact, limit, limited};

fn plan(threads: usize) -> Plan {
    Plan {
        replications: 20,
        seed: 3,
        threads: Some(threads),
    }
}

fn asked(setup: &Setup, within_secs: u64, threads: usize) -> Comparison {
    let demand = Demand {
        within_ms: within_secs * 1_000,
        confidence: 0.95,
    };
    let never = AtomicBool::new(false);
    capacity("test", setup, demand, &plan(threads), &never, &|_| ())
        .unwrap()
        .unwrap()
}

/// 600 look-ups and 600 creates of a second each: 1,200 seconds of work after the probe, eight connections.
fn work() -> Setup {
    exact(ScopeMode::AllUsers, 600)
        .with(P::UserGet, Uncertain::Fixed(1.0))
        .with(P::UserPost, Uncertain::Fixed(1.0))
}

#[test]
fn the_fewest_workers_are_those_that_arithmetic_asks_for() {
    for (within, workers) in [(1_250, 1), (620, 2), (410, 3), (310, 4), (160, 8)] {
        let found = asked(&work(), within, 1);
        let need = found.need.unwrap();
        assert_eq!(need.workers, Some(workers), "within {within} s");
        assert_eq!(need.most_useful_workers, 8);
        let share = |count: u64| {
            let one = found
                .variants
                .iter()
                .find(|one| one.workers == Some(count))
                .unwrap();
            one.within.unwrap().share
        };
        assert!(share(workers) >= 0.95);
        assert!(
            workers == 1 || share(workers - 1) < 0.95,
            "one fewer does not do"
        );
    }
}

#[test]
fn with_one_worker_under_full_load_none_of_its_time_is_lost() {
    let found = asked(&work(), 2_000, 1);
    let one = &found.variants[0];
    let used = one.utilisation.unwrap();
    assert!(used.p5 > 0.99 && used.p95 <= 1.0, "{used:?}");
    // Eight connections, one of which is served: seven wait.
    assert!(
        (6.9..7.0).contains(&one.mean_queue.p50),
        "{:?}",
        one.mean_queue
    );
}

#[test]
fn where_no_number_of_workers_suffices_faster_answers_are_asked_for_and_do() {
    let found = asked(&work(), 75, 1).need.unwrap();
    assert_eq!(found.workers, None);
    // 151 s with eight connections: half the time is needed.
    let factor = found.latency_factor.unwrap();
    assert!((factor - 75.0 / 151.0).abs() < 0.02, "{factor}");
    let slower_service = work().with(P::Evaluation, Uncertain::Fixed(2.0));
    assert_eq!(
        asked(&slower_service, 75, 1).need.unwrap().latency_factor,
        None,
        "the service alone takes 150 s"
    );
}

#[test]
fn where_a_limit_binds_it_is_told_how_high_it_must_be() {
    let posts = limit("users.post", 60, 60, LimitKind::TokenBucket { burst: 1 });
    let found = asked(&limited(work(), &[posts]), 300, 1).need.unwrap();
    assert_eq!(found.workers, None);
    // 600 creates in 300 seconds are two a second instead of one.
    let factor = found.limit_factor.unwrap();
    assert!((1.98..2.06).contains(&factor), "{factor}");
    assert_eq!(
        found.latency_factor, None,
        "faster answers do not lift a limit"
    );
}

#[test]
fn the_answer_is_the_same_for_any_number_of_threads() {
    let setup = work().with(P::LatencyCv, Uncertain::Fixed(0.8));
    assert_eq!(asked(&setup, 400, 1), asked(&setup, 400, 2));
}

#[test]
fn policies_are_compared_with_the_scenarios_own_first_and_in_pairs() {
    let posts = limit("users.post", 60, 60, LimitKind::TokenBucket { burst: 1 });
    let mut setup = limited(custom(work()), &[posts]);
    setup.on_429 = On429::RetryCall;
    let never = AtomicBool::new(false);
    let found = policies("test", &setup, &plan(2), &never, &|_| ())
        .unwrap()
        .unwrap();
    let names: Vec<&str> = found.variants.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["retry-call", "pause-job", "escrow"]);
    assert!(found.variants[0].against_first.is_none());
    let escrow = &found.variants[2];
    assert!(escrow.left_out.p50 > 0.0);
    assert!(escrow.against_first.as_ref().unwrap().faster.share > 0.99);
    let again = policies("test", &setup, &plan(1), &never, &|_| ())
        .unwrap()
        .unwrap();
    assert_eq!(found, again, "whatever the number of threads");
}
