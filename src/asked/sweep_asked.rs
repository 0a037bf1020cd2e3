//! What a sweep varies, measures and looks for.

use super::asked_error::AskedError;
use super::scenario_source::{Setting, Source};
use crate::experiment::outcome::sweep::{Axis, AxisValue};
use crate::experiment::{Sweeping, Varied};
use crate::model::Setup;
use crate::scenario::{
    Expectation, ExpectedMetric, Metric, Variation, VariedValue, parse_condition, parse_variation,
};

/// Replications of each point, unless asked for otherwise.
pub const SWEEP_REPLICATIONS: u64 = 200;
/// More points than this take longer than anybody waits.
const MOST_POINTS: usize = 1_000;

/// What is varied, measured and looked for.
#[derive(Clone, Debug)]
pub struct SweepAsked {
    variations: Vec<Variation>,
    until: Option<Expectation>,
    metric: Metric,
}

impl SweepAsked {
    /// Reads what is varied, `KEY=VALUES` once or twice, the condition that is looked for, and the name of what is measured.
    ///
    /// # Errors
    /// What of it cannot be read, or not together.
    pub fn parse(
        vary: &[String],
        until: Option<&str>,
        named: Option<&str>,
    ) -> Result<Self, AskedError> {
        let variations = variations(vary)?;
        let until = until.map(condition).transpose()?;
        if until.is_some() && variations.len() > 1 {
            let message = "a condition is looked for along one key";
            let help = "vary one key, or look for no condition";
            return Err(AskedError::usage(message, help));
        }
        let metric = metric(named, until.as_ref())?;
        Ok(Self {
            variations,
            until,
            metric,
        })
    }

    /// How many replications it takes, so many a point; nobody knows where a condition is looked for.
    pub fn replications(&self, a_point: u64) -> Option<u64> {
        let points = self.variations.iter().map(|one| one.values.len() as u64);
        let is_known = self.until.is_none();
        is_known.then(|| points.product::<u64>() * a_point)
    }

    /// The sweep of the scenario of this name.
    pub fn sweeping<'s>(&'s self, scenario: &'s str) -> Sweeping<'s> {
        Sweeping {
            scenario,
            metric: self.metric,
            axes: self.variations.iter().map(axis).collect(),
            until: self.until.as_ref(),
        }
    }

    /// The points of a scenario, every value of which is found to be right.
    ///
    /// # Errors
    /// What is wrong with a value.
    pub fn points<'s>(&'s self, source: &'s Source) -> Result<Points<'s>, AskedError> {
        let mut points = Points {
            source,
            variations: &self.variations,
        };
        points.can_be_set()?;
        Ok(points)
    }
}

fn variations(texts: &[String]) -> Result<Vec<Variation>, AskedError> {
    let variations = texts.iter();
    let variations = variations.map(|text| parse_variation(text).map_err(AskedError::Usage));
    let variations = variations.collect::<Result<Vec<_>, _>>()?;
    if variations.len() > 2 {
        let message = "more than two keys cannot be drawn";
        return Err(AskedError::usage(message, "vary one key or two"));
    }
    if let [one, other] = &variations[..]
        && one.key == other.key
    {
        let message = format!("{} is varied twice", one.key);
        let help = "vary another key, or give more steps";
        return Err(AskedError::usage(message, help));
    }
    let points: usize = variations.iter().map(|one| one.values.len()).product();
    if points > MOST_POINTS {
        let message = format!("{points} points are more than {MOST_POINTS}");
        let help = "give fewer steps: KEY=FROM..TO:STEPS";
        return Err(AskedError::usage(message, help));
    }
    Ok(variations)
}

fn condition(text: &str) -> Result<Expectation, AskedError> {
    let condition = parse_condition(text).map_err(AskedError::Usage)?;
    if condition.metric.needs_horizon() {
        return Err(AskedError::Usage(format!(
            "{} takes a horizon, and a sweep looks at the initial cycle\n  help: for example \"initial_cycle.p95 < 24 h\"",
            condition.key
        )));
    }
    Ok(condition)
}

fn metric(named: Option<&str>, until: Option<&Expectation>) -> Result<Metric, AskedError> {
    let Some(name) = named else {
        let of_condition = until.and_then(|condition| condition.metric.measured());
        return Ok(of_condition.unwrap_or(Metric::InitialCycle));
    };
    let known = || ExpectedMetric::all().filter(|metric| !metric.needs_horizon());
    let found = known().find(|metric| metric.name() == name);
    found.and_then(ExpectedMetric::measured).ok_or_else(|| {
        let names: Vec<&str> = known().map(ExpectedMetric::name).collect();
        let message = format!("there is no metric {name}");
        let help = format!("there are {}", names.join(", "));
        AskedError::usage(message, help)
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
pub struct Points<'s> {
    source: &'s Source,
    variations: &'s [Variation],
}

impl Points<'_> {
    /// What is set at a point over what the scenario says.
    pub fn settings(&self, numbers: &[f64]) -> Vec<Setting> {
        let varied = self.variations.iter().zip(numbers);
        varied
            .map(|(variation, number)| (variation.key.clone(), variation.at(*number).toml))
            .collect()
    }

    /// Finds what is wrong with a value before anything is simulated: each is set once, beside the first of the other key.
    fn can_be_set(&mut self) -> Result<(), AskedError> {
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
    type Error = AskedError;

    fn setup(&mut self, numbers: &[f64]) -> Result<Setup, AskedError> {
        Ok(self
            .source
            .scenario(&self.settings(numbers))?
            .scenario
            .setup)
    }

    fn between(&self, number: f64) -> AxisValue {
        axis_value(&self.variations[0].at(number))
    }
}
