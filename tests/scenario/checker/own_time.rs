//! The service's own time and the target's answers, to the nanosecond.

use serde_json::Value;

use super::facts::{EVALUATION, FURTHER_MEMBER, Facts, LATENCIES};
use super::json::{Call, calls, ensure, initial_cycle, is, nanos, piece, text};
use super::life::cycles;
use super::order::by_piece;

const MILLI: f64 = 1e6;
/// A product of fractions may be rounded the other way.
const ROUNDING: f64 = 1.5;

/// The service deals with each answer in its own exact time, and not at all with a refusal.
pub fn check(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    for call in calls(initial_cycle(lines))? {
        let is_refused = matches!(call.result.as_str(), "tooManyRequests" | "forbidden");
        let own = if is_refused {
            0.0
        } else {
            own_millis(facts, &call) * MILLI
        };
        let took = (call.dealt - call.answered) as f64;
        ensure((took - own).abs() < ROUNDING, || {
            format!("{took} ns in place of {own}: {call:?}")
        })?;
    }
    Ok(())
}

/// With nothing in the way, a request leaves the moment the one before is dealt with, and is answered in the stated time.
pub fn check_unhindered(_: &Facts, lines: &[Value]) -> Result<(), String> {
    let calls = calls(initial_cycle(lines))?;
    for requests in by_piece(&calls).values() {
        for pair in requests.windows(2) {
            ensure(pair[0].dealt == pair[1].sent, || {
                format!("{:?} does not follow at once", pair[1])
            })?;
        }
    }
    for call in &calls {
        let stated = latency_millis(call) * MILLI;
        let took = (call.answered - call.sent) as f64;
        ensure((took - stated).abs() < ROUNDING, || {
            format!("answered in {took} ns, not {stated}: {call:?}")
        })?;
    }
    Ok(())
}

/// Work that failed before is taken up again after its exact time; users and groups are evaluated anew besides.
pub fn check_retries(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    let cycle = initial_cycle(lines);
    let calls = calls(cycle)?;
    for (place, line) in cycle
        .iter()
        .enumerate()
        .filter(|(_, line)| is(line, "retryBegins"))
    {
        let millis = match text(line, "work") {
            "manager" => facts.own.escrow_retry,
            // Those of one group look alike.
            "memberships" => continue,
            _ => facts.own.escrow_retry + EVALUATION,
        };
        let first = nanos(line, "atMs") + millis * 1_000_000;
        let mut requests = calls
            .iter()
            .filter(|call| call.lines.0 > place && call.piece == piece(line));
        // What fails without any call has none here either.
        ensure(
            requests.next().is_none_or(|call| call.sent == first),
            || format!("not at {first} ns: {line}"),
        )?;
    }
    Ok(())
}

/// An object that fails for good takes what its calls would have cost that it does not come to, and a time for the failure.
pub fn check_failures(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    let cycle = initial_cycle(lines);
    let calls = calls(cycle)?;
    let lasting = |line: &&Value| {
        let is_object = matches!(text(line, "work"), "user" | "group");
        is(line, "failed") && is_object && !PASSING.contains(&text(line, "errorCode"))
    };
    for line in cycle.iter().filter(lasting) {
        let at = nanos(line, "atMs");
        let own = calls.iter().filter(|call| call.piece == piece(line));
        let own: Vec<&Call> = own.filter(|call| call.dealt <= at).collect();
        // What fails before any call tells nobody when it was taken up.
        let Some(last) = own.last() else {
            continue;
        };
        let lookups = facts.attributes.saturating_sub(own.len() as u64);
        let left = match last.endpoint.as_str() {
            "users.get" => lookups * facts.own.lookup + facts.own.user_write,
            "groups.get" => facts.own.group_write,
            _ => 0,
        };
        let stated = last.dealt + (left + facts.own.failed_object) * 1_000_000;
        ensure(at == stated, || format!("not at {stated} ns: {line}"))?;
    }
    Ok(())
}

/// Codes that the service retries by itself, after which nothing more is done.
const PASSING: [&str; 5] = [
    "InternalServerError",
    "WebExceptionProtocolError",
    "InternalError",
    "Timeout",
    "TooManyRequests",
];

/// Every later cycle sends its probe after its exact overhead.
pub fn check_overheads(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    for cycle in cycles(lines).iter().skip(1) {
        let first = cycle.lines.iter().find(|line| is(line, "requestSent"));
        let sent = first.map(|line| (text(line, "work"), nanos(line, "atMs")));
        let stated = cycle.began + facts.own.cycle_overhead * 1_000_000;
        ensure(sent == Some(("opening", stated)), || {
            format!("{sent:?} in place of the probe at {stated} ns")
        })?;
    }
    Ok(())
}

fn further_members(call: &Call) -> f64 {
    call.piece.members.unwrap_or(1).saturating_sub(1) as f64
}

fn own_millis(facts: &Facts, call: &Call) -> f64 {
    let own = &facts.own;
    match call.endpoint.as_str() {
        "users.get" | "groups.get" => own.lookup as f64,
        "groups.patch" => {
            let share = own.further_member as f64 / 100.0;
            own.membership_write as f64 * (1.0 + share * further_members(call))
        }
        "groups.post" => own.group_write as f64,
        _ => own.user_write as f64,
    }
}

fn latency_millis(call: &Call) -> f64 {
    let key = call
        .endpoint
        .replace("users.", "user_")
        .replace("groups.", "group_");
    let mean = LATENCIES.iter().find(|(name, _)| *name == key);
    let mean = mean.map_or(0, |(_, mean)| *mean) as f64;
    if call.endpoint == "groups.patch" {
        mean + FURTHER_MEMBER as f64 * further_members(call)
    } else {
        mean
    }
}
