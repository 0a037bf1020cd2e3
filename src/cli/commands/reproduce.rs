//! `cyclecast reproduce`: the documented table and formulas beside their simulation.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::command_line::CommandLine;
use crate::cli::destinations::{Destinations, named, pictures};
use crate::cli::exit::{CliError, Exit};
use crate::cli::folder::Files;
use crate::cli::options::Manner;
use crate::cli::watch::{Progress, watched};
use crate::experiment::Plan;
use crate::experiment::outcome::reproduction::Reproduction;
use crate::reference::{ParameterSet, jobs_to_simulate, reproduce};
use crate::report::{chart, csv, terminal};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast reproduce\n  cyclecast reproduce --replications 1000 --seed 7\n\nExit codes: 0 all claims hold; 3 not so."
)]
pub struct ReproduceOptions {
    /// Jobs to simulate for each row of the table. With few of them a verdict is a matter of chance.
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u64).range(60..=100_000))]
    pub replications: u64,
    /// Seed: which jobs of each population are taken, and their luck. The fit has 0.
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: u64,
    /// Threads to use; the result does not depend on it [default: one for each core].
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Write the document to FILE as well; `-` prints it instead of the report.
    #[arg(long, value_name = "FILE|-")]
    pub json: Option<PathBuf>,
    /// Folder for the document, tables and chart [default: output/reproduce].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub manner: Manner,
}

/// What one job takes in all files together, with room to spare.
const BYTES_PER_JOB: u64 = 500;
/// Folder for results, where none is named.
const FOLDER: &str = "output/reproduce";

pub fn run(options: &ReproduceOptions) -> Result<Exit, CliError> {
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
    let repeat = CommandLine::new("reproduce")
        .draws(Some(plan.replications), plan.seed)
        .option("--output", options.output.as_deref().map(Path::display))
        .line();
    let report = terminal::reproduction(&found, &repeat);
    destinations.deliver(&found, || files(&found), &report)?;
    Ok(Exit::of(found.holds))
}

fn files(found: &Reproduction) -> Result<Files, CliError> {
    let mut files = named(csv::reproduction(found)?);
    files.extend(pictures("reproduction", &chart::reproduction(found)?)?);
    Ok(files)
}
