//! When what has failed is tried again.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use super::facts::Facts;
use super::json::{ensure, is, nanos, number, text};
use super::life::{Cycle, Life, cycles};
use super::own_time;
use super::random::{Occurs, check_random};

const HOUR: u64 = 3_600_000_000_000;

/// A user, a group or a manager link.
type Object<'l> = (&'l str, u64);

/// In the next cycle, then by the schedule from the first failure, and in no other cycle.
pub fn check(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    let life = facts.life.as_ref().ok_or("no life to check")?;
    let cycles = cycles(lines);
    let mut due_in = vec![0; cycles.len()];
    for (object, first) in first_failures(&cycles) {
        let expected = expected(life, &cycles, object, first);
        for (place, cycle) in cycles.iter().enumerate().skip(1) {
            let is_expected = expected.contains(&place);
            due_in[place] += u64::from(is_expected);
            ensure(is_taken_up(cycle, object) == is_expected, || {
                let after = (cycle.began - first) as f64 / HOUR as f64;
                let verb = if is_expected { "is not" } else { "is" };
                format!(
                    "{object:?} {verb} tried again in cycle {place}, {after} h after its failure"
                )
            })?;
        }
        retries_end(life, &cycles, object, &expected)?;
    }
    for (cycle, due) in cycles.iter().zip(due_in).skip(1) {
        let told = number(&cycle.lines[0], "retries");
        ensure(told == due, || {
            format!("{told} retries are said to be due, not {due}")
        })?;
    }
    Ok(())
}

fn object(line: &Value) -> Option<Object<'_>> {
    let work = text(line, "work");
    let number = match work {
        "user" | "manager" => line["user"].as_u64(),
        "group" => line["group"].as_u64(),
        _ => None,
    };
    number.map(|number| (work, number))
}

/// Everything that fails to escrow in the initial cycle, with the moment.
fn first_failures<'l>(cycles: &[Cycle<'l>]) -> BTreeMap<Object<'l>, u64> {
    let mut failures = BTreeMap::new();
    for line in cycles.first().map_or(&[][..], |cycle| cycle.lines) {
        if let Some(object) =
            object(line).filter(|_| is(line, "failed") && text(line, "then") == "escrow")
        {
            failures.entry(object).or_insert(nanos(line, "atMs"));
        }
    }
    failures
}

fn is_taken_up(cycle: &Cycle, of: Object) -> bool {
    let tells = |line: &&Value| is(line, "requestSent") || is(line, "failed");
    cycle
        .lines
        .iter()
        .filter(tells)
        .any(|line| object(line) == Some(of))
}

fn failure<'l>(cycle: &Cycle<'l>, of: Object) -> Option<&'l Value> {
    cycle
        .lines
        .iter()
        .find(|line| is(line, "failed") && object(line) == Some(of))
}

/// The first appointment after so many hours. The last of the older schedule is its end.
fn appointment(schedule: &str, after: impl Fn(u64) -> bool) -> Option<u64> {
    let daily = (2..=28).map(|days| days * 24);
    let hours: Vec<u64> = match schedule {
        "seven-retries" => vec![2, 6, 12, 24, 48, 96, 168],
        "thirty-days" => [2, 6, 12, 24, 48, 72, 96, 120]
            .into_iter()
            .chain((6..=30).map(|days| days * 24))
            .collect(),
        _ => [6, 12, 24].into_iter().chain(daily).collect(),
    };
    hours
        .into_iter()
        .map(|hours| hours * HOUR)
        .find(|time| after(*time))
}

/// The cycles that have to try an object again which failed first at a moment. A late retry stands for all that were due.
fn expected(life: &Life, cycles: &[Cycle], of: Object, first: u64) -> Vec<usize> {
    let mut expected = Vec::new();
    // Read to the letter, there is no retry before the first appointment.
    let mut due = match life.schedule {
        "literal" => appointment("literal", |_| true).map(|time| first + time),
        _ => Some(first),
    };
    for (place, cycle) in cycles.iter().enumerate().skip(1) {
        if due.is_some_and(|due| due <= cycle.began) {
            expected.push(place);
            let failed = failure(cycle, of).map(|line| nanos(line, "atMs"));
            due = failed.and_then(|failed| {
                let next = appointment(life.schedule, |time| first + time > failed);
                next.map(|time| first + time)
            });
        }
    }
    expected
}

/// What fails at its last appointment is given up, and nothing else is.
fn retries_end(
    life: &Life,
    cycles: &[Cycle],
    of: Object,
    expected: &[usize],
) -> Result<(), String> {
    let first = failure(&cycles[0], of).map_or(0, |line| nanos(line, "atMs"));
    for place in expected {
        let Some(line) = failure(&cycles[*place], of) else {
            continue;
        };
        let failed = nanos(line, "atMs");
        let has_more = appointment(life.schedule, |time| first + time > failed).is_some();
        let then = if has_more { "escrow" } else { "givenUp" };
        ensure(text(line, "then") == then, || {
            format!("{line} in place of {then}")
        })?;
    }
    Ok(())
}

fn failing() -> impl Strategy<Value = Facts> {
    let schedules = prop_oneof![
        Just("current"),
        Just("literal"),
        Just("seven-retries"),
        Just("thirty-days")
    ];
    // Beyond the end of the retries, at times.
    let horizon = prop_oneof![4 => 50_u64..200, 1 => 690_u64..750];
    let life = (schedules, horizon, 35_u64..600);
    let errors = (0_u64..40, 0_u64..30, 0_u64..30, 0_u64..40);
    (0_u64..1_000_000, 1_u64..25, life, errors, 0_u64..=100).prop_map(
        |(seed, users, life, errors, with_manager)| Facts {
            users,
            with_manager,
            groups: vec![users.min(3), users, users / 2],
            errors: vec![
                ("Conflict", errors.0),
                ("ImportSkipped", errors.1),
                ("DuplicateTargetEntries", errors.2),
                ("InsufficientRights", errors.3),
            ],
            life: Some(Life {
                schedule: life.0,
                interval_mins: life.2,
                ..Life::of_hours(life.1)
            }),
            ..Facts::calm(seed)
        },
    )
}

#[test]
fn what_has_failed_is_tried_again_in_the_next_cycle_and_then_by_its_schedule_only() {
    let occur: [Occurs; 4] = [
        |line| text(line, "then") == "escrow" && text(line, "work") == "user",
        |line| text(line, "then") == "escrow" && text(line, "work") == "group",
        |line| text(line, "then") == "escrow" && text(line, "work") == "manager",
        |line| text(line, "then") == "givenUp",
    ];
    check_random(100, failing(), &[check, own_time::check_overheads], &occur);
}
