//! From one finished replication to its row in the outcome document.

use super::busiest::ALL;
use super::load_on_target;
use super::outcome::{ActivityTimes, CallCounts, JobRow, ReplicationRow};
use super::replication::Replication;
use crate::model::{Activity, CycleTally, Endpoint, JobTally};
use crate::units::SimTime;

pub(super) fn row(number: u64, replication: &Replication) -> ReplicationRow {
    let tally = &replication.tally;
    let users = &replication.recorder.users;
    // Where nobody is in scope, nobody ever has access.
    let someone = tally.users_in_scope > 0;
    let users_ms = |percent| users.at_percent(percent).map(millis).filter(|_| someone);
    // A rate per second needs a second: a cycle without duration has none of its own.
    let secs = tally.duration.as_secs_f64().max(1.0);
    let calls = calls(tally);
    ReplicationRow {
        replication: number,
        initial_cycle_ms: replication.is_complete.then(|| tally.duration.as_millis()),
        users_half_ms: users_ms(50),
        users_most_ms: users_ms(95),
        users_all_ms: users_ms(100),
        mean_request_rate: calls.calls_total as f64 / secs,
        peak_request_rate_second: replication.recorder.load.busiest.second(ALL),
        peak_request_rate_minute: replication.recorder.load.busiest.minute(ALL),
        calls,
        too_many_requests: tally.refusals,
        timeouts: tally.timeouts,
        users_in_scope: tally.users_in_scope,
        users_created: tally.users_created,
        users_updated: tally.users_updated,
        users_unchanged: tally.users_unchanged,
        users_escrowed: tally.users_escrowed,
        imports_failed: tally.imports_failed,
        groups_in_scope: tally.groups_in_scope,
        groups_created: tally.groups_created,
        groups_matched: tally.groups_matched,
        groups_escrowed: tally.groups_escrowed,
        objects_skipped: tally.objects_skipped,
        managers_linked: tally.managers_linked,
        managers_failed: tally.managers_failed,
        memberships_written: tally.memberships_written,
        memberships_failed: tally.memberships_failed,
        over_quota: tally.over_quota,
        memberships_overwritten: tally.memberships_overwritten,
        pages: tally.pages,
        time: times(tally),
        target: load_on_target::row(replication),
        jobs: replication.jobs.iter().map(job).collect(),
    }
}

fn job(job: &JobTally) -> JobRow {
    JobRow {
        users_in_scope: job.tally.users_in_scope,
        initial_cycle_ms: job.tally.duration.as_millis(),
    }
}

fn millis(moment: SimTime) -> u64 {
    moment.since_start().as_millis()
}

fn calls(tally: &CycleTally) -> CallCounts {
    let of = |endpoint: Endpoint| tally.calls[endpoint as usize];
    CallCounts {
        calls_user_get: of(Endpoint::UserGet),
        calls_user_post: of(Endpoint::UserPost),
        calls_user_patch: of(Endpoint::UserPatch),
        calls_group_get: of(Endpoint::GroupGet),
        calls_group_post: of(Endpoint::GroupPost),
        calls_group_patch: of(Endpoint::GroupPatch),
        calls_total: tally.calls.iter().sum(),
    }
}

fn times(tally: &CycleTally) -> ActivityTimes {
    let connections = tally.connections.max(1) as f64;
    let of = |activity| (tally.spent_on(activity) * (1.0 / connections)).as_millis();
    let own = |activity| (tally.own_on(activity) * (1.0 / connections)).as_millis();
    ActivityTimes {
        starting_ms: of(Activity::Starting),
        reading_ms: of(Activity::Reading),
        evaluating_ms: of(Activity::Evaluating),
        skipping_ms: of(Activity::Skipping),
        matching_ms: of(Activity::Matching),
        creating_ms: of(Activity::Creating),
        updating_ms: of(Activity::Updating),
        group_objects_ms: of(Activity::GroupObjects),
        managers_ms: of(Activity::Managers),
        memberships_ms: of(Activity::Memberships),
        target_queue_ms: of(Activity::TargetQueue),
        waiting_for_limits_ms: of(Activity::WaitingForLimits),
        retrying_ms: of(Activity::Retrying),
        idle_ms: of(Activity::Idle),
        matching_service_ms: own(Activity::Matching),
        creating_service_ms: own(Activity::Creating),
        updating_service_ms: own(Activity::Updating),
        group_objects_service_ms: own(Activity::GroupObjects),
        managers_service_ms: own(Activity::Managers),
        memberships_service_ms: own(Activity::Memberships),
        retrying_service_ms: own(Activity::Retrying),
    }
}
