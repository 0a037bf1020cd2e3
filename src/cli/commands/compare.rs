//! `cyclecast compare`: strategies beside each other, with the same luck.

use std::collections::HashSet;
use std::path::Path;

use super::compared::deliver;
use super::run::quoted;
use crate::cli::args::CompareOptions;
use crate::cli::exit::{CliError, Exit};
use crate::cli::interrupt;
use crate::cli::output::{Destinations, plan};
use crate::cli::progress::Progress;
use crate::cli::source::Source;
use crate::experiment::{Competitor, Plan, compare};
use crate::scenario::Scenario;

/// More strategies than this cannot be read beside each other.
const MOST: usize = 16;

pub(in crate::cli) fn run(options: &CompareOptions) -> Result<Exit, CliError> {
    let interrupted = interrupt::flag();
    let mut scenarios = Vec::with_capacity(options.scenarios.len());
    for path in &options.scenarios {
        scenarios.push(Source::read(path)?.scenario()?);
    }
    // At least one is required by the parser of arguments.
    let first = &scenarios[0];
    let strategies = competitors(&scenarios)?;
    let plan = plan(first, &options.common)?;
    let folder = options.output.clone();
    let folder =
        folder.unwrap_or_else(|| Path::new("output").join(format!("{}-compare", first.name)));
    let destinations = Destinations::prepare(
        Some(&folder),
        options.common.json.as_deref(),
        0,
        options.common.manner,
    )?;
    let progress = Progress::new(
        Some(plan.replications * strategies.len() as u64),
        "replications",
        options.common.manner.quiet,
    );
    let advance = |done| progress.advance(done);
    let found = compare(&first.name, &strategies, &plan, &interrupted, &advance)?;
    progress.finish();
    deliver(destinations, found.as_ref(), &repeat(options, &plan))
}

/// The strategies of one scenario, or several scenarios.
fn competitors(scenarios: &[Scenario]) -> Result<Vec<Competitor<'_>>, CliError> {
    let competitors: Vec<Competitor<'_>> = match scenarios {
        [one] if one.strategies.is_empty() => {
            return Err(CliError::Usage(format!(
                "there is nothing to compare {} with\n  help: name several scenarios, or add [[strategy]] blocks to it",
                one.name
            )));
        }
        [one] => {
            let strategies = one.strategies.iter();
            let competitor = strategies.map(|strategy| Competitor {
                name: &strategy.name,
                description: &strategy.description,
                setup: &strategy.scenario.setup,
            });
            competitor.collect()
        }
        several => {
            let competitor = several.iter().map(|scenario| Competitor {
                name: &scenario.name,
                description: &scenario.description,
                setup: &scenario.setup,
            });
            competitor.collect()
        }
    };
    if competitors.len() > MOST {
        return Err(CliError::Usage(format!(
            "{} strategies cannot be read beside each other\n  help: compare at most {MOST}",
            competitors.len()
        )));
    }
    let mut names = HashSet::new();
    if let Some(twice) = competitors.iter().find(|one| !names.insert(one.name)) {
        return Err(CliError::Usage(format!(
            "two scenarios are called {}\n  help: give each a name of its own",
            twice.name
        )));
    }
    Ok(competitors)
}

fn repeat(options: &CompareOptions, plan: &Plan) -> String {
    let files = options.scenarios.iter();
    let files: Vec<String> = files
        .map(|path| quoted(&path.display().to_string()))
        .collect();
    let output = options.output.as_ref().map_or_else(String::new, |folder| {
        format!(" --output {}", quoted(&folder.display().to_string()))
    });
    format!(
        "cyclecast compare {} --replications {} --seed {}{output}",
        files.join(" "),
        plan.replications,
        plan.seed
    )
}
