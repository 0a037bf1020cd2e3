//! Which state of a job may follow which, and which cycles each allows.

use cyclecast::model::job::{Action, JobState, ResetScope};
use proptest::prelude::*;

use super::laws::{LawOfLife, Over};
use crate::laws::{Laws, Verdict, laws};

/// Whether `to` may follow `from` when nobody does anything: the job's own transitions.
fn by_itself(from: JobState, to: JobState) -> bool {
    use JobState::{Active, Disabled, NotRun, Paused, Quarantine};
    match (from, to) {
        _ if from == to => true,
        // The first cycle is completed, well or not, or pauses the job that it prunes.
        (NotRun, Active | Quarantine | Paused) => true,
        // A cycle fails, or prunes and pauses.
        (Active, Quarantine | Paused) => true,
        // Released by a retry, pruned and paused, or four weeks are over.
        (Quarantine, Active | Paused | Disabled) => true,
        // A job that was stopped in quarantine is disabled all the same.
        (Paused, Disabled) => true,
        _ => false,
    }
}

/// Whether it may follow when somebody acts at that moment.
fn by_action(from: JobState, to: JobState) -> bool {
    use JobState::{Active, Disabled, NotRun, Paused, Quarantine};
    match (from, to) {
        // Start and restart end every state; without a completed first cycle the job has not run.
        (_, Active | NotRun) => true,
        (NotRun | Active | Quarantine, Paused) => true,
        // A restart that keeps the quarantine.
        (Paused, Quarantine) => true,
        // Nobody disables a job, and nobody pauses a disabled one into another state.
        (_, Disabled) | (Disabled, _) => false,
        _ => from == to,
    }
}

/// What holds of the states of a job and the cycles in them.
pub fn laws() -> Laws<LawOfLife> {
    laws![
        every_state_follows_one_that_it_may_follow,
        a_job_has_not_run_until_its_first_full_cycle_is_completed_and_never_after,
        no_cycle_begins_before_the_one_before_has_ended_or_was_broken_off,
        cycles_begin_only_in_a_job_that_has_not_run_is_active_or_in_quarantine,
        no_incremental_cycle_comes_before_a_full_one_was_completed,
        a_further_full_cycle_comes_only_after_a_restart_or_after_the_job_was_disabled,
        a_cycle_goes_on_only_where_a_full_one_was_broken_off,
        a_notification_is_sent_once_for_each_reason_in_a_row,
        a_disabled_job_tells_the_same_reason_from_its_disabling_on,
    ]
}

fn every_state_follows_one_that_it_may_follow(Over { watch, plan, .. }: &Over<'_>) -> Verdict {
    prop_assert_eq!(
        watch.states.first().map(|first| first.1),
        Some(JobState::NotRun)
    );
    for pair in watch.states.windows(2) {
        let ((_, from, _), (at, to, reason)) = (pair[0], pair[1]);
        let acts = plan.timeline.iter().any(|entry| entry.at == at);
        let legal = by_itself(from, to) || (acts && by_action(from, to));
        prop_assert!(legal, "{from:?} to {to:?} at {at:?}");
        prop_assert!(to != JobState::Quarantine || reason.is_some());
    }
    Ok(())
}

fn a_job_has_not_run_until_its_first_full_cycle_is_completed_and_never_after(
    Over { watch, end, .. }: &Over<'_>,
) -> Verdict {
    let done = end.initial_done;
    for (at, state, _) in &watch.states {
        let completed = done.is_some_and(|done| *at >= done);
        prop_assert!(!completed || *state != JobState::NotRun, "{at:?}");
        prop_assert!(completed || *state != JobState::Active, "{at:?}");
    }
    Ok(())
}

fn no_cycle_begins_before_the_one_before_has_ended_or_was_broken_off(
    Over { watch, .. }: &Over<'_>,
) -> Verdict {
    for pair in watch.cycles.windows(2) {
        let ended = pair[0].ended.as_ref().map(|(at, _)| *at);
        prop_assert!(ended.is_some_and(|at| at <= pair[1].began));
        prop_assert!(ended.is_some_and(|at| at >= pair[0].began));
    }
    Ok(())
}

