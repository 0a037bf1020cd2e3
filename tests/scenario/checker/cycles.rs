//! The initial cycle: order, counts, own times and totals of random scenarios.

use proptest::prelude::*;

use super::facts::{Facts, Own};
use super::json::{is, text};
use super::random::{Check, Occurs, check_random};
use super::{counts, order, own_time, totals};

/// None, some or all.
fn share() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0_u64), 1_u64..100, Just(100)]
}

fn own_times() -> impl Strategy<Value = Own> {
    let times = (
        0_u64..700,
        0_u64..900,
        0_u64..900,
        0_u64..2_000,
        0_u64..=100,
    );
    (times, 0_u64..60_000, 0_u64..9_000).prop_map(|(times, overhead, escrow_retry)| Own {
        failed_object: times.0 / 2,
        lookup: times.0,
        user_write: times.1,
        group_write: times.2,
        membership_write: times.3,
        further_member: times.4,
        overhead,
        cycle_overhead: overhead / 2,
        escrow_retry,
    })
}

/// Directories of all kinds, and a target that takes everything.
pub fn calm() -> impl Strategy<Value = Facts> {
    let modes = prop_oneof![
        Just("assigned"),
        Just("all-users-and-groups"),
        Just("all-users")
    ];
    let scope = (
        modes,
        1_u64..60,
        0_u64..30,
        prop_oneof![3 => Just(0_u64), 1 => share()],
        share(),
    );
    let sizes = proptest::collection::vec(0_u64..20, 0..5);
    let job = (1_usize..9, 1_u64..8, 1_u64..4, share(), 1_u64..40);
    let found = (share(), share(), share());
    (0_u64..1_000_000, scope, sizes, job, found, own_times()).prop_map(
        |(seed, scope, mut groups, job, found, own)| {
            let (mode, assigned, others, disabled, with_manager) = scope;
            let users = assigned + others;
            let put_forward = if mode == "assigned" { assigned } else { users };
            groups
                .iter_mut()
                .for_each(|size| *size = (*size).min(put_forward));
            Facts {
                mode,
                users,
                assigned,
                disabled,
                with_manager,
                groups,
                connections: job.0,
                members_per_patch: job.1,
                attributes: job.2,
                by_first_attribute: job.3,
                page_size: job.4,
                matched: found.0,
                updated: found.1,
                groups_matched: found.2,
                own,
                ..Facts::calm(seed)
            }
        },
    )
}

/// The same with answers of all lengths, a small target, and errors that pass and that last.
fn rough() -> impl Strategy<Value = Facts> {
    let errors = (0_u64..20, 0_u64..10, 0_u64..25, 0_u64..15, 0_u64..15);
    (calm(), errors, 0_u64..3, proptest::option::of(1_u64..5)).prop_map(
        |(facts, errors, retries_in_cycle, capacity)| Facts {
            errors: vec![
                ("InternalServerError", errors.0),
                ("InternalError", errors.1),
                ("Conflict", errors.2),
                ("ImportSkipped", errors.3),
                ("DuplicateTargetEntries", errors.4),
            ],
            retries_in_cycle,
            capacity,
            spread: 80,
            ..facts
        },
    )
}

#[test]
fn a_cycle_in_which_nothing_fails_sends_exactly_the_documented_requests() {
    let checks: &[Check] = &[
        order::check,
        counts::check,
        own_time::check,
        own_time::check_unhindered,
        totals::check,
    ];
    let occur: [Occurs; 3] = [
        |line| is(line, "userGainsAccess"),
        |line| text(line, "work") == "manager",
        |line| text(line, "endpoint") == "groups.patch",
    ];
    check_random(500, calm(), checks, &occur);
}

#[test]
fn a_cycle_in_which_much_fails_keeps_its_order_and_its_totals() {
    let checks: &[Check] = &[
        order::check,
        own_time::check,
        own_time::check_retries,
        own_time::check_failures,
        totals::check,
    ];
    let occur: [Occurs; 3] = [
        |line| is(line, "retryBegins") && text(line, "work") == "user",
        |line| is(line, "retryBegins") && text(line, "work") == "memberships",
        |line| is(line, "failed") && text(line, "then") == "escrow",
    ];
    check_random(500, rough(), checks, &occur);
}
