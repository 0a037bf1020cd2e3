//! Nobody waits longer for an answer than `job.timeout`.

use proptest::prelude::*;
use serde_json::Value;

use super::facts::Facts;
use super::json::{calls, ensure, initial_cycle, text};
use super::random::{Check, check_random, run_random};
use super::{cycles, order, own_time, totals};

/// An answer comes in time, or the request fails with `Timeout` when the time is over.
pub fn check(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    let timeout = facts.timeout * 1_000_000;
    for call in calls(initial_cycle(lines))? {
        let took = call.answered - call.sent;
        let has_failed = call.result == "failure" && call.code.as_deref() == Some("Timeout");
        ensure(took <= timeout, || {
            format!("answered after {took} ns: {call:?}")
        })?;
        ensure(has_failed == (took == timeout), || {
            format!("{took} ns of {timeout} ns: {call:?}")
        })?;
    }
    Ok(())
}

/// Targets that work on few calls at once, whose answers are often slow.
fn slow() -> impl Strategy<Value = Facts> {
    let errors = (0_u64..10, 0_u64..10);
    (
        cycles::calm(),
        500_u64..5_000,
        proptest::option::of(1_u64..4),
        0_u64..200,
        errors,
    )
        .prop_map(|(facts, timeout, capacity, spread, errors)| Facts {
            timeout,
            capacity,
            spread,
            errors: vec![("InternalServerError", errors.0), ("Conflict", errors.1)],
            ..facts
        })
}

#[test]
fn no_answer_takes_longer_than_the_timeout_and_what_would_fails_with_it() {
    let checks: [Check; 4] = [check, order::check, own_time::check, totals::check];
    check_random(
        400,
        slow(),
        &checks,
        &[|line| text(line, "errorCode") == "Timeout"],
    );
}

#[test]
fn an_answer_that_always_comes_too_late_is_always_a_timeout() {
    run_random(20, (0_u64..1_000, 100_u64..349), |(seed, timeout)| {
        let facts = Facts {
            timeout: *timeout,
            ..Facts::calm(*seed)
        };
        let lines = facts.trace();
        check(&facts, &lines)?;
        let calls = calls(initial_cycle(&lines))?;
        let in_time = calls
            .iter()
            .find(|call| call.code.as_deref() != Some("Timeout"));
        ensure(in_time.is_none(), || format!("in time: {in_time:?}"))
    });
}
