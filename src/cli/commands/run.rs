//! `cyclecast run`: simulate a scenario.

use std::path::{Path, PathBuf};

use crate::cli::args::{DecisiveKind, RunOptions, ViewKind};
use crate::cli::dates::appointment;
use crate::cli::exit::{CliError, Exit};
use crate::cli::folder::DOCUMENT;
use crate::cli::journal::{JOURNAL, Journal};
use crate::cli::output::{Destinations, Files, bytes_expected, plan, session, simulate};
use crate::cli::questions::Questions;
use crate::cli::repeat::Repeat;
use crate::cli::replications::Replications;
use crate::cli::source::Source;
use crate::cli::terminal::width;
use crate::experiment::outcome::View;
use crate::experiment::outcome::{Decisive, Outcome};
use crate::experiment::{Forecast, Membership, Plan, Precision, status_at};
use crate::report::terminal::{self, Layout};
use crate::scenario::{Scenario, display_moment, parse_share};
use crate::units::SimTime;

use super::part;

/// Name of the file with the status of the job.
pub(super) const STATUS: &str = "status.json";
/// The most replications where they shall stop by themselves.
const MOST_FOR_PRECISION: u64 = 10_000;

pub(in crate::cli) fn run(options: &RunOptions) -> Result<Exit, CliError> {
    let mut source = Source::read(&options.scenario, &options.common.settings)?;
    let mut scenario = source.scenario()?;
    let questions = Questions::of(options, source.asked());
    questions.put(&mut scenario)?;
    let manifest = source.manifest(questions.kept());
    if let Some(Replications::Part { first, end }) = options.common.replications {
        return part::run(options, &scenario, manifest, first..end);
    }
    let precision = precision(options)?;
    let mut plan = plan(&scenario, &options.common)?;
    if precision.is_some() && options.common.replications.is_none() {
        plan.replications = MOST_FOR_PRECISION;
    }
    let status_moment = questions.status_moment(&scenario, plan.replications)?;
    let appointment = appointment(&options.dates, &scenario)?;
    let folder = folder(options, &scenario);
    let mut destinations = Destinations::prepare(
        Some(&folder),
        options.common.json.as_deref(),
        bytes_expected(&scenario, &plan),
        options.common.manner,
    )?;
    let of = Membership::new(plan.seed, manifest.clone());
    destinations.make_way_for(&of, plan.replications, options.resume)?;
    let journal = Journal::open(folder.join(JOURNAL), of, options.resume)?;
    let forecast = Forecast {
        scenario: &scenario,
        session: session(plan),
        manifest,
        precision,
        appointment,
    };
    let mut outcome = simulate(&forecast, Some(journal), options.common.manner)?;
    outcome.view = view(options.view);
    let repeat = repeat(options, &source, &plan, &folder);
    let mut report = terminal::report(&outcome, layout(options.full), &repeat);
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
    let share = parse_share(text);
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
    let start = scenario.setup.job.as_ref().map(|job| job.start.clone());
    let words = format!(
        "\nThe status of replication {replication} at {} is in {STATUS}\n",
        display_moment(at, &start.unwrap_or_default())
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

pub(super) fn layout(is_full: bool) -> Layout {
    Layout {
        is_full,
        width: width(),
    }
}

/// The command that makes the report again: of the document, where the scenario came from standard input.
fn repeat(options: &RunOptions, source: &Source, plan: &Plan, folder: &Path) -> String {
    let target = (options.view == ViewKind::Target).then_some("target");
    let decisive = (options.decisive == DecisiveKind::P50).then_some("p50");
    let repeat = Repeat::new("run");
    let repeat = match source.path() {
        Some(path) => repeat.file(path),
        None => repeat.file(&folder.join(DOCUMENT)),
    };
    let repeat = repeat
        .common(&options.common, plan, options.output.as_deref())
        .option("--precision", options.precision.as_ref())
        .option("--decisive", decisive)
        .option("--start", options.dates.start.as_ref())
        .option("--deadline", options.dates.deadline.as_ref())
        .option("--view", target)
        .option("--user-assigned-at", options.user_assigned_at.as_ref())
        .option("--status-at", options.status_at.as_ref())
        .option("--status-of", options.status_of);
    repeat.switch("--full", options.full).line()
}
