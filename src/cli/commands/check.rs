//! `cyclecast check`: every resolved value with its origin.

use crate::cli::args::CheckOptions;
use crate::cli::exit::{CliError, Exit, print};
use crate::cli::source::Source;
use crate::experiment::parameter_record;
use crate::report::terminal;
use crate::scenario::notes;
use crate::units::display_number;

pub(in crate::cli) fn run(options: &CheckOptions) -> Result<Exit, CliError> {
    let scenario = Source::read(&options.scenario)?.scenario()?;
    let parameters: Vec<_> = scenario.resolved.iter().map(parameter_record).collect();
    let mut text = format!(
        "{}: the scenario is sound. {} replications, seed {}.\n\n{}",
        scenario.name,
        display_number(scenario.replications as f64),
        scenario.seed,
        terminal::parameters(&parameters)
    );
    for note in notes(&scenario.resolved) {
        text.push_str(&format!("\n  ! {}\n    -> {}\n", note.message, note.remedy));
    }
    print(&text)?;
    Ok(Exit::Fine)
}
