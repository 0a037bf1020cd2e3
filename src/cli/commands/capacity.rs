//! `cyclecast capacity`: what a target needs so that the initial cycle ends in time.

use clap::Args;

use super::compared::{ComparedOptions, Question};
use crate::asked::{Asked, Source, share};
use crate::cli::command_line::CommandLine;
use crate::cli::exit::{CliError, Exit};
use crate::experiment::{Demand, capacity};
use crate::scenario::parse_length;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast capacity scenarios/slow-target.toml --within \"60 min\"\n  cyclecast capacity tenant.toml --within \"1 day\" --confidence 0.9\n\nOnly the initial cycle is looked at. Each number of workers is simulated with the same luck [default: 200 replications]."
)]
pub struct CapacityOptions {
    #[command(flatten)]
    pub compared: ComparedOptions,
    /// The time within which the initial cycle shall end, as scenarios write it.
    #[arg(long, value_name = "TIME", default_value = "24 h")]
    pub within: String,
    /// The share of the replications that shall end within it: 0.95 or "95 %".
    #[arg(long, value_name = "SHARE", default_value = "0.95", value_parser = share)]
    pub confidence: f64,
}

/// Replications of each number of workers, unless asked for otherwise.
const REPLICATIONS: u64 = 200;

pub fn run(options: &CapacityOptions) -> Result<Exit, CliError> {
    let within = parse_length(&options.within)
        .map_err(|wrong| CliError::Usage(format!("--within: {wrong}")))?;
    if !(options.confidence > 0.0 && options.confidence < 1.0) {
        let message = "--confidence is a share of the replications between 0 and 1";
        return Err(CliError::usage(message, "for example --confidence 0.95"));
    }
    let ComparedOptions {
        scenario,
        common,
        output,
    } = &options.compared;
    let source = Source::read(scenario, &common.settings.set)?;
    let wanted = common.wanted(Some(REPLICATIONS))?;
    let Asked { scenario, plan, .. } = Asked::of(&source, wanted, None)?;
    let line = CommandLine::new("capacity")
        .scenario(source.path())
        .option("--within", Some(&options.within))
        .option("--confidence", Some(options.confidence));
    let folder = format!("{}-capacity", scenario.name);
    let question = Question::new(line, &folder, common, output.as_deref(), plan)?;
    let demand = Demand {
        within_ms: within.as_millis(),
        confidence: options.confidence,
    };
    let found = question.simulate(None, |session| {
        capacity(&scenario.name, &scenario.setup, demand, session)
    })?;
    question.deliver_comparison(&found)
}
