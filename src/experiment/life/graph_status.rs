//! The status of a job at one moment of one replication, in the shape of Graph's synchronizationJob.

use crate::experiment::identifiers::Identifiers;
use crate::experiment::outcome::status::{
    EntryCount, KeyValue, Schedule, Status, SynchronizationError, SynchronizationJob,
    SynchronizationProgress, SynchronizationQuarantine, TaskExecution,
};
use crate::experiment::session::RunError;
use crate::model::job::{
    Execution, JobPlan, JobState, JobStatus, LocalClock, Quarantine, Start, simulate_job,
};
use crate::model::{
    Chance, CycleInput, ErrorCode, Inputs, JobTally, Observer, Parameter, Setup, Split, Workspace,
    simulate, simulate_side_by_side,
};
use crate::scenario::{Scenario, rfc3339};
use crate::units::{SimDuration, SimTime};

/// What Graph writes for the interval of a job that does not run: the longest of its durations (synchronization-overview).
const NO_INTERVAL: &str = "P10675199DT2H48M5.4775807S";
/// What Graph writes for a moment that has not come.
const NEVER: &str = "0001-01-01T00:00:00Z";

/// The status of the scenario's job at `at` in one replication; nothing where the scenario has no horizon.
///
/// # Errors
/// When a limit of the scenario lets nothing pass.
pub fn status_at(
    scenario: &Scenario,
    seed: u64,
    replication: u64,
    at: SimTime,
) -> Result<Option<SynchronizationJob>, RunError> {
    let Some(plan) = &scenario.setup.job else {
        return Ok(None);
    };
    let plan = JobPlan {
        horizon: at.since_start(),
        ..plan.clone()
    };
    let of = Replicated {
        setup: &scenario.setup,
        chance: Chance::new(seed, replication),
        identifiers: Identifiers::new(seed, replication),
        start: &plan.start,
    };
    Ok(Some(of.life(&plan, &mut ())?))
}

/// Simulates one replication for an observer, and gives the status of each of its jobs at the end: at the horizon, or without one when the
/// initial cycle is over. `start` is when it starts.
///
/// # Errors
/// When a limit of the scenario lets nothing pass, or the observer breaks it off.
pub fn watch_to_the_end(
    scenario: &Scenario,
    seed: u64,
    replication: u64,
    start: &Start,
    observer: &mut impl Observer,
) -> Result<Vec<SynchronizationJob>, RunError> {
    let of = Replicated {
        setup: &scenario.setup,
        chance: Chance::new(seed, replication),
        identifiers: Identifiers::new(seed, replication),
        start,
    };
    match (&scenario.setup.split, &scenario.setup.job) {
        (None, Some(plan)) => Ok(vec![of.life(plan, observer)?]),
        (split, _) => of.initial(split.as_ref(), observer),
    }
}

/// A replication of which the status is asked.
struct Replicated<'a> {
    setup: &'a Setup,
    chance: Chance,
    identifiers: Identifiers,
    start: &'a Start,
}

