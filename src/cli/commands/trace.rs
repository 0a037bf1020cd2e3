//! `cyclecast trace`: one replication, event by event.

use std::sync::atomic::Ordering;

use crate::cli::args::TraceOptions;
use crate::cli::exit::{CliError, Exit};
use crate::cli::interrupt;
use crate::cli::lines::Lines;
use crate::cli::questions::put_again;
use crate::cli::source::Source;
use crate::experiment::trace;

pub(in crate::cli) fn run(options: &TraceOptions) -> Result<Exit, CliError> {
    let interrupted = interrupt::flag();
    let mut source = Source::read(&options.scenario, &options.settings)?;
    let mut scenario = source.scenario()?;
    put_again(&mut scenario, source.asked())?;
    let seed = options.seed.unwrap_or(scenario.seed);
    let mut lines = Lines::open(&options.output)?;
    let is_whole = trace(
        &scenario,
        seed,
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
