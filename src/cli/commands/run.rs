//! `cyclecast run`: simulate a scenario, or a part of its replications.

use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::asked::{Asked, MOST_FOR_PRECISION, Source, Wanted, parse_precision};
use crate::cli::command_line::CommandLine;
use crate::cli::destinations::{Destinations, bytes_expected};
use crate::cli::emitted_logs::LogFolder;
use crate::cli::exit::{CliError, Exit, print, width};
use crate::cli::folder::{DOCUMENT, Files, STATUS};
use crate::cli::journal::{JOURNAL, Journal};
use crate::cli::options::{Common, Dates, Manner, Replications, ViewKind, output_folder};
use crate::cli::simulation::{made, session, simulate};
use crate::experiment::outcome::{Decisive, Outcome};
use crate::experiment::{Forecast, Membership, Plan, status_at};
use crate::report::terminal::{self, Layout};
use crate::scenario::{Scenario, display_moment};
use crate::units::SimTime;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast run scenarios/pilot.toml\n  cyclecast run tenant.toml --replications 5000 --seed 7 --output out/monday\n  cyclecast run tenant.toml --view target\n  cyclecast run tenant.toml --json - | jq '.summaries[0]'\n  cyclecast run weeks.toml --user-assigned-at \"2026-11-24 10:00\"\n  cyclecast run weeks.toml --status-at \"3 d 4 h\"\n  cyclecast run weeks.toml --emit-logs out/logs"
)]
pub struct RunOptions {
    /// The scenario: a file, its name without .toml, here or in the folder `scenarios`, `-` for standard input, or the
    /// outcome.json of an earlier run to repeat. With `--replications A..B` only these replications
    /// are made, as a part for `cyclecast merge`.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    #[command(flatten)]
    pub common: Common,
    /// Go on with the replications that the output folder already has: after an interruption, or to add more.
    #[arg(long)]
    pub resume: bool,
    /// Make replications until the deciding percentile is known to within this share, half the width of its interval: "5 %" or
    /// 0.05; --replications is then the most [default: 10000].
    #[arg(long, value_name = "SHARE")]
    pub precision: Option<String>,
    /// The percentile of the initial cycle that decides when there are enough.
    #[arg(long, value_enum, default_value_t = DecisiveKind::P95, requires = "precision")]
    pub decisive: DecisiveKind,
    #[command(flatten)]
    pub dates: Dates,
    /// Folder for the outcome document, tables and charts [default: output/<scenario name>].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// What report, page and charts lead with: when the cycle ends, or what the target sees.
    #[arg(long, value_enum, default_value_t = ViewKind::Cycle)]
    pub view: ViewKind,
    /// Print all tables below the first screen; the files hold them anyway.
    #[arg(long)]
    pub full: bool,
    /// Ask when a user is in who is assigned at this moment: a time since the start ("3 d 4 h") or a local date and time
    /// ("2026-11-24 10:00"); for a scenario with a horizon.
    #[arg(long, value_name = "TIME")]
    pub user_assigned_at: Option<String>,
    /// Write the job's status at this moment to status.json, in the shape of Graph's synchronizationJob; for a scenario
    /// with a horizon.
    #[arg(long, value_name = "TIME")]
    pub status_at: Option<String>,
    /// The replication whose status it is [default: the typical one].
    #[arg(long, value_name = "N", requires = "status_at")]
    pub status_of: Option<u64>,
    /// Write the provisioning logs of one replication to this folder, in the formats of the real ones: Graph, the portal's
    /// CSV files, Azure Monitor; and its audit log and the job's status at the end.
    #[arg(long, value_name = "DIR")]
    pub emit_logs: Option<PathBuf>,
    /// The replication whose logs they are [default: the typical one with a horizon, else the first].
    #[arg(long, value_name = "N", requires = "emit_logs")]
    pub logs_of: Option<u64>,
}

/// The percentile that decides when there are enough replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DecisiveKind {
    /// The median.
    P50,
    /// The 95th percentile.
    P95,
    /// Each of the 5th, 50th and 95th.
    Each,
}

impl From<DecisiveKind> for Decisive {
    fn from(kind: DecisiveKind) -> Self {
        match kind {
            DecisiveKind::P50 => Self::P50,
            DecisiveKind::P95 => Self::P95,
            DecisiveKind::Each => Self::Each,
        }
    }
}

