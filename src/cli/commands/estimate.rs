//! `cyclecast estimate`: a forecast from a few numbers, beside what the documents say.

use std::path::PathBuf;

use clap::Args;

use crate::asked::{Asked, Numbers, Source, scenario_text};
use crate::cli::destinations::{Destinations, bytes_expected};
use crate::cli::exit::{CliError, Exit, print};
use crate::cli::options::Common;
use crate::cli::simulation::{session, simulate};
use crate::experiment::outcome::{Estimate, Metric, Outcome, reproduction};
use crate::experiment::{Forecast, directory_per_assigned, formula_minutes, objects_in_scope};
use crate::model::{Connector, ScopeMode};
use crate::reference::{timing_row, why_it_differs};
use crate::report::terminal::{self, Band};
use crate::scenario::Scenario;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast estimate --users 500\n  cyclecast estimate --users 10000 --groups 40 --members 25000 --directory-users 40000\n  cyclecast estimate --scope all-users --users 8k --matched-share \"25 %\"\n  cyclecast estimate --users 6_000 --limit \"300 per min\"\n  cyclecast estimate --users 500 --print-scenario > mine.toml"
)]
pub struct EstimateOptions {
    #[command(flatten)]
    pub numbers: Numbers,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the outcome document, tables and charts [default: none is written].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Print the scenario file that these numbers make, and simulate nothing.
    #[arg(long)]
    pub print_scenario: bool,
}

const MILLIS_PER_MINUTE: f64 = 60e3;

pub fn run(options: &EstimateOptions) -> Result<Exit, CliError> {
    let text = scenario_text(&options.numbers).map_err(CliError::Usage)?;
    if options.print_scenario {
        print(&text)?;
        return Ok(Exit::Fine);
    }
    let common = &options.common;
    let source = Source::of_text("command line", "estimate", text).with(&common.settings.set)?;
    let Asked {
        scenario,
        plan,
        precision,
        manifest,
    } = Asked::of(&source, common.wanted(None)?, None)?;
    let destinations = Destinations::prepare(
        options.output.as_deref(),
        common.json.as_deref(),
        bytes_expected(&scenario, &plan),
        common.manner,
    )?;
    let forecast = Forecast {
        manifest,
        precision,
        ..Forecast::new(&scenario, session(plan))
    };
    let outcome = simulate(&forecast, None, common.manner)?;
    destinations.deliver_outcome(&outcome, Vec::new(), &comparison(&scenario, &outcome))
}

fn comparison(scenario: &Scenario, outcome: &Outcome) -> String {
    let objects = objects_in_scope(&outcome.replications);
    let scope = scenario.setup.scope;
    let (low, high) = formula_minutes(objects);
    let (low, high) = (low * MILLIS_PER_MINUTE, high * MILLIS_PER_MINUTE);
    let formula = "documented formula";
    let mut bands = vec![match scope {
        ScopeMode::Assigned => Band::range(formula, low, high, "0.01 N to 0.08 N minutes"),
        _ => Band::absent(formula, "none: the formulas are for assigned scope"),
    }];
    bands.push(match timing_row(scope, objects) {
        Some(row) => Band::table(row.low_min, row.high_min, &row.objects(), &row.range()),
        None => Band::absent("documented table", "no row for this scope and size"),
    });
    if let Some(summary) = outcome.summary(Metric::InitialCycle)
        && let (Some(p5), Some(p95)) = (summary.p5.value, summary.p95.value)
    {
        let how = "9 replications in 10 finish in this time";
        bands.push(Band::range("simulation", p5, p95, how));
    }
    let why = why_beside_the_table(scope, objects, outcome);
    let mut text = terminal::estimate(outcome, objects, &bands, &why);
    if scenario.setup.connector == Connector::Custom && scenario.setup.limits.is_empty() {
        text.push_str("\nWithout a rate limit a custom connector fares like a gallery one; --limit \"300 per min\" says what the target allows.\n");
    }
    text
}

/// Why the simulation lies elsewhere than the table's row, where it does.
fn why_beside_the_table(scope: ScopeMode, objects: u64, outcome: &Outcome) -> Vec<String> {
    let simulated = outcome.summary(Metric::InitialCycle).and_then(|summary| {
        let minutes = |found: Estimate| Some(found.value? / MILLIS_PER_MINUTE);
        Some(reproduction::Band {
            p5_minutes: minutes(summary.p5)?,
            p50_minutes: minutes(summary.p50)?,
            p95_minutes: minutes(summary.p95)?,
        })
    });
    let (Some(row), Some(simulated)) = (timing_row(scope, objects), simulated) else {
        return Vec::new();
    };
    let directory = directory_per_assigned(&outcome.replications);
    let directory = directory.filter(|_| scope == ScopeMode::Assigned);
    why_it_differs(row, objects, directory, &simulated)
}
