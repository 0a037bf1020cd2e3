//! `cyclecast sweep`: a scenario over a range of one or two of its keys.

use std::path::Path;

use crate::cli::args::SweepOptions;
use crate::cli::exit::{CliError, Exit};
use crate::cli::output::{Destinations, Files, PAGE, pictures, plan};
use crate::cli::progress::{Progress, watched};
use crate::cli::repeat::Repeat;
use crate::cli::source::Source;
use crate::experiment::outcome::sweep::{Axis, AxisValue, Sweep};
use crate::experiment::{Plan, Sweeping, Varied, sweep};
use crate::model::Setup;
use crate::report::{chart, csv, html, terminal};
use crate::scenario::{
    Expectation, ExpectedMetric, Variation, VariedValue, parse_condition, parse_variation,
};

/// Replications of each point, unless asked for otherwise.
const REPLICATIONS: u64 = 200;
/// More points than this take longer than anybody waits.
const MOST_POINTS: usize = 1_000;

pub(in crate::cli) fn run(options: &SweepOptions) -> Result<Exit, CliError> {
    let variations = variations(&options.vary)?;
    let until = options.until.as_deref().map(condition).transpose()?;
    if until.is_some() && variations.len() > 1 {
        return Err(CliError::Usage(
            "--until looks along one key\n  help: vary one key, or leave --until out".to_owned(),
        ));
    }
    let metric = metric(options.metric.as_deref(), until.as_ref())?;
    let mut source = Source::read(&options.scenario, &options.common.settings)?;
    let scenario = source.scenario()?;
    let mut plan = plan(&scenario, &options.common)?;
    if options.common.replications.is_none() {
        plan.replications = REPLICATIONS;
    }
    let folder = options.output.clone();
    let folder =
        folder.unwrap_or_else(|| Path::new("output").join(format!("{}-sweep", scenario.name)));
    let destinations = Destinations::prepare(
        Some(&folder),
        options.common.json.as_deref(),
        0,
        options.common.manner,
    )?;
    let points: usize = variations.iter().map(|one| one.values.len()).product();
    let number = (until.is_none()).then_some(points as u64 * plan.replications);
    let progress = Progress::new(number, "replications", options.common.manner.quiet);
    let asked = Sweeping {
        scenario: &scenario.name,
        metric,
        axes: variations.iter().map(axis).collect(),
        until: until.as_ref(),
    };
    let mut varied = Settings {
        source: &mut source,
        variations: &variations,
    };
    varied.can_be_set()?;
    let found = watched(plan, &progress, |session| {
        sweep(&asked, &mut varied, session)
    })?;
    let repeat = repeat(options, &source, &plan);
    let report = terminal::sweep(&found, &repeat);
    destinations.deliver(&found, || files(&found, &repeat), &report)?;
    Ok(Exit::Fine)
}

/// The HTML report, the table and the chart of a sweep.
pub(super) fn files(found: &Sweep, repeat: &str) -> Result<Files, CliError> {
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
        return Err(CliError::Usage(
            "more than two keys cannot be drawn\n  help: give --vary once or twice".to_owned(),
        ));
    }
    if let [one, other] = &variations[..]
        && one.key == other.key
    {
        return Err(CliError::Usage(format!(
            "--vary names {} twice\n  help: vary another key, or give more steps",
            one.key
        )));
    }
    let points: usize = variations.iter().map(|one| one.values.len()).product();
    if points > MOST_POINTS {
        return Err(CliError::Usage(format!(
            "{points} points are more than {MOST_POINTS}\n  help: give fewer steps: KEY=FROM..TO:STEPS"
        )));
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

fn metric(named: Option<&str>, until: Option<&Expectation>) -> Result<ExpectedMetric, CliError> {
    let Some(name) = named else {
        return Ok(until.map_or(ExpectedMetric::InitialCycle, |condition| condition.metric));
    };
    let known = || ExpectedMetric::all().filter(|metric| !metric.needs_horizon());
    known().find(|metric| metric.name() == name).ok_or_else(|| {
        let names: Vec<&str> = known().map(ExpectedMetric::name).collect();
        CliError::Usage(format!(
            "--metric {name}: there is none of this name\n  help: there are {}",
            names.join(", ")
        ))
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
struct Settings<'s> {
    source: &'s mut Source,
    variations: &'s [Variation],
}

impl Settings<'_> {
    /// Finds what is wrong with a value before anything is simulated: each is set once, beside the first of the other key.
    fn can_be_set(&mut self) -> Result<(), CliError> {
        let first = |variation: &Variation| variation.values.first().map_or(0.0, |one| one.number);
        let firsts: Vec<f64> = self.variations.iter().map(first).collect();
        let variations = self.variations;
        for (place, variation) in variations.iter().enumerate() {
            for value in &variation.values {
                let mut numbers = firsts.clone();
                numbers[place] = value.number;
                self.setup(&numbers)?;
            }
        }
        Ok(())
    }
}

impl Varied for Settings<'_> {
    type Error = CliError;

    fn setup(&mut self, numbers: &[f64]) -> Result<Setup, CliError> {
        let settings: Vec<(String, String)> = self
            .variations
            .iter()
            .zip(numbers)
            .map(|(variation, number)| (variation.key.clone(), variation.at(*number).toml))
            .collect();
        Ok(self.source.scenario_with(&settings)?.setup)
    }

    fn between(&self, number: f64) -> AxisValue {
        axis_value(&self.variations[0].at(number))
    }
}

fn repeat(options: &SweepOptions, source: &Source, plan: &Plan) -> String {
    Repeat::new("sweep")
        .scenario(source)
        .each("--vary", &options.vary)
        .option("--until", options.until.as_ref())
        .option("--metric", options.metric.as_ref())
        .common(&options.common, plan, options.output.as_deref())
        .line()
}
