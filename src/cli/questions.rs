//! What a run is asked about moments of a job's life.

use super::args::RunOptions;
use super::exit::CliError;
use crate::model::job::JobPlan;
use crate::scenario::{Scenario, ambiguous_time, parse_moment};
use crate::units::SimTime;

const USER_ASSIGNED_AT: &str = "--user-assigned-at";
const STATUS_AT: &str = "--status-at";

/// The questions of one run.
pub(super) struct Questions<'o> {
    options: &'o RunOptions,
    user_assigned_at: Option<String>,
}

impl<'o> Questions<'o> {
    /// Those of the command line, and those that an outcome to be repeated was asked.
    pub fn of(options: &'o RunOptions, asked: &[String]) -> Self {
        let earlier = || {
            let mut values = asked
                .iter()
                .filter_map(|one| one.strip_prefix(USER_ASSIGNED_AT));
            values.next().map(|value| value.trim().to_owned())
        };
        let own = options.user_assigned_at.clone();
        Self {
            options,
            user_assigned_at: own.or_else(earlier),
        }
    }

    /// What changes the replications themselves, for the manifest.
    pub fn kept(&self) -> Vec<String> {
        let asked = self.user_assigned_at.iter();
        asked.map(|at| format!("{USER_ASSIGNED_AT} {at}")).collect()
    }

    /// Puts them to the scenario's job.
    pub fn put(&self, scenario: &mut Scenario) -> Result<(), CliError> {
        user_assigned_at(scenario, self.user_assigned_at.as_deref())
    }

    /// The moment at which the status is asked for.
    pub fn status_moment(
        &self,
        scenario: &Scenario,
        replications: u64,
    ) -> Result<Option<SimTime>, CliError> {
        if let Some(number) = self
            .options
            .status_of
            .filter(|number| *number >= replications)
        {
            return Err(CliError::Usage(format!(
                "--status-of {number}: the replications are numbered from 0 to {}",
                replications - 1
            )));
        }
        let Some(text) = &self.options.status_at else {
            return Ok(None);
        };
        let Some(job) = &scenario.setup.job else {
            return Err(no_horizon(STATUS_AT));
        };
        moment(text, STATUS_AT, job).map(Some)
    }
}

/// Puts what a manifest says was asked to the scenario's job.
pub(super) fn put_again(scenario: &mut Scenario, asked: &[String]) -> Result<(), CliError> {
    for one in asked {
        user_assigned_at(scenario, one.strip_prefix(USER_ASSIGNED_AT))?;
    }
    Ok(())
}

fn user_assigned_at(scenario: &mut Scenario, text: Option<&str>) -> Result<(), CliError> {
    let Some(text) = text else {
        return Ok(());
    };
    let Some(job) = scenario.setup.job.as_mut() else {
        return Err(no_horizon(USER_ASSIGNED_AT));
    };
    let at = moment(text.trim(), USER_ASSIGNED_AT, job)?;
    if at.since_start() >= job.horizon {
        return Err(CliError::Usage(format!(
            "{USER_ASSIGNED_AT}: nothing is simulated after the horizon; choose an earlier moment"
        )));
    }
    job.ambiguous_times.extend(ambiguous_time(text.trim(), job));
    job.user_assigned_at = Some(at);
    Ok(())
}

/// A question about a moment needs the plan of a job's life.
fn no_horizon(option: &str) -> CliError {
    CliError::Usage(format!(
        "{option} asks about a job that runs on after its initial cycle, and this scenario has no horizon\n  help: add horizon = \"14 d\" to [run]"
    ))
}

fn moment(text: &str, option: &str, job: &JobPlan) -> Result<SimTime, CliError> {
    parse_moment(text, job).map_err(|wrong| CliError::Usage(format!("{option}: {wrong}")))
}
