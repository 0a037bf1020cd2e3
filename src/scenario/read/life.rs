//! What a scenario says about the life of its job beyond the initial cycle.

use super::bursts::{self, BurstDraft};
use super::draft::{Given, Key};
use super::life_values::{date_time, length, office_hours, target_actions, time_zone};
use super::plain::{Value, named, switch};
use super::timeline::{self, Event};
use crate::model::job::{
    DeletionBoundary, OfficeHours, OverThreshold, QuarantineAttempts, Release, RetrySchedule,
    Start, TargetActions,
};
use crate::scenario::finding::{Findings, Span};
use crate::scenario::life::{Local, Zone};
use crate::units::SimDuration;

pub(in crate::scenario) const SCHEDULES: [(&str, RetrySchedule); 4] = [
    ("current", RetrySchedule::Current),
    ("literal", RetrySchedule::Literal),
    ("seven-retries", RetrySchedule::SevenRetries),
    ("thirty-days", RetrySchedule::ThirtyDays),
];
pub(in crate::scenario) const ATTEMPTS: [(&str, QuarantineAttempts); 4] = [
    ("exponential", QuarantineAttempts::Exponential),
    ("documented", QuarantineAttempts::Documented),
    ("seven-retries", QuarantineAttempts::SevenRetries),
    ("thirty-days", QuarantineAttempts::ThirtyDays),
];
pub(in crate::scenario) const RELEASES: [(&str, Release); 2] = [
    ("thresholds", Release::Thresholds),
    ("any-success", Release::AnySuccess),
];
pub(in crate::scenario) const OVER_THRESHOLD: [(&str, OverThreshold); 2] = [
    ("quarantine", OverThreshold::Quarantine),
    ("prune-and-pause", OverThreshold::PruneAndPause),
];
pub(in crate::scenario) const BOUNDARIES: [(&str, DeletionBoundary); 2] = [
    ("above", DeletionBoundary::Above),
    ("met", DeletionBoundary::Met),
];

/// Everything that is said about the life of a job, save the numbers of the catalogue.
#[derive(Debug, Default)]
pub(in crate::scenario) struct LifeDraft {
    pub(in crate::scenario) horizon: Option<Given<SimDuration>>,
    pub(in crate::scenario) start: Option<Given<Local>>,
    pub(in crate::scenario) time_zone: Option<Given<Zone>>,
    pub(in crate::scenario) retry_schedule: Option<Given<RetrySchedule>>,
    pub(in crate::scenario) attempts: Option<Given<QuarantineAttempts>>,
    pub(in crate::scenario) release: Option<Given<Release>>,
    pub(in crate::scenario) over_threshold: Option<Given<OverThreshold>>,
    pub(in crate::scenario) deletion_boundary: Option<Given<DeletionBoundary>>,
    pub(in crate::scenario) skip_deletions: Option<Given<bool>>,
    pub(in crate::scenario) target_actions: Option<Given<TargetActions>>,
    pub(in crate::scenario) target_disables: Option<Given<bool>>,
    pub(in crate::scenario) office_hours: Option<Given<OfficeHours>>,
    pub(in crate::scenario) bursts: Option<Given<Vec<BurstDraft>>>,
    pub(in crate::scenario) timeline: Option<Given<Vec<Event>>>,
}

