//! `cyclecast sweep`: a scenario over a range of one or two of its keys.

use std::path::PathBuf;

use clap::Args;

use super::compared::Question;
use crate::asked::{Asked, SWEEP_REPLICATIONS, Source, SweepAsked};
use crate::cli::command_line::CommandLine;
use crate::cli::destinations::{PAGE, pictures};
use crate::cli::exit::{CliError, Exit};
use crate::cli::folder::Files;
use crate::cli::options::Common;
use crate::experiment::outcome::sweep::Sweep;
use crate::experiment::sweep;
use crate::report::{chart, csv, html, terminal};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast sweep tenant.toml --vary target.latency.user_post=100ms..2s:8:log\n  cyclecast sweep tenant.toml --vary job.connections=1..16 --vary \"job.members_per_patch=1|20|100\"\n  cyclecast sweep tenant.toml --vary \"target.limit.api.calls=60..600 per min\"\n  cyclecast sweep tenant.toml --vary split.jobs=1..8\n  cyclecast sweep tenant.toml --vary target.capacity=1..64:log --until \"initial_cycle.p95 < 24 h\"\n\nOnly the initial cycle is looked at. Every point is simulated with the same luck [default: 200 replications]."
)]
pub struct SweepOptions {
    /// The scenario file; `-` reads it from standard input.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// A key and its values, once or twice: KEY=FROM..TO, KEY=FROM..TO:STEPS, KEY=FROM..TO:STEPS:log or KEY=ONE|OTHER.
    #[arg(long, value_name = "KEY=VALUES", required = true)]
    pub vary: Vec<String>,
    /// Search for the value of the key at which this turns, for example "initial_cycle.p95 < 24 h".
    #[arg(long, value_name = "CONDITION")]
    pub until: Option<String>,
    /// What is measured, a quantity of the initial cycle [default: initial_cycle, or that of --until].
    #[arg(long, value_name = "NAME")]
    pub metric: Option<String>,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the document, the table and the chart [default: output/<scenario name>-sweep].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

pub fn run(options: &SweepOptions) -> Result<Exit, CliError> {
    let asked = SweepAsked::parse(
        &options.vary,
        options.until.as_deref(),
        options.metric.as_deref(),
    )?;
    let common = &options.common;
    let source = Source::read(&options.scenario, &common.settings.set)?;
    let wanted = common.wanted(Some(SWEEP_REPLICATIONS))?;
    let Asked { scenario, plan, .. } = Asked::of(&source, wanted, None)?;
    let line = CommandLine::new("sweep")
        .scenario(source.path())
        .each("--vary", &options.vary)
        .option("--until", options.until.as_ref())
        .option("--metric", options.metric.as_ref());
    let folder = format!("{}-sweep", scenario.name);
    let question = Question::new(line, &folder, common, options.output.as_deref(), plan)?;
    let all = asked.replications(plan.replications);
    let mut points = asked.points(&source)?;
    let asked = asked.sweeping(&scenario.name);
    let found = question.simulate(all, |session| {
        sweep(&asked, &mut points, session).map_err(|early| early.error)
    })?;
    let repeat = question.repeat.clone();
    let report = terminal::sweep(&found, &repeat);
    question.deliver(&found, || files(&found, &repeat), &report)?;
    Ok(Exit::Fine)
}

/// The command that makes a sweep again that was saved as `name`: its scenario is not in it.
pub fn repeat_again(found: &Sweep, name: &str) -> String {
    let line = CommandLine::new("sweep").word("SCENARIO with the keys above,");
    format!(
        "{} ({name} does not hold the scenario)",
        line.draws(Some(found.replications), found.seed).line()
    )
}

/// The HTML report, the table and the chart of a sweep.
pub fn files(found: &Sweep, repeat: &str) -> Result<Files, CliError> {
    let (name, bytes) = csv::sweep(found)?;
    let chart = chart::sweep(found)?;
    let page = html::sweep(found, &chart, repeat);
    let mut files: Files = vec![(name.to_owned(), bytes)];
    files.extend(pictures("sweep", &chart)?);
    files.push((PAGE.to_owned(), page.into_bytes()));
    Ok(files)
}
