//! `cyclecast logs`: provisioning logs of a real job, summed up.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::destinations::{Destinations, named, pictures};
use crate::cli::exit::{CliError, Exit};
use crate::cli::log_files::LogFiles;
use crate::cli::options::Manner;
use crate::logs::summary::Summary;
use crate::report::{chart, csv, terminal};

#[derive(Debug, Subcommand)]
pub enum LogsCommand {
    /// Cycles, days, actions, errors, retries, concurrency: what the logs say.
    Summary(SummaryOptions),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast logs summary provisioning-logs.json\n  cyclecast logs summary ProvisioningLogs*.csv --output logs\n  zcat archive/*.json.gz | cyclecast logs summary - --json summary.json\n\nRead are Graph's auditLogs/provisioning (page, array, lines), the portal's JSON and CSV files, Azure Monitor records and exports of AADProvisioningLogs."
)]
pub struct SummaryOptions {
    #[command(flatten)]
    pub files: LogFiles,
    /// Write the summary to FILE as JSON; `-` prints it instead of the report.
    #[arg(long, value_name = "FILE|-")]
    pub json: Option<PathBuf>,
    /// Write document, tables and a chart into DIR.
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub manner: Manner,
}

/// What the documents take, with room to spare.
const BYTES: u64 = 1_000_000;

pub fn run(command: &LogsCommand) -> Result<Exit, CliError> {
    let LogsCommand::Summary(options) = command;
    let output = options.output.as_deref();
    let destinations =
        Destinations::prepare(output, options.json.as_deref(), BYTES, options.manner)?;
    let mut summary = Summary::default();
    let sources = options.files.read(&mut |event| summary.add(&event))?;
    let found = summary.document(&sources).ok_or_else(|| {
        CliError::Usage("the files hold tables of steps or changed attributes alone\n  help: give the table of the entries as well, ProvisioningLogs.csv".to_owned())
    })?;
    let files = || {
        let mut files = named(csv::logs(&found)?);
        files.extend(pictures("entries", &chart::logs(&found)?)?);
        Ok(files)
    };
    destinations.deliver(&found, files, &terminal::logs(&found))?;
    Ok(Exit::Fine)
}
