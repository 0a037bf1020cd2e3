//! The scenarios of a job's life tell the stories that their comments promise.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock};

use cyclecast::experiment::outcome::Outcome;
use cyclecast::experiment::outcome::life::{
    CycleBar, CycleKind, CycleResult, DelaySummary, JobState, Life, LifeRow,
};
use cyclecast::experiment::{Plan, forecast};
use cyclecast::scenario::{SourceFile, parse};

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// From one start of a cycle to the next.
const INTERVAL: u64 = 40 * MINUTE;
const REPLICATIONS: u64 = 20;
const ALL: [&str; 10] = [
    "quiet-fortnight",
    "onboarding-wave",
    "expired-token",
    "mapping-mistake",
    "leaver-cleanup",
    "outage-in-initial-cycle",
    "missing-attribute",
    "restart-in-quarantine",
    "four-weeks-of-neglect",
    "deletion-test-recipe",
];

fn simulated(name: &str, replications: u64, threads: Option<usize>) -> Outcome {
    let file = format!("{name}.toml");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let source = SourceFile {
        bytes: std::fs::read(folder.join(&file)).expect(name),
        name: file,
    };
    let scenario = parse(source, name, &mut |other| Err(format!("no {other}")))
        .unwrap_or_else(|problems| panic!("{name}: {problems}"));
    let plan = Plan {
        replications,
        seed: 1,
        threads,
    };
    forecast(&scenario, &plan, &AtomicBool::new(false), &|_| ())
        .expect("limits let something pass")
        .expect("nobody interrupts")
}

/// The outcome of a scenario, simulated once for all tests.
fn outcome(name: &'static str) -> Arc<Outcome> {
    static KEPT: OnceLock<Mutex<HashMap<&'static str, Arc<Outcome>>>> = OnceLock::new();
    let kept = KEPT.get_or_init(Mutex::default);
    let mut kept = kept.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let outcome = kept
        .entry(name)
        .or_insert_with(|| Arc::new(simulated(name, REPLICATIONS, None)));
    Arc::clone(outcome)
}

fn life(outcome: &Outcome) -> &Life {
    outcome.life.as_ref().expect("the scenario has a horizon")
}

fn rows(outcome: &Outcome) -> &[LifeRow] {
    &life(outcome).replications
}

fn delay<'a>(outcome: &'a Outcome, kind: &str) -> &'a DelaySummary {
    let mut delays = life(outcome).delays.iter();
    delays.find(|delay| delay.kind == kind).expect(kind)
}

/// When the action with this number of the timeline is done.
fn action(outcome: &Outcome, number: usize) -> u64 {
    life(outcome).actions[number].time_ms
}

/// The median of the escrow at a moment.
fn escrow_at(outcome: &Outcome, moment: u64) -> f64 {
    let bands = life(outcome).bands.iter();
    let before = bands.take_while(|point| point.time_ms <= moment);
    before.last().expect("after the first").escrow_p50
}

/// Cycles of the typical run that begin within a time.
fn cycles_between(outcome: &Outcome, from: u64, to: u64) -> Vec<CycleBar> {
    let cycles = life(outcome).typical.cycles.iter();
    let within = cycles.filter(|cycle| (from..to).contains(&cycle.began_ms));
    within.copied().collect()
}

fn is_close(moment: u64, to: u64, within: u64) -> bool {
    moment.abs_diff(to) <= within
}

/// In every run the job is in quarantine for this reason first.
fn is_quarantined_for(outcome: &Outcome, reason: &str) {
    let quarantine = &life(outcome).quarantine;
    assert_eq!(quarantine.probability.share, 1.0);
    assert_eq!(quarantine.reasons.len(), 1);
    assert_eq!(quarantine.reasons[0].reason, reason);
    for row in rows(outcome) {
        assert_eq!(row.quarantine_reason.as_deref(), Some(reason));
    }
}

#[test]
fn no_change_is_lost_in_any_run_of_any_scenario() {
    for name in ALL {
        let outcome = outcome(name);
        assert_eq!(rows(&outcome).len() as u64, REPLICATIONS, "{name}");
        for row in rows(&outcome) {
            let ended = row.applied + row.waiting + row.escrowed + row.staged + row.dropped;
            assert_eq!(
                row.changes, ended,
                "{name}, replication {}",
                row.replication
            );
            assert!(row.changes > 0 && row.cycles > 1, "{name}");
        }
    }
}

