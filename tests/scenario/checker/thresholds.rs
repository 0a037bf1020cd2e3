//! When the failures of an initial cycle send the job into quarantine.

use proptest::prelude::*;
use serde_json::Value;

use super::facts::Facts;
use super::json::{ensure, is, nanos, number, text};
use super::life::{Cycle, Life, Thresholds, cycles, quarantine};
use super::random::{Occurs, check_random, run_random};

const HOUR: u64 = 3_600_000_000_000;

/// What the initial cycle leaves in escrow.
struct Escrow {
    objects: u64,
    references: u64,
    in_scope: u64,
}

/// The job is in quarantine after the initial cycle just if a threshold is passed, for that reason, and then keeps the schedule.
pub fn check(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    let bounds = facts
        .life
        .as_ref()
        .and_then(|life| life.thresholds.as_ref());
    let bounds = bounds.ok_or("no thresholds to check")?;
    let cycles = cycles(lines);
    let initial = cycles.first().ok_or("no cycle has ended")?;
    let escrow = escrow(facts, initial);
    let held = initial.holds().map_or(0, |line| number(line, "escrowed"));
    ensure(held == escrow.objects + escrow.references, || {
        format!(
            "{held} in escrow, but {} and {} failed",
            escrow.objects, escrow.references
        )
    })?;
    let reasons = reasons(bounds, &escrow);
    let state = initial.state().ok_or("no state")?;
    match quarantine(state) {
        None => ensure(
            reasons.is_empty() && text(state, "state") == "Active",
            || format!("{state} in spite of {reasons:?}"),
        ),
        Some(reason) => {
            ensure(reasons.contains(&reason), || {
                format!("{state}, not {reasons:?}")
            })?;
            is_told(initial, reason)?;
            keeps_the_schedule(&cycles)
        }
    }
}

fn escrow(facts: &Facts, initial: &Cycle) -> Escrow {
    let (mut objects, mut references) = (0, 0);
    for line in initial
        .lines
        .iter()
        .filter(|line| is(line, "failed") && text(line, "then") == "escrow")
    {
        match text(line, "work") {
            "user" | "group" => objects += 1,
            _ => references += line["members"].as_u64().unwrap_or(1),
        }
    }
    Escrow {
        objects,
        references,
        in_scope: facts.users + facts.groups.len() as u64,
    }
}

fn reasons(bounds: &Thresholds, escrow: &Escrow) -> Vec<&'static str> {
    let is_judged = escrow.objects >= bounds.failures_from;
    let share = is_judged && escrow.objects * 64 > bounds.failed_share * escrow.in_scope;
    let objects = is_judged && escrow.objects > bounds.failed_objects;
    let total = escrow.objects + escrow.references > bounds.failed_total;
    let reasons = [
        (share, "EncounteredEscrowProportionThreshold"),
        (objects, "EncounteredBaseEscrowThreshold"),
        (total, "EncounteredTotalEscrowThreshold"),
    ];
    reasons
        .into_iter()
        .filter(|(is_passed, _)| *is_passed)
        .map(|(_, reason)| reason)
        .collect()
}

fn is_told(initial: &Cycle, reason: &str) -> Result<(), String> {
    let told = initial
        .lines
        .iter()
        .filter(|line| is(line, "notificationSent"));
    let reasons: Vec<_> = told.map(|line| text(line, "reason")).collect();
    ensure(reasons == [reason], || {
        format!("{reasons:?} are told, not {reason}")
    })
}

/// In quarantine, cycles begin 6, 12 and 24 hours after its beginning.
fn keeps_the_schedule(cycles: &[Cycle]) -> Result<(), String> {
    let since = cycles[0].state().map_or(0, |line| nanos(line, "atMs"));
    for (pair, hours) in cycles.windows(2).zip([6, 12, 24]) {
        if pair[0].state().and_then(quarantine).is_none() {
            break;
        }
        ensure(pair[1].began == since + hours * HOUR, || {
            format!(
                "in quarantine since {since} ns, a cycle begins at {} ns",
                pair[1].began
            )
        })?;
    }
    Ok(())
}

/// Sixty users and four groups, so that shares in 64ths are exact.
fn failing(seed: u64, errors: (u64, u64), thresholds: Thresholds) -> Facts {
    Facts {
        users: 60,
        groups: vec![4, 9, 17, 30],
        connections: 8,
        errors: vec![("Conflict", errors.0), ("ImportSkipped", errors.1)],
        life: Some(Life {
            thresholds: Some(thresholds),
            ..Life::of_hours(30)
        }),
        ..Facts::calm(seed)
    }
}

const NEVER: Thresholds = Thresholds {
    failures_from: 1,
    failed_share: 64,
    failed_objects: 1_000,
    failed_total: 1_000,
};

#[test]
fn the_job_is_in_quarantine_just_if_failures_pass_a_threshold() {
    let bounds = (1_u64..60, 0_u64..=64, 1_u64..60, 1_u64..120);
    let scenarios =
        (any::<u32>(), (0_u64..60, 0_u64..40), bounds).prop_map(|(seed, errors, bounds)| {
            failing(
                seed.into(),
                errors,
                Thresholds {
                    failures_from: bounds.0,
                    failed_share: bounds.1,
                    failed_objects: bounds.2,
                    failed_total: bounds.3,
                },
            )
        });
    let occur: [Occurs; 4] = [
        |line| text(line, "reason") == "EncounteredEscrowProportionThreshold",
        |line| text(line, "reason") == "EncounteredBaseEscrowThreshold",
        |line| text(line, "reason") == "EncounteredTotalEscrowThreshold",
        |line| text(line, "state") == "Active",
    ];
    check_random(200, scenarios, &[check], &occur);
}

/// For each threshold one that is just passed, and one that is just not.
fn on_either_side(escrow: &Escrow) -> [(Thresholds, bool); 8] {
    let (count, total) = (escrow.objects, escrow.objects + escrow.references);
    let objects = |failed_objects, failures_from| Thresholds {
        failed_objects,
        failures_from,
        ..NEVER
    };
    let share = |failed_share| Thresholds {
        failed_share,
        ..NEVER
    };
    let all = |failed_total| Thresholds {
        failed_total,
        ..NEVER
    };
    [
        (objects(count - 1, 1), true),
        (objects(count, 1), false),
        (objects(count - 1, count), true),
        (objects(count - 1, count + 1), false),
        (share(count - 1), true),
        (share(count), false),
        (all(total - 1), true),
        (all(total), false),
    ]
}

#[test]
fn each_threshold_is_passed_by_one_failure_more_and_failures_are_judged_from_their_number_on() {
    run_random(
        12,
        (any::<u32>(), (15_u64..50, 5_u64..30)),
        |(seed, errors)| {
            let facts = failing((*seed).into(), *errors, NEVER);
            let lines = facts.trace();
            let escrow = escrow(&facts, &cycles(&lines)[0]);
            ensure(escrow.objects > 1, || "too few failures to tell".to_owned())?;
            for (thresholds, is_passed) in on_either_side(&escrow) {
                let facts = failing((*seed).into(), *errors, thresholds);
                let lines = facts.trace();
                check(&facts, &lines)?;
                let state = cycles(&lines)[0].state().and_then(quarantine);
                ensure(state.is_some() == is_passed, || {
                    format!("{state:?}: {facts:?}")
                })?;
            }
            Ok(())
        },
    );
}
