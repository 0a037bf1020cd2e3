//! `cyclecast run`: simulate a scenario.

use std::path::Path;

use crate::cli::args::RunOptions;
use crate::cli::exit::{CliError, Exit};
use crate::cli::files::read_scenario;
use crate::cli::interrupt;
use crate::cli::output::{Destinations, plan, simulate};
use crate::report::terminal;

pub(in crate::cli) fn run(options: &RunOptions) -> Result<Exit, CliError> {
    let interrupted = interrupt::flag();
    let scenario = read_scenario(&options.scenario)?;
    let plan = plan(&scenario, &options.common);
    let folder = options
        .output
        .clone()
        .unwrap_or_else(|| Path::new("output").join(&scenario.name));
    let destinations = Destinations::prepare(Some(&folder), &options.common, &plan)?;
    let outcome = simulate(&scenario, &plan, &interrupted)?;
    let repeat = format!(
        "cyclecast run {} --replications {} --seed {}",
        options.scenario.display(),
        plan.replications,
        plan.seed
    );
    destinations.deliver(&outcome, &terminal::report(&outcome, &repeat))
}
