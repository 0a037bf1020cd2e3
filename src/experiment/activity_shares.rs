//! What the time of the initial cycle is spent on, and whose it is.

use super::outcome::{
    ActivitySummary, ActivityTimes, Band, EachRow, OwnerSummary, ReplicationRow, TimeOwner,
};
use super::percentiles::band_of;

/// One activity: its name, its label, and its time with the service's own part of that.
type ActivityDefinition = (&'static str, &'static str, fn(&ActivityTimes) -> (u64, u64));

#[rustfmt::skip]
const ACTIVITIES: [ActivityDefinition; 14] = [
    ("starting", "starting the cycle", |t| (t.starting_ms, t.starting_ms)),
    ("reading", "reading the source", |t| (t.reading_ms, t.reading_ms)),
    ("evaluating", "evaluating objects in scope", |t| (t.evaluating_ms, t.evaluating_ms)),
    ("skipping", "evaluating and skipping the rest", |t| (t.skipping_ms, t.skipping_ms)),
    ("matching", "matching users", |t| (t.matching_ms, t.matching_service_ms)),
    ("creating", "creating users", |t| (t.creating_ms, t.creating_service_ms)),
    ("updating", "updating users", |t| (t.updating_ms, t.updating_service_ms)),
    ("groupObjects", "finding and creating groups", |t| (t.group_objects_ms, t.group_objects_service_ms)),
    ("managers", "setting managers", |t| (t.managers_ms, t.managers_service_ms)),
    ("memberships", "writing memberships", |t| (t.memberships_ms, t.memberships_service_ms)),
    ("targetQueue", "waiting in the target's queue", |t| (t.target_queue_ms, 0)),
    ("waitingForLimits", "waiting for limits", |t| (t.waiting_for_limits_ms, 0)),
    ("retrying", "retrying", |t| (t.retrying_ms, t.retrying_service_ms)),
    ("idle", "waiting for the last to finish", |t| (t.idle_ms, 0)),
];

/// Each activity: its name, its label, and its time in each replication in milliseconds.
pub(super) fn times_by_activity(
    rows: &(impl EachRow + ?Sized),
) -> impl Iterator<Item = (&'static str, &'static str, Vec<f64>)> {
    ACTIVITIES.iter().map(|(name, label, of)| {
        let times = rows.values(|row| of(&row.time).0 as f64);
        (*name, *label, times)
    })
}

/// All time of a replication, whatever it was spent on.
pub(super) fn booked_ms(times: &ActivityTimes) -> u64 {
    ACTIVITIES.iter().map(|(.., of)| of(times).0).sum()
}

/// The time that is the owner's in a replication.
fn owned(owner: TimeOwner, times: &ActivityTimes) -> u64 {
    match owner {
        TimeOwner::Service => ACTIVITIES.iter().map(|(.., of)| of(times).1).sum(),
        TimeOwner::Limits => times.waiting_for_limits_ms,
        TimeOwner::Nobody => times.idle_ms,
        TimeOwner::Target => {
            let others = [TimeOwner::Service, TimeOwner::Limits, TimeOwner::Nobody];
            booked_ms(times).saturating_sub(others.map(|other| owned(other, times)).iter().sum())
        }
    }
}

/// Whose the time is, over the rows.
pub(super) fn owners(rows: &(impl EachRow + ?Sized)) -> Vec<OwnerSummary> {
    use TimeOwner::{Limits, Nobody, Service, Target};
    let each = [Service, Target, Limits, Nobody];
    let totals = totals(rows, |times| each.map(|owner| owned(owner, times)));
    let all = totals.iter().sum::<u64>().max(1) as f64;
    let readings = each.map(|owner| move |row: &ReplicationRow| owned(owner, &row.time) as f64);
    rows.columns(&readings, |index, times| {
        let Band { p5, p50, p95 } = band_of(times);
        OwnerSummary {
            owner: each[index],
            share: totals[index] as f64 / all,
            p5_ms: p5,
            p50_ms: p50,
            p95_ms: p95,
        }
    })
}

/// Sums of several parts of the time over the rows.
fn totals<const N: usize>(
    rows: &(impl EachRow + ?Sized),
    of: impl Fn(&ActivityTimes) -> [u64; N],
) -> [u64; N] {
    let mut totals = [0; N];
    rows.each(|row| {
        for (total, part) in totals.iter_mut().zip(of(&row.time)) {
            *total += part;
        }
    });
    totals
}

/// Where the time goes, over the rows.
pub(super) fn activities(rows: &(impl EachRow + ?Sized)) -> Vec<ActivitySummary> {
    let spent = totals(rows, |times| ACTIVITIES.map(|(.., of)| of(times).0));
    let own = totals(rows, |times| ACTIVITIES.map(|(.., of)| of(times).1));
    let all = spent.iter().sum::<u64>().max(1) as f64;
    let readings = ACTIVITIES.map(|(.., of)| move |row: &ReplicationRow| of(&row.time).0 as f64);
    rows.columns(&readings, |index, times| {
        let (activity, label, _) = ACTIVITIES[index];
        let Band { p5, p50, p95 } = band_of(times);
        ActivitySummary {
            activity: activity.to_owned(),
            label: label.to_owned(),
            share: spent[index] as f64 / all,
            service_share: own[index] as f64 / all,
            p5_ms: p5,
            p50_ms: p50,
            p95_ms: p95,
        }
    })
}
