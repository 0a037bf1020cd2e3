//! `cyclecast reproduce`: the documented table and formulas beside their simulation.

use std::path::Path;

use crate::cli::args::ReproduceOptions;
use crate::cli::exit::{CliError, Exit, print};
use crate::cli::folder::OutputFolder;
use crate::cli::interrupt;
use crate::cli::output::{Destinations, Files, pictures};
use crate::cli::progress::Progress;
use crate::cli::repeat::Repeat;
use crate::experiment::Plan;
use crate::experiment::outcome::reproduction::Reproduction;
use crate::model::calibration;
use crate::reference::{
    ParameterSet, Reading, calibrated, calibration_source, jobs_to_simulate, refit, reproduce,
    rows_to_leave_out,
};
use crate::report::{chart, csv, terminal};

/// What one job takes in all files together, with room to spare.
const BYTES_PER_JOB: u64 = 500;
/// Name of the file with the fitted values.
const CALIBRATION: &str = "calibration.rs";

pub(in crate::cli) fn run(options: &ReproduceOptions) -> Result<Exit, CliError> {
    if options.refit {
        return fit_again(options);
    }
    let interrupted = interrupt::flag();
    let plan = Plan {
        replications: options.replications,
        seed: options.seed,
        threads: options.threads.map(usize::from),
    };
    let jobs = jobs_to_simulate(&plan);
    let json = options.json.as_deref();
    let destinations = Destinations::prepare(
        Some(options.output()),
        json,
        jobs * BYTES_PER_JOB,
        options.manner,
    )?;
    let progress = Progress::new(Some(jobs), "jobs", options.manner.quiet);
    let advance = |done| progress.advance(done);
    let found = reproduce(&ParameterSet::COMMITTED, &plan, &interrupted, &advance)?;
    progress.finish();
    let found = found.ok_or(CliError::ReproductionInterrupted)?;
    let repeat = Repeat::new("reproduce")
        .option("--replications", Some(plan.replications))
        .option("--seed", Some(plan.seed))
        .option("--output", options.output.as_deref().map(Path::display))
        .line();
    let report = terminal::reproduction(&found, &repeat);
    destinations.deliver(&found, || files(&found), &report)?;
    Ok(exit(found.holds))
}

fn files(found: &Reproduction) -> Result<Files, CliError> {
    let mut files: Files = csv::reproduction(found)?
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .collect();
    files.extend(pictures("reproduction", &chart::reproduction(found)?)?);
    Ok(files)
}

/// Fits again and compares with what is built in.
fn fit_again(options: &ReproduceOptions) -> Result<Exit, CliError> {
    let interrupted = interrupt::flag();
    let mut folder = OutputFolder::prepare(options.output(), 0, options.manner.replace)?;
    let progress = Progress::new(None, "jobs", options.manner.quiet);
    let found = refit(
        &Reading::STATED,
        &rows_to_leave_out(),
        options.threads.map(usize::from),
        &interrupted,
        &|done| progress.advance(done),
    )?;
    progress.finish();
    let is_built_in =
        found.set == ParameterSet::COMMITTED && found.left_out == calibration::LEFT_OUT;
    let source = calibration_source(&found).into_bytes();
    folder.write(&[(CALIBRATION.to_owned(), source)], &[])?;
    let file = folder.path().join(CALIBRATION).display().to_string();
    print(&terminal::refit(
        &calibrated(&found.set),
        is_built_in,
        &file,
    ))?;
    Ok(exit(is_built_in))
}

const fn exit(holds: bool) -> Exit {
    if holds { Exit::Fine } else { Exit::Missed }
}
