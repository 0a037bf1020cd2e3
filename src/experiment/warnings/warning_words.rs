//! How a warning is put together, and its numbers written.

use crate::experiment::outcome::{Metric, Outcome, Warning};

pub fn warn(code: &str, message: String, remedy: &str) -> Warning {
    Warning {
        code: code.to_owned(),
        message,
        remedy: remedy.to_owned(),
    }
}

pub fn median_of(outcome: &Outcome, metric: Metric) -> f64 {
    outcome
        .summary(metric)
        .and_then(|summary| summary.p50.value)
        .unwrap_or_default()
}
