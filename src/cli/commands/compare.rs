//! `cyclecast compare`: strategies beside each other, with the same luck.

use std::collections::HashSet;
use std::path::PathBuf;

use clap::Args;

use super::compared::Question;
use crate::cli::asked::{Asked, Wanted};
use crate::cli::command_line::CommandLine;
use crate::cli::exit::{CliError, Exit};
use crate::cli::options::Common;
use crate::cli::scenario_source::Source;
use crate::experiment::{Competitor, compare};
use crate::scenario::{Scenario, Strategy};

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

/// More strategies than this cannot be read beside each other.
const MOST: usize = 16;

pub fn run(options: &CompareOptions) -> Result<Exit, CliError> {
    let common = &options.common;
    let sources = options.scenarios.iter();
    let sources = sources.map(|path| Source::read(path, &common.settings.set));
    let sources = sources.collect::<Result<Vec<_>, _>>()?;
    let wanted = Wanted::of(common, None);
    let asked = sources.iter();
    let asked = asked.map(|source| Asked::of(source, Wanted::default(), None));
    let asked = asked.collect::<Result<Vec<_>, _>>()?;
    let entries = entries(&asked)?;
    let strategies: Vec<Competitor<'_>> = entries.iter().map(Entry::competitor).collect();
    let reference = options.against.as_deref();
    let reference = reference.map(|name| index_of(name, &entries)).transpose()?;
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
        compare(name, &strategies, reference, session)
    })?;
    question.deliver_comparison(&found)
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
fn entries(asked: &[Asked]) -> Result<Vec<Entry<'_>>, CliError> {
    let is_alone = asked.len() == 1;
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for Asked { scenario: one, .. } in asked {
        let file = (!is_alone).then_some(one.name.as_str());
        let strategies = one.strategies.iter();
        entries.extend(strategies.map(|strategy| Entry::of_strategy(strategy, file)));
        if one.strategies.is_empty() {
            entries.push(Entry::of_scenario(one));
        }
    }
    if let [only] = &entries[..] {
        let message = format!("there is nothing to compare {} with", only.name);
        let help = "name several scenarios, or add [[strategy]] blocks to it";
        return Err(CliError::usage(message, help));
    }
    if entries.len() > MOST {
        let message = format!(
            "{} strategies cannot be read beside each other",
            entries.len()
        );
        let help = format!("compare at most {MOST}");
        return Err(CliError::usage(message, help));
    }
    let mut names = HashSet::new();
    if let Some(twice) = entries.iter().find(|one| !names.insert(&one.name)) {
        let message = format!("two scenarios are called {}", twice.name);
        return Err(CliError::usage(message, "give each a name of its own"));
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

/// The index of the strategy with this name or title.
fn index_of(wanted: &str, entries: &[Entry<'_>]) -> Result<usize, CliError> {
    let by_name = entries.iter().position(|one| one.name == wanted);
    let by_title = || entries.iter().position(|one| one.title == wanted);
    by_name.or_else(by_title).ok_or_else(|| {
        let names: Vec<&str> = entries.iter().map(|one| one.name.as_str()).collect();
        let message = format!("--against {wanted}: there is no strategy of this name");
        let help = format!("there are {}", names.join(", "));
        CliError::usage(message, help)
    })
}
