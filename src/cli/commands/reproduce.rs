//! `cyclecast reproduce`: the documented table and formulas beside their simulation.

use std::path::Path;

use crate::cli::args::ReproduceOptions;
use crate::cli::exit::{CliError, Exit};
use crate::cli::output::{Destinations, Files, pictures};
use crate::cli::progress::{Progress, watched};
use crate::cli::repeat::Repeat;
use crate::experiment::Plan;
use crate::experiment::outcome::reproduction::Reproduction;
use crate::reference::{ParameterSet, jobs_to_simulate, reproduce};
use crate::report::{chart, csv, terminal};

/// What one job takes in all files together, with room to spare.
const BYTES_PER_JOB: u64 = 500;
/// Folder for results, where none is named.
const FOLDER: &str = "output/reproduce";

pub(in crate::cli) fn run(options: &ReproduceOptions) -> Result<Exit, CliError> {
    let plan = Plan {
        replications: options.replications,
        seed: options.seed,
        threads: options.threads.map(usize::from),
    };
    let jobs = jobs_to_simulate(&plan);
    let json = options.json.as_deref();
    let destinations = Destinations::prepare(
        Some(options.output.as_deref().unwrap_or(Path::new(FOLDER))),
        json,
        jobs * BYTES_PER_JOB,
        options.manner,
    )?;
    let progress = Progress::new(Some(jobs), "jobs", options.manner.quiet);
    let found = watched(plan, &progress, |session| {
        reproduce(&ParameterSet::COMMITTED, session)
    })?;
    let repeat = Repeat::new("reproduce")
        .option("--replications", Some(plan.replications))
        .option("--seed", Some(plan.seed))
        .option("--output", options.output.as_deref().map(Path::display))
        .line();
    let report = terminal::reproduction(&found, &repeat);
    destinations.deliver(&found, || files(&found), &report)?;
    Ok(if found.holds {
        Exit::Fine
    } else {
        Exit::Missed
    })
}

fn files(found: &Reproduction) -> Result<Files, CliError> {
    let mut files: Files = csv::reproduction(found)?
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .collect();
    files.extend(pictures("reproduction", &chart::reproduction(found)?)?);
    Ok(files)
}
