//! What is kept of one replication: enough to make any outcome that it is part of without simulating it again.
//!
//! A record is one line of a [part](super::part). Numbers go through it unchanged, so an outcome made of records that were
//! written and read is the same to the byte.

use serde::{Deserialize, Serialize};

use super::busiest::ALL;
use super::cycle_recorder::{Milestones, PERCENTS, PHASES, millis};
use super::life::LifeRecord;
use super::load_on_target;
use super::outcome::packed_numbers::Numbers;
use super::outcome::{ActivityTimes, CallCounts, Circumstance, JobRow, ReplicationRow};
use super::replication::Replication;
use super::request_load::RateCurve;
use crate::model::{Activity, CycleTally, Endpoint, JobTally};

/// One finished replication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// Its number, from zero.
    pub number: u64,
    /// What it found.
    pub(super) row: ReplicationRow,
    /// Duration of the initial cycle, as far as it came.
    pub(super) duration_nanos: u64,
    /// Failures by error code, in the model's order.
    pub(super) errors: Vec<u64>,
    /// The uncertain inputs as they were drawn, in the order of the outcome.
    pub(super) inputs: Vec<f64>,
    /// When each per cent of the pages was done.
    pub(super) pages: Curve,
    /// When each per cent of the users had access.
    pub(super) users: Curve,
    /// Requests over time.
    pub(super) load: RateCurve,
    /// When the first call of each phase is made, in milliseconds.
    #[serde(default)]
    pub(super) phases: [Option<u64>; PHASES.len()],
    /// The same luck with every input at its median, where that is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) with_medians: Option<Twin>,
    /// The same under other circumstances, where that is asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) otherwise: Vec<(Circumstance, Twin)>,
    /// Whether the job goes into quarantine.
    #[serde(default)]
    pub(super) is_quarantined: bool,
    /// Duration with one job in the place of several, where that is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) with_one_job_ms: Option<u64>,
    /// The job beyond its initial cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) life: Option<LifeRecord>,
}

/// The same replication under other circumstances.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Twin {
    pub duration_ms: u64,
    pub is_complete: bool,
    /// Users and groups that are not in the target at the end of the initial cycle.
    #[serde(default)]
    pub left_out: u64,
    /// Whether the job goes into quarantine.
    #[serde(default)]
    pub is_quarantined: bool,
}

/// Milliseconds at which each whole per cent was reached, zero and hundred included; those that were not are left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Curve(Vec<u64>);

impl From<&Milestones> for Curve {
    fn from(milestones: &Milestones) -> Self {
        // Per cents are reached in order, so the first that is missing is the end.
        let reached = (0..PERCENTS).map_while(|percent| milestones.at_percent(percent));
        Self(reached.map(millis).collect())
    }
}

#[cfg(test)]
impl FromIterator<u64> for Curve {
    fn from_iter<T: IntoIterator<Item = u64>>(reached: T) -> Self {
        Self(reached.into_iter().collect())
    }
}

impl Curve {
    /// Shows every moment.
    pub fn walk(&mut self, numbers: &mut impl Numbers) {
        numbers.ascending(&mut self.0);
    }

    /// When so many per cent were reached, if they were.
    pub fn at_percent(&self, percent: usize) -> Option<u64> {
        self.0.get(percent).copied()
    }
}

impl Record {
    /// Duration of the initial cycle in milliseconds; absent when it was not completed.
    pub fn initial_cycle_ms(&self) -> Option<u64> {
        self.row.initial_cycle_ms
    }

    /// Whether it has everything that is looked up by place, which a file from elsewhere may lack.
    pub(super) fn is_sound(&self) -> bool {
        self.life.as_ref().is_none_or(LifeRecord::is_sound)
    }
}

impl Replication {
    /// The row of the replication, under this number.
    pub fn row(&self, number: u64) -> ReplicationRow {
        let tally = &self.tally;
        let users = &self.recorder.users;
        // Where nobody is in scope, nobody ever has access.
        let someone = tally.users_in_scope > 0;
        let users_ms = |percent| users.at_percent(percent).map(millis).filter(|_| someone);
        // A rate per second needs a second: a cycle without duration has none of its own.
        let secs = tally.duration.as_secs_f64().max(1.0);
        let calls = calls(tally);
        ReplicationRow {
            replication: number,
            initial_cycle_ms: self.is_complete.then(|| tally.duration.as_millis()),
            users_half_ms: users_ms(50),
            users_most_ms: users_ms(95),
            users_all_ms: users_ms(100),
            mean_request_rate: calls.calls_total as f64 / secs,
            peak_request_rate_second: self.recorder.load.busiest.second(ALL),
            peak_request_rate_minute: self.recorder.load.busiest.minute(ALL),
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
            target: load_on_target::row(self),
            jobs: self.jobs.iter().map(job).collect(),
        }
    }
}

fn job(job: &JobTally) -> JobRow {
    JobRow {
        users_in_scope: job.tally.users_in_scope,
        initial_cycle_ms: job.tally.duration.as_millis(),
    }
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
