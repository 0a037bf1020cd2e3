//! The arguments of `estimate`, `init` and `reproduce`.

use std::path::PathBuf;

use clap::Args;

use super::{Common, Manner, Numbers};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast estimate --users 500\n  cyclecast estimate --users 10000 --groups 40 --members 25000 --directory-users 40000\n  cyclecast estimate --scope all-users --users 8k --matched-share \"25 %\"\n  cyclecast estimate --users 6_000 --limit \"300 per min\"\n  cyclecast estimate --users 500 --print-scenario > mine.toml"
)]
pub(in crate::cli) struct EstimateOptions {
    #[command(flatten)]
    pub numbers: Numbers,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the outcome document, tables and charts [default: none is written].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Print the scenario file that these numbers make, and simulate nothing.
    #[arg(long)]
    pub print_scenario: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast init acme\n  cyclecast init acme --users 2_000 --groups 40 --members 5k --limit \"300 per min\"\n\nOn a terminal it asks for what the options do not say. A file that is there is never written over."
)]
pub(in crate::cli) struct InitOptions {
    /// The file to write; .toml is added where it is missing.
    #[arg(value_name = "FILE", default_value = "scenario.toml")]
    pub file: PathBuf,
    #[command(flatten)]
    pub numbers: Numbers,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast reproduce\n  cyclecast reproduce --replications 1000 --seed 7\n\nExit codes: 0 all claims hold; 3 not so."
)]
pub(in crate::cli) struct ReproduceOptions {
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
