//! Replications, as far as their progress goes.

use crate::experiment::inputs;
use crate::experiment::percentiles::duration_ms;
use crate::experiment::replication_record::Curve;
use crate::experiment::session::{RunError, Session};
use crate::model::Inputs;
use crate::scenario::Scenario;

/// The initial cycle of one replication.
#[derive(Clone, Debug)]
pub(super) struct Course {
    pages: Curve,
    /// Milliseconds until its end; infinite where it has none within the horizon.
    pub duration_ms: f64,
    /// What was drawn for the uncertain inputs.
    pub inputs: Vec<f64>,
}

impl Course {
    /// When so many per cent of the pages were done, in milliseconds; infinite if they never were.
    pub fn reached_ms(&self, percent: usize) -> f64 {
        let reached = self.pages.at_percent(percent);
        reached.map_or(f64::INFINITY, |at_ms| at_ms as f64)
    }

    /// The share of the pages that is done after so many milliseconds, in whole per cent.
    pub fn percent_at(&self, at_ms: f64) -> usize {
        let reached = (1..=100).take_while(|percent| self.reached_ms(*percent) <= at_ms);
        reached.last().unwrap_or(0)
    }
}

/// Simulates replications that come next to those that there are, with the luck that `run` gives them, until there are so many.
pub(super) fn simulate(
    scenario: &Scenario,
    session: &Session<'_>,
    courses: &mut Vec<Course>,
    until: u64,
) -> Result<(), RunError> {
    let numbers: Vec<u64> = (courses.len() as u64..until).collect();
    let made = session.in_order(&numbers, |number, bench| {
        let one = bench.replication(&scenario.setup, Inputs::Drawn, &mut ())?;
        (session.progress)(1);
        Ok(Course {
            pages: Curve::from(&one.recorder.pages),
            duration_ms: duration_ms(&one.row(number)),
            inputs: inputs::of(scenario, &one),
        })
    })?;
    let is_whole = made.len() == numbers.len();
    courses.extend(made);
    is_whole.then_some(()).ok_or(RunError::Interrupted)
}

#[cfg(test)]
impl Course {
    /// A course that does its pages at an even pace.
    pub fn even(duration_ms: f64, inputs: Vec<f64>) -> Self {
        let reached = (0..=100).map(|percent| (duration_ms * f64::from(percent) / 100.0) as u64);
        Self {
            pages: reached.collect(),
            duration_ms,
            inputs,
        }
    }
}
