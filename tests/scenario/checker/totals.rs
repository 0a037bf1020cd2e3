//! The last line of a trace counts what the lines before it tell.

use std::collections::HashMap;

use serde_json::Value;

use super::facts::Facts;
use super::json::{Piece, calls, ensure, initial_cycle, is, number, piece, row, text};

/// The row has the requests, the accounts, the links and the refusals of the initial cycle.
pub fn check(_: &Facts, lines: &[Value]) -> Result<(), String> {
    let cycle = initial_cycle(lines);
    let row = row(lines)?;
    let calls = calls(cycle)?;
    let to = |endpoint: &str| {
        calls
            .iter()
            .filter(|call| call.endpoint == endpoint)
            .count() as u64
    };
    let answered = |answer: &str| calls.iter().filter(|call| call.result == answer).count() as u64;
    let timeouts = calls
        .iter()
        .filter(|call| call.code.as_deref() == Some("Timeout"))
        .count() as u64;
    let carried = calls
        .iter()
        .filter(|call| call.endpoint == "groups.patch" && call.result == "success");
    let accounts = accounts(cycle);
    let access = |by: &str| {
        accounts
            .values()
            .filter(|endpoint| **endpoint == by)
            .count() as u64
    };
    for (key, told) in [
        ("callsUserGet", to("users.get")),
        ("callsUserPost", to("users.post")),
        ("callsUserPatch", to("users.patch")),
        ("callsGroupGet", to("groups.get")),
        ("callsGroupPost", to("groups.post")),
        ("callsGroupPatch", to("groups.patch")),
        ("callsTotal", calls.len() as u64),
        ("tooManyRequests", answered("tooManyRequests")),
        ("timeouts", timeouts),
        ("usersCreated", access("users.post")),
        ("usersUpdated", access("users.patch")),
        ("usersUnchanged", access("users.get")),
        (
            "membershipsWritten",
            carried.filter_map(|call| call.piece.members).sum(),
        ),
        ("managersLinked", managers(cycle)),
        ("groupsEscrowed", escrowed(cycle, "group")),
        ("managersFailed", escrowed(cycle, "manager")),
        ("membershipsFailed", escrowed(cycle, "memberships")),
    ] {
        let in_row = number(row, key);
        ensure(in_row == told, || {
            format!("{key} is {in_row}, but the lines tell of {told}")
        })?;
    }
    // Whoever is out of scope fails like the others if the import fails.
    let users = number(row, "usersEscrowed") + number(row, "importsFailed");
    let told = escrowed(cycle, "user");
    ensure(users == told, || {
        format!("{users} users are in escrow, but the lines tell of {told}")
    })
}

/// By which request each user gained access: the last one before.
fn accounts(cycle: &[Value]) -> HashMap<u64, &str> {
    let mut last = HashMap::new();
    let mut gained = HashMap::new();
    for line in cycle {
        if is(line, "callAnswered") && text(line, "work") == "user" {
            last.insert(number(line, "user"), text(line, "endpoint"));
        } else if is(line, "userGainsAccess") {
            let user = number(line, "user");
            gained.insert(user, last.get(&user).copied().unwrap_or_default());
        }
    }
    gained
}

/// Managers whose last answer is a success: the PATCH, or the check of one that is in place.
fn managers(cycle: &[Value]) -> u64 {
    let mut last: HashMap<Option<u64>, bool> = HashMap::new();
    for line in cycle.iter().filter(|line| text(line, "work") == "manager") {
        if is(line, "callAnswered") || is(line, "failed") {
            last.insert(line["user"].as_u64(), text(line, "result") == "success");
        }
    }
    last.values().filter(|is_linked| **is_linked).count() as u64
}

fn escrowed(cycle: &[Value], work: &str) -> u64 {
    cycle
        .iter()
        .filter(|line| is(line, "failed") && text(line, "then") == "escrow")
        .map(piece)
        .filter(|of: &Piece| of.work == work)
        .map(|of| of.members.unwrap_or(1))
        .sum()
}