#[test]
fn states_follow_each_other_without_a_gap_in_every_scenario() {
    for name in ALL {
        let outcome = outcome(name);
        let life = life(&outcome);
        let mut end = 0;
        for span in &life.typical.states {
            assert_eq!(span.from_ms, end, "{name}");
            assert!(span.to_ms > span.from_ms, "{name}: {span:?}");
            end = span.to_ms;
        }
        assert_eq!(end, life.horizon_ms, "{name}");
    }
}

#[test]
fn the_outcome_is_the_same_with_one_thread_and_with_two() {
    for name in ["expired-token", "leaver-cleanup"] {
        let bytes = |threads| {
            let outcome = simulated(name, 6, Some(threads));
            serde_json::to_vec(&outcome).expect("an outcome is JSON")
        };
        assert!(bytes(1) == bytes(2), "{name}");
    }
}

#[test]
fn in_a_quiet_fortnight_changes_are_in_within_an_interval_and_nothing_happens() {
    let outcome = outcome("quiet-fortnight");
    let quarantine = &life(&outcome).quarantine;
    assert_eq!(quarantine.probability.share, 0.0);
    assert_eq!(quarantine.mean_notifications, 0.0);
    for kind in ["joiner", "leaver", "attributeUpdate", "membershipAdd"] {
        let delay = delay(&outcome, kind);
        let (p50, p95) = (delay.p50_ms.expect(kind), delay.p95_ms.expect(kind));
        assert!(
            (15.0..27.0).contains(&(p50 / MINUTE as f64)),
            "{kind}: {p50}"
        );
        assert!(
            (34.0..50.0).contains(&(p95 / MINUTE as f64)),
            "{kind}: {p95}"
        );
    }
    for row in rows(&outcome) {
        // 14 days are 504 intervals; the initial cycle takes the first of them.
        assert!((485..504).contains(&row.incremental_cycles));
        assert!(row.cycle_p95_ms < Some(2 * MINUTE));
    }
}

#[test]
fn a_wave_of_6_000_joiners_is_absorbed_in_a_few_cycles() {
    let outcome = outcome("onboarding-wave");
    assert_eq!(life(&outcome).quarantine.probability.share, 0.0);
    let wave = 3 * DAY + 15 * HOUR;
    for row in rows(&outcome) {
        assert!(row.changes > 12_000 && row.most_backlog > 2_000);
        // More than 5,000 changes are not done within one interval.
        assert!(row.cycle_longest_ms > Some(INTERVAL), "{row:?}");
        assert!(
            row.late_cycles >= 2,
            "one after the initial cycle, one after the wave"
        );
        assert!(row.waiting < 30);
    }
    let absorbing: Vec<CycleBar> = cycles_between(&outcome, wave, wave + 12 * HOUR)
        .into_iter()
        .filter(|cycle| cycle.changes > 500)
        .collect();
    assert!((2..=5).contains(&absorbing.len()), "{absorbing:?}");
    let last = absorbing.last().expect("some absorb it");
    assert!(last.ended_ms < wave + 9 * HOUR);
    let after = cycles_between(&outcome, last.ended_ms, wave + 2 * DAY);
    assert!(
        after
            .iter()
            .all(|cycle| cycle.ended_ms - cycle.began_ms < 10 * MINUTE)
    );
}

#[test]
fn most_joiners_of_a_wave_are_in_by_noon() {
    let outcome = outcome("onboarding-wave");
    let joiners = delay(&outcome, "joiner");
    assert!(joiners.applied_share > 0.99);
    assert!(joiners.p95_ms.expect("most arrive") < 3.0 * HOUR as f64);
    let members = delay(&outcome, "membershipAdd");
    assert!(
        members.p50_ms > joiners.p50_ms,
        "memberships come after users"
    );
}

#[test]
fn an_expired_token_leads_to_quarantine_within_an_interval() {
    let outcome = outcome("expired-token");
    is_quarantined_for(&outcome, "EncounteredQuarantineException");
    let expires = action(&outcome, 0);
    for row in rows(&outcome) {
        let entry = row.first_quarantine_ms.expect("every run");
        assert!((expires..=expires + INTERVAL + MINUTE).contains(&entry));
        assert_eq!(row.notifications, 1);
    }
}

