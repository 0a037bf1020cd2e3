//! `cyclecast run`: simulate a scenario.

use std::path::Path;

use crate::cli::args::RunOptions;
use crate::cli::exit::{CliError, Exit};
use crate::cli::files::read_scenario;
use crate::cli::interrupt;
use crate::cli::output::{BYTES_PER_REPLICATION, Destinations, plan, simulate};
use crate::report::terminal;

pub(in crate::cli) fn run(options: &RunOptions) -> Result<Exit, CliError> {
    let interrupted = interrupt::flag();
    let scenario = read_scenario(&options.scenario)?;
    let plan = plan(&scenario, &options.common);
    let folder = options
        .output
        .clone()
        .unwrap_or_else(|| Path::new("output").join(&scenario.name));
    let destinations = Destinations::prepare(
        Some(&folder),
        options.common.json.as_deref(),
        plan.replications * BYTES_PER_REPLICATION,
    )?;
    let outcome = simulate(&scenario, &plan, &interrupted)?;
    let mut repeat = format!(
        "cyclecast run {} --replications {} --seed {}",
        quoted(&options.scenario),
        plan.replications,
        plan.seed
    );
    if let Some(folder) = &options.output {
        repeat.push_str(&format!(" --output {}", quoted(folder)));
    }
    destinations.deliver_outcome(&outcome, &terminal::report(&outcome, &repeat))
}

/// A path as it is typed, in quotes where it holds anything that a shell would read otherwise.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/\\._-:".contains(c);
    if text.chars().all(plain) {
        text
    } else {
        format!("\"{text}\"")
    }
}
