//! `cyclecast progress`: how a cycle under way stands, and how much longer it takes.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;

use crate::asked::{Asked, Source, read_source};
use crate::cli::destinations::{Destinations, named, pictures};
use crate::cli::exit::{CliError, Exit};
use crate::cli::folder::Files;
use crate::cli::options::Common;
use crate::cli::watch::{Progress, watched};
use crate::experiment::outcome::observed_job::ObservedJob;
use crate::experiment::progress::{SeenJob, Told, observe, observed, read_job};
use crate::report::{chart, csv, terminal};
use crate::scenario::{Scenario, parse_dates, parse_length, parse_share};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast progress acme.toml --percent 40 --elapsed \"3 h\"\n  cyclecast progress acme.toml --percent 40 --started \"2026-11-28 08:00+01:00\"\n  cyclecast progress acme.toml --status job.json --started \"2026-11-28 08:00+01:00\" --output out/progress\n\nA status is what Graph answers to GET /servicePrincipals/{id}/synchronization/jobs/{jobId}, or what PowerShell or an SDK made of it. While the first cycle runs, it says neither when that began nor how far it is: both are on the page Provisioning of the portal. docs/progress.md says how the answer is found."
)]
pub struct ProgressOptions {
    /// The scenario file of the job, or the outcome.json of a run; `-` reads it from standard input.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// The status of the job: a synchronizationJob of Graph as JSON.
    #[arg(long, value_name = "FILE")]
    pub status: Option<PathBuf>,
    /// How far the cycle is, as the portal shows it: 40 or "40 %".
    #[arg(long, value_name = "PERCENT")]
    pub percent: Option<String>,
    /// When the cycle began ("2026-11-28 08:00+01:00").
    #[arg(long, value_name = "MOMENT", conflicts_with = "elapsed")]
    pub started: Option<String>,
    /// How long the cycle had run by then ("3 h").
    #[arg(long, value_name = "TIME")]
    pub elapsed: Option<String>,
    /// When it was seen [default: as the status says, or now].
    #[arg(long, value_name = "MOMENT")]
    pub now: Option<String>,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the document, the table and the chart [default: none is written].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// What the document takes, with room to spare.
const BYTES: u64 = 1_000_000;

pub fn run(options: &ProgressOptions) -> Result<Exit, CliError> {
    let common = &options.common;
    let told = told(options)?;
    let observation = observe(told).map_err(|wrong| CliError::Usage(wrong.to_string()))?;
    let source = Source::read(&options.scenario, &common.settings.set)?;
    let Asked { scenario, plan, .. } = Asked::of(&source, common.wanted(None)?, None)?;
    refuse_several_jobs(&scenario)?;
    let output = options.output.as_deref();
    let destinations = Destinations::prepare(output, common.json.as_deref(), BYTES, common.manner)?;
    let may_add = common.replications.is_none();
    let bar = Progress::new(None, "replications", common.manner.quiet);
    let found = watched(plan, &bar, |session| {
        observed(&scenario, session, may_add, &observation)
    })?;
    destinations.deliver(&found, || files(&found), &terminal::observed(&found))?;
    Ok(Exit::Fine)
}

/// A status is of one job.
fn refuse_several_jobs(scenario: &Scenario) -> Result<(), CliError> {
    let Some(split) = &scenario.setup.split else {
        return Ok(());
    };
    let message = format!(
        "{} is of {} jobs side by side, and what is seen is one of them",
        scenario.name,
        split.shares.len()
    );
    let help = "name a scenario of that job alone, without [split]";
    Err(CliError::usage(message, help))
}

/// What the options tell.
fn told(options: &ProgressOptions) -> Result<Told, CliError> {
    let job = options.status.as_deref().map(status).transpose()?;
    let percent = options.percent.as_deref().map(percent).transpose()?;
    let elapsed = options.elapsed.as_deref().map(parse_length).transpose();
    let elapsed = elapsed.map_err(|wrong| CliError::Usage(format!("--elapsed: {wrong}")))?;
    let texts = [("--started", &options.started), ("--now", &options.now)];
    let dates = parse_dates(texts.map(|(_, text)| text.as_deref()), None);
    let dates =
        dates.map_err(|(at, wrong)| CliError::Usage(format!("{}: {wrong}", texts[at].0)))?;
    let [started, now] = dates.dates;
    let clock = SystemTime::now().duration_since(UNIX_EPOCH);
    Ok(Told {
        job,
        percent,
        started,
        elapsed,
        now,
        clock_seconds: clock.map_or(0, |since| since.as_secs() as i64),
    })
}

fn status(path: &Path) -> Result<SeenJob, CliError> {
    let source = read_source(path)?;
    let wrong =
        |reason: String| CliError::Usage(format!("{} is no job status: {reason}", source.name));
    let text = as_utf8(&source.bytes);
    read_job(&text).map_err(|reason| wrong(reason.to_string()))
}

/// The bytes of a text that Windows PowerShell may have written with `>`, as UTF-16.
fn as_utf8(bytes: &[u8]) -> Vec<u8> {
    let pair = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return bytes.to_vec(),
    };
    let (pairs, _) = bytes[2..].as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|bytes| pair(*bytes)).collect();
    String::from_utf16_lossy(&units).into_bytes()
}

/// `40`, `40.5` or `40 %`.
fn percent(text: &str) -> Result<f64, CliError> {
    let bare = text.trim().trim_end_matches('%').trim();
    let share = parse_share(&format!("{bare} %")).ok();
    let number = bare.parse::<f64>().ok().filter(|number| number.is_finite());
    share.map(|share| share * 100.0).or(number).ok_or_else(|| {
        let message = format!("--percent {text}: a percentage is wanted");
        CliError::usage(message, "for example --percent 40")
    })
}

/// The chart of the expected progress, and its table.
pub(super) fn files(found: &ObservedJob) -> Result<Files, CliError> {
    let mut files = named(csv::observed(found)?);
    files.extend(pictures("progress", &chart::observed(found)?)?);
    Ok(files)
}
