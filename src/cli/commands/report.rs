//! `cyclecast report`: a saved document, shown again without simulating.

use std::path::PathBuf;

use clap::Args;

use super::run::layout;
use super::{compared, fleet, probe, progress, rehearse, sweep};
use crate::asked::{document, read_source};
use crate::cli::command_line::CommandLine;
use crate::cli::destinations::{files, written};
use crate::cli::exit::{CliError, Exit, print_text};
use crate::cli::folder::{DOCUMENT, Files, OutputFolder, STATUS};
use crate::cli::journal::JOURNAL;
use crate::cli::options::{Manner, ViewKind};
use crate::cli::saved::{Head, Kind, refuse};
use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::comparison::Comparison;
use crate::experiment::outcome::fleet_document::Fleet;
use crate::experiment::outcome::observed_job::ObservedJob;
use crate::experiment::outcome::probe_document::ProbeDocument;
use crate::experiment::outcome::rehearsal::Rehearsal;
use crate::experiment::outcome::sweep::Sweep;
use crate::report::terminal;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast report output/saas-rollout/outcome.json\n  cyclecast report outcome.json --output out/again --view target\n\nNothing is simulated: an outcome document holds all that its report shows."
)]
pub struct ReportOptions {
    /// An outcome document: of a run, a comparison, a sweep, a fleet, a look at a cycle (`progress`), a probe or a rehearsal.
    #[arg(value_name = "OUTCOME.json")]
    pub document: PathBuf,
    /// Folder for tables, charts and the HTML report [default: only the report is printed].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// What report, page and charts lead with: when the cycle ends, or what the target sees [default: as the document was
    /// made].
    #[arg(long, value_enum)]
    pub view: Option<ViewKind>,
    /// Print all tables below the first screen.
    #[arg(long)]
    pub full: bool,
    #[command(flatten)]
    pub manner: Manner,
}

/// What tables and charts take, with room to spare.
const BYTES: u64 = 8_000_000;

pub fn run(options: &ReportOptions) -> Result<Exit, CliError> {
    let mut source = read_source(&options.document)?;
    let no_document = |reason: String| {
        let message = format!(
            "{} is no document that cyclecast writes: {reason}",
            source.name
        );
        let help = "name an outcome.json that `run`, `compare` or `sweep` has written";
        CliError::usage(message, help)
    };
    let unreadable = |reason: serde_json::Error| no_document(reason.to_string());
    let bytes = document(&source.bytes).map_err(|reason| no_document(reason.to_owned()))?;
    let head: Head = serde_json::from_slice(bytes).map_err(unreadable)?;
    head.check_version(&source.name)?;
    let (text, files) = if head.kind() == Kind::Comparison {
        let found: Comparison = serde_json::from_slice(bytes).map_err(unreadable)?;
        let repeat = compared::repeat_again(&found, &source.name);
        let text = terminal::comparison(&found, &repeat);
        (text, compared::files(&found, &repeat)?)
    } else if head.kind() == Kind::Sweep {
        let found: Sweep = serde_json::from_slice(bytes).map_err(unreadable)?;
        refuse(&source.name, found.contradiction())?;
        let repeat = sweep::repeat_again(&found, &source.name);
        (
            terminal::sweep(&found, &repeat),
            sweep::files(&found, &repeat)?,
        )
    } else if head.kind() == Kind::Fleet {
        let found: Fleet = serde_json::from_slice(bytes).map_err(unreadable)?;
        let repeat = fleet::repeat_again(&found, &source.name);
        (
            terminal::fleet(&found, &repeat),
            fleet::files(&found, &repeat)?,
        )
    } else if head.kind() == Kind::Progress {
        let found: ObservedJob = serde_json::from_slice(bytes).map_err(unreadable)?;
        (terminal::observed(&found), progress::files(&found)?)
    } else if head.kind() == Kind::Probe {
        let found: ProbeDocument = serde_json::from_slice(bytes).map_err(unreadable)?;
        (terminal::probe(&found, None), probe::files(&found))
    } else if head.kind() == Kind::Rehearsal {
        let found: Rehearsal = serde_json::from_slice(bytes).map_err(unreadable)?;
        (terminal::rehearsal(&found), rehearse::files(&found)?)
    } else {
        let mut outcome: Outcome = serde_json::from_slice(bytes).map_err(unreadable)?;
        refuse(&source.name, outcome.contradiction())?;
        let repeat = CommandLine::new("run").file(&options.document).line();
        let shown = options.view.map_or(outcome.view, Into::into);
        if shown != outcome.view {
            // The document in the folder says what is beside it.
            outcome.view = shown;
            source.bytes = serde_json::to_vec(&outcome)?;
            source.bytes.push(b'\n');
        }
        let text = terminal::report(&outcome, layout(options.full), &repeat);
        (text, files(&outcome)?)
    };
    let mut files = options.manner.in_dialect(files)?;
    files.push((DOCUMENT.to_owned(), source.bytes));
    deliver(options, &text, &files)
}

/// Puts the document with all that is made of it into the folder, so that one says what the other is.
fn deliver(options: &ReportOptions, text: &str, files: &Files) -> Result<Exit, CliError> {
    let mut text = text.to_owned();
    if let Some(folder) = &options.output {
        let mut folder = OutputFolder::prepare(folder, BYTES, options.manner.replace)?;
        let document = files.last().map(|(_, bytes)| &bytes[..]);
        let is_same = folder.holds(document.unwrap_or_default());
        folder.make_way(|_| is_same, &[])?;
        // The replications of the document that is there already are still its own.
        folder.write(files, if is_same { &[JOURNAL, STATUS] } else { &[] })?;
        let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
        text.push_str(&written(&folder, &names));
    }
    if !options.manner.quiet {
        print_text(&text)?;
    }
    Ok(Exit::Fine)
}
