//! `cyclecast probe`: measures a real endpoint in the service's dialect.

use std::path::PathBuf;

use clap::Args;

use crate::cli::destinations::{Destinations, FRAGMENT, PAGE};
use crate::cli::exit::{CliError, Exit};
use crate::cli::folder::Files;
use crate::cli::fragment_file::FragmentFile;
use crate::cli::options::Manner;
use crate::cli::real_target::RealTarget;
use crate::cli::visit::{Intent, Visit, finish};
use crate::experiment::outcome::probe_document::ProbeDocument;
use crate::live::probe::{ProbePlan, probe};
use crate::logs::calibrate::fragment_of;
use crate::report::{html, terminal};

/// How the command is called where it goes on with a journal.
const NAME: &str = "probe";

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast probe https://app.example/scim/v2 --token-file token.txt\n  cyclecast probe http://127.0.0.1:8080/scim --yes\n  cyclecast probe --cleanup cyclecast-0123456789abcdef.journal\n\nIt makes users and groups, changes those alone, and deletes them at the end. Probe a test instance first."
)]
pub struct ProbeOptions {
    /// Base address of the SCIM endpoint, for example https://app.example/scim/v2.
    #[arg(
        value_name = "URL",
        required_unless_present = "cleanup",
        conflicts_with = "cleanup"
    )]
    pub url: Option<String>,
    #[command(flatten)]
    pub target: RealTarget,
    /// Calls of each kind; more make the intervals narrower.
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u64).range(8..=10_000))]
    pub samples: u64,
    /// Fill a group up to N members, with as many users.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(10..=100_000))]
    pub group_size: u64,
    /// Call by up to N connections at once.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..=64))]
    pub connections: u64,
    /// Look for a limit on purpose: lookups at rates that double up to --max-rate, or 50 a second, until one is refused.
    #[arg(long)]
    pub find_limits: bool,
    /// Write the fragment of a scenario to FILE; `-` prints it instead of the report.
    #[arg(short = 'o', long, value_name = "FILE|-")]
    pub fragment: Option<PathBuf>,
    /// Write the findings to FILE as JSON; `-` prints them instead of the report.
    #[arg(long, value_name = "FILE|-")]
    pub json: Option<PathBuf>,
    /// Folder for the document, the page and the fragment [default: none is written].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub manner: Manner,
}

/// What the documents take, with room to spare.
const BYTES: u64 = 1_000_000;
/// Up to this rate a limit is looked for, unless another is given.
const HIGHEST_RATE: f64 = 50.0;
/// How a fragment begins.
const BEGINNING: &str = "# Measured by `cyclecast probe`";

pub fn run(options: &ProbeOptions) -> Result<Exit, CliError> {
    if let Some(journal) = &options.target.cleanup {
        return finish(journal, NAME, &options.target);
    }
    let (output, json) = (options.output.as_deref(), options.json.as_deref());
    let file = FragmentFile::prepare(options.fragment.as_deref(), BEGINNING)?;
    let destinations = Destinations::prepare(output, json, BYTES, options.manner)?;
    let target = options
        .target
        .target(options.url.as_deref().unwrap_or_default())?;
    let plan = ProbePlan {
        samples: options.samples,
        group_size: options.group_size,
        connections: options.connections,
        find_limits: options
            .find_limits
            .then(|| options.target.max_rate.unwrap_or(HIGHEST_RATE)),
    };
    let quiet = options.manner.quiet;
    let visit = Visit::agreed(target, &intent(&plan), &options.target, quiet)?;
    let found = probe(&visit.target, &visit.journal, &visit.caps, &plan);
    let cleaned = visit.end(quiet);
    let found = found?;
    let written = file.deliver(&fragment(&found))?;
    if !file.is_printed() {
        let report = terminal::probe(&found, written.as_deref());
        destinations.deliver(&found, || Ok(files(&found)), &report)?;
    }
    Ok(match cleaned? {
        Exit::Fine if found.ended_early.is_some() => Exit::Failure,
        other => other,
    })
}

fn intent(plan: &ProbePlan) -> Intent {
    Intent {
        command: NAME,
        does: does(plan),
        users: plan.users(),
        groups: plan.groups(),
        requests: plan.requests(),
        connections: plan.connections,
        about: plan.about(),
    }
}

/// What it does, a sentence each.
fn does(plan: &ProbePlan) -> Vec<String> {
    let ramp = plan
        .find_limits
        .map(|rate| format!("looks for a limit at up to {rate} lookups a second"));
    [
        "asks what the server makes of the service's dialect".to_owned(),
        format!(
            "times each kind of call {} times, by one caller",
            plan.samples
        ),
        format!("fills a group up to {} members", plan.group_size),
        format!(
            "calls by 1 to {} connections as fast as answers come",
            plan.connections
        ),
    ]
    .into_iter()
    .chain(ramp)
    .collect()
}

pub(super) fn files(found: &ProbeDocument) -> Files {
    vec![
        (PAGE.to_owned(), html::probe(found).into_bytes()),
        (FRAGMENT.to_owned(), fragment(found).into_bytes()),
    ]
}

/// The fragment that a scenario takes over.
fn fragment(found: &ProbeDocument) -> String {
    let head = format!(
        "{BEGINNING} at an endpoint on {}. No address, token or name is in here.\n\
         # A scenario takes it over by the line `measurements = \"target.toml\"` at its top, with the name of this file; what the scenario says itself counts more.\n",
        found.day
    );
    fragment_of(&head, &found.day, &found.measured, &found.left)
}
