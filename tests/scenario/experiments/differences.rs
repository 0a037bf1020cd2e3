//! Two outcomes are told apart by what is known of them.

use cyclecast::experiment::difference;
use cyclecast::experiment::outcome::difference::{Difference, QuantityChange};
use cyclecast::experiment::outcome::{OriginKind, Outcome};

use super::{KNOWN_ANSWER, outcome, parsed};

/// The known answer with two more seconds for its one page.
fn slower() -> String {
    KNOWN_ANSWER.replace("page_read = \"1 s\"", "page_read = \"3 s\"")
}

fn cycle(found: &Difference) -> &QuantityChange {
    let mut quantities = found.quantities.iter();
    quantities.find(|one| one.metric == "initialCycle").unwrap()
}

fn found(text: &str, replications: u64, seed: u64) -> Outcome {
    outcome(&parsed(text), replications, seed)
}

#[test]
fn with_the_same_luck_a_known_difference_is_found_to_the_millisecond() {
    let (then, now) = (found(KNOWN_ANSWER, 100, 1), found(&slower(), 100, 1));
    let told = difference(&then, &now);
    assert!(told.is_paired);
    let longer = cycle(&told).difference.unwrap();
    assert_eq!(
        (longer.low, longer.value, longer.high),
        (Some(2e3), Some(2e3), Some(2e3))
    );
    let back = cycle(&difference(&now, &then)).difference.unwrap();
    assert_eq!(back.value, Some(-2e3));
}

#[test]
fn without_shared_luck_the_interval_is_that_of_independent_runs_and_covers_the_difference() {
    let then = found(KNOWN_ANSWER, 100, 1);
    for (replications, seed) in [(100, 2), (150, 1)] {
        let told = difference(&then, &found(&slower(), replications, seed));
        assert!(!told.is_paired);
        let longer = cycle(&told).difference.unwrap();
        let (low, high) = (longer.low.unwrap(), longer.high.unwrap());
        assert!(low < 2e3 && 2e3 < high, "{longer:?}");
        // The one POST takes 100 to 400 s, so independent runs of a hundred say little of two seconds.
        assert!(high - low > 20e3, "{longer:?}");
    }
}

#[test]
fn another_version_shares_no_luck() {
    let then = found(KNOWN_ANSWER, 30, 1);
    let mut now = found(&slower(), 30, 1);
    now.cyclecast_version = "0.0.1".to_owned();
    assert!(!difference(&then, &now).is_paired);
}

#[test]
fn the_input_that_was_changed_is_named_and_the_activity_that_it_makes_longer_comes_first() {
    let then = found(KNOWN_ANSWER, 30, 1);
    let told = difference(&then, &found(&slower(), 30, 1));
    let [input] = &told.inputs[..] else {
        panic!("{:?}", told.inputs)
    };
    assert_eq!(input.key, "job.page_read");
    let value = |value: &Option<cyclecast::experiment::outcome::difference::InputValue>| {
        value.clone().map(|value| (value.value, value.origin))
    };
    assert_eq!(
        value(&input.then),
        Some(("1 s".to_owned(), OriginKind::Yours))
    );
    assert_eq!(
        value(&input.now),
        Some(("3 s".to_owned(), OriginKind::Yours))
    );
    let first = &told.activities[0];
    assert_eq!(first.activity, "reading");
    assert_eq!(first.difference_ms.unwrap().value, Some(2e3));
}

#[test]
fn an_outcome_does_not_differ_from_itself() {
    let one = found(KNOWN_ANSWER, 30, 1);
    let told = difference(&one, &one);
    assert!(told.is_paired && told.inputs.is_empty() && told.files.is_empty());
    assert!(told.warnings_came.is_empty() && told.warnings_went.is_empty());
    for one in &told.quantities {
        let difference = one.difference.unwrap();
        assert_eq!(
            (difference.low, difference.high),
            (Some(0.0), Some(0.0)),
            "{}",
            one.metric
        );
    }
}

#[test]
fn warnings_and_verdicts_that_came_or_went_are_told() {
    let expect = "\n[expect]\n\"initial_cycle.p95\" = \"< 10 min\"\n";
    let then = found(&format!("{KNOWN_ANSWER}{expect}"), 30, 1);
    let slow = KNOWN_ANSWER.replace("100 s to 400 s", "1_000 s to 2_000 s");
    let limited = "\n[[target.limit]]\nname = \"vendor\"\ncalls = \"1 per min\"\n";
    let now = found(&format!("{slow}{expect}{limited}"), 30, 1);
    let told = difference(&then, &now);
    let [verdict] = &told.expected[..] else {
        panic!("{:?}", told.expected)
    };
    assert_eq!((verdict.then, verdict.now), (Some(true), Some(false)));
    let codes = |warnings: &[cyclecast::experiment::outcome::Warning]| -> Vec<String> {
        warnings.iter().map(|one| one.code.clone()).collect()
    };
    let back = difference(&now, &then);
    assert_eq!(codes(&told.warnings_came), codes(&back.warnings_went));
    let all = codes(&now.warnings);
    let of_then = codes(&then.warnings);
    let new = all.iter().filter(|code| !of_then.contains(code)).count();
    assert_eq!(told.warnings_came.len(), new);
}
