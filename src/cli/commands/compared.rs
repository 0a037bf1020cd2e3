//! What the commands that put variants beside each other have in common.

use std::path::Path;

use crate::cli::args::ComparedOptions;
use crate::cli::exit::{CliError, Exit};
use crate::cli::output::{Destinations, Files, PAGE, pictures};
use crate::cli::repeat::Repeat;
use crate::cli::source::Source;
use crate::experiment::Plan;
use crate::experiment::outcome::comparison::{ComparedBy, Comparison};
use crate::report::{chart, csv, html, terminal};

/// What is asked, and how.
pub(super) struct Question<'o> {
    pub command: &'static str,
    pub options: &'o ComparedOptions,
    pub plan: Plan,
    pub source: &'o Source,
    /// Further options with their values.
    pub asked: Vec<(&'static str, String)>,
}

impl Question<'_> {
    /// Where the answer goes, found to be writable.
    pub fn destinations(&self, scenario: &str) -> Result<Destinations, CliError> {
        let named = self.options.output.clone();
        let folder = named
            .unwrap_or_else(|| Path::new("output").join(format!("{scenario}-{}", self.command)));
        Destinations::prepare(
            Some(&folder),
            self.options.common.json.as_deref(),
            0,
            self.options.common.manner,
        )
    }

    /// The command that makes the answer again.
    pub fn repeat(&self) -> String {
        let repeat = Repeat::new(self.command).scenario(self.source);
        let asked = self.asked.iter();
        let repeat = asked.fold(repeat, |line, (option, value)| {
            line.option(option, Some(value))
        });
        let output = self.options.output.as_deref();
        repeat
            .common(&self.options.common, &self.plan, output)
            .line()
    }
}

/// Writes the answer.
pub(super) fn deliver(
    destinations: Destinations,
    found: &Comparison,
    repeat: &str,
) -> Result<Exit, CliError> {
    let report = terminal::comparison(found, repeat);
    destinations.deliver(found, || files(found, repeat), &report)?;
    let mut expected = found.variants.iter().flat_map(|one| &one.expected);
    Ok(if expected.any(|one| !one.is_met) {
        Exit::Missed
    } else {
        Exit::Fine
    })
}

/// The HTML report, the tables and the chart of variants.
pub(super) fn files(found: &Comparison, repeat: &str) -> Result<Files, CliError> {
    let command = command_of(found.of);
    let mut files: Files = csv::comparison(found)?
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .collect();
    let chart = chart::comparison(found)?;
    files.extend(pictures(command, &chart)?);
    let page = html::comparison(found, &chart, repeat);
    files.push((PAGE.to_owned(), page.into_bytes()));
    Ok(files)
}

/// The command that makes such a comparison.
const fn command_of(of: ComparedBy) -> &'static str {
    match of {
        ComparedBy::Strategies => "compare",
        ComparedBy::Policies => "policies",
        ComparedBy::Workers => "capacity",
    }
}

/// How a comparison that was saved as `name` is made again: its scenario is not in it.
pub(super) fn repeat_again(found: &Comparison, name: &str) -> String {
    format!(
        "cyclecast {} SCENARIO --replications {} --seed {}, where SCENARIO is the file of {} ({name} does not hold it)",
        command_of(found.of),
        found.replications,
        found.seed,
        found.scenario
    )
}
