//! `cyclecast run`: simulate a scenario.

use std::path::Path;

use crate::cli::args::{RunOptions, ViewKind};
use crate::cli::exit::{CliError, Exit};
use crate::cli::files::read_scenario;
use crate::cli::interrupt;
use crate::cli::output::{Destinations, Files, bytes_expected, plan, simulate};
use crate::experiment::outcome::Outcome;
use crate::experiment::{Plan, status_at};
use crate::model::job::JobPlan;
use crate::report::terminal::{self, View};
use crate::scenario::{Scenario, display_moment, parse_moment};
use crate::units::SimTime;

/// Name of the file with the status of the job.
const STATUS: &str = "status.json";

pub(in crate::cli) fn run(options: &RunOptions) -> Result<Exit, CliError> {
    let interrupted = interrupt::flag();
    let mut scenario = read_scenario(&options.scenario)?;
    let plan = plan(&scenario, &options.common);
    if let Some(text) = &options.user_assigned_at {
        let job = job_of(&mut scenario, "--user-assigned-at")?;
        let at = moment(text, "--user-assigned-at", job)?;
        if at.since_start() >= job.horizon {
            return Err(CliError::Usage(
                "--user-assigned-at: nothing is simulated after the horizon; choose an earlier moment"
                    .to_owned(),
            ));
        }
        job.user_assigned_at = Some(at);
    }
    if let Some(number) = options
        .status_of
        .filter(|number| *number >= plan.replications)
    {
        return Err(CliError::Usage(format!(
            "--status-of {number}: the replications are numbered from 0 to {}",
            plan.replications - 1
        )));
    }
    let status_moment = match &options.status_at {
        Some(text) => {
            let job = job_of(&mut scenario, "--status-at")?;
            Some(moment(text, "--status-at", job)?)
        }
        None => None,
    };
    let folder = options
        .output
        .clone()
        .unwrap_or_else(|| Path::new("output").join(&scenario.name));
    let destinations = Destinations::prepare(
        Some(&folder),
        options.common.json.as_deref(),
        bytes_expected(&scenario, &plan),
    )?;
    let outcome = simulate(&scenario, &plan, &interrupted)?;
    let mut report = terminal::report(&outcome, view(options), &repeat(options, &plan));
    let mut further: Files = Vec::new();
    if let Some(at) = status_moment {
        let (file, words) = status(&scenario, &outcome, &plan, options.status_of, at)?;
        further.push((STATUS.to_owned(), file));
        report.push_str(&words);
    }
    destinations.deliver_outcome(&outcome, further, &report)
}

/// The plan of the job's life, which a question about a moment needs.
fn job_of<'s>(scenario: &'s mut Scenario, option: &str) -> Result<&'s mut JobPlan, CliError> {
    scenario.setup.job.as_mut().ok_or_else(|| {
        CliError::Usage(format!(
            "{option} asks about a job that runs on after its initial cycle, and this scenario has no horizon\n  help: add horizon = \"14 d\" to [run]"
        ))
    })
}

fn moment(text: &str, option: &str, job: &JobPlan) -> Result<SimTime, CliError> {
    parse_moment(text, job).map_err(|wrong| CliError::Usage(format!("{option}: {wrong}")))
}

/// The status of the job at a moment, as a file, and where to find it.
fn status(
    scenario: &Scenario,
    outcome: &Outcome,
    plan: &Plan,
    named: Option<u64>,
    at: SimTime,
) -> Result<(Vec<u8>, String), CliError> {
    let typical = outcome.life.as_ref().map(|life| life.typical.replication);
    let replication = named.or(typical).unwrap_or(0);
    let status = status_at(scenario, plan.seed, replication, at)?;
    let mut file = serde_json::to_vec_pretty(&status)?;
    file.push(b'\n');
    let start = scenario.setup.job.as_ref().map(|job| job.start);
    let words = format!(
        "\nThe status of replication {replication} at {} is in {STATUS}\n",
        display_moment(at, start.unwrap_or_default())
    );
    Ok((file, words))
}

fn view(options: &RunOptions) -> View {
    match options.view {
        ViewKind::Cycle => View::Cycle,
        ViewKind::Target => View::Target,
    }
}

/// The command that makes the report again.
fn repeat(options: &RunOptions, plan: &Plan) -> String {
    let mut repeat = format!(
        "cyclecast run {} --replications {} --seed {}",
        quoted(&options.scenario.display().to_string()),
        plan.replications,
        plan.seed
    );
    let output = options.output.as_ref();
    let output = output.map(|folder| folder.display().to_string());
    let target = (options.view == ViewKind::Target).then(|| "target".to_owned());
    let asked = [
        ("--view", target),
        ("--output", output),
        ("--user-assigned-at", options.user_assigned_at.clone()),
        ("--status-at", options.status_at.clone()),
        (
            "--status-of",
            options.status_of.map(|number| number.to_string()),
        ),
    ];
    for (option, value) in asked {
        if let Some(value) = value {
            repeat.push_str(&format!(" {option} {}", quoted(&value)));
        }
    }
    repeat
}

/// A word as it is typed, in quotes where it holds anything that a shell would read otherwise.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/\\._-:".contains(c);
    if text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("\"{text}\"")
    }
}
