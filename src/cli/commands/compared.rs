//! What the commands that put variants beside each other have in common.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::asked::{Asked, Source};
use crate::cli::command_line::CommandLine;
use crate::cli::destinations::{Destinations, PAGE, named, pictures};
use crate::cli::exit::{CliError, Exit};
use crate::cli::folder::Files;
use crate::cli::options::{Common, output_folder};
use crate::cli::watch::{Progress, watched};
use crate::experiment::outcome::comparison::{ComparedBy, Comparison};
use crate::experiment::{self, Plan, Session};
use crate::model::On429;
use crate::report::{chart, csv, html, terminal};

/// What the commands that compare variants have in common.
#[derive(Debug, Args)]
pub struct ComparedOptions {
    /// The scenario file; `-` reads it from standard input.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the document, the table and the chart [default: output/<scenario name>-<command>].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// A question about variants: its plan, where the answer goes, and the command that asks it again.
pub struct Question {
    plan: Plan,
    destinations: Destinations,
    pub repeat: String,
    quiet: bool,
}

impl Question {
    /// A question whose answer goes to a folder that is found to be writable; `line` is the command as far as it is its own.
    pub fn new(
        line: CommandLine,
        folder: &str,
        common: &Common,
        output: Option<&Path>,
        plan: Plan,
    ) -> Result<Self, CliError> {
        let folder = output_folder(output, folder);
        let json = common.json.as_deref();
        Ok(Self {
            plan,
            destinations: Destinations::prepare(Some(&folder), json, 0, common.manner)?,
            repeat: line
                .common(common, &plan, Some(plan.replications), output)
                .line(),
            quiet: common.manner.quiet,
        })
    }

    /// Carries it out under a bar for so many replications in all, where that is known.
    pub fn simulate<T, E>(
        &self,
        all: Option<u64>,
        work: impl FnOnce(&Session<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let progress = Progress::new(all, "replications", self.quiet);
        watched(self.plan, &progress, work)
    }

    /// Writes the answer.
    pub fn deliver(
        self,
        found: &(impl Serialize + Sync),
        files: impl FnOnce() -> Result<Files, CliError> + Send,
        report: &str,
    ) -> Result<(), CliError> {
        self.destinations.deliver(found, files, report)
    }

    /// Writes a comparison.
    pub fn deliver_comparison(self, found: &Comparison) -> Result<Exit, CliError> {
        let repeat = self.repeat.clone();
        let report = terminal::comparison(found, &repeat);
        self.deliver(found, || files(found, &repeat), &report)?;
        let mut expected = found.variants.iter().flat_map(|one| &one.expected);
        Ok(Exit::of(expected.all(|one| one.is_met)))
    }
}

/// The HTML report, the tables and the chart of variants.
pub(super) fn files(found: &Comparison, repeat: &str) -> Result<Files, CliError> {
    let command = command_of(found.of);
    let mut files = named(csv::comparison(found)?);
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
    let line = CommandLine::new(command_of(found.of)).word("SCENARIO");
    format!(
        "{}, where SCENARIO is the file of {} ({name} does not hold it)",
        line.draws(Some(found.replications), found.seed).line(),
        found.scenario
    )
}

/// `cyclecast policies`: the three things that the service may do on 429, beside each other.
pub fn policies(options: &ComparedOptions) -> Result<Exit, CliError> {
    let common = &options.common;
    let source = Source::read(&options.scenario, &common.settings.set)?;
    let Asked { scenario, plan, .. } = Asked::of(&source, common.wanted(None)?, None)?;
    let line = CommandLine::new("policies").scenario(source.path());
    let folder = format!("{}-policies", scenario.name);
    let question = Question::new(line, &folder, common, options.output.as_deref(), plan)?;
    let all = plan.replications * On429::ALL.len() as u64;
    let found = question.simulate(Some(all), |session| {
        experiment::policies(&scenario.name, &scenario.setup, session)
    })?;
    question.deliver_comparison(&found)
}
