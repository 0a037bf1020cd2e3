//! Strategies are compared under the same luck, and none wins that the interval does not support.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use cyclecast::experiment::outcome::comparison::{Comparison, Paired, Variant};
use cyclecast::experiment::{Competitor, Plan, Session, compare};
use cyclecast::scenario::Scenario;

use super::{KNOWN_ANSWER, parsed, parsed_with, plan, shipped};

fn compared(strategies: &[(&str, &Scenario)], plan: &Plan) -> Comparison {
    let competitors: Vec<Competitor<'_>> = strategies
        .iter()
        .map(|(name, scenario)| Competitor {
            expectations: &scenario.expectations,
            ..Competitor::new(name, &scenario.setup)
        })
        .collect();
    compare("known", &competitors, None, &Session::new(*plan)).expect("the limits let calls pass")
}

fn of_scenario(scenario: &Scenario, replications: u64) -> Comparison {
    let strategies: Vec<(&str, &Scenario)> = scenario
        .strategies
        .iter()
        .map(|strategy| (strategy.name.as_str(), &strategy.scenario))
        .collect();
    compared(&strategies, &plan(replications, 1))
}

fn variant<'c>(found: &'c Comparison, name: &str) -> &'c Variant {
    let mut variants = found.variants.iter();
    variants.find(|one| one.name == name).expect("compared")
}

fn against_best(found: &Comparison, name: &str) -> Paired {
    let against = variant(found, name).against_best.clone();
    against.expect("it is not the best")
}

fn rivals(found: &Comparison) -> (&str, Vec<&str>) {
    let best = found.best.as_ref().expect("strategies have a best");
    (&best.name, best.rivals.iter().map(String::as_str).collect())
}

#[test]
fn the_same_luck_makes_the_difference_of_scopes_tenfold_sharper() {
    let found = of_scenario(&shipped("scope-comparison"), 100);
    for name in ["all", "filtered"] {
        let against = variant(&found, name).against_first.clone();
        let ratio = against.and_then(|paired| paired.variance_ratio);
        assert!(
            ratio.is_some_and(|ratio| ratio >= 10.0),
            "{name}: {ratio:?}"
        );
    }
}

#[test]
fn a_comparison_that_is_interrupted_is_that_of_its_first_replications() {
    let (one, other) = (parsed(KNOWN_ANSWER), shipped("pilot"));
    let setups = [("one", &one.setup), ("other", &other.setup)];
    let competitors = setups.map(|(name, setup)| Competitor::new(name, setup));
    let (interrupted, made) = (AtomicBool::new(false), AtomicU64::new(0));
    let session = Session {
        plan: plan(100_000, 1),
        interrupted: &interrupted,
        progress: &|more| {
            let all = made.fetch_add(more, Ordering::Relaxed) + more;
            interrupted.store(all >= 40, Ordering::Relaxed);
        },
    };
    let end = |session: &Session<'_>| compare("known", &competitors, None, session);
    let partial = end(&session).expect("some are finished");
    assert!((1..100).contains(&partial.replications));
    let whole = end(&Session::new(plan(partial.replications, 1))).expect("nobody interrupts");
    assert_eq!(partial, whole);
}

#[test]
fn a_known_difference_is_found_to_the_millisecond() {
    let (quick, slow) = (
        parsed(KNOWN_ANSWER),
        parsed_with(KNOWN_ANSWER, "job.evaluation", "\"9 s\""),
    );
    let found = compared(&[("slow", &slow), ("quick", &quick)], &plan(60, 3));
    assert_eq!(rivals(&found), ("quick", vec![]));
    let against = against_best(&found, "slow");
    for estimate in [against.longer_ms, against.mean_longer_ms.expect("finite")] {
        let [value, low, high] = [estimate.value, estimate.low, estimate.high];
        for end in [value, low, high] {
            assert!((end.expect("60 pairs") - 7e3).abs() < 1e-6, "{estimate:?}");
        }
    }
    assert!(against.faster.share.abs() < 1e-12);
    assert!((against.correlation.expect("both vary") - 1.0).abs() < 1e-9);
}

#[test]
fn strategies_that_are_the_same_have_no_winner() {
    let one = parsed(KNOWN_ANSWER);
    let found = compared(&[("a", &one), ("b", &one), ("c", &one)], &plan(200, 1));
    assert_eq!(rivals(&found), ("a", vec!["b", "c"]));
}

