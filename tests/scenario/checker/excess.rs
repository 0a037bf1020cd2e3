//! What a call over a limit gets, whichever way a target says so, and that no other call gets it.

use proptest::prelude::*;
use serde_json::Value;

use super::facts::Facts;
use super::json::{Call, calls, ensure, initial_cycle, is, nanos, piece, text};
use super::limit::{Kind, Limit, Passed, passed};
use super::limits::limited;
use super::random::{Check, Occurs, check_random};
use super::{limits, order, own_time, timeouts, totals};

const SECOND: f64 = 1e9;

/// Only a call over a limit is turned away, in that limit's manner; and the service makes of it what is documented.
pub fn check(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    let cycle = initial_cycle(lines);
    for call in calls(cycle)? {
        let Some(manners) = turned_away(&call) else {
            continue;
        };
        let is_over = facts.limits.iter().any(|limit| {
            let can_be = limit.counts(&call.endpoint) && manners.contains(&limit.on_excess);
            can_be && (limit.on_excess == "slower" || is_used_up(facts, limit, cycle, call.sent))
        });
        ensure(is_over, || format!("no limit is used up: {call:?}"))?;
        let fails_at_once = call.piece.work != "opening"
            && (call.result == "failure"
                || call.result == "forbidden" && facts.connector == "custom");
        ensure(!fails_at_once || fails(cycle, &call), || {
            format!("it does not fail: {call:?}")
        })?;
    }
    Ok(())
}

/// By which manners of limits a call can have been answered as it was; none if it has not been turned away.
fn turned_away(call: &Call) -> Option<&'static [&'static str]> {
    match (call.result.as_str(), call.code.as_deref()) {
        ("tooManyRequests", _) => Some(&["429"]),
        ("forbidden", _) => Some(&["403"]),
        (_, Some("WebExceptionProtocolError")) => Some(&["close"]),
        (_, Some("Timeout")) => Some(&["silence", "slower"]),
        _ => None,
    }
}

/// Whether a call finds no room. What arrives at the same moment comes first, since requests of memberships look alike.
fn is_used_up(facts: &Facts, limit: &Limit, cycle: &[Value], arrival: u64) -> bool {
    let mut passed = passed(limit, cycle);
    if facts.limits.iter().any(|limit| limit.on_excess == "slower") {
        passed.extend(held_back_in_vain(limit, cycle));
    }
    passed.retain(|call| call.sent <= arrival);
    passed.sort_by_key(|call| call.counted);
    match limit.kind {
        Kind::TokenBucket { burst } => tokens(limit, burst as f64, &passed, arrival) < 1.0 + 1e-6,
        Kind::FixedWindow => {
            let window = |of| of / (limit.period_secs * 1_000_000_000);
            let used = passed
                .iter()
                .filter(|call| window(call.counted) == window(arrival))
                .count();
            used as u64 >= limit.calls
        }
        Kind::RollingWindow => {
            let period = limit.period_secs * 1_000_000_000;
            let used = passed.iter().filter(|call| call.counted + period > arrival);
            used.count() as u64 >= limit.calls
        }
        Kind::QuietWindow => {
            let period = limit.period_secs * 1_000_000_000;
            let runs = passed.chunk_by(|one, next| next.counted - one.counted < period);
            runs.last().is_some_and(|run| {
                let is_on = run
                    .last()
                    .is_some_and(|last| last.counted + period > arrival);
                is_on && run.len() as u64 >= limit.calls
            })
        }
        Kind::AtOnce => {
            let under_way = passed
                .iter()
                .filter(|call| call.answered >= arrival)
                .count();
            under_way as u64 >= limit.calls
        }
    }
}

/// Calls that one limit held back until nobody waited any longer: they count in the others.
fn held_back_in_vain(limit: &Limit, cycle: &[Value]) -> Vec<Passed> {
    let is_vain = |line: &&Value| {
        is(line, "callAnswered")
            && text(line, "errorCode") == "Timeout"
            && limit.counts(text(line, "endpoint"))
    };
    let vain = cycle.iter().filter(is_vain).map(|line| Passed {
        sent: nanos(line, "sentMs"),
        counted: nanos(line, "sentMs"),
        answered: nanos(line, "answeredMs"),
    });
    vain.collect()
}

/// What is left in a bucket that is full at first.
pub fn tokens(limit: &Limit, burst: f64, passed: &[Passed], arrival: u64) -> f64 {
    let rate = limit.calls as f64 / (limit.period_secs as f64 * SECOND);
    let (mut left, mut since) = (burst, 0);
    for call in passed {
        left = burst.min(left + rate * (call.counted - since) as f64) - 1.0;
        since = call.counted;
    }
    burst.min(left + rate * (arrival - since) as f64)
}

/// Whether the work fails with the answer's code, or for want of rights after a 403.
fn fails(cycle: &[Value], call: &Call) -> bool {
    let code = call.code.as_deref().unwrap_or("InsufficientRights");
    cycle[call.lines.1..].iter().any(|line| {
        is(line, "failed")
            && text(line, "errorCode") == code
            && nanos(line, "atMs") >= call.dealt
            && piece(line) == call.piece
    })
}

fn in_all_manners() -> impl Strategy<Value = Facts> {
    let manner = prop_oneof![
        Just("429"),
        Just("403"),
        Just("slower"),
        Just("close"),
        Just("silence")
    ];
    let manners = proptest::collection::vec(manner, 3);
    (limited(), manners).prop_map(|(mut facts, manners)| {
        for (limit, manner) in facts.limits.iter_mut().zip(manners) {
            // A target that lets calls wait until others are done has a capacity in place of such a limit.
            let has_meaning = manner != "slower" || !matches!(limit.kind, Kind::AtOnce);
            limit.on_excess = if has_meaning { manner } else { "429" };
        }
        facts
    })
}

#[test]
fn only_calls_over_a_limit_are_turned_away_each_in_its_manner() {
    let checks: [Check; 6] = [
        check,
        limits::check,
        timeouts::check,
        order::check,
        own_time::check,
        totals::check,
    ];
    let occur: [Occurs; 5] = [
        |line| text(line, "result") == "tooManyRequests",
        |line| text(line, "result") == "forbidden",
        |line| is(line, "callAnswered") && text(line, "errorCode") == "WebExceptionProtocolError",
        |line| is(line, "callAnswered") && text(line, "errorCode") == "Timeout",
        |line| is(line, "callPassed") && line["atMs"] != line["sentMs"],
    ];
    check_random(500, in_all_manners(), &checks, &occur);
}
