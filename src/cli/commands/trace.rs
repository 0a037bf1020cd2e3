//! `cyclecast trace`: one replication, event by event.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use clap::Args;

use crate::asked::{Asked, MOST_REPLICATIONS, Source, Wanted};
use crate::cli::exit::{CliError, Exit};
use crate::cli::ndjson::Lines;
use crate::cli::options::Settings;
use crate::cli::watch::interrupted;
use crate::experiment::trace;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast trace scenarios/pilot.toml --replication 17 | head\n  cyclecast trace tenant.toml --replication 17 --seed 7 --output trace.ndjson\n  cyclecast trace tenant.toml | jq -c 'select(.event == \"failed\" and .then == \"escrow\")'\n\nThe replication has the same luck as in `run` with the same scenario and seed. The first line says what is traced, the last is the replication's row of the outcome document; `cyclecast schema trace` describes each line."
)]
pub struct TraceOptions {
    /// The scenario file, or the outcome.json of a run; `-` reads it from standard input.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    #[command(flatten)]
    pub settings: Settings,
    /// Which replication, counted from 0.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..MOST_REPLICATIONS))]
    pub replication: u64,
    /// Seed of all chance, as for `run` [default: the scenario's, or 1].
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Write the trace to FILE; `-` prints it.
    #[arg(long, value_name = "FILE|-", default_value = "-")]
    pub output: PathBuf,
}

pub fn run(options: &TraceOptions) -> Result<Exit, CliError> {
    let interrupted = interrupted();
    let source = Source::read(&options.scenario, &options.settings.set)?;
    let wanted = Wanted {
        seed: options.seed,
        ..Wanted::default()
    };
    let Asked { scenario, plan, .. } = Asked::of(&source, wanted, None)?;
    let mut lines = Lines::open(&options.output)?;
    let is_whole = trace(
        &scenario,
        plan.seed,
        options.replication,
        interrupted,
        &mut |event| {
            if !lines.write(event) {
                // Nobody takes any more of it.
                interrupted.store(true, Ordering::Relaxed);
            }
        },
    )?;
    lines.close(is_whole, CliError::TraceInterrupted)?;
    Ok(Exit::Fine)
}