impl Replicated<'_> {
    fn life(
        &self,
        plan: &JobPlan,
        observer: &mut impl Observer,
    ) -> Result<SynchronizationJob, RunError> {
        let input = CycleInput::new(self.setup, self.chance, Inputs::Drawn);
        let mut workspace = Workspace::default();
        let end = simulate_job(&input, plan, self.chance, &mut workspace, observer)?;
        let at = SimTime::ZERO + plan.horizon;
        match end.broken_off {
            true => Err(RunError::Interrupted),
            false => Ok(self.told(&input, 0, at, &end.status)),
        }
    }

    fn initial(
        &self,
        split: Option<&Split>,
        observer: &mut impl Observer,
    ) -> Result<Vec<SynchronizationJob>, RunError> {
        let input = CycleInput::new(self.setup, self.chance, Inputs::Drawn);
        let mut workspace = Workspace::default();
        let jobs = match split {
            Some(split) => {
                simulate_side_by_side(&input, split, self.chance, &mut workspace, observer)?.1
            }
            None => vec![JobTally {
                starts: SimDuration::ZERO,
                tally: simulate(&input, self.chance, &mut workspace, observer)?,
            }],
        };
        if jobs.iter().any(|job| job.tally.broken_off) {
            return Err(RunError::Interrupted);
        }
        let told = (0..).zip(&jobs).map(|(number, job)| {
            let began = SimTime::ZERO + job.starts;
            let status = JobStatus::after_initial(began, &job.tally);
            self.told(&input, number, began + job.tally.duration, &status)
        });
        Ok(told.collect())
    }

    fn told(
        &self,
        input: &CycleInput<'_>,
        number: u16,
        at: SimTime,
        status: &JobStatus,
    ) -> SynchronizationJob {
        let teller = Teller {
            utc: Start {
                clock: LocalClock::default(),
                ..*self.start
            },
            at,
            number,
            identifiers: self.identifiers,
        };
        let threshold = input.values[Parameter::DeletionThreshold];
        teller.job(status, input.values[Parameter::Interval], threshold)
    }
}

struct Teller {
    /// The start of the job.
    utc: Start,
    at: SimTime,
    /// The number of the job.
    number: u16,
    identifiers: Identifiers,
}

impl Teller {
    /// A moment in UTC, as Graph gives it.
    fn time(&self, moment: SimTime) -> String {
        match moment {
            SimTime::NEVER => NEVER.to_owned(),
            moment => rfc3339(moment, &self.utc),
        }
    }

    fn job(&self, status: &JobStatus, interval_secs: f64, threshold: f64) -> SynchronizationJob {
        let settings = threshold.is_finite().then(|| KeyValue {
            name: "QuarantineTooManyDeletesThreshold".to_owned(),
            value: format!("{threshold:.0}"),
        });
        let (interval, state) = match status.state {
            JobState::Paused => (NO_INTERVAL.to_owned(), "Paused"),
            JobState::Disabled => (NO_INTERVAL.to_owned(), "Disabled"),
            _ => (iso_duration(interval_secs), "Active"),
        };
        SynchronizationJob {
            id: self.identifiers.job(self.number),
            template_id: "scim".to_owned(),
            schedule: Schedule {
                expiration: None,
                interval,
                state: state.to_owned(),
            },
            status: self.status(status),
            synchronization_job_settings: settings.into_iter().collect(),
        }
    }

    fn status(&self, status: &JobStatus) -> Status {
        let code = match status.state {
            JobState::NotRun => "NotRun",
            JobState::Active => "Active",
            JobState::Paused => "Paused",
            // Graph has no code of its own for a job that a quarantine has disabled.
            JobState::Quarantine | JobState::Disabled => "Quarantine",
        };
        let execution = |one: &Option<Execution>| one.as_ref().map(|one| self.execution(one));
        let time = |moment: Option<SimTime>| self.time(moment.unwrap_or(SimTime::NEVER));
        let has_not_run = status.state == JobState::NotRun && status.last_execution.is_none();
        let progress = status.progress.filter(|_| !has_not_run);
        let progress = progress.map(|(done, all)| SynchronizationProgress {
            completed_units: done,
            progress_observation_date_time: self.time(self.at),
            total_units: all,
            units: "pages".to_owned(),
        });
        let (users, groups) = status.synchronized;
        let counts = [("user to User", users), ("group to Group", groups)];
        let counts = counts.into_iter().filter(|_| !has_not_run);
        let counts = counts.map(|(key, value)| EntryCount {
            key: key.to_owned(),
            value,
        });
        Status {
            code: code.to_owned(),
            count_successive_complete_failures: status.successive_failures,
            escrows_pruned: status.escrows_pruned,
            steady_state_first_achieved_time: time(status.steady_first),
            steady_state_last_achieved_time: time(status.steady_last),
            troubleshooting_url: String::new(),
            last_execution: match has_not_run {
                true => Some(not_executed()),
                false => execution(&status.last_execution),
            },
            last_successful_execution: execution(&status.last_successful),
            last_successful_execution_with_exports: execution(&status.last_successful_with_exports),
            progress: progress.into_iter().collect(),
            quarantine: status.quarantine.as_ref().map(|one| self.quarantine(one)),
            synchronized_entry_count_by_type: counts.collect(),
        }
    }

