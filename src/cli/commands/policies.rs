//! `cyclecast policies`: the three things that the service may do on 429, beside each other.

use super::compared::{ComparedOptions, Question};
use crate::cli::asked::{Asked, Wanted};
use crate::cli::command_line::CommandLine;
use crate::cli::exit::{CliError, Exit};
use crate::cli::scenario_source::Source;
use crate::experiment::policies;
use crate::model::On429;

pub fn run(options: &ComparedOptions) -> Result<Exit, CliError> {
    let common = &options.common;
    let source = Source::read(&options.scenario, &common.settings.set)?;
    let Asked { scenario, plan, .. } = Asked::of(&source, Wanted::of(common, None)?, None)?;
    let line = CommandLine::new("policies").scenario(source.path());
    let folder = format!("{}-policies", scenario.name);
    let question = Question::new(line, &folder, common, options.output.as_deref(), plan)?;
    let all = plan.replications * On429::ALL.len() as u64;
    let found = question.simulate(Some(all), |session| {
        policies(&scenario.name, &scenario.setup, session)
    })?;
    question.deliver_comparison(&found)
}
