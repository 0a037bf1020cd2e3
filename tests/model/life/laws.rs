//! What holds in every life, whatever the tenant, the plan and the luck.

use std::collections::HashMap;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use cyclecast::model::Setup;
use cyclecast::model::job::{ChangeKind, ChangeStatus, DropReason, JobEnd, JobPlan};
use cyclecast::units::SimTime;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};

use super::random::{Life, horizon, lives};
use super::watch::{Watch, life, watched};
use super::{states, tallies};
use crate::laws::{Laws, Verdict, laws};

/// Random lives; more with `PROPTEST_CASES`.
const LIVES: u32 = 80;
/// A life takes a fraction of a second. One that has no end takes longer than this.
const LONGEST: Duration = Duration::from_secs(100);

pub fn config() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: asked.and_then(|text| text.parse().ok()).unwrap_or(LIVES),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A life that is over.
pub struct Over<'a> {
    pub setup: &'a Setup,
    pub plan: &'a JobPlan,
    pub end: JobEnd,
    pub watch: Watch,
}

/// What a law says of a life.
pub type LawOfLife = fn(&Over<'_>) -> Verdict;

enum News {
    Next(Box<Life>),
    Over(Result<(), String>),
}

/// On a thread of its own, so that a life without end is found out.
#[test]
fn every_law_holds_in_every_life() {
    let (tell, hear) = channel();
    let worker = std::thread::spawn(move || {
        let laws = laws().and(states::laws()).and(tallies::laws());
        let verdict = TestRunner::new(config()).run(&lives(), |one| {
            tell.send(News::Next(Box::new(one.clone()))).ok();
            let Life { setup, plan } = &one;
            let (end, watch) = life(setup, plan);
            let over = Over {
                setup,
                plan,
                end,
                watch,
            };
            laws.hold(|law| law(&over))
        });
        tell.send(News::Over(verdict.map_err(|failure| failure.to_string())))
            .ok();
    });
    let mut present = None;
    loop {
        match hear.recv_timeout(LONGEST) {
            Ok(News::Next(life)) => present = Some(life),
            Ok(News::Over(verdict)) => {
                return verdict.unwrap_or_else(|failure| panic!("{failure}"));
            }
            Err(RecvTimeoutError::Timeout) => panic!("no end: {present:?}"),
            Err(RecvTimeoutError::Disconnected) => {
                std::panic::resume_unwind(worker.join().expect_err("it told nothing"));
            }
        }
    }
}

/// What holds of the changes in a life, and of all that is told of it.
fn laws() -> Laws<LawOfLife> {
    laws![
        every_change_is_made_once_steps_from_where_it_stands_and_ends_at_most_once,
        what_was_seen_is_applied_waiting_in_escrow_staged_or_dropped_as_the_observer_counts_it,
        nothing_happens_to_a_change_before_it_was_made_nor_anything_beyond_the_horizon,
        time_never_runs_back,
        what_is_held_is_told_as_the_status_has_it_in_the_end,
        what_is_written_is_told_request_by_request,
        the_same_inputs_give_the_same_life_whether_or_not_somebody_watches,
    ]
}

/// Where the changes of one kind and moment stand.
type Standing = HashMap<(ChangeKind, SimTime, ChangeStatus), i64>;

fn follow(watch: &Watch) -> Result<Standing, TestCaseError> {
    let mut standing = Standing::new();
    for &(kind, made) in &watch.made {
        *standing
            .entry((kind, made, ChangeStatus::Waiting))
            .or_default() += 1;
    }
    for (at, step) in &watch.steps {
        prop_assert!(step.before != step.after, "{step:?}");
        let over = matches!(
            step.before,
            ChangeStatus::Applied | ChangeStatus::Dropped(_)
        );
        prop_assert!(!over, "{step:?} at {at:?}");
        let before = standing
            .entry((step.kind, step.made, step.before))
            .or_default();
        *before -= 1;
        prop_assert!(*before >= 0, "{step:?} at {at:?}");
        *standing
            .entry((step.kind, step.made, step.after))
            .or_default() += 1;
    }
    Ok(standing)
}

fn every_change_is_made_once_steps_from_where_it_stands_and_ends_at_most_once(
    Over { watch, .. }: &Over<'_>,
) -> Verdict {
    follow(watch).map(|_| ())
}

fn what_was_seen_is_applied_waiting_in_escrow_staged_or_dropped_as_the_observer_counts_it(
    Over { watch, end, .. }: &Over<'_>,
) -> Verdict {
    let standing = follow(watch)?;
    let at = |fate| {
        let there = standing.iter().filter(|((_, _, one), _)| *one == fate);
        there.map(|(_, count)| *count).sum::<i64>() as u64
    };
    let counts = end.changes;
    prop_assert_eq!(counts.seen, watch.made.len() as u64);
    prop_assert_eq!(counts.applied, at(ChangeStatus::Applied));
    prop_assert_eq!(counts.waiting, at(ChangeStatus::Waiting));
    prop_assert_eq!(counts.escrowed, at(ChangeStatus::Escrowed));
    prop_assert_eq!(counts.staged, at(ChangeStatus::Staged));
    for reason in DropReason::ALL {
        let dropped = counts.dropped[reason as usize];
        prop_assert_eq!(dropped, at(ChangeStatus::Dropped(reason)), "{:?}", reason);
    }
    let open = counts.waiting + counts.escrowed + counts.staged;
    prop_assert_eq!(counts.seen, counts.applied + open + counts.dropped_in_all());
    Ok(())
}

fn nothing_happens_to_a_change_before_it_was_made_nor_anything_beyond_the_horizon(
    Over { watch, plan, .. }: &Over<'_>,
) -> Verdict {
    let horizon = horizon(plan);
    for (at, step) in &watch.steps {
        prop_assert!(*at >= step.made, "{step:?} at {at:?}");
    }
    for (kind, made) in &watch.made {
        prop_assert!(*made <= horizon, "{kind:?}");
    }
    prop_assert!(watch.moments.iter().all(|at| *at <= horizon));
    Ok(())
}

fn time_never_runs_back(Over { watch, .. }: &Over<'_>) -> Verdict {
    let back = watch.moments.windows(2).find(|pair| pair[1] < pair[0]);
    prop_assert!(back.is_none(), "{:?}", back);
    Ok(())
}

fn what_is_held_is_told_as_the_status_has_it_in_the_end(
    Over { watch, end, .. }: &Over<'_>,
) -> Verdict {
    if watch
        .cycles
        .last()
        .is_some_and(|cycle| cycle.ended.is_none())
    {
        return Ok(());
    }
    let (_, escrow, staged) = watch.holds.last().copied().unwrap_or_default();
    prop_assert_eq!(staged, end.status.staged);
    // Leavers may have been taken out of escrow with the last look at the directory.
    prop_assert!(end.status.escrowed <= escrow);
    // One who is staged may have been deleted for good since, which waits with the rest.
    prop_assert!(end.changes.staged <= 2 * end.status.staged);
    prop_assert!(end.changes.escrowed == 0 || end.status.escrowed > 0);
    Ok(())
}

fn what_is_written_is_told_request_by_request(Over { watch, end, .. }: &Over<'_>) -> Verdict {
    let created: u64 = {
        let done = watch.cycles.iter().filter(|cycle| cycle.done);
        let ended = done.filter_map(|cycle| cycle.ended.as_ref());
        ended.map(|(_, tally)| tally.users_created).sum()
    };
    prop_assert!(created <= watch.access.len() as u64);
    if let Some(done) = end.initial_done {
        let first = watch.cycles.iter().find(|cycle| cycle.done);
        prop_assert_eq!(
            first
                .and_then(|cycle| cycle.ended.as_ref())
                .map(|(at, _)| *at),
            Some(done)
        );
    }
    Ok(())
}

fn the_same_inputs_give_the_same_life_whether_or_not_somebody_watches(
    Over {
        setup,
        plan,
        end,
        watch,
    }: &Over<'_>,
) -> Verdict {
    let (again, seen) = life(setup, plan);
    prop_assert_eq!(format!("{end:?}"), format!("{again:?}"));
    prop_assert!(watch.steps == seen.steps && watch.requests == seen.requests);
    prop_assert!(watch.made == seen.made && watch.states == seen.states);
    let unwatched = watched(setup, plan, 11, &mut ());
    prop_assert_eq!(format!("{end:?}"), format!("{unwatched:?}"));
    Ok(())
}
