//! `cyclecast merge`: parts of a run, joined to the same outcome as one run.

use std::path::{Path, PathBuf};

use crate::cli::args::MergeOptions;
use crate::cli::dates::appointment;
use crate::cli::exit::{CliError, Exit};
use crate::cli::files::replace;
use crate::cli::folder::DOCUMENT;
use crate::cli::journal::{self, JOURNAL};
use crate::cli::output::{Destinations, bytes_expected};
use crate::cli::questions::put_again;
use crate::cli::repeat::Repeat;
use crate::cli::source::Source;
use crate::experiment::{Forecast, Part, Plan, Session, line};
use crate::report::terminal;

use super::run::layout;

pub(in crate::cli) fn run(options: &MergeOptions) -> Result<Exit, CliError> {
    let mut parts = Vec::new();
    for path in files(&options.parts)? {
        let name = path.display().to_string();
        let unreadable = |reason: String| CliError::Usage(format!("{name}: {reason}"));
        let bytes = std::fs::read(&path).map_err(|reason| unreadable(reason.to_string()))?;
        let part = journal::parse(&bytes).map_err(unreadable)?;
        parts.push((name, part));
    }
    let whole = Part::join(parts).map_err(|reason| CliError::Usage(reason.to_string()))?;
    let mut source = Source::of_manifest("the scenario of the parts", whole.of.manifest.clone());
    let mut scenario = source.scenario()?;
    put_again(&mut scenario, source.asked())?;
    let plan = Plan {
        replications: whole.records.len() as u64,
        seed: whole.of.seed,
        threads: None,
    };
    let bytes = bytes_expected(&scenario, &plan);
    let mut destinations =
        Destinations::prepare(Some(&options.output), None, bytes, options.manner)?;
    let forecast = Forecast {
        appointment: appointment(&options.dates, &scenario)?,
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
    let repeat = Repeat::new("run")
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
                return Err(CliError::Usage(format!(
                    "{} holds no part of a run\n  help: parts end in .ndjson; `cyclecast run SCENARIO --replications A..B` writes them",
                    path.display()
                )));
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
