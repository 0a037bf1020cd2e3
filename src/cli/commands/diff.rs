//! `cyclecast diff`: two outcomes told apart.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::asked::{document, read_source};
use crate::cli::destinations::Destinations;
use crate::cli::exit::{CliError, Exit};
use crate::cli::options::{DialectKind, Manner};
use crate::cli::saved::{Head, Kind, refuse};
use crate::experiment::difference;
use crate::experiment::outcome::Outcome;
use crate::report::terminal;

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  cyclecast diff last-week/outcome.json output/acme/outcome.json\n\nWhere seed, replications and version are the same, each replication meets the same luck in both and the intervals are those of pairs."
)]
pub struct DiffOptions {
    /// The earlier outcome, as `run` writes it.
    #[arg(value_name = "THEN.json")]
    pub then: PathBuf,
    /// The later outcome.
    #[arg(value_name = "NOW.json")]
    pub now: PathBuf,
    /// Write what differs to FILE as JSON; `-` prints it instead of the report.
    #[arg(long, value_name = "FILE|-")]
    pub json: Option<PathBuf>,
}

/// What the document takes, with room to spare.
const BYTES: u64 = 1_000_000;
const MANNER: Manner = Manner {
    csv_dialect: DialectKind::Standard,
    quiet: false,
    replace: false,
};
const HELP: &str = "help: name the outcome.json of a run, for example output/acme/outcome.json";

pub fn run(options: &DiffOptions) -> Result<Exit, CliError> {
    let (then, now) = (outcome(&options.then)?, outcome(&options.now)?);
    let destinations = Destinations::prepare(None, options.json.as_deref(), BYTES, MANNER)?;
    let found = difference(&then, &now);
    destinations.deliver(&found, || Ok(Vec::new()), &terminal::difference(&found))?;
    Ok(Exit::Fine)
}

/// The outcome that a file holds, or what it holds instead.
fn outcome(path: &Path) -> Result<Outcome, CliError> {
    let source = read_source(path)?;
    let name = &source.name;
    let wrong = |what: String| CliError::Usage(format!("{name} {what}\n  {HELP}"));
    let bytes = document(&source.bytes)
        .map_err(|reason| wrong(format!("is no outcome document: {reason}")))?;
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        let what = "is no outcome document, which begins with {: a scenario is simulated first, with `cyclecast run`";
        return Err(wrong(what.to_owned()));
    }
    let head: Head = serde_json::from_slice(bytes)
        .map_err(|reason| wrong(format!("is broken off or was changed by hand: {reason}")))?;
    if head.kind() != Kind::Outcome {
        let kind = head.kind().words();
        return Err(wrong(format!(
            "is {kind}; two outcomes of `run` are told apart"
        )));
    }
    head.check_version(name)?;
    let outcome: Outcome = serde_json::from_slice(bytes)
        .map_err(|reason| wrong(format!("is no outcome document: {reason}")))?;
    refuse(name, outcome.contradiction())?;
    Ok(outcome)
}
