//! Random scenarios that are the same in each run, and shrink to a small one when a check fails.

use std::cell::RefCell;
use std::fmt::Debug;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::Value;

use super::facts::Facts;

/// A check of a trace, by what was written into its scenario.
pub type Check = fn(&Facts, &[Value]) -> Result<(), String>;

/// A kind of line that has to occur, so that a check is not of nothing.
pub type Occurs = fn(&Value) -> bool;

/// Traces so many random scenarios and checks each. In one of ten of them, each kind of line has to occur.
pub fn check_random(
    cases: u32,
    scenarios: impl Strategy<Value = Facts>,
    checks: &[Check],
    occur: &[Occurs],
) {
    let seen = RefCell::new(vec![0; occur.len()]);
    run_random(cases, scenarios, |facts| {
        let lines = facts.trace();
        for (count, occurs) in seen.borrow_mut().iter_mut().zip(occur) {
            *count += u32::from(lines.iter().any(occurs));
        }
        checks.iter().try_for_each(|check| check(facts, &lines))
    });
    let seen = seen.into_inner();
    assert!(
        seen.iter().all(|count| count * 10 >= cases),
        "too rare in {cases} scenarios: {seen:?}"
    );
}

/// Checks so many random values.
pub fn run_random<V: Debug>(
    cases: u32,
    values: impl Strategy<Value = V>,
    check: impl Fn(&V) -> Result<(), String>,
) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, rng)
        .run(&values, |value| check(&value).map_err(TestCaseError::fail));
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