impl LifeDraft {
    /// Reads the value of the key with the dotted name `full`, if it is one of these.
    pub(super) fn read(
        &mut self,
        full: &str,
        key: &Key<'_>,
        value: &Value<'_>,
        findings: &mut Findings,
    ) -> bool {
        match full {
            "run.horizon" => {
                let read = length(value, full, false);
                self.horizon = Some(Given::of(key, value, read, findings));
            }
            "run.start" => {
                self.start = Some(Given::of(key, value, date_time(value, full), findings));
            }
            "run.time_zone" => {
                self.time_zone = Some(Given::of(key, value, time_zone(value, full), findings));
            }
            "job.retry_schedule" => {
                let read = named(value, full, &SCHEDULES);
                self.retry_schedule = Some(Given::of(key, value, read, findings));
            }
            "quarantine.attempts" => {
                let read = named(value, full, &ATTEMPTS);
                self.attempts = Some(Given::of(key, value, read, findings));
            }
            "quarantine.release" => {
                let read = named(value, full, &RELEASES);
                self.release = Some(Given::of(key, value, read, findings));
            }
            "job.initial_over_threshold" => {
                let read = named(value, full, &OVER_THRESHOLD);
                self.over_threshold = Some(Given::of(key, value, read, findings));
            }
            "job.deletion_boundary" => {
                let read = named(value, full, &BOUNDARIES);
                self.deletion_boundary = Some(Given::of(key, value, read, findings));
            }
            "job.skip_out_of_scope_deletions" => {
                let read = switch(value, full);
                self.skip_deletions = Some(Given::of(key, value, read, findings));
            }
            "job.target_actions" => {
                let read = target_actions(value, full);
                self.target_actions = Some(Given::of(key, value, read, findings));
            }
            "target.disables_accounts" => {
                let read = switch(value, full);
                self.target_disables = Some(Given::of(key, value, read, findings));
            }
            "changes.office_hours" => {
                let read = office_hours(value, full);
                self.office_hours = Some(Given::of(key, value, read, findings));
            }
            "changes.burst" => {
                let read = bursts::read_all(value, findings);
                self.bursts = Some(Given::of(key, value, Ok(read), findings));
            }
            "timeline" => {
                let read = timeline::read_all(value, findings);
                self.timeline = Some(Given::of(key, value, Ok(read), findings));
            }
            _ => return false,
        }
        true
    }

    /// The start of the job, unless what is written about it is wrong.
    pub(in crate::scenario) fn start(&self) -> Option<Start> {
        let zone = match &self.time_zone {
            Some(given) => Some(given.value.as_ref()?),
            None => None,
        };
        match &self.start {
            Some(given) => Some(given.value.as_ref()?.start(zone)),
            // The same hour of the local day, wherever that is.
            None => Some(Local::default().start(zone)),
        }
    }

    /// The entries of the timeline.
    pub(in crate::scenario) fn events(&self) -> &[Event] {
        let given = self.timeline.as_ref();
        given
            .and_then(|given| given.value.as_deref())
            .unwrap_or(&[])
    }

    /// The bursts.
    pub(in crate::scenario) fn bursts(&self) -> &[BurstDraft] {
        let given = self.bursts.as_ref();
        given
            .and_then(|given| given.value.as_deref())
            .unwrap_or(&[])
    }

    /// The keys that are given besides the horizon, without which they have no effect.
    pub(in crate::scenario) fn keys_given(&self) -> Vec<(&'static str, Span)> {
        fn key<T>(name: &'static str, given: Option<&Given<T>>) -> Option<(&'static str, Span)> {
            given.map(|given| (name, given.key.clone()))
        }
        [
            key("run.start", self.start.as_ref()),
            key("run.time_zone", self.time_zone.as_ref()),
            key("job.retry_schedule", self.retry_schedule.as_ref()),
            key("quarantine.attempts", self.attempts.as_ref()),
            key("quarantine.release", self.release.as_ref()),
            key("job.initial_over_threshold", self.over_threshold.as_ref()),
            key("job.deletion_boundary", self.deletion_boundary.as_ref()),
            key(
                "job.skip_out_of_scope_deletions",
                self.skip_deletions.as_ref(),
            ),
            key("job.target_actions", self.target_actions.as_ref()),
            key("target.disables_accounts", self.target_disables.as_ref()),
            key("changes.office_hours", self.office_hours.as_ref()),
            key("changes.burst", self.bursts.as_ref()),
            key("timeline", self.timeline.as_ref()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