    fn execution(&self, execution: &Execution) -> TaskExecution {
        let state = match execution.broken_off_by {
            Some(_) => "Failed",
            None if execution.failures > 0 => "EntryLevelErrors",
            None => "Succeeded",
        };
        TaskExecution {
            activity_identifier: Some(self.identifiers.cycle(self.number, execution.number)),
            count_entitled: execution.entitled,
            count_entitled_for_provisioning: execution.entitled,
            count_escrowed: execution.escrowed,
            count_escrowed_raw: execution.escrowed,
            count_exported: execution.exported,
            count_exports: execution.exported + execution.failures,
            count_imported: execution.imported,
            count_imported_deltas: execution.deltas,
            count_imported_reference_deltas: execution.reference_deltas,
            state: state.to_owned(),
            error: execution.broken_off_by.flatten().map(error),
            time_began: self.time(execution.began),
            time_ended: self.time(execution.ended),
        }
    }

    fn quarantine(&self, quarantine: &Quarantine) -> SynchronizationQuarantine {
        SynchronizationQuarantine {
            current_began: self.time(quarantine.current_began),
            next_attempt: self.time(quarantine.next_attempt),
            reason: quarantine.reason.name().to_owned(),
            series_began: self.time(quarantine.series_began),
            series_count: quarantine.series_count,
            error: quarantine.error.map(error),
        }
    }
}

/// The last execution of a job whose first cycle runs (cross-tenant-synchronization-configure-graph, step 13): it says that it failed, which no script should
/// take for a failure.
fn not_executed() -> TaskExecution {
    TaskExecution {
        state: "Failed".to_owned(),
        error: Some(SynchronizationError {
            code: "None".to_owned(),
            ..SynchronizationError::default()
        }),
        time_began: NEVER.to_owned(),
        time_ended: NEVER.to_owned(),
        ..TaskExecution::default()
    }
}

fn error(code: ErrorCode) -> SynchronizationError {
    let message = match code {
        ErrorCode::Unauthorized => "the target refuses the credentials",
        ErrorCode::SystemForCrossDomainIdentityManagementServiceIncompatible => {
            "the target does not answer as SCIM asks"
        }
        ErrorCode::TooManyRequests => "the target refuses every call",
        _ => "the target does not answer",
    };
    SynchronizationError {
        code: code.name().to_owned(),
        message: message.to_owned(),
        tenant_actionable: true,
    }
}

/// An ISO 8601 duration: days, hours, minutes and seconds.
fn iso_duration(secs: f64) -> String {
    let secs = libm::round(secs) as u64;
    let parts = [(secs / 3_600, 'H'), (secs / 60 % 60, 'M'), (secs % 60, 'S')];
    let parts = parts.iter().filter(|(value, _)| *value > 0);
    let text: String = parts
        .map(|(value, unit)| format!("{value}{unit}"))
        .collect();
    match text.is_empty() {
        true => "PT0S".to_owned(),
        false => format!("PT{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_graph_writes_them() {
        for (secs, text) in [
            (2_400.0, "PT40M"),
            (5_400.0, "PT1H30M"),
            (61.0, "PT1M1S"),
            (0.0, "PT0S"),
        ] {
            assert_eq!(iso_duration(secs), text);
        }
    }

    #[test]
    fn a_moment_that_never_comes_is_the_first_of_the_calendar() {
        let teller = Teller {
            utc: Start::default(),
            at: SimTime::ZERO,
            number: 0,
            identifiers: Identifiers::new(1, 0),
        };
        assert_eq!(teller.time(SimTime::NEVER), NEVER);
    }
}
