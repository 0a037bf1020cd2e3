//! A planted input is found, with its share; planted inputs without effect are not reported.

use cyclecast::experiment::outcome::{InputDraws, InputEffect, Metric, Outcome, Sensitivity};
use cyclecast::scenario::Scenario;

use super::{KNOWN_ANSWER, outcome, parsed, parsed_with};

/// Two inputs decide the cycle, three are drawn and decide nothing: nobody is matched, so nobody is patched.
fn planted() -> String {
    KNOWN_ANSWER
        .replace("evaluation = \"2 s\"", "evaluation = \"20 s to 80 s\"")
        .replace(
            "user_get = \"1 s\"",
            "user_get = \"1 s\"\nuser_patch = \"1 s to 100 s\"\ngroup_patch = \"1 s to 100 s\"\ngroup_post = \"1 s to 9 s\"",
        )
}

fn found(replications: u64, seed: u64) -> Option<Sensitivity> {
    outcome(&parsed(&planted()), replications, seed).sensitivity
}

#[test]
fn the_planted_input_comes_first_with_the_share_that_it_has() {
    let found = found(1_000, 1).expect("enough replications");
    let keys: Vec<&str> = found
        .effects
        .iter()
        .map(|effect| effect.key.as_str())
        .collect();
    assert_eq!(keys, ["target.latency.user_post", "job.evaluation"]);
    let [post, evaluation] = [&found.effects[0], &found.effects[1]];
    assert!(post.share.value.expect("told") > 0.7, "{post:?}");
    assert!(
        evaluation.share.value.expect("told") < 0.3,
        "{evaluation:?}"
    );
    // Together they are everything, save for what the two do only jointly.
    let both = post.share.value.expect("told") + evaluation.share.value.expect("told");
    assert!((both - 1.0).abs() < 0.06, "{both}");
    assert!(post.rank_correlation > 0.7);
    assert!(post.lowest_fifth < 160.0 && post.highest_fifth > 250.0);
    assert!(post.p50_in_lowest.high < post.p50_in_highest.low);
    assert!(post.p95_in_highest.high.is_some());
}

#[test]
fn planted_inputs_without_effect_are_not_reported_more_often_than_promised() {
    const REPETITIONS: u64 = 200;
    let mut false_reports = 0;
    for seed in 0..REPETITIONS {
        let found = found(360, seed).expect("enough replications");
        let told = found.effects.iter().filter(|effect| {
            !["target.latency.user_post", "job.evaluation"].contains(&effect.key.as_str())
        });
        false_reports += usize::from(told.count() > 0);
    }
    // Five in a hundred are promised; three and a half standard errors above that are 21.
    assert!(false_reports <= 21, "{false_reports} of {REPETITIONS}");
}

#[test]
fn too_few_replications_say_nothing() {
    assert_eq!(found(359, 1), None);
}

/// Jobs of all scopes, in which as much as possible is not known.
const UNKNOWN: [&str; 3] = [
    "scope = { mode = \"assigned\", assigned_users = 150 }",
    "tenant.users = 150\nscope.mode = \"all-users\"\ntarget.capacity = \"2 to 9\"",
    "tenant.users = 150\nscope.mode = \"all-users-and-groups\"\n[job]\nconnector = \"custom\"\n[[target.limit]]\ncalls = \"4 per s\"",
];

/// An input's value as a scenario has it.
fn written(unit: &str, value: f64) -> String {
    match unit {
        "seconds" => format!("\"{value} s\""),
        "share" => format!("\"{} %\"", value * 100.0),
        "factor" => value.to_string(),
        "count" => value.round().to_string(),
        "memberships" => {
            let members = (value / 5.0).round().min(150.0);
            format!("[{{ groups = 5, members = {members} }}]")
        }
        other => panic!("{other} is no unit of a key"),
    }
}

fn known(text: &str, input: &InputDraws, value: f64) -> Scenario {
    parsed_with(text, &input.key, &written(&input.unit, value))
}

#[test]
fn every_input_that_is_named_is_a_key_that_makes_it_known() {
    for text in UNKNOWN {
        let found = outcome(&parsed(text), 40, 1);
        assert!(found.inputs.len() > 8, "{text}");
        for input in &found.inputs {
            let mut values = input.values.clone();
            values.sort_by(f64::total_cmp);
            let settled = outcome(&known(text, input, values[20]), 1, 1);
            let is_still_named = settled.inputs.iter().any(|one| one.key == input.key);
            assert!(!is_still_named, "{} in {text}", input.key);
        }
    }
}

fn median(outcome: &Outcome) -> f64 {
    let cycle = outcome.summary(Metric::InitialCycle).expect("measured");
    cycle.p50.value.expect("it ends")
}

#[test]
fn what_is_advised_to_be_found_out_moves_the_cycle_when_it_is_set() {
    for text in UNKNOWN {
        let found = outcome(&parsed(text), 400, 1);
        let effects = found.sensitivity.as_ref().expect("enough replications");
        assert!(!effects.effects.is_empty(), "{text}");
        for effect in &effects.effects {
            let InputEffect { key, .. } = effect;
            let mut inputs = found.inputs.iter();
            let input = inputs.find(|one| one.key == *key).expect("drawn");
            let at = |value| median(&outcome(&known(text, input, value), 40, 1));
            let (low, high) = (at(effect.lowest_fifth), at(effect.highest_fifth));
            let goes_up = effect.rank_correlation > 0.0;
            assert_eq!(high > low, goes_up, "{key} from {low} to {high} in {text}");
        }
    }
}

#[test]
fn what_cannot_be_told_from_noise_is_listed_as_no_effect() {
    // Errors that nobody can foresee make the cycle long at times; how long one takes is drawn, and its share has no lower bound.
    let text = "tenant.users = 200\ntenant.manager_share = 0\nscope.mode = \"all-users\"
        [job]\nconnections = 4\nmatched_share = 0\npage_read = \"1 s\"\nevaluation = \"2 s\"\ninitial_cycle_overhead = \"0 s\"
        [job.processing]\nlookup = \"0 s\"\nuser_write = \"0 s\"
        [target.latency]\nuser_get = \"1 s\"\nuser_post = \"1 s\"\ncv = 1";
    for seed in 1..=6 {
        let found = outcome(&parsed(text), 400, seed)
            .sensitivity
            .expect("enough");
        for effect in &found.effects {
            assert!(effect.share.low > Some(0.0), "{effect:?}");
        }
        let all = found.effects.len() + found.no_effect_seen.len();
        assert_eq!(all, 3, "each is either told or not: {found:?}");
    }
}