fn cycles_begin_only_in_a_job_that_has_not_run_is_active_or_in_quarantine(
    Over { watch, .. }: &Over<'_>,
) -> Verdict {
    for cycle in &watch.cycles {
        let mut told = watch.states.iter().filter(|(at, _, _)| *at <= cycle.began);
        let state = told.next_back().map(|(_, state, _)| *state);
        // The state of the moment: a later telling at the same moment is not the cycle's.
        let mut earlier = watch.states.iter().filter(|(at, _, _)| *at < cycle.began);
        let before = earlier.next_back().map(|(_, state, _)| *state);
        let may = |state| !matches!(state, Some(JobState::Paused | JobState::Disabled));
        prop_assert!(may(state) || may(before), "{state:?} {:?}", cycle.began);
    }
    Ok(())
}

fn no_incremental_cycle_comes_before_a_full_one_was_completed(
    Over { watch, .. }: &Over<'_>,
) -> Verdict {
    let mut completed = false;
    for cycle in &watch.cycles {
        prop_assert!(cycle.start.is_full || completed, "{:?}", cycle.began);
        completed |= cycle.start.is_full && cycle.done;
    }
    Ok(())
}

/// Whether an action may lead to another full cycle.
fn looks_again(action: &Action) -> bool {
    match action {
        Action::Restart(scope) => scope.contains(ResetScope::WATERMARK),
        Action::ChangeMapping { .. } | Action::ChangeFilter { .. } => true,
        _ => false,
    }
}

fn a_further_full_cycle_comes_only_after_a_restart_or_after_the_job_was_disabled(
    Over { watch, plan, .. }: &Over<'_>,
) -> Verdict {
    let mut completed = None;
    for cycle in &watch.cycles {
        if let (true, Some(completed)) = (cycle.start.is_full, completed) {
            let since = completed..=cycle.began;
            let timeline = plan.timeline.iter();
            let mut restarts = timeline.filter(|entry| looks_again(&entry.action));
            let restarted = restarts.any(|entry| since.contains(&entry.at));
            let mut states = watch.states.iter();
            let disabled =
                states.any(|(at, state, _)| *state == JobState::Disabled && since.contains(at));
            prop_assert!(restarted || disabled, "{:?}", cycle.began);
        }
        if cycle.start.is_full && cycle.done {
            completed = cycle.ended.as_ref().map(|(at, _)| *at);
        }
    }
    Ok(())
}

fn a_cycle_goes_on_only_where_a_full_one_was_broken_off(Over { watch, .. }: &Over<'_>) -> Verdict {
    for (place, cycle) in watch.cycles.iter().enumerate() {
        if cycle.start.goes_on {
            let before = place.checked_sub(1).map(|before| &watch.cycles[before]);
            prop_assert!(before.is_some_and(|before| before.start.is_full && !before.done));
        }
    }
    Ok(())
}

fn a_notification_is_sent_once_for_each_reason_in_a_row(
    Over { watch, plan, .. }: &Over<'_>,
) -> Verdict {
    // A quarantine that begins while the job is stopped is not told as a state.
    let stops = |action: &Action| matches!(action, Action::Stop | Action::Pause);
    if plan.timeline.iter().any(|entry| stops(&entry.action)) {
        return Ok(());
    }
    let mut reason = None;
    let mut expected = 0;
    for (_, state, told) in &watch.states {
        let told = told.filter(|_| *state != JobState::Disabled);
        expected += usize::from(told.is_some() && told != reason);
        reason = told;
    }
    prop_assert_eq!(
        watch.mails.len(),
        expected,
        "{:?} {:?}",
        watch.mails,
        watch.states
    );
    Ok(())
}

fn a_disabled_job_tells_the_same_reason_from_its_disabling_on(
    Over { watch, .. }: &Over<'_>,
) -> Verdict {
    for pair in watch.states.windows(2) {
        let ((_, from, before), (at, to, after)) = (pair[0], pair[1]);
        let stays = from == JobState::Disabled && to == JobState::Disabled;
        prop_assert!(!stays || before == after, "{before:?} {after:?} at {at:?}");
    }
    Ok(())
}
