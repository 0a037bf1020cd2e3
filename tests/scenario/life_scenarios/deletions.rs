//! Scenarios in which deletions are staged.

use cyclecast::experiment::outcome::Outcome;
use cyclecast::experiment::outcome::life::CycleResult;

use super::{
    DAY, HOUR, INTERVAL, MINUTE, cycles_between, delay, is_quarantined_for, life, outcome, rows,
};

/// When the staged deletions are allowed.
fn allowed(outcome: &Outcome) -> u64 {
    let mut actions = life(outcome).actions.iter();
    let found = actions.find(|action| action.label == "the staged deletions are allowed");
    found.expect("the timeline has it").time_ms
}

#[test]
fn a_clean_up_of_900_is_staged_and_carried_out_when_it_is_allowed() {
    let outcome = outcome("leaver-cleanup");
    is_quarantined_for(&outcome, "TooManyDeletes");
    let cleaned = 4 * DAY + 7 * HOUR;
    let allowed = allowed(&outcome);
    for row in rows(&outcome) {
        let entry = row.first_quarantine_ms.expect("every replication");
        assert!((cleaned..cleaned + INTERVAL + HOUR).contains(&entry));
        assert!((850..=910).contains(&row.most_staged), "{row:?}");
        assert_eq!((row.staged, row.notifications), (0, 1));
        let release = row.first_release_ms.expect("every replication");
        assert!((allowed..allowed + INTERVAL).contains(&release), "{row:?}");
    }
    let quarantine = &life(&outcome).quarantine;
    assert_eq!(quarantine.staged.share, 1.0);
    assert!(delay(&outcome, "leaver").applied_share > 0.98);
}

#[test]
fn while_deletions_are_staged_other_changes_wait_for_the_attempts_alone() {
    let outcome = outcome("leaver-cleanup");
    let joiners = delay(&outcome, "joiner");
    assert!(joiners.within_hour_share > 0.75 && joiners.applied_share > 0.98);
    let cleaned = 4 * DAY + 7 * HOUR;
    let attempts = cycles_between(&outcome, cleaned + HOUR, allowed(&outcome));
    assert!(
        (5..=9).contains(&attempts.len()),
        "more and more rarely: {attempts:?}"
    );
    assert!(
        attempts
            .iter()
            .all(|cycle| cycle.result != CycleResult::Failed)
    );
}

#[test]
fn the_documented_test_recipe_works_as_documented() {
    let outcome = outcome("deletion-test-recipe");
    is_quarantined_for(&outcome, "TooManyDeletes");
    let unassigned = 2 * HOUR + 10 * MINUTE;
    let allowed = allowed(&outcome);
    for row in rows(&outcome) {
        let entry = row.first_quarantine_ms.expect("every replication");
        let waited = entry - unassigned;
        assert!((20 * MINUTE..=40 * MINUTE).contains(&waited), "{row:?}");
        // A leaver may be one of the few who could never be provisioned, and has no account to delete.
        assert!((4..=5).contains(&row.most_staged), "{row:?}");
        assert_eq!((row.staged, row.notifications), (0, 1));
        let release = row.first_release_ms.expect("every replication");
        // A cycle begins as they are allowed, and takes them out.
        let one_cycle = row.cycle_longest_ms.expect("every replication");
        assert!(
            (allowed..=allowed + one_cycle).contains(&release),
            "{row:?}"
        );
        assert!(one_cycle < 10 * MINUTE, "{row:?}");
        assert_eq!((row.changes, row.applied), (5, row.most_staged));
    }
    let with_all = rows(&outcome).iter().filter(|row| row.most_staged == 5);
    assert!(with_all.count() >= 17, "of 20");
}