pub fn run(options: &RunOptions) -> Result<Exit, CliError> {
    let common = &options.common;
    let source = Source::read(&options.scenario, &common.settings.set)?;
    let question = options.user_assigned_at.as_deref();
    if let Some(Replications::Part { first, end }) = common.replications {
        let wanted = Wanted {
            replications: Some(end),
            seed: common.seed,
            threads: common.threads,
        };
        let asked = Asked::of(&source, wanted, question)?;
        refuse_questions(options)?;
        let folder = output_folder(options.output.as_deref(), &asked.scenario.name);
        return simulate_part(asked, first..end, &folder, options.resume, common.manner);
    }
    let precision = options.precision.as_deref();
    let precision = precision.map(|share| parse_precision(share, options.decisive.into()));
    let precision = precision.transpose()?;
    let usual = precision.map(|_| MOST_FOR_PRECISION);
    let asked = Asked::of(&source, common.wanted(usual)?, question)?;
    let status_moment = status_moment(options, &asked)?;
    is_made("--logs-of", options.logs_of, asked.plan.replications)?;
    let Asked {
        scenario,
        plan,
        precision: usual_precision,
        manifest,
    } = asked;
    let is_usual = usual_precision.is_some();
    let appointment = options.dates.appointment(&scenario)?;
    let folder = output_folder(options.output.as_deref(), &scenario.name);
    let mut destinations = Destinations::prepare(
        Some(&folder),
        common.json.as_deref(),
        bytes_expected(&scenario, &plan),
        common.manner,
    )?;
    let of = Membership::new(plan.seed, manifest.clone());
    destinations.make_way_for(&of, plan.replications, options.resume)?;
    let logs = options.emit_logs.as_deref();
    let logs = logs.map(|logs| LogFolder::prepare(logs, &folder, common.manner.replace));
    let logs = logs.transpose()?;
    let forecast = Forecast {
        scenario: &scenario,
        session: session(plan),
        manifest,
        precision: precision.or(usual_precision),
        appointment,
    };
    let journal = Journal::open(folder.join(JOURNAL), &forecast, options.resume)?;
    let mut outcome = simulate(&forecast, Some(journal), common.manner)?;
    outcome.view = options.view.into();
    let number = (!is_usual).then_some(plan.replications);
    let repeat = repeat(options, &source, &plan, number, &folder);
    let mut report = terminal::report(&outcome, layout(options.full), &repeat);
    if let Some(taken) = &scenario.taken {
        report.push_str(&format!("\nIn {taken}.\n"));
    }
    let mut further: Files = Vec::new();
    if let Some(at) = status_moment {
        let (file, words) = status(&scenario, &outcome, &plan, options.status_of, at)?;
        further.push((STATUS.to_owned(), file));
        report.push_str(&words);
    }
    if let Some(logs) = logs.filter(|_| !outcome.run.partial) {
        let number = options.logs_of.unwrap_or_else(|| typical(&outcome));
        report.push_str(&logs.emit(&forecast, number)?);
    }
    destinations.deliver_outcome(&outcome, further, &report)
}

/// What only a whole run can answer.
fn refuse_questions(options: &RunOptions) -> Result<(), CliError> {
    let asked = [
        ("--precision", options.precision.is_some()),
        ("--start", options.dates.start.is_some()),
        ("--deadline", options.dates.deadline.is_some()),
        ("--status-at", options.status_at.is_some()),
        ("--emit-logs", options.emit_logs.is_some()),
        ("--json", options.common.json.is_some()),
    ];
    match asked.into_iter().find(|(_, is_asked)| *is_asked) {
        Some((option, _)) => Err(CliError::Usage(format!(
            "{option} asks about a whole run, and --replications A..B makes a part of one\n  help: leave it out here; `cyclecast merge` takes --start and --deadline"
        ))),
        None => Ok(()),
    }
}

/// Refuses a replication that is not among those of the run.
fn is_made(option: &str, number: Option<u64>, replications: u64) -> Result<(), CliError> {
    match number.filter(|number| *number >= replications) {
        Some(number) => Err(CliError::Usage(format!(
            "{option} {number}: the replications are numbered from 0 to {}",
            replications - 1
        ))),
        None => Ok(()),
    }
}

