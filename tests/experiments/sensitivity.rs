//! A planted input is found, with its share; planted inputs without effect are not reported.

use cyclecast::experiment::outcome::Sensitivity;

use crate::{KNOWN_ANSWER, outcome, parsed};

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
