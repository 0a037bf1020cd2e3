//! `cyclecast sweep`: a scenario over a range of one or two of its keys.

use std::path::PathBuf;

use clap::Args;

use super::compared::Question;
use crate::cli::asked::{Asked, Wanted};
use crate::cli::command_line::CommandLine;
use crate::cli::destinations::{PAGE, pictures};
use crate::cli::exit::{CliError, Exit};
use crate::cli::folder::Files;
use crate::cli::options::Common;
use crate::cli::scenario_source::{Setting, Source};
use crate::experiment::outcome::sweep::{Axis, AxisValue, Sweep};
use crate::experiment::{Sweeping, Varied, sweep};
use crate::model::Setup;
use crate::report::{chart, csv, html, terminal};
use crate::scenario::{
    Expectation, ExpectedMetric, Metric, Variation, VariedValue, parse_condition, parse_variation,
};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast sweep tenant.toml --vary target.latency.user_post=100ms..2s:8:log\n  cyclecast sweep tenant.toml --vary job.connections=1..16 --vary \"job.members_per_patch=1|20|100\"\n  cyclecast sweep tenant.toml --vary \"target.limit.api.calls=60..600 per min\"\n  cyclecast sweep tenant.toml --vary split.jobs=1..8\n  cyclecast sweep tenant.toml --vary target.capacity=1..64:log --until \"initial_cycle.p95 < 24 h\"\n\nOnly the initial cycle is looked at. Every point is simulated with the same luck [default: 200 replications]."
)]
pub struct SweepOptions {
    /// The scenario file; `-` reads it from standard input.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// A key and its values, once or twice: KEY=FROM..TO, KEY=FROM..TO:STEPS, KEY=FROM..TO:STEPS:log or KEY=ONE|OTHER.
    #[arg(long, value_name = "KEY=VALUES", required = true)]
    pub vary: Vec<String>,
    /// Search for the value of the key at which this turns, for example "initial_cycle.p95 < 24 h".
    #[arg(long, value_name = "CONDITION")]
    pub until: Option<String>,
    /// What is measured, a quantity of the initial cycle [default: initial_cycle, or that of --until].
    #[arg(long, value_name = "NAME")]
    pub metric: Option<String>,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the document, the table and the chart [default: output/<scenario name>-sweep].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Replications of each point, unless asked for otherwise.
const REPLICATIONS: u64 = 200;
/// More points than this take longer than anybody waits.
const MOST_POINTS: usize = 1_000;

pub fn run(options: &SweepOptions) -> Result<Exit, CliError> {
    let variations = variations(&options.vary)?;
    let until = options.until.as_deref().map(condition).transpose()?;
    if until.is_some() && variations.len() > 1 {
        let message = "--until looks along one key";
        let help = "vary one key, or leave --until out";
        return Err(CliError::usage(message, help));
    }
    let metric = metric(options.metric.as_deref(), until.as_ref())?;
    let common = &options.common;
    let source = Source::read(&options.scenario, &common.settings.set)?;
    let wanted = Wanted::of(common, Some(REPLICATIONS))?;
    let Asked { scenario, plan, .. } = Asked::of(&source, wanted, None)?;
    let line = CommandLine::new("sweep")
        .scenario(source.path())
        .each("--vary", &options.vary)
        .option("--until", options.until.as_ref())
        .option("--metric", options.metric.as_ref());
    let folder = format!("{}-sweep", scenario.name);
    let question = Question::new(line, &folder, common, options.output.as_deref(), plan)?;
    let points: usize = variations.iter().map(|one| one.values.len()).product();
    let all = (until.is_none()).then_some(points as u64 * plan.replications);
    let asked = Sweeping {
        scenario: &scenario.name,
        metric,
        axes: variations.iter().map(axis).collect(),
        until: until.as_ref(),
    };
    let mut varied = Points {
        source: &source,
        variations: &variations,
    };
    varied.can_be_set()?;
    let found = question.simulate(all, |session| sweep(&asked, &mut varied, session))?;
    let repeat = question.repeat.clone();
    let report = terminal::sweep(&found, &repeat);
    question.deliver(&found, || files(&found, &repeat), &report)?;
    Ok(Exit::Fine)
}

/// The command that makes a sweep again that was saved as `name`: its scenario is not in it.
pub fn repeat_again(found: &Sweep, name: &str) -> String {
    let line = CommandLine::new("sweep").word("SCENARIO with the keys above,");
    format!(
        "{} ({name} does not hold the scenario)",
        line.draws(Some(found.replications), found.seed).line()
    )
}

/// The HTML report, the table and the chart of a sweep.
pub fn files(found: &Sweep, repeat: &str) -> Result<Files, CliError> {
    let (name, bytes) = csv::sweep(found)?;
    let chart = chart::sweep(found)?;
    let page = html::sweep(found, &chart, repeat);
    let mut files: Files = vec![(name.to_owned(), bytes)];
    files.extend(pictures("sweep", &chart)?);
    files.push((PAGE.to_owned(), page.into_bytes()));
    Ok(files)
}

fn variations(texts: &[String]) -> Result<Vec<Variation>, CliError> {
    let wrong = |wrong| CliError::Usage(format!("--vary {wrong}"));
    let variations = texts
        .iter()
        .map(|text| parse_variation(text).map_err(wrong));
    let variations = variations.collect::<Result<Vec<_>, _>>()?;
    if variations.len() > 2 {
        let message = "more than two keys cannot be drawn";
        return Err(CliError::usage(message, "give --vary once or twice"));
    }
    if let [one, other] = &variations[..]
        && one.key == other.key
    {
        let message = format!("--vary names {} twice", one.key);
        let help = "vary another key, or give more steps";
        return Err(CliError::usage(message, help));
    }
    let points: usize = variations.iter().map(|one| one.values.len()).product();
    if points > MOST_POINTS {
        let message = format!("{points} points are more than {MOST_POINTS}");
        let help = "give fewer steps: KEY=FROM..TO:STEPS";
        return Err(CliError::usage(message, help));
    }
    Ok(variations)
}

fn condition(text: &str) -> Result<Expectation, CliError> {
    let wrong = |wrong| CliError::Usage(format!("--until: {wrong}"));
    let condition = parse_condition(text).map_err(wrong)?;
    if condition.metric.needs_horizon() {
        return Err(CliError::Usage(format!(
            "--until: {} takes a horizon, and a sweep looks at the initial cycle\n  help: for example \"initial_cycle.p95 < 24 h\"",
            condition.key
        )));
    }
    Ok(condition)
}

fn metric(named: Option<&str>, until: Option<&Expectation>) -> Result<Metric, CliError> {
    let Some(name) = named else {
        let of_condition = until.and_then(|condition| condition.metric.measured());
        return Ok(of_condition.unwrap_or(Metric::InitialCycle));
    };
    let known = || ExpectedMetric::all().filter(|metric| !metric.needs_horizon());
    let found = known().find(|metric| metric.name() == name);
    found.and_then(ExpectedMetric::measured).ok_or_else(|| {
        let names: Vec<&str> = known().map(ExpectedMetric::name).collect();
        let message = format!("--metric {name}: there is none of this name");
        let help = format!("there are {}", names.join(", "));
        CliError::usage(message, help)
    })
}

fn axis(variation: &Variation) -> Axis {
    Axis {
        key: variation.key.clone(),
        unit: variation.unit.unwrap_or("name").to_owned(),
        is_logarithmic: variation.is_logarithmic,
        values: variation.values.iter().map(axis_value).collect(),
    }
}

fn axis_value(value: &VariedValue) -> AxisValue {
    AxisValue {
        value: value.number,
        text: value.text.clone(),
    }
}

/// The scenario with the varied keys set.
struct Points<'s> {
    source: &'s Source,
    variations: &'s [Variation],
}

impl Points<'_> {
    /// Finds what is wrong with a value before anything is simulated: each is set once, beside the first of the other key.
    fn can_be_set(&mut self) -> Result<(), CliError> {
        let first = |variation: &Variation| variation.values.first().map_or(0.0, |one| one.number);
        let firsts: Vec<f64> = self.variations.iter().map(first).collect();
        let variations = self.variations;
        for (key, variation) in variations.iter().enumerate() {
            for value in &variation.values {
                let mut numbers = firsts.clone();
                numbers[key] = value.number;
                self.setup(&numbers)?;
            }
        }
        Ok(())
    }
}

impl Varied for Points<'_> {
    type Error = CliError;

    fn setup(&mut self, numbers: &[f64]) -> Result<Setup, CliError> {
        let settings: Vec<Setting> = self
            .variations
            .iter()
            .zip(numbers)
            .map(|(variation, number)| (variation.key.clone(), variation.at(*number).toml))
            .collect();
        Ok(self.source.scenario(&settings)?.scenario.setup)
    }

    fn between(&self, number: f64) -> AxisValue {
        axis_value(&self.variations[0].at(number))
    }
}
