//! How many requests each object costs in an initial cycle in which nothing fails.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::facts::Facts;
use super::json::{Call, calls, ensure, initial_cycle, is, number};

/// Every object costs the documented requests, in their order, and nobody else costs any.
pub fn check(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    let cycle = initial_cycle(lines);
    let calls = calls(cycle)?;
    let requests = |work: &str| -> HashMap<u64, Vec<&str>> {
        let mut objects: HashMap<u64, Vec<&str>> = HashMap::new();
        for call in calls.iter().filter(|call| call.piece.work == work) {
            let number = call.piece.user.or(call.piece.group).unwrap_or(u64::MAX);
            objects.entry(number).or_default().push(&call.endpoint);
        }
        objects
    };
    let (users, groups, managers) = (requests("user"), requests("group"), requests("manager"));
    scope_is_kept(facts, cycle, users.len(), groups.len())?;
    for (user, sent) in &users {
        ensure(is_user(facts, sent), || format!("user {user}: {sent:?}"))?;
    }
    for (group, sent) in &groups {
        ensure(is_group(facts, sent), || format!("group {group}: {sent:?}"))?;
    }
    links(facts, &users, &managers)?;
    memberships(facts, &calls)
}

/// Everybody in scope costs a request, and no other object does.
fn scope_is_kept(
    facts: &Facts,
    cycle: &[Value],
    users: usize,
    groups: usize,
) -> Result<(), String> {
    let start = cycle.iter().find(|line| is(line, "cycleStarts"));
    let in_scope = start.map_or(0, |line| number(line, "usersInScope"));
    ensure(users as u64 == in_scope, || {
        format!("{users} users cost requests, {in_scope} are in scope")
    })?;
    let put_forward = if facts.mode == "assigned" {
        facts.assigned
    } else {
        facts.users
    };
    let fits = match facts.disabled {
        0 => in_scope == put_forward,
        100 => in_scope == 0,
        _ => in_scope <= put_forward,
    };
    ensure(fits, || {
        format!("{in_scope} of {put_forward} users are in scope")
    })?;
    let expected = if facts.mode == "all-users" {
        0
    } else {
        facts.groups.len()
    };
    ensure(groups == expected, || {
        format!("{groups} groups cost requests, not {expected}")
    })
}

/// A GET for each matching attribute until the user is found; then what has to be done.
fn is_user(facts: &Facts, sent: &[&str]) -> bool {
    let gets = sent
        .iter()
        .take_while(|endpoint| **endpoint == "users.get")
        .count() as u64;
    let writes = &sent[gets as usize..];
    let can_be_missing = facts.matched < 100;
    let by_first = gets == 1 && (facts.by_first_attribute > 0 || facts.attributes == 1);
    let by_last = gets == facts.attributes && (facts.by_first_attribute < 100 || gets == 1);
    let can_be_found = facts.matched > 0 && (by_first || by_last);
    match writes {
        ["users.post"] => can_be_missing && gets == facts.attributes,
        ["users.patch"] => can_be_found && facts.updated > 0,
        [] => can_be_found && facts.updated < 100,
        _ => false,
    }
}

fn is_group(facts: &Facts, sent: &[&str]) -> bool {
    match sent {
        ["groups.get", "groups.post"] => facts.groups_matched < 100,
        ["groups.get"] => facts.groups_matched > 0,
        _ => false,
    }
}

/// A check for each manager link, and a PATCH unless nothing about the user had changed.
fn links(
    facts: &Facts,
    users: &HashMap<u64, Vec<&str>>,
    managers: &HashMap<u64, Vec<&str>>,
) -> Result<(), String> {
    for (user, sent) in managers {
        let Some(own) = users.get(user) else {
            return Err(format!("a manager of user {user}, who is not in scope"));
        };
        let has_changed = own.last() != Some(&"users.get");
        let expected: &[&str] = if has_changed {
            &["users.get", "users.patch"]
        } else {
            &["users.get"]
        };
        ensure(sent == expected, || {
            format!("the manager of user {user}: {sent:?} after {own:?}")
        })?;
    }
    let fits = match facts.with_manager {
        0 => managers.is_empty(),
        100 => managers.len() == users.len(),
        _ => true,
    };
    ensure(fits, || {
        format!("{} of {} users have managers", managers.len(), users.len())
    })
}

/// What is carried to a group adds up to its size, in as few requests as can be.
fn memberships(facts: &Facts, calls: &[Call]) -> Result<(), String> {
    let mut carried: HashMap<u64, (u64, u64)> = HashMap::new();
    for call in calls.iter().filter(|call| call.piece.work == "memberships") {
        let (Some(group), Some(members)) = (call.piece.group, call.piece.members) else {
            return Err(format!("memberships of no group: {call:?}"));
        };
        let (patches, sum) = carried.entry(group).or_default();
        *patches += 1;
        *sum += members;
    }
    if facts.mode == "all-users" {
        return ensure(carried.is_empty(), || {
            format!("members without groups: {carried:?}")
        });
    }
    // The numbers of the groups need not be in the order of the file.
    let mut sums: Vec<u64> = carried.values().map(|(_, sum)| *sum).collect();
    let mut sizes: Vec<u64> = facts
        .groups
        .iter()
        .copied()
        .filter(|size| *size > 0)
        .collect();
    sums.sort_unstable();
    sizes.sort_unstable();
    if facts.disabled > 0 {
        let (sum, size): (u64, u64) = (sums.iter().sum(), sizes.iter().sum());
        return ensure(sum <= size, || {
            format!("{sum} members of {size} are carried")
        });
    }
    ensure(sums == sizes, || {
        format!("groups of {sizes:?} get {sums:?} members")
    })?;
    for (group, (patches, sum)) in &carried {
        let fewest = sum.div_ceil(facts.members_per_patch);
        ensure(*patches == fewest, || {
            format!("group {group}: {patches} PATCHes for {sum} members")
        })?;
    }
    let numbers: HashSet<_> = calls
        .iter()
        .filter(|call| call.piece.work == "group")
        .filter_map(|call| call.piece.group)
        .collect();
    ensure(carried.keys().all(|group| numbers.contains(group)), || {
        "members of a group that is not in scope".to_owned()
    })
}
