//! Every parameter of the model, put together from its sections.

use super::specification::{Setting, Specification};
use super::{
    Parameter, catalogue_errors, catalogue_job, catalogue_latency, catalogue_life,
    catalogue_service, catalogue_target, catalogue_tenant,
};

/// Every parameter, section by section, in the order in which they are listed everywhere.
pub fn catalogue() -> impl Iterator<Item = &'static Specification> {
    catalogue_tenant::TENANT
        .iter()
        .chain(catalogue_job::JOB)
        .chain(catalogue_service::SERVICE)
        .chain(catalogue_job::COURSE)
        .chain(catalogue_latency::LATENCY)
        .chain(catalogue_target::TARGET)
        .chain(catalogue_errors::ERRORS)
        .chain(catalogue_life::LIFE)
}

/// The times that the service itself takes, and how they vary: what no measurement at an endpoint tells.
pub fn service_times() -> impl Iterator<Item = &'static Specification> {
    catalogue_service::SERVICE.iter()
}

/// The middle of a parameter's default; zero where the default follows from other numbers.
pub fn usual(parameter: Parameter) -> f64 {
    let row = catalogue().find(|row| row.parameter == parameter);
    match row.map(|row| &row.default) {
        Some(Setting::Value(value)) => value.median(),
        _ => 0.0,
    }
}
