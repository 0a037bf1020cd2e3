//! Every parameter of the model, put together from its sections.

use super::Parameter;
use super::catalogue_errors::ERRORS;
use super::catalogue_job::{COURSE, JOB};
use super::catalogue_life::LIFE;
use super::catalogue_service::SERVICE;
use super::catalogue_target::TARGET;
use super::catalogue_tenant::TENANT;
use super::specification::{Setting, Specification};

/// Every parameter, section by section, in the order in which they are listed everywhere.
pub fn catalogue() -> impl Iterator<Item = &'static Specification> {
    let lists = [TENANT, JOB, SERVICE, COURSE, TARGET, ERRORS, LIFE];
    lists.into_iter().flatten()
}

/// The times that the service itself takes, and how they vary: what no measurement at an endpoint tells.
pub fn service_times() -> impl Iterator<Item = &'static Specification> {
    SERVICE.iter()
}

/// The middle of a parameter's default; zero where the default follows from other numbers.
pub fn usual(parameter: Parameter) -> f64 {
    let row = catalogue().find(|row| row.parameter == parameter);
    match row.map(|row| &row.default) {
        Some(Setting::Value(value)) => value.median(),
        _ => 0.0,
    }
}
