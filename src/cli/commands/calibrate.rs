//! `cyclecast calibrate`: a fragment of a scenario from provisioning logs.

use std::path::PathBuf;

use clap::Args;

use crate::cli::destinations::{Destinations, named, pictures};
use crate::cli::exit::{CliError, Exit};
use crate::cli::fragment_file::FragmentFile;
use crate::cli::log_files::LogFiles;
use crate::cli::options::Manner;
use crate::logs::calibrate::{Calibration, Calibrator, fragment};
use crate::report::{chart, csv, terminal};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast calibrate provisioning-logs.json -o tenant.toml\n  cyclecast calibrate ProvisioningLogs*.csv -o tenant.toml --output calibration\n\nA scenario takes the values over by the line: measurements = \"tenant.toml\". `cyclecast check` then shows them as measured, with what they were measured by. No name, identifier or value of an attribute is kept."
)]
pub struct CalibrateOptions {
    #[command(flatten)]
    pub files: LogFiles,
    /// Write the fragment to FILE; `-` prints it instead of the report.
    #[arg(short = 'o', long, value_name = "FILE|-")]
    pub fragment: Option<PathBuf>,
    /// The initial cycle in the logs is over, although no other cycle follows it: users, groups and memberships are counted by it.
    #[arg(long)]
    pub whole_cycle: bool,
    /// Write the findings to FILE as JSON; `-` prints them instead of the report.
    #[arg(long, value_name = "FILE|-")]
    pub json: Option<PathBuf>,
    /// Write document, tables and charts into DIR.
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub manner: Manner,
}

/// What the documents take, with room to spare.
const BYTES: u64 = 1_000_000;
/// How a fragment begins.
const BEGINNING: &str = "# Measured by `cyclecast calibrate`";

pub fn run(options: &CalibrateOptions) -> Result<Exit, CliError> {
    let file = FragmentFile::prepare(options.fragment.as_deref(), BEGINNING)?;
    let (output, json) = (options.output.as_deref(), options.json.as_deref());
    let destinations = Destinations::prepare(output, json, BYTES, options.manner)?;
    let mut calibrator = Calibrator::default();
    let sources = options.files.read(&mut |event| calibrator.add(&event))?;
    let found = calibrator.document(&sources, options.whole_cycle).ok_or_else(|| {
        CliError::Usage("the files hold tables of steps or changed attributes alone\n  help: give the table of the entries as well, ProvisioningLogs.csv".to_owned())
    })?;
    let written = file.deliver(&fragment(&found))?;
    if file.is_printed() {
        return Ok(Exit::Fine);
    }
    let report = terminal::calibration(&found, written.as_deref());
    destinations.deliver(&found, || files(&found), &report)?;
    Ok(Exit::Fine)
}

fn files(found: &Calibration) -> Result<Vec<(String, Vec<u8>)>, CliError> {
    let mut files = named(csv::calibration(found)?);
    files.extend(pictures("durations", &chart::calibration(found)?)?);
    Ok(files)
}
