//! `cyclecast merge`: parts of a run, joined to the same outcome as one run.

use std::path::{Path, PathBuf};

use clap::Args;

use super::run::layout;
use crate::cli::asked::{Asked, Wanted};
use crate::cli::command_line::CommandLine;
use crate::cli::destinations::{Destinations, bytes_expected};
use crate::cli::exit::{CliError, Exit};
use crate::cli::files::replace;
use crate::cli::folder::DOCUMENT;
use crate::cli::journal::{self, JOURNAL};
use crate::cli::options::{Dates, Manner};
use crate::cli::scenario_source::Source;
use crate::experiment::{Forecast, Part, Session, line};
use crate::report::terminal;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast merge part-*.ndjson --output out/whole\n  cyclecast merge monday/ tuesday/ --output out/whole\n\nA part is what `cyclecast run SCENARIO --replications A..B` writes, or the replications.ndjson of a run. The result is the same to the byte as that of one replication."
)]
pub struct MergeOptions {
    /// Parts, or folders with parts in them.
    #[arg(value_name = "PART", required = true)]
    pub parts: Vec<PathBuf>,
    /// Folder for the outcome document, tables and charts.
    #[arg(long, value_name = "DIR")]
    pub output: PathBuf,
    #[command(flatten)]
    pub dates: Dates,
    /// Print all tables below the first screen.
    #[arg(long)]
    pub full: bool,
    #[command(flatten)]
    pub manner: Manner,
}

pub fn run(options: &MergeOptions) -> Result<Exit, CliError> {
    let mut parts = Vec::new();
    for path in files(&options.parts)? {
        let name = path.display().to_string();
        let unreadable = |reason: String| CliError::Usage(format!("{name}: {reason}"));
        let bytes = std::fs::read(&path).map_err(|reason| unreadable(reason.to_string()))?;
        let part = journal::parse(&bytes).map_err(unreadable)?;
        parts.push((name, part));
    }
    let whole = Part::join(parts).map_err(|reason| CliError::Usage(reason.to_string()))?;
    let source = Source::of_manifest("the scenario of the parts", whole.of.manifest.clone());
    let wanted = Wanted {
        replications: Some(whole.records.len() as u64),
        seed: Some(whole.of.seed),
        threads: None,
    };
    let Asked { scenario, plan, .. } = Asked::of(&source, wanted, None)?;
    let bytes = bytes_expected(&scenario, &plan);
    let mut destinations =
        Destinations::prepare(Some(&options.output), None, bytes, options.manner)?;
    let forecast = Forecast {
        appointment: options.dates.appointment(&scenario)?,
        manifest: whole.of.manifest.clone(),
        ..Forecast::new(&scenario, Session::new(plan))
    };
    journal::check(&forecast, whole.records.values())?;
    destinations.make_way_for(&whole.of, plan.replications, false)?;
    replace(&options.output.join(JOURNAL), |file| {
        file.write_all(&line(&whole.of)?)?;
        for record in whole.records.values() {
            file.write_all(&line(record)?)?;
        }
        Ok(())
    })?;
    let records = whole.records.into_values().collect();
    let outcome = forecast.outcome(records)?;
    let repeat = CommandLine::new("run")
        .file(&options.output.join(DOCUMENT))
        .line();
    let report = terminal::report(&outcome, layout(options.full), &repeat);
    destinations.deliver_outcome(&outcome, Vec::new(), &report)
}

/// The files that are named, and those in the folders that are named.
fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    let mut files = Vec::new();
    for path in named {
        if path.is_dir() {
            let before = files.len();
            files.extend(parts_in(path)?);
            if files.len() == before {
                let message = format!("{} holds no part of a run", path.display());
                let help = "parts end in .ndjson; `cyclecast run SCENARIO --replications A..B` writes them";
                return Err(CliError::usage(message, help));
            }
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

/// The parts in a folder, in the order of their names.
fn parts_in(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let failed = |reason: std::io::Error| {
        CliError::Usage(format!("cannot read {}: {reason}", folder.display()))
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "ndjson")
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
