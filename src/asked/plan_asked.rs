//! What a command is asked: made once from file and options, and never altered.

use super::asked_error::AskedError;
use super::scenario_source::Source;
use crate::experiment::outcome::{Decisive, Manifest, Request};
use crate::experiment::{Plan, Precision};
use crate::model::job::JobPlan;
use crate::scenario::{Scenario, ambiguous_time, parse_moment, parse_share};
use crate::units::SimTime;

/// A scenario with all that is set, the plan that it is simulated by, and what it takes to ask the same again.
pub struct Asked {
    /// The scenario.
    pub scenario: Scenario,
    /// How often, with which seed.
    pub plan: Plan,
    /// By what replications stop before the plan's number, where nobody gives a number.
    pub precision: Option<Precision>,
    /// What it takes to ask the same again.
    pub manifest: Manifest,
}

/// The most replications that a run may have.
pub const MOST_REPLICATIONS: u64 = 1_000_000;
/// The most where they shall stop by themselves.
pub const MOST_FOR_PRECISION: u64 = 10_000;

/// How well a percentile is to be known: within this share, half the width of its interval.
///
/// # Errors
/// That it is no such share.
pub fn parse_precision(share: &str, decisive: Decisive) -> Result<Precision, AskedError> {
    let half_width = parse_share(share).ok();
    let half_width = half_width.filter(|share| (0.001..1.0).contains(share));
    let half_width = half_width.ok_or_else(|| {
        let message = format!(
            "the precision is {share}, and a share from 0.1 % up to but not including 100 % is wanted"
        );
        AskedError::usage(message, "for example \"5 %\"")
    })?;
    Ok(Precision {
        decisive,
        half_width,
    })
}

/// How many replications, which seed and how many threads the options ask for.
#[derive(Clone, Copy, Default)]
pub struct Wanted {
    /// How many replications.
    pub replications: Option<u64>,
    /// Which seed.
    pub seed: Option<u64>,
    /// How many threads.
    pub threads: Option<u16>,
}

impl Wanted {
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
    ) -> Result<Self, AskedError> {
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

    /// The moment of `what`, of a job that runs on after its initial cycle.
    pub fn moment(&self, what: &str, text: &str) -> Result<SimTime, AskedError> {
        moment(text, what, self.scenario.setup.job.as_ref())
    }
}

const USER_ASSIGNED: &str = "the user's assignment";

/// The scenario with a job that is asked when a user gets access who is assigned at a moment.
fn asking(mut scenario: Scenario, at: Option<&str>) -> Result<Scenario, AskedError> {
    if let Some(text) = at {
        let at = moment(text.trim(), USER_ASSIGNED, scenario.setup.job.as_ref())?;
        if let Some(job) = scenario.setup.job.as_mut() {
            if at.since_start() >= job.horizon {
                return Err(AskedError::Usage(format!(
                    "{USER_ASSIGNED}: nothing is simulated after the horizon; choose an earlier moment"
                )));
            }
            job.ambiguous_times.extend(ambiguous_time(text.trim(), job));
            job.user_assigned_at = Some(at);
        }
    }
    Ok(scenario)
}

fn moment(text: &str, what: &str, job: Option<&JobPlan>) -> Result<SimTime, AskedError> {
    let job = job.ok_or_else(|| {
        AskedError::Usage(format!(
            "{what} takes a job that runs on after its initial cycle, and this scenario has no horizon\n  help: add horizon = \"14 d\" to [run]"
        ))
    })?;
    parse_moment(text, job).map_err(|wrong| AskedError::Usage(format!("{what}: {wrong}")))
}
