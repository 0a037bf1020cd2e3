//! The provisioning service's own times and rules.

use crate::kernel::QuantileTable;
use crate::kernel::sample::LogNormal;
use crate::model::parameters::{Parameter, Values};
use crate::units::SimDuration;

/// Times that the service itself takes.
pub(super) struct Evaluation {
    mean_secs: f64,
    page_mean_secs: f64,
    /// Of mean one.
    variation: QuantileTable,
}

impl Evaluation {
    pub fn new(values: &Values) -> Self {
        Self {
            mean_secs: values[Parameter::Evaluation],
            page_mean_secs: values[Parameter::PageRead],
            variation: QuantileTable::new(LogNormal::from_mean_and_cv(
                1.0,
                values[Parameter::EvaluationCv],
            )),
        }
    }

    pub fn object(&self, unit: f64) -> SimDuration {
        SimDuration::from_secs_f64(self.mean_secs * self.variation.at(unit))
    }

    pub fn page_read(&self, unit: f64) -> SimDuration {
        SimDuration::from_secs_f64(self.page_mean_secs * self.variation.at(unit))
    }
}

/// Whole numbers that the steps of a task ask for again and again.
pub(super) struct Rules {
    pub matching_attributes: u64,
    pub licences: u64,
    pub retries_in_cycle: u64,
    pub refusals_before_escrow: u64,
    pub failures_in_a_row: u64,
}

impl Rules {
    pub fn new(values: &Values) -> Self {
        Self {
            matching_attributes: values.count(Parameter::MatchingAttributes).max(1),
            licences: values.count(Parameter::Licences),
            retries_in_cycle: values.count(Parameter::RetriesInCycle),
            refusals_before_escrow: values.count(Parameter::RefusalsBeforeEscrow),
            failures_in_a_row: values.count(Parameter::FailuresInARow),
        }
    }
}
