//! `cyclecast probe`: measures a real endpoint in the service's dialect.

use std::path::PathBuf;

use clap::Args;

use crate::cli::destinations::Destinations;
use crate::cli::exit::{CliError, Exit};
use crate::cli::options::Manner;
use crate::cli::real_target::RealTarget;
use crate::cli::visit::{Intent, Visit, finish};
use crate::live::probe::{ProbePlan, probe};
use crate::report::terminal;

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
    /// Write the findings to FILE as JSON; `-` prints them instead of the report.
    #[arg(long, value_name = "FILE|-")]
    pub json: Option<PathBuf>,
    /// Write document and tables into DIR.
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub manner: Manner,
}

/// What the documents take, with room to spare.
const BYTES: u64 = 1_000_000;

pub fn run(options: &ProbeOptions) -> Result<Exit, CliError> {
    if let Some(journal) = &options.target.cleanup {
        return finish(journal, NAME, &options.target);
    }
    let (output, json) = (options.output.as_deref(), options.json.as_deref());
    let destinations = Destinations::prepare(output, json, BYTES, options.manner)?;
    let target = options
        .target
        .target(options.url.as_deref().unwrap_or_default())?;
    let plan = ProbePlan {
        samples: 40,
        group_size: 1_000,
        connections: 8,
    };
    let quiet = options.manner.quiet;
    let visit = Visit::agreed(target, &intent(&plan), &options.target, quiet)?;
    let found = probe(&visit.target, &visit.journal, &visit.caps, &plan);
    let cleaned = visit.end(quiet);
    let found = found?;
    let report = terminal::probe(&found, None);
    destinations.deliver(&found, || Ok(Vec::new()), &report)?;
    Ok(match cleaned? {
        Exit::Fine if found.ended_early.is_some() => Exit::Failure,
        other => other,
    })
}

fn intent(plan: &ProbePlan) -> Intent {
    Intent {
        command: NAME,
        does: vec!["asks what the server makes of the service's dialect".to_owned()],
        users: plan.users(),
        groups: plan.groups(),
        requests: plan.requests(),
        connections: plan.connections,
        about: plan.about(),
    }
}
