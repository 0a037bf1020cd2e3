//! What a comparison is between: strategies of one scenario, or several scenarios.

use std::collections::HashSet;

use super::asked_error::AskedError;
use super::plan_asked::Asked;
use crate::experiment::Competitor;
use crate::scenario::{Scenario, Strategy};

/// More strategies than this cannot be read beside each other.
const MOST: usize = 16;

/// What is put beside each other.
pub struct Competitors<'s>(Vec<Entry<'s>>);

impl<'s> Competitors<'s> {
    /// The strategies of each scenario, or the scenario itself where it has none.
    ///
    /// # Errors
    /// They are too few or too many, or two have one name.
    pub fn of(asked: &'s [Asked]) -> Result<Self, AskedError> {
        entries(asked).map(Self)
    }

    /// Each with all that is told of it.
    pub fn strategies(&self) -> Vec<Competitor<'_>> {
        self.0.iter().map(Entry::competitor).collect()
    }

    /// The place of the one with this name or title.
    ///
    /// # Errors
    /// There is none, but there are others.
    pub fn index_of(&self, name: &str) -> Result<usize, AskedError> {
        index_of(name, &self.0)
    }
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
fn entries(asked: &[Asked]) -> Result<Vec<Entry<'_>>, AskedError> {
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
        return Err(AskedError::usage(message, help));
    }
    if entries.len() > MOST {
        let message = format!(
            "{} strategies cannot be read beside each other",
            entries.len()
        );
        let help = format!("compare at most {MOST}");
        return Err(AskedError::usage(message, help));
    }
    let mut names = HashSet::new();
    if let Some(twice) = entries.iter().find(|one| !names.insert(&one.name)) {
        let message = format!("two scenarios are called {}", twice.name);
        return Err(AskedError::usage(message, "give each a name of its own"));
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
fn index_of(wanted: &str, entries: &[Entry<'_>]) -> Result<usize, AskedError> {
    let by_name = entries.iter().position(|one| one.name == wanted);
    let by_title = || entries.iter().position(|one| one.title == wanted);
    by_name.or_else(by_title).ok_or_else(|| {
        let names: Vec<&str> = entries.iter().map(|one| one.name.as_str()).collect();
        let message = format!("there is no strategy {wanted} to compare the others with");
        let help = format!("there are {}", names.join(", "));
        AskedError::usage(message, help)
    })
}
