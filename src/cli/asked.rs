//! What a command is asked: made once from file and options, and never altered.

use super::exit::CliError;
use super::options::Common;
use super::options::Replications;
use super::scenario_source::Source;
use crate::experiment::outcome::{Manifest, Request};
use crate::experiment::{Plan, Precision};
use crate::model::job::JobPlan;
use crate::scenario::{Scenario, ambiguous_time, parse_moment};
use crate::units::SimTime;

/// A scenario with all that is set, the plan that it is simulated by, and what it takes to ask the same again.
pub struct Asked {
    pub scenario: Scenario,
    pub plan: Plan,
    /// By what replications stop before the plan's number, where nobody gives a number.
    pub precision: Option<Precision>,
    pub manifest: Manifest,
}

/// How many replications, which seed and how many threads the options ask for.
#[derive(Clone, Copy, Default)]
pub struct Wanted {
    pub replications: Option<u64>,
    pub seed: Option<u64>,
    pub threads: Option<u16>,
}

impl Wanted {
    /// What the options say. `usual` is the number of replications where neither they nor the scenario decide.
    pub fn of(common: &Common, usual: Option<u64>) -> Result<Self, CliError> {
        let replications = match common.replications {
            None => usual,
            Some(Replications::Count(count)) => Some(count),
            Some(Replications::Part { first, end }) => {
                return Err(CliError::Usage(format!(
                    "--replications {first}..{end} makes a part of a run, which only `cyclecast run` does\n  help: give a number of replications"
                )));
            }
        };
        Ok(Self {
            replications,
            seed: common.seed,
            threads: common.threads,
        })
    }

    /// The plan that comes of what a scenario proposes.
    pub fn over(self, proposed: Plan) -> Plan {
        Plan {
            replications: self.replications.unwrap_or(proposed.replications),
            seed: self.seed.unwrap_or(proposed.seed),
            threads: self.threads.map(usize::from),
        }
    }
}

impl Asked {
    /// What is asked of a source: of an outcome the same again, as far as the options do not say otherwise.
    pub fn of(
        source: &Source,
        wanted: Wanted,
        user_assigned_at: Option<&str>,
    ) -> Result<Self, CliError> {
        let read = source.scenario(&[])?;
        let (seed, replications) = source.proposed(&read.scenario);
        let precision = source.precision(&read.scenario);
        let proposed = Plan {
            replications,
            seed,
            threads: None,
        };
        let at = user_assigned_at.or(source.user_assigned_at());
        let question = at.map(|at| Request::UserAssignedAt(at.to_owned()));
        Ok(Self {
            plan: wanted.over(proposed),
            precision: precision.filter(|_| wanted.replications.is_none()),
            manifest: source.manifest(&read, question),
            scenario: asking(read.scenario, at)?,
        })
    }

    /// The moment that `option` asks about, of a job that runs on after its initial cycle.
    pub fn moment(&self, option: &str, text: &str) -> Result<SimTime, CliError> {
        moment(text, option, self.scenario.setup.job.as_ref())
    }
}

const USER_ASSIGNED_AT: &str = "--user-assigned-at";

/// The scenario with a job that is asked when a user gets access who is assigned at a moment.
fn asking(mut scenario: Scenario, at: Option<&str>) -> Result<Scenario, CliError> {
    if let Some(text) = at {
        let at = moment(text.trim(), USER_ASSIGNED_AT, scenario.setup.job.as_ref())?;
        if let Some(job) = scenario.setup.job.as_mut() {
            if at.since_start() >= job.horizon {
                return Err(CliError::Usage(format!(
                    "{USER_ASSIGNED_AT}: nothing is simulated after the horizon; choose an earlier moment"
                )));
            }
            job.ambiguous_times.extend(ambiguous_time(text.trim(), job));
            job.user_assigned_at = Some(at);
        }
    }
    Ok(scenario)
}

fn moment(text: &str, option: &str, job: Option<&JobPlan>) -> Result<SimTime, CliError> {
    let job = job.ok_or_else(|| {
        CliError::Usage(format!(
            "{option} asks about a job that runs on after its initial cycle, and this scenario has no horizon\n  help: add horizon = \"14 d\" to [run]"
        ))
    })?;
    parse_moment(text, job).map_err(|wrong| CliError::Usage(format!("{option}: {wrong}")))
}
