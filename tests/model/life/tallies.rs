//! The tally of each cycle of a life against what was seen between its begin and its end.

use cyclecast::model::Endpoint;
use cyclecast::model::job::Action;
use cyclecast::units::SimDuration;
use proptest::prelude::*;

use super::laws::{LawOfLife, Over};
use super::watch::Seen;
use crate::laws::{Laws, Verdict, laws};

/// Cycles that were not broken off before, with how they ended.
fn at_one_go<'a>(over: &'a Over<'_>) -> impl Iterator<Item = &'a Seen> {
    let cycles = over.watch.cycles.iter();
    cycles.filter(|cycle| !cycle.start.goes_on && cycle.ended.is_some())
}

/// Whether somebody acts while a cycle runs, or on what it counts.
fn is_disturbed(over: &Over<'_>) -> bool {
    let mut timeline = over.plan.timeline.iter();
    timeline.any(|entry| {
        matches!(
            entry.action,
            Action::OnDemand { .. } | Action::RestoreStaged
        )
    })
}

/// What holds of the tally of each cycle.
pub fn laws() -> Laws<LawOfLife> {
    laws![
        a_cycle_lasts_from_its_begin_to_its_end_whether_or_not_it_is_broken_off,
        connection_time_by_activity_adds_up_to_the_duration_of_every_cycle_that_is_completed,
        requests_are_tallied_in_the_cycle_in_which_they_leave,
        a_full_cycle_looks_at_as_many_users_in_scope_as_the_status_has_entitled,
        every_user_in_scope_of_a_full_cycle_is_created_updated_unchanged_failed_or_skipped,
        cycles_are_numbered_from_zero_and_one_that_goes_on_keeps_its_number,
    ]
}

fn a_cycle_lasts_from_its_begin_to_its_end_whether_or_not_it_is_broken_off(
    over: &Over<'_>,
) -> Verdict {
    for cycle in at_one_go(over) {
        if let Some((ended, tally)) = &cycle.ended {
            prop_assert_eq!(tally.duration, *ended - cycle.began, "{:?}", cycle.began);
        }
    }
    Ok(())
}

fn connection_time_by_activity_adds_up_to_the_duration_of_every_cycle_that_is_completed(
    over: &Over<'_>,
) -> Verdict {
    for cycle in at_one_go(over).filter(|cycle| cycle.done) {
        if let Some((_, tally)) = &cycle.ended {
            let spent: u64 = tally.spent.iter().map(|time| time.as_nanos()).sum();
            let all = SimDuration::from_nanos(tally.duration.as_nanos() * tally.connections);
            prop_assert_eq!(SimDuration::from_nanos(spent), all, "{:?}", cycle.began);
        }
    }
    Ok(())
}

fn requests_are_tallied_in_the_cycle_in_which_they_leave(over: &Over<'_>) -> Verdict {
    if is_disturbed(over) {
        return Ok(());
    }
    let requests = &over.watch.requests;
    let tallied: u64 = at_one_go(over)
        .filter(|cycle| cycle.done)
        .filter_map(|cycle| cycle.ended.as_ref())
        .map(|(_, tally)| tally.calls.iter().sum::<u64>())
        .sum();
    prop_assert!(tallied <= requests.len() as u64);
    for cycle in at_one_go(over).filter(|cycle| cycle.start.is_full) {
        if let Some((ended, tally)) = &cycle.ended {
            let from = requests.partition_point(|(at, _)| *at < cycle.began);
            let to = requests.partition_point(|(at, _)| at <= ended);
            let posts = requests[from..to]
                .iter()
                .filter(|(_, to)| *to == Endpoint::UserPost);
            prop_assert_eq!(
                posts.count() as u64,
                tally.calls[Endpoint::UserPost as usize]
            );
        }
    }
    Ok(())
}

fn a_full_cycle_looks_at_as_many_users_in_scope_as_the_status_has_entitled(
    over: &Over<'_>,
) -> Verdict {
    if is_disturbed(over) {
        return Ok(());
    }
    for cycle in at_one_go(over).filter(|cycle| cycle.start.is_full && cycle.done) {
        if let (Some((_, tally)), Some(execution)) = (&cycle.ended, &cycle.execution) {
            prop_assert_eq!(tally.users_in_scope, execution.entitled);
        }
    }
    Ok(())
}

fn every_user_in_scope_of_a_full_cycle_is_created_updated_unchanged_failed_or_skipped(
    over: &Over<'_>,
) -> Verdict {
    for cycle in at_one_go(over).filter(|cycle| cycle.start.is_full && cycle.done) {
        if let Some((_, tally)) = &cycle.ended {
            let found = tally.users_with_access() + tally.users_escrowed;
            prop_assert!(found <= tally.users_in_scope, "{:?}", cycle.began);
            prop_assert!(tally.users_in_scope - found <= tally.objects_skipped);
            let due = tally.managers_linked + tally.managers_failed;
            prop_assert_eq!(tally.managers_due, due);
        }
    }
    Ok(())
}

fn cycles_are_numbered_from_zero_and_one_that_goes_on_keeps_its_number(over: &Over<'_>) -> Verdict {
    let mut next = 0;
    for cycle in &over.watch.cycles {
        if cycle.start.goes_on {
            next -= 1;
        }
        if let Some(execution) = &cycle.execution {
            prop_assert_eq!(execution.number, next, "{:?}", execution.began);
            prop_assert_eq!(execution.began, cycle.began);
        }
        next += 1;
    }
    Ok(())
}
