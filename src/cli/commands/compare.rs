//! `cyclecast compare`: strategies beside each other, with the same luck.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::compared::deliver;
use crate::cli::args::CompareOptions;
use crate::cli::exit::{CliError, Exit};
use crate::cli::output::{Destinations, plan};
use crate::cli::progress::{Progress, watched};
use crate::cli::repeat::Repeat;
use crate::cli::source::Source;
use crate::experiment::{Competitor, Plan, compare};
use crate::scenario::{Scenario, Strategy};

/// More strategies than this cannot be read beside each other.
const MOST: usize = 16;

pub(in crate::cli) fn run(options: &CompareOptions) -> Result<Exit, CliError> {
    let read = |path: &PathBuf| Source::read(path, &options.common.settings);
    let mut sources = options
        .scenarios
        .iter()
        .map(read)
        .collect::<Result<Vec<_>, _>>()?;
    let scenarios = sources.iter_mut().map(Source::scenario);
    let scenarios = scenarios.collect::<Result<Vec<_>, _>>()?;
    // At least one is required by the parser of arguments.
    let first = &scenarios[0];
    let entries = entries(&scenarios)?;
    let strategies: Vec<Competitor<'_>> = entries.iter().map(Entry::competitor).collect();
    let reference = options.against.as_deref();
    let reference = reference.map(|name| place_of(name, &entries)).transpose()?;
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
    let found = watched(plan, &progress, |session| {
        compare(&first.name, &strategies, reference, session)
    })?;
    deliver(destinations, &found, &repeat(options, &sources, &plan))
}

/// A strategy, or a scenario that has none, and what it is called among all that are compared.
struct Entry<'s> {
    name: String,
    title: String,
    description: &'s str,
    scenario: &'s Scenario,
}

impl<'s> Entry<'s> {
    fn of_scenario(scenario: &'s Scenario) -> Self {
        Self {
            name: scenario.name.clone(),
            title: String::new(),
            description: &scenario.description,
            scenario,
        }
    }

    /// A strategy; among those of several files it is called by its file too.
    fn of_strategy(strategy: &'s Strategy, file: Option<&str>) -> Self {
        let name = &strategy.name;
        Self {
            name: file.map_or_else(|| name.clone(), |file| format!("{file}/{name}")),
            title: strategy.title.clone(),
            description: &strategy.description,
            scenario: &strategy.scenario,
        }
    }

    fn competitor(&self) -> Competitor<'_> {
        Competitor {
            name: &self.name,
            title: &self.title,
            description: self.description,
            setup: &self.scenario.setup,
            expectations: &self.scenario.expectations,
        }
    }
}

/// What is compared: the strategies of each scenario, or the scenario itself where it has none.
fn entries(scenarios: &[Scenario]) -> Result<Vec<Entry<'_>>, CliError> {
    let is_alone = scenarios.len() == 1;
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for one in scenarios {
        let file = (!is_alone).then_some(one.name.as_str());
        let strategies = one.strategies.iter();
        entries.extend(strategies.map(|strategy| Entry::of_strategy(strategy, file)));
        if one.strategies.is_empty() {
            entries.push(Entry::of_scenario(one));
        }
    }
    if let [only] = &entries[..] {
        return Err(CliError::Usage(format!(
            "there is nothing to compare {} with\n  help: name several scenarios, or add [[strategy]] blocks to it",
            only.name
        )));
    }
    if entries.len() > MOST {
        return Err(CliError::Usage(format!(
            "{} strategies cannot be read beside each other\n  help: compare at most {MOST}",
            entries.len()
        )));
    }
    let mut names = HashSet::new();
    if let Some(twice) = entries.iter().find(|one| !names.insert(&one.name)) {
        return Err(CliError::Usage(format!(
            "two scenarios are called {}\n  help: give each a name of its own",
            twice.name
        )));
    }
    tell_titles_apart(&mut entries);
    Ok(entries)
}

/// Strategies of two files may have the same title, which then tells nothing apart.
fn tell_titles_apart(entries: &mut [Entry<'_>]) {
    let titles: Vec<String> = entries.iter().map(|one| one.title.clone()).collect();
    for one in entries {
        let alike = titles.iter().filter(|title| **title == one.title).count();
        if alike > 1 && !one.title.is_empty() {
            one.title = format!("{} ({})", one.title, one.name);
        }
    }
}

/// The place of the strategy with this name or title.
fn place_of(wanted: &str, entries: &[Entry<'_>]) -> Result<usize, CliError> {
    let by_name = entries.iter().position(|one| one.name == wanted);
    let by_title = || entries.iter().position(|one| one.title == wanted);
    by_name.or_else(by_title).ok_or_else(|| {
        let names: Vec<&str> = entries.iter().map(|one| one.name.as_str()).collect();
        CliError::Usage(format!(
            "--against {wanted}: there is no strategy of this name\n  help: there are {}",
            names.join(", ")
        ))
    })
}

fn repeat(options: &CompareOptions, sources: &[Source], plan: &Plan) -> String {
    let repeat = Repeat::new("compare");
    let repeat = sources.iter().fold(repeat, Repeat::scenario);
    repeat
        .option("--against", options.against.as_ref())
        .common(&options.common, plan, options.output.as_deref())
        .line()
}
