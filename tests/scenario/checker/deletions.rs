//! Many who leave at once, and the threshold of accidental deletions.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use super::facts::Facts;
use super::json::{ensure, is, nanos, number, text};
use super::life::{Burst, Cycle, Life, cycles, quarantine};
use super::random::{Occurs, check_random};

const MINUTE: u64 = 60_000_000_000;

/// More removals than allowed are all staged until they are allowed; others are carried out by the first cycle that sees them.
pub fn check(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    let burst = facts.life.as_ref().and_then(|life| life.burst.as_ref());
    let burst = burst.ok_or("no burst to check")?;
    let cycles = cycles(lines);
    let removals = burst.leavers + burst.groups;
    let is_held = match burst.boundary {
        "met" => removals >= burst.threshold,
        _ => removals > burst.threshold,
    };
    let from = if is_held {
        burst.allowed_at_mins
    } else {
        burst.at_mins
    };
    let first_from = |mins: u64| cycles.iter().position(|cycle| cycle.began >= mins * MINUTE);
    let (Some(seen), Some(done)) = (first_from(burst.at_mins), first_from(from)) else {
        return Err("the burst comes too late to be checked".to_owned());
    };
    for (place, cycle) in cycles.iter().enumerate() {
        let sent = removals_of(cycle);
        if place == done {
            are_carried_out(burst, &sent)?;
        } else {
            ensure(sent.is_empty(), || {
                format!("removals in cycle {place}: {sent:?}")
            })?;
        }
        let waits = is_held && (seen..done).contains(&place);
        is_staged(cycle, if waits { removals } else { 0 })?;
        keeps_quarantine(cycle, waits)?;
    }
    let is_at_once = cycles[done].began == from * MINUTE;
    ensure(!is_held || is_at_once, || {
        "what is allowed does not begin at once".to_owned()
    })
}

/// The requests of each removal.
fn removals_of<'l>(cycle: &Cycle<'l>) -> BTreeMap<(&'l str, u64), Vec<&'l str>> {
    let mut removals: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for line in cycle.lines.iter().filter(|line| is(line, "requestSent")) {
        let object = match text(line, "work") {
            "userRemoval" => ("user", number(line, "user")),
            "groupRemoval" => ("group", number(line, "group")),
            _ => continue,
        };
        removals
            .entry(object)
            .or_default()
            .push(text(line, "endpoint"));
    }
    removals
}

/// Each removal costs a GET, and a PATCH that disables or a DELETE.
fn are_carried_out(burst: &Burst, sent: &BTreeMap<(&str, u64), Vec<&str>>) -> Result<(), String> {
    for ((kind, number), requests) in sent {
        let expected = match *kind {
            "group" => ["groups.get", "groups.delete"],
            _ if burst.disables_accounts => ["users.get", "users.patch"],
            _ => ["users.get", "users.delete"],
        };
        ensure(requests == &expected, || {
            format!("{kind} {number} is removed by {requests:?}")
        })?;
    }
    let of = |kind: &str| sent.keys().filter(|(object, _)| *object == kind).count() as u64;
    ensure(
        (of("user"), of("group")) == (burst.leavers, burst.groups),
        || {
            format!(
                "{} users and {} groups are removed: {burst:?}",
                of("user"),
                of("group")
            )
        },
    )
}

fn is_staged(cycle: &Cycle, expected: u64) -> Result<(), String> {
    let staged = cycle.holds().map_or(0, |line| number(line, "staged"));
    ensure(staged == expected, || {
        format!(
            "{staged} staged, not {expected}, after the cycle of {} ns",
            cycle.began
        )
    })
}

fn keeps_quarantine(cycle: &Cycle, is_expected: bool) -> Result<(), String> {
    let state = cycle.state().ok_or("no state")?;
    let expected = is_expected.then_some("TooManyDeletes");
    ensure(quarantine(state) == expected, || {
        format!("{state} in place of {expected:?}")
    })?;
    let ends = cycle.lines.iter().find(|line| is(line, "jobCycleEnds"));
    ensure(
        ends.map(|line| nanos(line, "atMs")) == Some(nanos(state, "atMs")),
        || format!("{state} does not come with the end of the cycle"),
    )
}

fn bursts() -> impl Strategy<Value = Facts> {
    let size = (
        1_u64..12,
        0_u64..3,
        0_i64..5,
        prop_oneof![Just("above"), Just("met")],
    );
    let times = (61_u64..400, 0_u64..900, 35_u64..200);
    (0_u64..1_000_000, size, times, any::<bool>()).prop_map(
        |(seed, size, times, disables_accounts)| {
            let (leavers, groups, off, boundary) = size;
            let (at_mins, later, interval_mins) = times;
            // Around what leaves: from two fewer to two more.
            let threshold = (leavers + groups).saturating_add_signed(off - 2);
            Facts {
                users: 15,
                life: Some(Life {
                    interval_mins,
                    burst: Some(Burst {
                        at_mins,
                        leavers,
                        groups,
                        threshold,
                        boundary,
                        disables_accounts,
                        allowed_at_mins: at_mins + interval_mins + later + 5,
                    }),
                    ..Life::of_hours(30)
                }),
                ..Facts::calm(seed)
            }
        },
    )
}

#[test]
fn more_removals_than_allowed_are_staged_until_allowed_and_others_are_carried_out() {
    let occur: [Occurs; 4] = [
        |line| text(line, "reason") == "TooManyDeletes",
        |line| text(line, "endpoint") == "users.delete",
        |line| text(line, "endpoint") == "groups.delete",
        |line| text(line, "fate") == "staged",
    ];
    check_random(250, bursts(), &[check], &occur);
}
