//! `cyclecast capacity`: what a target needs so that the initial cycle ends in time.

use super::compared::{Question, deliver};
use crate::cli::args::CapacityOptions;
use crate::cli::exit::{CliError, Exit};
use crate::cli::output::plan;
use crate::cli::progress::{Progress, watched};
use crate::cli::source::Source;
use crate::experiment::{Demand, capacity};
use crate::scenario::parse_length;

/// Replications of each number of workers, unless asked for otherwise.
const REPLICATIONS: u64 = 200;

pub(in crate::cli) fn run(options: &CapacityOptions) -> Result<Exit, CliError> {
    let within = parse_length(&options.within)
        .map_err(|wrong| CliError::Usage(format!("--within: {wrong}")))?;
    if !(options.confidence > 0.0 && options.confidence < 1.0) {
        return Err(CliError::Usage(
            "--confidence is a share of the runs between 0 and 1\n  help: for example --confidence 0.95".to_owned(),
        ));
    }
    let compared = &options.compared;
    let mut source = Source::read(&compared.scenario, &compared.common.settings)?;
    let scenario = source.scenario()?;
    let mut plan = plan(&scenario, &options.compared.common)?;
    if options.compared.common.replications.is_none() {
        plan.replications = REPLICATIONS;
    }
    let question = Question {
        command: "capacity",
        options: &options.compared,
        plan,
        source: &source,
        asked: vec![
            ("--within", options.within.clone()),
            ("--confidence", options.confidence.to_string()),
        ],
    };
    let destinations = question.destinations(&scenario.name)?;
    let demand = Demand {
        within_ms: within.as_millis(),
        confidence: options.confidence,
    };
    let progress = Progress::new(None, "replications", options.compared.common.manner.quiet);
    let found = watched(plan, &progress, |session| {
        capacity(&scenario.name, &scenario.setup, demand, session)
    })?;
    deliver(destinations, &found, &question.repeat())
}
