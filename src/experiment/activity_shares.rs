//! What the time of the initial cycle is spent on, and whose it is.

use super::outcome::{ActivitySummary, ActivityTimes, OwnerSummary, ReplicationRow, TimeOwner};
use crate::stats::{quantile, sorted};

/// One activity: its name, its label, its time, and the service's own part of that.
type ActivityDefinition = (
    &'static str,
    &'static str,
    fn(&ActivityTimes) -> u64,
    fn(&ActivityTimes) -> u64,
);

const fn activity(
    name: &'static str,
    label: &'static str,
    all: fn(&ActivityTimes) -> u64,
    own: fn(&ActivityTimes) -> u64,
) -> ActivityDefinition {
    (name, label, all, own)
}

const NONE: fn(&ActivityTimes) -> u64 = |_| 0;

const ACTIVITIES: [ActivityDefinition; 14] = {
    const STARTING: fn(&ActivityTimes) -> u64 = |t| t.starting_ms;
    const READING: fn(&ActivityTimes) -> u64 = |t| t.reading_ms;
    const EVALUATING: fn(&ActivityTimes) -> u64 = |t| t.evaluating_ms;
    const SKIPPING: fn(&ActivityTimes) -> u64 = |t| t.skipping_ms;
    [
        activity("starting", "starting the cycle", STARTING, STARTING),
        activity("reading", "reading the source", READING, READING),
        activity(
            "evaluating",
            "evaluating objects in scope",
            EVALUATING,
            EVALUATING,
        ),
        activity(
            "skipping",
            "evaluating and skipping the rest",
            SKIPPING,
            SKIPPING,
        ),
        activity(
            "matching",
            "matching users",
            |t| t.matching_ms,
            |t| t.matching_service_ms,
        ),
        activity(
            "creating",
            "creating users",
            |t| t.creating_ms,
            |t| t.creating_service_ms,
        ),
        activity(
            "updating",
            "updating users",
            |t| t.updating_ms,
            |t| t.updating_service_ms,
        ),
        activity(
            "groupObjects",
            "finding and creating groups",
            |t| t.group_objects_ms,
            |t| t.group_objects_service_ms,
        ),
        activity(
            "managers",
            "setting managers",
            |t| t.managers_ms,
            |t| t.managers_service_ms,
        ),
        activity(
            "memberships",
            "writing memberships",
            |t| t.memberships_ms,
            |t| t.memberships_service_ms,
        ),
        activity(
            "targetQueue",
            "waiting in the target's queue",
            |t| t.target_queue_ms,
            NONE,
        ),
        activity(
            "waitingForLimits",
            "waiting for limits",
            |t| t.waiting_for_limits_ms,
            NONE,
        ),
        activity(
            "retrying",
            "retrying",
            |t| t.retrying_ms,
            |t| t.retrying_service_ms,
        ),
        activity(
            "idle",
            "waiting for the last to finish",
            |t| t.idle_ms,
            NONE,
        ),
    ]
};

/// Each activity: its name, its label, and its time in each replication in milliseconds.
pub(super) fn times_by_activity(
    rows: &[ReplicationRow],
) -> impl Iterator<Item = (&'static str, &'static str, Vec<f64>)> {
    ACTIVITIES.iter().map(|(name, label, of, _)| {
        let times = rows.iter().map(|row| of(&row.time) as f64);
        (*name, *label, times.collect())
    })
}

/// All time of a replication, whatever it was spent on.
pub(super) fn booked_ms(times: &ActivityTimes) -> u64 {
    ACTIVITIES.iter().map(|(_, _, of, _)| of(times)).sum()
}

/// The time that is the owner's in a replication.
fn owned(owner: TimeOwner, times: &ActivityTimes) -> u64 {
    match owner {
        TimeOwner::Service => ACTIVITIES.iter().map(|(_, _, _, own)| own(times)).sum(),
        TimeOwner::Limits => times.waiting_for_limits_ms,
        TimeOwner::Nobody => times.idle_ms,
        TimeOwner::Target => {
            let others = [TimeOwner::Service, TimeOwner::Limits, TimeOwner::Nobody];
            booked_ms(times).saturating_sub(others.map(|other| owned(other, times)).iter().sum())
        }
    }
}

/// Whose the time is, over the rows.
pub(super) fn owners(rows: &[ReplicationRow]) -> Vec<OwnerSummary> {
    let each = [
        TimeOwner::Service,
        TimeOwner::Target,
        TimeOwner::Limits,
        TimeOwner::Nobody,
    ];
    let all: u64 = each
        .iter()
        .map(|owner| rows.iter().map(|row| owned(*owner, &row.time)).sum::<u64>())
        .sum();
    each.iter()
        .map(|&owner| {
            let times = rows.iter().map(|row| owned(owner, &row.time));
            let values = sorted(times.clone().map(|time| time as f64));
            let at = |p| quantile(&values, p).unwrap_or_default();
            OwnerSummary {
                owner,
                share: times.sum::<u64>() as f64 / all.max(1) as f64,
                p5_ms: at(0.05),
                p50_ms: at(0.5),
                p95_ms: at(0.95),
            }
        })
        .collect()
}

/// Where the time goes, over the rows.
pub(super) fn activities(rows: &[ReplicationRow]) -> Vec<ActivitySummary> {
    let all: u64 = ACTIVITIES
        .iter()
        .map(|(_, _, of, _)| rows.iter().map(|row| of(&row.time)).sum::<u64>())
        .sum();
    ACTIVITIES
        .iter()
        .map(|&(activity, label, of, own)| {
            let values = sorted(rows.iter().map(|row| of(&row.time) as f64));
            let total: u64 = rows.iter().map(|row| of(&row.time)).sum();
            let service: u64 = rows.iter().map(|row| own(&row.time)).sum();
            let at = |p| quantile(&values, p).unwrap_or_default();
            ActivitySummary {
                activity: activity.to_owned(),
                label: label.to_owned(),
                share: total as f64 / all.max(1) as f64,
                service_share: service as f64 / all.max(1) as f64,
                p5_ms: at(0.05),
                p50_ms: at(0.5),
                p95_ms: at(0.95),
            }
        })
        .collect()
}
