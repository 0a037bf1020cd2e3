//! `cyclecast run`: simulate a scenario.

use std::path::{Path, PathBuf};

use crate::cli::args::{DecisiveKind, RunOptions, ViewKind};
use crate::cli::dates::appointment;
use crate::cli::exit::{CliError, Exit};
use crate::cli::interrupt;
use crate::cli::journal::{JOURNAL, Journal};
use crate::cli::output::{Destinations, Files, bytes_expected, plan, simulate};
use crate::cli::questions::Questions;
use crate::cli::replications::Replications;
use crate::cli::source::Source;
use crate::cli::terminal::width;
use crate::experiment::outcome::{Decisive, Outcome};
use crate::experiment::{Forecast, Membership, Plan, Precision, status_at};
use crate::report::terminal::{self, Layout, View};
use crate::scenario::{Scenario, display_moment};
use crate::units::SimTime;

use super::part;

/// Name of the file with the status of the job.
const STATUS: &str = "status.json";
/// The most replications where they shall stop by themselves.
const MOST_FOR_PRECISION: u64 = 10_000;

pub(in crate::cli) fn run(options: &RunOptions) -> Result<Exit, CliError> {
    let interrupted = interrupt::flag();
    let mut source = Source::read(&options.scenario)?;
    let mut scenario = source.scenario()?;
    let questions = Questions::of(options, source.asked());
    questions.put(&mut scenario)?;
    let manifest = source.manifest(questions.kept());
    if let Some(Replications::Part { first, end }) = options.common.replications {
        return part::run(options, &scenario, manifest, first..end, &interrupted);
    }
    let precision = precision(options)?;
    let mut plan = plan(&scenario, &options.common)?;
    if precision.is_some() && options.common.replications.is_none() {
        plan.replications = MOST_FOR_PRECISION;
    }
    let status_moment = questions.status_moment(&scenario, plan.replications)?;
    let appointment = appointment(&options.dates, &scenario)?;
    let folder = folder(options, &scenario);
    let destinations = Destinations::prepare(
        Some(&folder),
        options.common.json.as_deref(),
        bytes_expected(&scenario, &plan),
        options.common.manner,
    )?;
    let of = Membership::new(plan.seed, manifest.clone());
    let journal = Journal::open(folder.join(JOURNAL), of, options.resume)?;
    let forecast = Forecast {
        scenario: &scenario,
        plan,
        manifest,
        precision,
        appointment,
    };
    let mut outcome = simulate(
        &forecast,
        Some(journal),
        &interrupted,
        options.common.manner,
    )?;
    outcome.view = view(options.view);
    let repeat = repeat(options, &plan);
    let mut report = terminal::report(&outcome, layout(outcome.view, options.full), &repeat);
    let mut further: Files = Vec::new();
    if let Some(at) = status_moment {
        let (file, words) = status(&scenario, &outcome, &plan, options.status_of, at)?;
        further.push((STATUS.to_owned(), file));
        report.push_str(&words);
    }
    destinations.deliver_outcome(&outcome, further, &report)
}

/// Where results go.
pub(super) fn folder(options: &RunOptions, scenario: &Scenario) -> PathBuf {
    let named = options.output.clone();
    named.unwrap_or_else(|| Path::new("output").join(&scenario.name))
}

fn precision(options: &RunOptions) -> Result<Option<Precision>, CliError> {
    let Some(text) = &options.precision else {
        return Ok(None);
    };
    let share = match text.trim().strip_suffix('%') {
        Some(percent) => percent.trim().parse().map(|percent: f64| percent / 100.0),
        None => text.trim().parse::<f64>(),
    };
    let half_width = share
        .ok()
        .filter(|share| (0.001..1.0).contains(share))
        .ok_or_else(|| {
            CliError::Usage(format!(
                "--precision {text}: a share from 0.1 % up to but not including 100 % is wanted\n  help: for example --precision \"5 %\""
            ))
        })?;
    Ok(Some(Precision {
        decisive: match options.decisive {
            DecisiveKind::P50 => Decisive::P50,
            DecisiveKind::P95 => Decisive::P95,
        },
        half_width,
    }))
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

/// How a report is laid out where it is printed.
pub(super) fn view(kind: ViewKind) -> View {
    match kind {
        ViewKind::Cycle => View::Cycle,
        ViewKind::Target => View::Target,
    }
}

pub(super) fn layout(view: View, is_full: bool) -> Layout {
    Layout {
        view,
        is_full,
        width: width(),
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
    let decisive = (options.decisive == DecisiveKind::P50).then(|| "p50".to_owned());
    let number = |number: Option<u64>| number.map(|number| number.to_string());
    let asked = [
        ("--precision", options.precision.clone()),
        ("--decisive", decisive),
        ("--start", options.dates.start.clone()),
        ("--deadline", options.dates.deadline.clone()),
        ("--view", target),
        ("--output", output),
        ("--user-assigned-at", options.user_assigned_at.clone()),
        ("--status-at", options.status_at.clone()),
        ("--status-of", number(options.status_of)),
    ];
    for (option, value) in asked {
        if let Some(value) = value {
            repeat.push_str(&format!(" {option} {}", quoted(&value)));
        }
    }
    if options.full {
        repeat.push_str(" --full");
    }
    repeat
}

/// A word as it is typed, in quotes where it holds anything that a shell would read otherwise.
pub(super) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/\\._-:".contains(c);
    let read_within_quotes = |c: char| "\"$`\\!".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else if text.contains(read_within_quotes) {
        // A POSIX shell reads nothing within single quotes.
        format!("'{}'", text.replace('\'', "'\\''"))
    } else {
        format!("\"{text}\"")
    }
}
