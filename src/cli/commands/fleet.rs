//! `cyclecast fleet`: many tenants, a row of a table each.

use std::ops::Range;
use std::path::PathBuf;

use clap::Args;

use super::compared::Question;
use crate::asked::{FLEET_REPLICATIONS, FleetAsked, Source, read_source};
use crate::cli::command_line::CommandLine;
use crate::cli::destinations::{PAGE, pictures};
use crate::cli::exit::{CliError, Exit, print, tell};
use crate::cli::fleet_journal::{Finished, FleetJournal, FleetOf};
use crate::cli::folder::Files;
use crate::cli::options::{Common, Replications, output_folder};
use crate::experiment::outcome::fleet_document::{Fleet, Tenant};
use crate::experiment::{Session, fleet, tenant};
use crate::report::{chart, csv, html, terminal};
use crate::scenario::TenantRow;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast fleet tenants.csv --scenario base.toml\n  cyclecast fleet tenants.csv --scenario base.toml --replications 500 --resume\n  cyclecast fleet tenants.csv --scenario base.toml --rows 0..100 --output out/fleet\n\nThe first column of the table is called `tenant`, the others are keys of scenarios; an empty cell leaves the scenario's value. Only the initial cycle is looked at, with the same luck for each tenant [default: 200 replications]. What the scenario expects ([expect]) is held against each."
)]
pub struct FleetOptions {
    /// The table (CSV): a row a tenant, a column a key.
    #[arg(value_name = "TENANTS.csv")]
    pub table: PathBuf,
    /// The scenario that all tenants begin with.
    #[arg(long, value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Go on with the tenants that the output folder already has, whatever machine has made them.
    #[arg(long)]
    pub resume: bool,
    /// Only these rows of the table, numbered from zero, as a part of the fleet: a later call with --resume joins all parts of the folder.
    #[arg(long, value_name = "A..B")]
    pub rows: Option<Replications>,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the document, the table and the chart [default: output/<scenario name>-fleet].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

pub fn run(options: &FleetOptions) -> Result<Exit, CliError> {
    let common = &options.common;
    let table = read_source(&options.table)?;
    let source = Source::read(&options.scenario, &common.settings.set)?;
    let asked = FleetAsked::new(&table, source, common.wanted(Some(FLEET_REPLICATIONS))?)?;
    let (scenario, plan) = (&asked.base.scenario, asked.base.plan);
    let (keys, tenants) = (&asked.table.keys, &asked.table.tenants);
    let line = CommandLine::new("fleet")
        .file(&options.table)
        .option("--scenario", Some(options.scenario.display()));
    let name = format!("{}-fleet", scenario.name);
    let folder = output_folder(options.output.as_deref(), &name);
    let question = Question::new(line, &name, common, options.output.as_deref(), plan)?;
    let manifest = asked.base.manifest.clone();
    let of = FleetOf::new(plan.seed, plan.replications, keys, manifest);
    let rows = rows(options.rows, tenants.len() as u64)?;
    let (mut journal, mut finished) =
        FleetJournal::open(&folder, rows.as_ref(), &of, options.resume)?;
    let simulated = Simulated {
        asked: &asked,
        rows: rows.clone().unwrap_or(0..tenants.len() as u64),
    };
    let left = simulated.left(&finished) * plan.replications;
    let outcome = question.simulate(Some(left), |session| {
        simulated.all(&mut finished, &mut journal, session)
    });
    if outcome.is_err() && !finished.is_empty() {
        let count = finished.len();
        tell(&format!(
            "{count} tenants are finished and kept; --resume goes on\n"
        ));
    }
    outcome?;
    if rows.is_some() {
        let path = journal.path().display();
        print(&format!("A part of the fleet is in {path}\n"))?;
        return Ok(Exit::Fine);
    }
    let tenants = tenants.iter();
    let tenants = tenants.filter_map(|one| finished.remove(&one.name));
    let (seed, each) = (plan.seed, plan.replications);
    let found = fleet(&scenario.name, keys, tenants.collect(), seed, each);
    let repeat = question.repeat.clone();
    let report = terminal::fleet(&found, &repeat);
    question.deliver(&found, || files(&found, &repeat), &report)?;
    let all = found.tenants.iter();
    Ok(Exit::of(all.flat_map(Tenant::missed).next().is_none()))
}

/// The rows that are asked for.
fn rows(asked: Option<Replications>, all: u64) -> Result<Option<Range<u64>>, CliError> {
    match asked {
        None => Ok(None),
        Some(Replications::Part { first, end }) if end <= all => Ok(Some(first..end)),
        Some(_) => Err(CliError::usage(
            format!("--rows: the table has {all} tenants, numbered from 0"),
            format!("for example --rows 0..{all}"),
        )),
    }
}

/// The tenants that are to be simulated.
struct Simulated<'a> {
    asked: &'a FleetAsked,
    rows: Range<u64>,
}

impl Simulated<'_> {
    fn tenants(&self) -> &[TenantRow] {
        &self.asked.table.tenants[self.rows.start as usize..self.rows.end as usize]
    }

    /// How many are not finished.
    fn left(&self, finished: &Finished) -> u64 {
        let all = self.tenants().iter();
        all.filter(|one| !is_finished(one, finished)).count() as u64
    }

    fn all(
        &self,
        finished: &mut Finished,
        journal: &mut FleetJournal,
        session: &Session<'_>,
    ) -> Result<(), CliError> {
        for one in self.tenants() {
            if is_finished(one, finished) {
                continue;
            }
            let scenario = self.asked.scenario(one)?;
            let found = tenant(&one.name, &one.values, &scenario, session)?;
            journal.add(&found)?;
            finished.insert(one.name.clone(), found);
        }
        Ok(())
    }
}

/// Whether a tenant was simulated with the values that it has.
fn is_finished(one: &TenantRow, finished: &Finished) -> bool {
    finished
        .get(&one.name)
        .is_some_and(|found| found.values == one.values)
}

/// The command that makes a fleet again that was saved as `name`: table and scenario are not in it.
pub fn repeat_again(found: &Fleet, name: &str) -> String {
    let line = CommandLine::new("fleet").word("TENANTS.csv --scenario SCENARIO");
    format!(
        "{} ({name} does not hold them)",
        line.draws(Some(found.replications), found.seed).line()
    )
}

/// The HTML report, the table and the chart of a fleet.
pub fn files(found: &Fleet, repeat: &str) -> Result<Files, CliError> {
    let (name, bytes) = csv::fleet(found)?;
    let chart = chart::fleet(found)?;
    let page = html::fleet(found, &chart, repeat);
    let mut files: Files = vec![(name.to_owned(), bytes)];
    files.extend(pictures("fleet", &chart)?);
    files.push((PAGE.to_owned(), page.into_bytes()));
    Ok(files)
}
