//! Scenarios in which the job goes into quarantine for credentials, answers or failures.

use cyclecast::experiment::outcome::Outcome;
use cyclecast::experiment::outcome::life::{CycleBar, CycleKind, CycleResult, JobState};

use super::{
    DAY, HOUR, INTERVAL, MINUTE, action, cycles_between, delay, escrow_at, is_close,
    is_quarantined_for, life, outcome, rows,
};

#[test]
fn an_expired_token_leads_to_quarantine_within_an_interval() {
    let outcome = outcome("expired-token");
    is_quarantined_for(&outcome, "EncounteredQuarantineException");
    let expires = action(&outcome, 0);
    for row in rows(&outcome) {
        let entry = row.first_quarantine_ms.expect("every replication");
        assert!((expires..=expires + INTERVAL + MINUTE).contains(&entry));
        assert_eq!(row.notifications, 1);
    }
}

#[test]
fn a_renewed_token_ends_the_quarantine_with_the_next_attempt_by_which_gaps_are_a_day() {
    let outcome = outcome("expired-token");
    let renewed = action(&outcome, 1);
    for (row, gap) in rows(&outcome).iter().zip(first_gaps(&outcome)) {
        let entry = row.first_quarantine_ms.expect("every replication");
        let release = row.first_release_ms.expect("every replication");
        let mut attempts = attempts(entry, gap);
        let attempt = attempts.find(|attempt| *attempt > renewed).expect("one");
        assert!((attempt..attempt + HOUR).contains(&release), "{row:?}");
        assert!(is_close(row.quarantine_ms, release - entry, 1), "{row:?}");
        assert!(row.waiting < 30, "all has been caught up with");
    }
    let entry = life(&outcome)
        .quarantine
        .first_entry
        .expect("every replication");
    let from = entry.p50_ms as u64 + HOUR;
    let broken = cycles_between(&outcome, from, renewed);
    assert!(
        (4..=8).contains(&broken.len()),
        "more and more rarely: {broken:?}"
    );
    assert!(
        broken
            .iter()
            .all(|cycle| cycle.result == CycleResult::Failed)
    );
}

/// The first gap of each replication, in milliseconds.
fn first_gaps(outcome: &Outcome) -> Vec<f64> {
    let inputs = outcome.inputs.iter();
    let mut drawn = inputs.filter(|one| one.key == "quarantine.first_gap");
    let draws = drawn.next().expect("it is not known");
    draws.values.iter().map(|secs| secs * 1_000.0).collect()
}

/// When a job is tried again whose quarantine began at a moment, in milliseconds.
fn attempts(entry: u64, first_gap: f64) -> impl Iterator<Item = u64> {
    let gaps = (0..40).map(move |place| (first_gap * f64::powi(2.0, place)).min(DAY as f64));
    gaps.scan(entry as f64, |moment, gap| {
        *moment += gap;
        Some(*moment as u64)
    })
}

#[test]
fn a_mapping_mistake_for_60_per_cent_leads_to_quarantine_by_proportion() {
    let outcome = outcome("mapping-mistake");
    is_quarantined_for(&outcome, "EncounteredEscrowProportionThreshold");
    let saved = action(&outcome, 1);
    for row in rows(&outcome) {
        let entry = row.first_quarantine_ms.expect("every replication");
        // At the end of the restarted cycle, which finds everybody known.
        assert!((saved + 10 * MINUTE..saved + 4 * HOUR).contains(&entry));
        assert!(row.most_escrow >= 7_000, "{row:?}");
        assert_eq!(row.notifications, 1);
    }
}

#[test]
fn mending_the_mapping_restarts_the_job_and_empties_the_escrow() {
    let outcome = outcome("mapping-mistake");
    let mended = action(&outcome, 3);
    for row in rows(&outcome) {
        let release = row.first_release_ms.expect("every replication");
        assert!(is_close(release, mended, MINUTE), "{row:?}");
        assert!(row.escrow_at_end < 200, "{row:?}");
    }
    let full = cycles_between(&outcome, mended, mended + MINUTE);
    assert_eq!(
        full.first().map(|cycle| cycle.kind),
        Some(CycleKind::Initial)
    );
    assert!(escrow_at(&outcome, mended - HOUR) > 7_000.0);
    assert!(escrow_at(&outcome, mended + 6 * HOUR) < 200.0);
}

