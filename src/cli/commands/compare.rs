//! `cyclecast compare`: strategies beside each other, with the same luck.

use std::path::PathBuf;

use clap::Args;

use super::compared::Question;
use crate::asked::{Asked, Competitors, Source, Wanted};
use crate::cli::command_line::CommandLine;
use crate::cli::exit::{CliError, Exit};
use crate::cli::options::Common;
use crate::experiment::{RunError, compare};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast compare scenarios/scope-comparison.toml\n  cyclecast compare ours.toml theirs.toml --replications 2000\n  cyclecast compare scenarios/rollout-strategies.toml --against many-small-groups\n\nOnly the initial cycle is compared. All strategies share their luck, so that differences are theirs. Exit code 3 says that one of them misses what was expected."
)]
pub struct CompareOptions {
    /// Scenario files; of one with `[[strategy]]` blocks its strategies are compared, of another the scenario itself.
    #[arg(value_name = "SCENARIO", required = true)]
    pub scenarios: Vec<PathBuf>,
    /// Compare every strategy with this one, by its name or its title, instead of with the fastest.
    #[arg(long, value_name = "NAME")]
    pub against: Option<String>,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the document, the tables and the chart [default: output/<scenario name>-compare].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

pub fn run(options: &CompareOptions) -> Result<Exit, CliError> {
    let common = &options.common;
    let sources = options.scenarios.iter();
    let sources = sources.map(|path| Source::read(path, &common.settings.set));
    let sources = sources.collect::<Result<Vec<_>, _>>()?;
    let wanted = common.wanted(None);
    let asked = sources.iter();
    let asked = asked.map(|source| Asked::of(source, Wanted::default(), None));
    let asked = asked.collect::<Result<Vec<_>, _>>()?;
    let competitors = Competitors::of(&asked)?;
    let strategies = competitors.strategies();
    let reference = options.against.as_deref();
    let reference = reference
        .map(|name| competitors.index_of(name))
        .transpose()?;
    // At least one is required by the parser of arguments. Its plan is that of all.
    let name = &asked[0].scenario.name;
    let plan = wanted?.over(asked[0].plan);
    let line = sources
        .iter()
        .fold(CommandLine::new("compare"), |line, source| {
            line.scenario(source.path())
        })
        .option("--against", options.against.as_ref());
    let folder = format!("{name}-compare");
    let question = Question::new(line, &folder, common, options.output.as_deref(), plan)?;
    let all = plan.replications * strategies.len() as u64;
    let found = question.simulate(Some(all), |session| {
        let found = compare(name, &strategies, reference, session)?;
        // What is not whole would take the place of a whole answer in the folder.
        let is_whole = found.replications == plan.replications;
        is_whole.then_some(found).ok_or(RunError::Interrupted)
    })?;
    question.deliver_comparison(&found)
}