#[test]
fn of_shipped_scopes_the_one_that_leaves_people_out_is_not_called_fastest() {
    let found = of_scenario(&shipped("scope-comparison"), 40);
    let best = found.best.as_ref().expect("strategies have a best");
    assert_eq!(
        (best.name.as_str(), &best.lesser[..]),
        ("all", &["assigned".to_owned(), "filtered".to_owned()][..])
    );
    let filtered = variant(&found, "filtered");
    let (done, short) = (filtered.done.expect("told"), filtered.short.expect("told"));
    // Nine of twelve thousand are assigned, and nine in ten of them pass the filter.
    assert!((short.users.p50 - 3_900.0).abs() < 60.0, "{short:?}");
    assert!((short.memberships.p50 - 900.0).abs() < 60.0, "{short:?}");
    assert_eq!((done.groups.p50, short.groups.p50), (30.0, 0.0));
    let without = filtered.without_access.expect("told");
    assert_eq!(without.p50 + done.users.p50, 12_000.0);
}

#[test]
fn who_provisions_no_groups_is_not_ranked_with_those_who_do() {
    let text = "tenant.users = 60\nscope = { mode = \"assigned\", assigned_users = 50 }\ngroups.sizes = [{ groups = 4, members = 25 }]\n";
    let (with, without) = (parsed(text), parsed_with(text, "groups.provision", "false"));
    let found = compared(
        &[("without groups", &without), ("with groups", &with)],
        &plan(30, 1),
    );
    let best = found.best.as_ref().expect("strategies have a best");
    assert_eq!((best.name.as_str(), best.lesser.len()), ("with groups", 1));
    let short = variant(&found, "without groups").short.expect("told");
    assert_eq!((short.groups.p50, short.users.p50), (4.0, 0.0));
    assert!(short.memberships.p50 > 95.0);
}

#[test]
fn a_difference_that_nobody_plans_by_makes_no_winner() {
    let (one, other) = (
        parsed(KNOWN_ANSWER),
        parsed_with(KNOWN_ANSWER, "job.evaluation", "\"3 s\""),
    );
    // One second of some 200: sure, and of no importance.
    let found = compared(&[("one", &one), ("other", &other)], &plan(200, 1));
    assert_eq!(rivals(&found), ("one", vec!["other"]));
    let best = found.best.as_ref().expect("strategies have a best");
    assert_eq!(best.alike, ["other"], "it is known to be next to nothing");
    assert!(
        against_best(&found, "other")
            .longer_ms
            .low
            .expect("200 pairs")
            > 0.0
    );
}

#[test]
fn strategies_that_differ_by_luck_alone_have_a_winner_no_more_often_than_promised() {
    // The same time, drawn once for the POST and once for the evaluation: each is faster in half of the pairs.
    let one = parsed(KNOWN_ANSWER);
    let other = KNOWN_ANSWER
        .replace("evaluation = \"2 s\"", "evaluation = \"100 s to 400 s\"")
        .replace("user_post = \"100 s to 400 s\"", "user_post = \"2 s\"");
    let other = parsed(&other);
    let mut false_winners = 0;
    for seed in 0..400 {
        let found = compared(&[("one", &one), ("other", &other)], &plan(50, seed));
        let (_, rivals) = rivals(&found);
        false_winners += usize::from(rivals.is_empty());
    }
    // Five in a hundred are promised; three and a half standard errors above that are 35.
    assert!(false_winners <= 35, "{false_winners} of 400");
    assert!(
        false_winners > 0,
        "luck alone must win at times, or the test shows nothing"
    );
}

#[test]
fn intervals_of_paired_differences_cover_the_known_difference_through_the_whole_road() {
    const REPETITIONS: u64 = 1_000;
    // The difference of the cycles is that of two independent times of evaluation and page, with this median:
    // zero, since both are drawn from the same distribution with unlike keys.
    let (one, other) = (
        parsed_with(KNOWN_ANSWER, "job.evaluation", "\"1 s to 9 s\""),
        parsed_with(KNOWN_ANSWER, "job.page_read", "\"1 s to 9 s\""),
    );
    let shift = 1e3;
    let mut covered = [0_u32; 2];
    for seed in 0..REPETITIONS {
        let found = compared(&[("one", &one), ("other", &other)], &plan(100, seed));
        let paired = found.variants[1].against_first.clone().expect("the second");
        // One has evaluation in the place of two seconds, the other a page in the place of one.
        for (place, estimate) in [paired.longer_ms, paired.mean_longer_ms.expect("finite")]
            .into_iter()
            .enumerate()
        {
            let (low, high) = estimate.low.zip(estimate.high).expect("100 pairs");
            covered[place] += u32::from((low..=high).contains(&shift));
        }
    }
    for covered in covered {
        let share = f64::from(covered) / REPETITIONS as f64;
        assert!((0.93..=0.97).contains(&share), "{share}");
    }
}
