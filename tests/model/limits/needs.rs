//! What a target needs so that the initial cycle ends in time, held against arithmetic and against running it.

use cyclecast::experiment::outcome::comparison::Comparison;
use cyclecast::experiment::{Demand, Plan, Session, capacity, policies};
use cyclecast::model::{
    Excess, LimitKind, LimitRule, On429, Parameter as P, Quantity, RetryAfter, ScopeMode, Setting,
    Setup, Uncertain, catalogue,
};
use cyclecast::report::terminal;

use super::tenant::{custom, exact, limit, limited, with_groups};

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
    capacity("test", setup, demand, &Session::new(plan(threads))).unwrap()
}

/// The answer as the report begins with it, without the name of the scenario.
fn answer(found: &Comparison) -> String {
    let report = terminal::comparison(found, "");
    report.trim_start_matches("test: ").to_owned()
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

/// The number that stands between two parts of an answer.
fn printed(answer: &str, before: &str, after: &str) -> f64 {
    let (_, rest) = answer
        .split_once(before)
        .unwrap_or_else(|| panic!("{answer}"));
    let (number, _) = rest.split_once(after).unwrap_or_else(|| panic!("{answer}"));
    number.replace(',', "").parse().unwrap()
}

/// The setup with every answer in so much of the time.
fn answering_in(setup: &Setup, share: f64) -> Setup {
    let mut setup = setup.clone();
    for row in catalogue().filter(|row| row.key.starts_with("target.latency.")) {
        if let (Quantity::Duration, Setting::Value(Uncertain::Fixed(secs))) =
            (row.quantity, setup.setting(row.parameter).clone())
        {
            setup.set(row.parameter, Uncertain::Fixed(secs * share));
        }
    }
    setup
}

#[test]
fn what_is_printed_as_sufficient_suffices_when_it_is_set_as_it_is_printed() {
    let noisy = work().with(P::LatencyCv, Uncertain::Fixed(0.8));
    for within in [41, 47, 53, 61, 67, 73, 83, 97] {
        let share = printed(
            &answer(&asked(&noisy, within, 1)),
            "takes at most ",
            " % of the time",
        ) / 100.0;
        let need = asked(&answering_in(&noisy, share), within, 1).need.unwrap();
        assert!(need.workers.is_some(), "{share} within {within} s");
    }
    for within in [170, 190, 230, 310, 410] {
        let posts = limit("users.post", 60, 60, LimitKind::TokenBucket { burst: 1 });
        let setup = |rule: &LimitRule| limited(work(), std::slice::from_ref(rule));
        let times = printed(
            &answer(&asked(&setup(&posts), within, 1)),
            "limit is at least ",
            " times as high",
        );
        let product = |amount: u64| (amount as f64 * times + 1e-6) as u64;
        let raised = LimitRule {
            amount: product(posts.amount),
            kind: LimitKind::TokenBucket { burst: product(1) },
            ..posts
        };
        let need = asked(&setup(&raised), within, 1).need.unwrap();
        assert!(need.workers.is_some(), "{times} within {within} s");
    }
}

#[test]
fn a_share_that_is_asked_for_is_told_with_every_digit() {
    let demand = Demand {
        within_ms: 1_250_000,
        confidence: 0.995,
    };
    let found = capacity("test", &work(), demand, &Session::new(plan(1))).unwrap();
    assert!(answer(&found).starts_with("1 worker is enough for 99.5 %: "));
}

/// More than 60 creates a minute are over the limit.
fn limited_work(excess: Excess) -> Setup {
    let posts = LimitRule {
        excess,
        ..limit("users.post", 60, 60, LimitKind::TokenBucket { burst: 1 })
    };
    let mut setup = limited(custom(work()), &[posts]);
    setup.on_429 = On429::Escrow;
    setup
}

#[test]
fn who_gives_up_what_is_over_a_limit_is_not_done() {
    for excess in [
        Excess::TooManyRequests(RetryAfter::UntilAllowed),
        Excess::Forbidden,
        Excess::Closed,
    ] {
        let found = asked(&limited_work(excess), 400, 1);
        let need = found.need.as_ref().unwrap();
        assert_eq!(need.workers, None, "{excess:?}");
        let best = found.variants.last().unwrap();
        assert_eq!(
            best.within.unwrap().share,
            1.0,
            "{excess:?}: it ends in time"
        );
        assert_eq!(best.met.unwrap().share, 0.0, "{excess:?}");
        assert!(best.undone.unwrap().p5 > 100.0, "{excess:?}");
        // Eight connections create eight users at the same moment, the limit allows one.
        let factor = need.limit_factor.unwrap();
        assert!((2.0..8.5).contains(&factor), "{excess:?}: {factor}");
        let said = answer(&found);
        assert!(
            said.starts_with("however many workers there are, fewer than "),
            "{said}"
        );
        assert!(said.contains("is given up"), "{said}");
    }
}

#[test]
fn a_target_that_answers_nothing_in_time_is_not_done_however_early_it_ends() {
    let setup = work()
        .with(P::UserGet, Uncertain::Fixed(300.0))
        .with(P::UserPost, Uncertain::Fixed(300.0));
    let found = asked(&setup, 86_400, 1);
    let need = found.need.as_ref().unwrap();
    assert_eq!(need.workers, None);
    assert_eq!(found.variants.last().unwrap().within.unwrap().share, 1.0);
    assert_eq!(found.variants.last().unwrap().undone.unwrap().p50, 600.0);
    // The timeout is after 60 s.
    let factor = need.latency_factor.unwrap();
    assert!((0.19..=0.2).contains(&factor), "{factor}");
}

#[test]
fn what_fails_for_another_reason_than_the_target_counts_against_nobody() {
    let setup = work()
        .with(P::Conflict, Uncertain::Fixed(0.3))
        .with(P::InternalServerError, Uncertain::Fixed(0.05))
        .with(P::RetriesInCycle, Uncertain::Fixed(0.0));
    let found = asked(&setup, 1_250, 1);
    assert_eq!(found.need.as_ref().unwrap().workers, Some(1));
    assert!(found.variants[0].left_out.p50 > 150.0);
    assert_eq!(found.variants[0].undone.unwrap().p95, 0.0);
}

#[test]
fn fewer_workers_can_be_enough_where_more_run_into_a_limit() {
    let setup = limited_work(Excess::TooManyRequests(RetryAfter::UntilAllowed));
    for connections in [8.0, 40.0] {
        let setup = setup
            .clone()
            .with(P::Connections, Uncertain::Fixed(connections));
        let found = asked(&setup, 3_600, 1);
        assert_eq!(found.need.as_ref().unwrap().workers, Some(1));
        let most = found.variants.last().unwrap();
        assert!(connections > 12.0 || most.met.unwrap().share == 0.0);
    }
}

#[test]
fn of_many_workers_the_fewest_that_are_enough_are_found() {
    let setup = work().with(P::Connections, Uncertain::Fixed(40.0));
    for within in [1_250, 62, 39] {
        let found = asked(&setup, within, 1);
        let workers = found.need.as_ref().unwrap().workers.unwrap();
        // 1,200 seconds of work after the probe, and a last user who takes two calls.
        let fewest = 1_200_u64.div_ceil(within - 1);
        assert!(
            (fewest..fewest + 2).contains(&workers),
            "{workers} within {within} s"
        );
        let fewer = found
            .variants
            .iter()
            .find(|one| one.workers == Some(workers - 1));
        assert!(workers == 1 || fewer.unwrap().met.unwrap().share < 0.95);
    }
}

#[test]
fn memberships_that_a_policy_leaves_out_are_a_figure_of_their_own() {
    let patches = limit("groups.patch", 60, 60, LimitKind::TokenBucket { burst: 1 });
    let setup = limited(custom(with_groups(200, &[150; 2])), &[patches]);
    let found = policies("test", &setup, &Session::new(plan(1))).unwrap();
    let escrow = &found.variants[2];
    assert_eq!(escrow.name, "escrow");
    assert_eq!(escrow.left_out.p95, 0.0);
    assert!(escrow.left_out_references.p5 > 100.0);
    assert_eq!(found.variants[0].left_out_references.p95, 0.0);
    let said = answer(&found);
    assert!(
        said.contains("managers and memberships to later cycles"),
        "{said}"
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
    let found = policies("test", &setup, &Session::new(plan(2))).unwrap();
    let names: Vec<&str> = found.variants.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["retry-call", "pause-job", "escrow"]);
    assert!(found.variants[0].against_first.is_none());
    let escrow = &found.variants[2];
    assert!(escrow.left_out.p50 > 0.0);
    assert!(escrow.against_first.as_ref().unwrap().faster.share > 0.99);
    let again = policies("test", &setup, &Session::new(plan(1))).unwrap();
    assert_eq!(found, again, "whatever the number of threads");
}
