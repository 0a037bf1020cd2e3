//! The order of an initial cycle, whatever goes wrong in it.

use std::collections::HashMap;

use serde_json::Value;

use super::facts::Facts;
use super::json::{Call, Piece, calls, ensure, initial_cycle, is, number, text};

const MILLI: u64 = 1_000_000;

/// The order of the initial cycle is the documented one.
pub fn check(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    let cycle = initial_cycle(lines);
    let calls = calls(cycle)?;
    opening_comes_alone(facts, &calls)?;
    one_request_at_a_time(&calls)?;
    objects_come_before_references(&calls)?;
    managers_are_taken_up_first(facts, cycle, &calls)?;
    retries_come_after_the_first_pass(&calls)?;
    groups_exist_before_members(facts, &calls)?;
    patches_are_small(facts, &calls)?;
    connections_suffice(facts, &calls)
}

fn is_object(piece: &Piece) -> bool {
    matches!(piece.work.as_str(), "user" | "group")
}

fn opening_comes_alone(facts: &Facts, calls: &[Call]) -> Result<(), String> {
    let Some((opening, others)) = calls.split_first() else {
        return Err("a cycle begins with a request".to_owned());
    };
    ensure(
        opening.piece.work == "opening" && opening.endpoint == "users.get",
        || format!("the first request is {opening:?}"),
    )?;
    ensure(opening.sent == facts.own.overhead * MILLI, || {
        format!("the first request leaves at {} ns", opening.sent)
    })?;
    // The probe is repeated when it is refused.
    let last = calls
        .iter()
        .filter(|call| call.piece.work == "opening")
        .map(|call| call.dealt)
        .max();
    for call in others.iter().filter(|call| call.piece.work != "opening") {
        ensure(Some(call.sent) >= last, || {
            format!("sent before the probe is through: {call:?}")
        })?;
    }
    Ok(())
}

/// All requests of each piece of work that has a name of its own, in order.
pub fn by_piece(calls: &[Call]) -> HashMap<&Piece, Vec<&Call>> {
    let mut pieces: HashMap<&Piece, Vec<&Call>> = HashMap::new();
    for call in calls.iter().filter(|call| call.piece.work != "memberships") {
        pieces.entry(&call.piece).or_default().push(call);
    }
    pieces
}

fn one_request_at_a_time(calls: &[Call]) -> Result<(), String> {
    for requests in by_piece(calls).values() {
        for pair in requests.windows(2) {
            ensure(pair[0].dealt <= pair[1].sent, || {
                format!("{:?} leaves before {:?} is dealt with", pair[1], pair[0])
            })?;
        }
    }
    Ok(())
}

fn objects_come_before_references(calls: &[Call]) -> Result<(), String> {
    let through = calls
        .iter()
        .filter(|call| is_object(&call.piece))
        .map(|call| call.dealt)
        .max();
    for call in calls
        .iter()
        .filter(|call| matches!(call.piece.work.as_str(), "manager" | "memberships"))
    {
        ensure(Some(call.sent) >= through, || {
            format!("sent before all objects are through: {call:?}")
        })?;
    }
    Ok(())
}

/// The last manager is taken up before the first membership: its request is sent or, where there are limits, waits for one.
fn managers_are_taken_up_first(
    facts: &Facts,
    cycle: &[Value],
    calls: &[Call],
) -> Result<(), String> {
    let is_taken_up =
        |line: &Value| is(line, "requestSent") || is(line, "callWaits") && !facts.limits.is_empty();
    let mut taken_up: HashMap<u64, usize> = HashMap::new();
    for (place, line) in cycle.iter().enumerate() {
        if text(line, "work") == "manager" && is_taken_up(line) {
            taken_up.entry(number(line, "user")).or_insert(place);
        }
    }
    let memberships = calls.iter().filter(|call| call.piece.work == "memberships");
    let first = memberships.map(|call| call.lines.0).min();
    match (taken_up.values().max(), first) {
        (Some(manager), Some(membership)) => ensure(*manager < membership, || {
            format!("line {membership} sends a membership before the manager of line {manager}")
        }),
        _ => Ok(()),
    }
}

/// What failed for a passing reason starts over when the others of its pass are through.
fn retries_come_after_the_first_pass(calls: &[Call]) -> Result<(), String> {
    for of_objects in [true, false] {
        let pass: Vec<_> = calls
            .iter()
            .filter(|call| call.piece.work != "opening" && is_object(&call.piece) == of_objects)
            .collect();
        for call in pass.iter().filter(|call| call.piece.attempt > 0) {
            let before = pass
                .iter()
                .filter(|other| other.piece.attempt < call.piece.attempt);
            let through = before.map(|other| other.dealt).max();
            ensure(Some(call.sent) >= through, || {
                format!("a retry before the end of its pass: {call:?}")
            })?;
        }
    }
    Ok(())
}

fn groups_exist_before_members(facts: &Facts, calls: &[Call]) -> Result<(), String> {
    for call in calls.iter().filter(|call| call.piece.work == "memberships") {
        let is_there = calls.iter().any(|other| {
            let is_made = other.endpoint == "groups.post" || facts.groups_matched > 0;
            other.piece.work == "group"
                && other.piece.group == call.piece.group
                && is_made
                && other.result == "success"
                && other.dealt <= call.sent
        });
        ensure(is_there, || format!("members before their group: {call:?}"))?;
    }
    Ok(())
}

fn patches_are_small(facts: &Facts, calls: &[Call]) -> Result<(), String> {
    for call in calls.iter().filter(|call| call.endpoint == "groups.patch") {
        let members = call.piece.members.unwrap_or(0);
        ensure((1..=facts.members_per_patch).contains(&members), || {
            format!("a PATCH with {members} members: {call:?}")
        })?;
    }
    Ok(())
}

/// Each piece of work holds its connection from its first request to its last answer.
fn connections_suffice(facts: &Facts, calls: &[Call]) -> Result<(), String> {
    let mut spans: Vec<(u64, u64)> = by_piece(calls)
        .values()
        .map(|requests| (requests[0].sent, requests[requests.len() - 1].dealt))
        .collect();
    let memberships = calls.iter().filter(|call| call.piece.work == "memberships");
    spans.extend(memberships.map(|call| (call.sent, call.dealt)));
    for (moment, _) in &spans {
        let under_way = spans
            .iter()
            .filter(|(begin, end)| begin <= moment && moment < end)
            .count();
        ensure(under_way <= facts.connections, || {
            format!("{under_way} pieces of work at once at {moment} ns")
        })?;
    }
    Ok(())
}