#[test]
fn a_renewed_token_ends_the_quarantine_with_the_next_documented_attempt() {
    let outcome = outcome("expired-token");
    let renewed = action(&outcome, 1);
    for row in rows(&outcome) {
        let entry = row.first_quarantine_ms.expect("every run");
        let release = row.first_release_ms.expect("every run");
        let mut attempts = [6, 12, 24, 48, 72]
            .map(|hours| entry + hours * HOUR)
            .into_iter();
        let attempt = attempts.find(|attempt| *attempt > renewed).expect("one");
        assert!((attempt..attempt + HOUR).contains(&release), "{row:?}");
        assert!(is_close(row.quarantine_ms, release - entry, 1), "{row:?}");
        assert!(row.waiting < 30, "all has been caught up with");
    }
    let entry = life(&outcome).quarantine.first_entry.expect("every run");
    let from = entry.p50_ms as u64 + HOUR;
    let broken = cycles_between(&outcome, from, renewed);
    assert_eq!(broken.len(), 4, "after 6, 12, 24 and 48 hours: {broken:?}");
    assert!(
        broken
            .iter()
            .all(|cycle| cycle.result == CycleResult::Failed)
    );
}

#[test]
fn a_mapping_mistake_for_60_per_cent_leads_to_quarantine_by_proportion() {
    let outcome = outcome("mapping-mistake");
    is_quarantined_for(&outcome, "EncounteredEscrowProportionThreshold");
    let saved = action(&outcome, 1);
    for row in rows(&outcome) {
        let entry = row.first_quarantine_ms.expect("every run");
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
        let release = row.first_release_ms.expect("every run");
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
fn a_clean_up_of_900_is_staged_and_carried_out_when_it_is_allowed() {
    let outcome = outcome("leaver-cleanup");
    is_quarantined_for(&outcome, "TooManyDeletes");
    let cleaned = 4 * DAY + 7 * HOUR;
    let allowed = action(&outcome, 0);
    for row in rows(&outcome) {
        let entry = row.first_quarantine_ms.expect("every run");
        assert!((cleaned..cleaned + INTERVAL + HOUR).contains(&entry));
        assert!((850..=910).contains(&row.most_staged), "{row:?}");
        assert_eq!((row.staged, row.notifications), (0, 1));
        let release = row.first_release_ms.expect("every run");
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
    let attempts = cycles_between(&outcome, cleaned + HOUR, action(&outcome, 0));
    assert_eq!(
        attempts.len(),
        4,
        "after 6, 12, 24 and 48 hours: {attempts:?}"
    );
    assert!(
        attempts
            .iter()
            .all(|cycle| cycle.result != CycleResult::Failed)
    );
}

#[test]
fn cycles_fail_with_their_first_call_until_the_outage_is_over() {
    let outcome = outcome("outage-in-initial-cycle");
    let (from, to) = (action(&outcome, 0), action(&outcome, 1));
    assert_eq!(to - from, 6 * HOUR);
    let tried = cycles_between(&outcome, from, to);
    assert!(tried.len() >= 5, "{tried:?}");
    for cycle in &tried {
        assert_eq!(cycle.result, CycleResult::Failed);
        assert!(cycle.ended_ms - cycle.began_ms < MINUTE);
    }
    let next = cycles_between(&outcome, to, to + INTERVAL + MINUTE);
    assert!(
        next.first()
            .is_some_and(|cycle| cycle.result != CycleResult::Failed)
    );
}

#[test]
fn an_outage_in_the_initial_cycle_delays_access_and_loses_nobody() {
    let outcome = outcome("outage-in-initial-cycle");
    assert_eq!(life(&outcome).quarantine.probability.share, 0.0);
    for (cycle, row) in outcome.replications.iter().zip(rows(&outcome)) {
        let ended = cycle.users_created
            + cycle.users_updated
            + cycle.users_unchanged
            + cycle.users_escrowed;
        assert_eq!(ended, cycle.users_in_scope);
        assert!(row.most_escrow > 5_000 && row.escrow_at_end < row.most_escrow / 4);
    }
    let over = action(&outcome, 1);
    assert!(escrow_at(&outcome, over) > 5_000.0);
    assert!(escrow_at(&outcome, over + 14 * HOUR) < 2_000.0);
}

/// What still fails at the end is what fails without an outage, too: some users for reasons of their own, and their
/// references.
#[test]
#[ignore = "memberships of groups that failed and came in stay in escrow in proportion to users who still fail"]
fn what_is_left_after_an_outage_is_what_fails_anyway() {
    let outcome = outcome("outage-in-initial-cycle");
    for row in rows(&outcome) {
        assert!(row.escrow_at_end < 150, "{row:?}");
    }
}

#[test]
fn a_quarter_without_an_attribute_waits_in_escrow_without_quarantine() {
    let outcome = outcome("missing-attribute");
    assert_eq!(life(&outcome).quarantine.probability.share, 0.0);
    for (cycle, row) in outcome.replications.iter().zip(rows(&outcome)) {
        assert!((1_350..1_700).contains(&cycle.users_escrowed), "{cycle:?}");
        assert!(row.most_escrow >= cycle.users_escrowed);
        assert_eq!(row.notifications, 0);
    }
    let joiners = delay(&outcome, "joiner");
    assert!(
        (0.6..0.9).contains(&joiners.within_hour_share),
        "a quarter waits"
    );
}

#[test]
fn the_daily_retry_brings_in_who_got_the_attribute() {
    let outcome = outcome("missing-attribute");
    let mended = action(&outcome, 0);
    assert!(escrow_at(&outcome, mended) > 1_300.0);
    // The first retry after it is the one of the fourth day.
    assert!(escrow_at(&outcome, 3 * DAY + 22 * HOUR) > 1_300.0);
    assert!(escrow_at(&outcome, 4 * DAY + 6 * HOUR) < 150.0);
    for row in rows(&outcome) {
        assert!(row.escrow_at_end < 150, "{row:?}");
    }
    let retried: u64 = cycles_between(&outcome, 4 * DAY, 4 * DAY + 3 * HOUR)
        .iter()
        .map(|cycle| cycle.retries)
        .sum();
    assert!(retried > 1_300, "{retried}");
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
        let entry = row.first_quarantine_ms.expect("every run");
        assert!((breaks..=breaks + INTERVAL + MINUTE).contains(&entry));
        assert_eq!(row.notifications, 2);
        assert!(row.quarantine_ms > mended - entry - 5 * MINUTE, "{row:?}");
    }
    let tried = cycles_between(&outcome, restart, mended);
    assert_eq!(
        tried.len(),
        1,
        "the next attempt is 6 hours later: {tried:?}"
    );
    assert_eq!(tried[0].result, CycleResult::Failed);
    assert_eq!(tried[0].kind, CycleKind::Initial);
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
        let entry = row.first_quarantine_ms.expect("every run");
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
        .expect("every run")
        .p50_ms as u64;
    let day = |from: u64, to: u64| cycles_between(&outcome, entry + from, entry + to).len();
    assert_eq!(day(HOUR, 25 * HOUR), 3, "after 6, 12 and 24 hours");
    for number in 2..27 {
        assert_eq!(day(number * DAY - HOUR, (number + 1) * DAY - HOUR), 1);
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

#[test]
#[ignore = "most_backlog is taken at the beginnings of cycles, and a disabled job has none"]
fn no_more_changes_wait_at_the_end_than_waited_at_most() {
    for name in ALL {
        for row in rows(&outcome(name)) {
            assert!(row.waiting <= row.most_backlog, "{name}: {row:?}");
        }
    }
}

#[test]
fn the_documented_test_recipe_works_as_documented() {
    let outcome = outcome("deletion-test-recipe");
    is_quarantined_for(&outcome, "TooManyDeletes");
    let unassigned = 2 * HOUR + 10 * MINUTE;
    let allowed = action(&outcome, 0);
    for row in rows(&outcome) {
        let entry = row.first_quarantine_ms.expect("every run");
        let waited = entry - unassigned;
        assert!((20 * MINUTE..=40 * MINUTE).contains(&waited), "{row:?}");
        assert_eq!((row.most_staged, row.staged, row.notifications), (5, 0, 1));
        let release = row.first_release_ms.expect("every run");
        assert!(
            (allowed..allowed + 5 * MINUTE).contains(&release),
            "{row:?}"
        );
        assert_eq!((row.changes, row.applied), (5, 5));
    }
}
