//! `cyclecast policies`: the three things that the service may do on 429, beside each other.

use super::compared::{Question, deliver};
use crate::cli::args::ComparedOptions;
use crate::cli::exit::{CliError, Exit};
use crate::cli::output::plan;
use crate::cli::progress::{Progress, watched};
use crate::cli::source::Source;
use crate::experiment::policies;
use crate::model::On429;

pub(in crate::cli) fn run(options: &ComparedOptions) -> Result<Exit, CliError> {
    let mut source = Source::read(&options.scenario, &options.common.settings)?;
    let scenario = source.scenario()?;
    let plan = plan(&scenario, &options.common)?;
    let question = Question {
        command: "policies",
        options,
        plan,
        source: &source,
        asked: Vec::new(),
    };
    let destinations = question.destinations(&scenario.name)?;
    let all = plan.replications * On429::ALL.len() as u64;
    let progress = Progress::new(Some(all), "replications", options.common.manner.quiet);
    let found = watched(plan, &progress, |session| {
        policies(&scenario.name, &scenario.setup, session)
    })?;
    deliver(destinations, &found, &question.repeat())
}
