//! The scenarios of a job's life tell the stories that their comments promise.
//!
//! | module | scenarios |
//! |---|---|
//! | `calm` | without quarantine |
//! | `quarantine` | with it |
//! | `deletions` | with a deletion threshold |
//! | `zones` | in named time zones |

mod calm;
mod deletions;
mod quarantine;
mod troubles;
mod zones;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use cyclecast::experiment::outcome::Outcome;
use cyclecast::experiment::outcome::life::{CycleBar, DelaySummary, Life, LifeRow};
use cyclecast::experiment::{Plan, Session, forecast};
use cyclecast::scenario::{Scenario, SourceFile, parse};

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// From one start of a cycle to the next.
const INTERVAL: u64 = 40 * MINUTE;
const REPLICATIONS: u64 = 20;
const ALL: [&str; 14] = [
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
    "outage-of-two-hours",
    "blocked-by-429",
    "repaired-link",
    "repaired-by-restart",
];

/// The same without its timeline.
fn undisturbed(name: &str) -> Outcome {
    let mut scenario = scenario(name);
    let job = scenario.setup.job.as_mut().expect("a horizon");
    job.timeline.clear();
    simulate(&scenario, REPLICATIONS, None)
}

fn simulated(name: &str, replications: u64, threads: Option<usize>) -> Outcome {
    simulate(&scenario(name), replications, threads)
}

fn scenario(name: &str) -> Scenario {
    let file = format!("{name}.toml");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let source = SourceFile {
        bytes: std::fs::read(folder.join(&file)).expect(name),
        name: file,
    };
    parse(source, name, &mut |other| Err(format!("no {other}")))
        .unwrap_or_else(|problems| panic!("{name}: {problems}"))
}

fn simulate(scenario: &Scenario, replications: u64, threads: Option<usize>) -> Outcome {
    let plan = Plan {
        replications,
        seed: 1,
        threads,
    };
    forecast(scenario, &Session::new(plan)).expect("limits let something pass")
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

/// Cycles of the typical replication that begin within a time.
fn cycles_between(outcome: &Outcome, from: u64, to: u64) -> Vec<CycleBar> {
    let cycles = life(outcome).typical.cycles.iter();
    let within = cycles.filter(|cycle| (from..to).contains(&cycle.began_ms));
    within.copied().collect()
}

fn is_close(moment: u64, to: u64, within: u64) -> bool {
    moment.abs_diff(to) <= within
}

/// In every replication the job is in quarantine for this reason first.
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
fn no_more_changes_wait_at_the_end_than_waited_at_most() {
    for name in ALL {
        for row in rows(&outcome(name)) {
            assert!(row.waiting <= row.most_backlog, "{name}: {row:?}");
        }
    }
}