#[test]
fn a_restart_before_the_cause_is_mended_brings_the_same_quarantine_and_a_second_mail() {
    let outcome = outcome("restart-in-quarantine");
    is_quarantined_for(&outcome, "EncounteredQuarantineException");
    let (breaks, restart, mended) = (
        action(&outcome, 0),
        action(&outcome, 1),
        action(&outcome, 2),
    );
    for row in rows(&outcome) {
        let entry = row.first_quarantine_ms.expect("every replication");
        assert!((breaks..=breaks + INTERVAL + MINUTE).contains(&entry));
        assert_eq!(row.notifications, 2);
        assert!(row.quarantine_ms > mended - entry - 5 * MINUTE, "{row:?}");
    }
    let tried = cycles_between(&outcome, restart, mended);
    // And so do the attempts after it.
    assert!(!tried.is_empty());
    for cycle in tried {
        assert_eq!(
            (cycle.result, cycle.kind),
            (CycleResult::Failed, CycleKind::Initial)
        );
    }
}

#[test]
fn a_restart_after_the_cause_is_mended_brings_a_full_cycle_and_peace() {
    let outcome = outcome("restart-in-quarantine");
    let again = action(&outcome, 3);
    let cycles = cycles_between(&outcome, again, again + MINUTE);
    assert_eq!(cycles.len(), 1);
    assert_eq!(cycles[0].kind, CycleKind::Initial);
    assert!(cycles[0].result != CycleResult::Failed);
    // Nobody has to be created again, which makes it no longer than the first.
    let first = life(&outcome).typical.cycles[0];
    let duration = |cycle: CycleBar| cycle.ended_ms - cycle.began_ms;
    assert!(duration(cycles[0]) < duration(first));
    assert!(duration(cycles[0]) > 30 * MINUTE);
    let states = &life(&outcome).typical.states;
    assert_eq!(states.last().map(|span| span.state), Some(JobState::Active));
    for row in rows(&outcome) {
        assert!(row.waiting < 20, "{row:?}");
    }
}

#[test]
fn four_weeks_in_quarantine_disable_the_job() {
    let outcome = outcome("four-weeks-of-neglect");
    is_quarantined_for(&outcome, "EncounteredQuarantineException");
    let quarantine = &life(&outcome).quarantine;
    assert_eq!(quarantine.disabled.share, 1.0);
    assert_eq!(
        quarantine.released.map(|released| released.share),
        Some(0.0)
    );
    for row in rows(&outcome) {
        let entry = row.first_quarantine_ms.expect("every replication");
        assert_eq!(row.disabled_ms, Some(entry + 28 * DAY));
        assert_eq!((row.quarantine_ms, row.first_release_ms), (28 * DAY, None));
        assert_eq!(row.notifications, 1);
    }
}

#[test]
fn a_job_in_quarantine_is_tried_once_a_day_and_a_disabled_one_never() {
    let outcome = outcome("four-weeks-of-neglect");
    let entry = life(&outcome)
        .quarantine
        .first_entry
        .expect("every replication")
        .p50_ms as u64;
    let day = |from: u64, to: u64| cycles_between(&outcome, entry + from, entry + to).len();
    assert!((5..=9).contains(&day(MINUTE, DAY)), "more and more rarely");
    for number in 3..27 {
        assert_eq!(day(number * DAY, (number + 1) * DAY), 1);
    }
    assert_eq!(day(28 * DAY + HOUR, 40 * DAY), 0);
}

#[test]
fn what_changes_under_neglect_does_not_come_to_the_target() {
    let outcome = outcome("four-weeks-of-neglect");
    let joiners = delay(&outcome, "joiner");
    assert!(joiners.applied_share < 0.3 && joiners.p50_ms.is_none());
    for row in rows(&outcome) {
        assert!(2 * row.waiting > row.changes, "{row:?}");
        assert_eq!(row.escrow_at_end, 0, "the entries are removed");
    }
}
