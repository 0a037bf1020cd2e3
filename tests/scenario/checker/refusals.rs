//! What a connector makes of a 429.

use serde_json::Value;

use super::facts::{BACKOFF, Facts, REFUSALS};
use super::json::{Call, calls, ensure, initial_cycle, is, nanos, piece, text};

const SECOND: u64 = 1_000_000_000;

/// Refusals are answered as the connector and `job.on_429` say.
pub fn check(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    let cycle = initial_cycle(lines);
    let calls = calls(cycle)?;
    let refused: Vec<&Call> = calls
        .iter()
        .filter(|call| call.result == "tooManyRequests")
        .collect();
    let sees_all =
        facts.connector == "gallery" && facts.limits.iter().all(|limit| limit.is_published);
    ensure(refused.is_empty() || !sees_all, || {
        format!("a gallery connector is refused: {:?}", refused[0])
    })?;
    nothing_refused_passes(cycle, &calls)?;
    for refusal in refused {
        says_when_to_come_back(facts, refusal)?;
        match facts.on_429 {
            "pause-job" => nothing_leaves_meanwhile(&calls, refusal)?,
            "retry-call" => it_waits_alone(cycle, &calls, refusal)?,
            _ => it_is_put_off(cycle, &calls, refusal)?,
        }
    }
    Ok(())
}

/// All requests pass, save those that are refused.
fn nothing_refused_passes(cycle: &[Value], calls: &[Call]) -> Result<(), String> {
    let passed = cycle.iter().filter(|line| is(line, "callPassed")).count();
    let answered = calls
        .iter()
        .filter(|call| call.result != "tooManyRequests")
        .count();
    ensure(passed == answered, || {
        format!("{passed} calls pass, {answered} are not refused")
    })
}

/// A stated time, whole seconds until the next call passes, or nothing. Of several limits each may be the one.
fn says_when_to_come_back(facts: &Facts, refusal: &Call) -> Result<(), String> {
    let fits = facts
        .limits
        .iter()
        .filter(|limit| limit.counts(&refusal.endpoint))
        .any(|limit| {
            match (limit.retry_after, refusal.retry_after) {
                ("none", told) => told.is_none(),
                // How long a call under way still takes is not known beforehand; zero then counts as nothing.
                ("until-allowed", told) => told.is_none_or(|time| time % SECOND == 0),
                (stated, told) => told.is_some_and(|time| stated == format!("{} s", time / SECOND)),
            }
        });
    ensure(fits, || {
        format!("nobody says to come back after this: {refusal:?}")
    })
}

/// How long has to be waited after a refusal at the least.
fn wait(calls: &[Call], refusal: &Call) -> u64 {
    match refusal.retry_after {
        Some(time) if time > 0 => time,
        _ => {
            let is_first = calls
                .iter()
                .filter(|call| call.result == "tooManyRequests")
                .all(|call| call.dealt >= refusal.dealt);
            // Later ones are waited for as the job has learned, and those of one round together.
            if is_first { BACKOFF * 1_000_000 } else { 0 }
        }
    }
}

/// The refusals of the same request.
fn refusals_of<'c>(calls: &'c [Call], of: &Call) -> impl Iterator<Item = &'c Call> {
    let last_success = calls
        .iter()
        .filter(|call| call.piece == of.piece && call.result != "tooManyRequests")
        .filter(|call| call.lines.1 < of.lines.1)
        .map(|call| call.lines.1)
        .max();
    let piece = of.piece.clone();
    calls.iter().filter(move |call| {
        call.piece == piece && call.result == "tooManyRequests" && Some(call.lines.1) > last_success
    })
}

fn nothing_leaves_meanwhile(calls: &[Call], refusal: &Call) -> Result<(), String> {
    let until = refusal.dealt + wait(calls, refusal);
    for call in calls.iter().filter(|call| call.lines.0 > refusal.lines.1) {
        ensure(call.sent >= until, || {
            format!("{call:?} leaves before {until} ns, when the pause of {refusal:?} is over")
        })?;
    }
    Ok(())
}

fn next_of<'c>(calls: &'c [Call], of: &Call) -> Option<&'c Call> {
    calls
        .iter()
        .find(|call| call.piece == of.piece && call.lines.0 > of.lines.1)
}

fn it_waits_alone(cycle: &[Value], calls: &[Call], refusal: &Call) -> Result<(), String> {
    if refusal.piece.work == "memberships" {
        return Ok(());
    }
    let until = refusal.dealt + wait(calls, refusal);
    let number = refusals_of(calls, refusal)
        .filter(|other| other.lines.1 <= refusal.lines.1)
        .count() as u64;
    if number >= REFUSALS && refusal.piece.work != "opening" {
        return ensure(fails(cycle, refusal), || {
            format!("refusal {number} does not fail: {refusal:?}")
        });
    }
    match next_of(calls, refusal) {
        Some(next) => ensure(
            next.sent >= until && next.endpoint == refusal.endpoint,
            || format!("{next:?} does not repeat {refusal:?} after {until} ns"),
        ),
        None => Err(format!("never repeated: {refusal:?}")),
    }
}

/// Whether the work of a request fails for the refusal: at once, or as soon as the service has dealt with the failure.
fn fails(cycle: &[Value], refusal: &Call) -> bool {
    cycle[refusal.lines.1..].iter().any(|line| {
        is(line, "failed")
            && text(line, "errorCode") == "TooManyRequests"
            && nanos(line, "atMs") >= refusal.dealt
            && piece(line) == refusal.piece
    })
}

fn it_is_put_off(cycle: &[Value], calls: &[Call], refusal: &Call) -> Result<(), String> {
    if refusal.piece.work == "opening" {
        return Ok(());
    }
    ensure(fails(cycle, refusal), || {
        format!("not put off: {refusal:?}")
    })?;
    let is_escrowed = cycle.iter().any(|line| {
        is(line, "failed") && piece(line) == refusal.piece && text(line, "then") == "escrow"
    });
    ensure(is_escrowed, || format!("not in escrow: {refusal:?}"))?;
    let again = next_of(calls, refusal).filter(|_| refusal.piece.work != "memberships");
    ensure(again.is_none(), || {
        format!("{again:?} follows {refusal:?} in the same cycle")
    })
}