/// The moment at which the status is asked for.
fn status_moment(options: &RunOptions, asked: &Asked) -> Result<Option<SimTime>, CliError> {
    is_made("--status-of", options.status_of, asked.plan.replications)?;
    let text = options.status_at.as_deref();
    let at = text.map(|text| asked.moment("the status", text));
    Ok(at.transpose()?)
}

/// The replication that stands for the others.
fn typical(outcome: &Outcome) -> u64 {
    let life = outcome.life.as_ref();
    life.map_or(0, |life| life.typical.replication)
}

/// The status of the job at a moment, as a file, and where to find it.
fn status(
    scenario: &Scenario,
    outcome: &Outcome,
    plan: &Plan,
    named: Option<u64>,
    at: SimTime,
) -> Result<(Vec<u8>, String), CliError> {
    let replication = named.unwrap_or_else(|| typical(outcome));
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
pub fn layout(is_full: bool) -> Layout {
    Layout {
        is_full,
        width: width(),
    }
}

/// The command that makes the report again: of the document, where the scenario came from standard input.
fn repeat(
    options: &RunOptions,
    source: &Source,
    plan: &Plan,
    replications: Option<u64>,
    folder: &Path,
) -> String {
    let target = (options.view == ViewKind::Target).then_some("target");
    let decisive = match options.decisive {
        DecisiveKind::P50 => Some("p50"),
        DecisiveKind::P95 => None,
        DecisiveKind::Each => Some("each"),
    };
    let repeat = CommandLine::new("run");
    let repeat = match source.path() {
        Some(path) => repeat.file(path),
        None => repeat.file(&folder.join(DOCUMENT)),
    };
    let repeat = repeat
        .common(
            &options.common,
            plan,
            replications,
            options.output.as_deref(),
        )
        .option("--precision", options.precision.as_ref())
        .option("--decisive", decisive)
        .option("--start", options.dates.start.as_ref())
        .option("--deadline", options.dates.deadline.as_ref())
        .option("--view", target)
        .option("--user-assigned-at", options.user_assigned_at.as_ref())
        .option("--status-at", options.status_at.as_ref())
        .option("--status-of", options.status_of)
        .option(
            "--emit-logs",
            options.emit_logs.as_ref().map(|dir| dir.display()),
        )
        .option("--logs-of", options.logs_of);
    repeat.switch("--full", options.full).line()
}

/// Simulates the replications with these numbers and writes them down; with `resume`, those that are not there yet.
pub fn simulate_part(
    asked: Asked,
    numbers: Range<u64>,
    folder: &Path,
    resume: bool,
    manner: Manner,
) -> Result<Exit, CliError> {
    std::fs::create_dir_all(folder).map_err(|reason| CliError::write(folder.display(), reason))?;
    let path = folder.join(file_name(&numbers));
    let all = numbers.end - numbers.start;
    let forecast = Forecast {
        manifest: asked.manifest,
        ..Forecast::new(&asked.scenario, session(asked.plan))
    };
    let (journal, known) = Journal::open(path, &forecast, resume)?;
    let done = made(&forecast, Some(numbers.clone()), known, &journal, manner)?;
    let written = if done < all {
        journal.close()?
    } else {
        journal.finish(|number| numbers.contains(&number))?
    };
    if !manner.quiet {
        print(&summary(&written.path, done, all))?;
    }
    Ok(if done < all {
        Exit::Failure
    } else {
        Exit::Fine
    })
}

/// A name that sorts as the numbers do and differs from that of every other part.
fn file_name(numbers: &Range<u64>) -> String {
    format!("part-{:06}-{:06}.ndjson", numbers.start, numbers.end)
}

fn summary(path: &Path, done: u64, asked: u64) -> String {
    let folder = path.parent().unwrap_or(Path::new("."));
    let and_then = if done < asked {
        "interrupted; --resume goes on".to_owned()
    } else {
        let merge = CommandLine::new("merge").file(folder).word("--output DIR");
        format!("once all parts are there: {}", merge.line())
    };
    format!(
        "{done} of {asked} replications written to {}\n{and_then}\n",
        path.display()
    )
}
