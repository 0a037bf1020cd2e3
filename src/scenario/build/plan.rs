//! The plan of a job's life that a draft describes.

use super::setup::given;
use crate::model::job::{AmbiguousTime, Burst, JobPlan, TimelineEntry};
use crate::scenario::life::When;
use crate::scenario::read::{LifeDraft, end_of};
use crate::units::SimTime;

/// Builds the plan of a draft in which nothing is wrong; none without a horizon.
pub(super) fn plan(life: &LifeDraft) -> Option<JobPlan> {
    let mut plan = JobPlan::new(given(life.horizon.as_ref())?);
    plan.start = life.start().unwrap_or_default();
    plan.office_hours = given(life.office_hours.as_ref()).unwrap_or_default();
    plan.retry_schedule = given(life.retry_schedule.as_ref()).unwrap_or_default();
    plan.attempts = given(life.attempts.as_ref()).unwrap_or_default();
    plan.release = given(life.release.as_ref()).unwrap_or_default();
    plan.over_threshold = given(life.over_threshold.as_ref()).unwrap_or_default();
    plan.deletion_boundary = given(life.deletion_boundary.as_ref()).unwrap_or_default();
    plan.target_actions = given(life.target_actions.as_ref()).unwrap_or_default();
    if let Some(disables) = given(life.target_disables.as_ref()) {
        plan.target_disables = disables;
    }
    if let Some(skip) = given(life.skip_deletions.as_ref()) {
        plan.skip_out_of_scope_deletions = skip;
    }
    plan.bursts = bursts(life, &plan);
    plan.timeline = timeline(life, &plan);
    plan.ambiguous_times = ambiguous_times(life, &plan);
    Some(plan)
}

/// The local times that are not shown once by the clocks, in the order in which they are written: start, bursts, timeline.
fn ambiguous_times(life: &LifeDraft, plan: &JobPlan) -> Vec<AmbiguousTime> {
    let start = life.start.iter().filter_map(|given| given.value.as_ref());
    let bursts = life.bursts().iter().map(|burst| &burst.at.0);
    let events = life.events().iter().map(|event| &event.at.0);
    let moments = bursts.chain(events).filter_map(|when| match when {
        When::On(local) => Some(local),
        When::After(_) => None,
    });
    let locals = start.chain(moments);
    locals
        .filter_map(|local| local.ambiguous(&plan.start.clock))
        .collect()
}

/// A moment of the job, which was checked to lie within it.
pub(super) fn moment(when: &When, plan: &JobPlan) -> SimTime {
    when.within(&plan.start, plan.horizon).unwrap_or_default()
}

fn bursts(life: &LifeDraft, plan: &JobPlan) -> Vec<Burst> {
    let bursts = life.bursts().iter().map(|burst| Burst {
        at: moment(&burst.at.0, plan),
        over: burst.over,
        changes: burst.changes,
    });
    bursts.collect()
}

/// The entries in order of time, and among them the ends of what lasts.
fn timeline(life: &LifeDraft, plan: &JobPlan) -> Vec<TimelineEntry> {
    let events = life.events().iter();
    let begun = events.clone().map(|event| TimelineEntry {
        at: moment(&event.at.0, plan),
        action: event.action.0,
    });
    let ended = events.filter_map(|event| {
        Some(TimelineEntry {
            at: moment(&event.at.0, plan) + event.lasts?,
            action: end_of(&event.action.0)?,
        })
    });
    // The ends come first, so that what begins as another ends is not ended with it. Ends beyond the horizon are not seen.
    let ended = ended.filter(|entry| entry.at.since_start() <= plan.horizon);
    let mut entries: Vec<TimelineEntry> = ended.chain(begun).collect();
    entries.sort_by_key(|entry| entry.at);
    entries
}
