//! Random setups reach every way in which a cycle can go. Without this, the laws could hold because nothing happens.

use std::collections::BTreeMap;

use cyclecast::model::{CycleTally, Endpoint, ErrorCode};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::setups::setups;
use super::watch::cycle_of;
use super::{SETUPS, config};

/// Some ways are rare: one in a few hundred setups. So many are tried, and mostly far fewer needed.
const MOST: u32 = 10 * SETUPS;

/// What cannot come in a lone initial cycle: nobody leaves, the target is not in trouble, nobody has a link yet.
const NEVER_ERRORS: [ErrorCode; 3] = [
    ErrorCode::Unauthorized,
    ErrorCode::SystemForCrossDomainIdentityManagementServiceIncompatible,
    ErrorCode::InvalidAnchor,
];
const NEVER_CALLED: [Endpoint; 2] = [Endpoint::UserDelete, Endpoint::GroupDelete];

/// How often a cycle went each way.
fn ways(tally: &CycleTally) -> Vec<(String, u64)> {
    let counts = [
        ("refusals", tally.refusals),
        ("timeouts", tally.timeouts),
        ("users updated", tally.users_updated),
        ("users unchanged", tally.users_unchanged),
        ("groups matched", tally.groups_matched),
        ("groups in escrow", tally.groups_escrowed),
        ("managers linked", tally.managers_linked),
        ("memberships written", tally.memberships_written),
        ("memberships skipped", tally.memberships_skipped),
        ("objects skipped", tally.objects_skipped),
        ("imports failed", tally.imports_failed),
    ];
    let counts = counts.map(|(name, count)| (name.to_owned(), count));
    let errors = ErrorCode::ALL
        .into_iter()
        .filter(|code| !NEVER_ERRORS.contains(code));
    let errors = errors.map(|code| (format!("{code:?}"), tally.errors[code as usize]));
    let called = Endpoint::ALL
        .into_iter()
        .filter(|to| !NEVER_CALLED.contains(to));
    let called = called.map(|to| (format!("{to:?}"), tally.calls[to as usize]));
    let spent = tally.spent.iter().enumerate();
    let spent = spent.map(|(activity, time)| (format!("activity {activity}"), time.as_nanos()));
    counts
        .into_iter()
        .chain(errors)
        .chain(called)
        .chain(spent)
        .collect()
}

#[test]
fn the_random_setups_reach_every_way_in_which_a_cycle_can_go() {
    let mut runner = TestRunner::new(config());
    let mut seen = BTreeMap::new();
    for _ in 0..MOST {
        let setup = setups().new_tree(&mut runner).expect("nothing is rejected");
        for (way, count) in ways(&cycle_of(&setup.current()).tally) {
            *seen.entry(way).or_default() |= count > 0;
        }
        if seen.values().all(|seen| *seen) {
            return;
        }
    }
    seen.retain(|_, seen| !*seen);
    panic!("never in {MOST} cycles: {:?}", seen.keys());
}
