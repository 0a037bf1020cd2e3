//! Every number of the model: its key, unit, default, bounds, meaning and origin.
//!
//! The catalogue is the single source for the scenario parser, the JSON Schema, `cyclecast check` and the
//! reference page. A value is never just a number: it says how well it is known.

// Printed by a command, whose layout it keeps.
#[rustfmt::skip]
pub mod calibration;
mod catalogue_errors;
mod catalogue_job;
mod catalogue_latency;
mod catalogue_life;
mod catalogue_service;
mod catalogue_target;
mod catalogue_tenant;
mod parameter;
mod uncertain;

pub use catalogue_tenant::{GROUPS_PER_USER, MEMBERSHIPS_PER_USER};
pub use parameter::{Parameter, Values};
pub use uncertain::Uncertain;

/// What a number counts or measures, and so how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// A length of time, kept in seconds, written `"40 min"`.
    Duration,
    /// A whole number of things, written `10_000`.
    Count,
    /// A share between zero and one, written `0.02` or `"2 %"`.
    Share,
    /// A number without a unit.
    Factor,
}

/// How well a value is known, and why it is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A document says so: which, and where.
    Documented(&'static str),
    /// Fitted to the documented timing table, by `cyclecast reproduce --refit`: what of the table fixes it.
    Calibrated(&'static str),
    /// Nothing published settles it: why this value.
    Assumed(&'static str),
}

/// How a parameter is set: by a value, or by a rule that follows other numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// A value or a distribution.
    Value(Uncertain),
    /// So many for each user of the directory.
    PerDirectoryUser(f64),
    /// So many for each user who is assigned, or for each user of the directory where the scope is everyone.
    PerScopedUser(f64),
    /// The assigned users times [`Parameter::UsersPerAssigned`], at most [`Parameter::UsersCap`].
    DirectoryOfAssigned,
    /// The users of the directory divided by [`Parameter::UsersPerAssigned`].
    AssignedOfDirectory,
    /// The value of another parameter, which is set by a value itself.
    SameAs(Parameter),
}

impl From<Uncertain> for Setting {
    fn from(value: Uncertain) -> Self {
        Self::Value(value)
    }
}

/// One row of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Specification {
    /// Which parameter this is.
    pub parameter: Parameter,
    /// Dotted key in a scenario file.
    pub key: &'static str,
    /// What it measures.
    pub quantity: Quantity,
    /// Its value when the scenario is silent.
    pub default: Setting,
    /// The smallest and the largest value that make sense; for durations in seconds.
    pub bounds: (f64, f64),
    /// How well the default is known.
    pub origin: Origin,
    /// What it means, in one sentence.
    pub meaning: &'static str,
}

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

/// A default that is one value.
const fn fixed(value: f64) -> Setting {
    Setting::Value(Uncertain::Fixed(value))
}

/// A default that is a 90 % interval.
const fn range(p5: f64, p95: f64) -> Setting {
    Setting::Value(Uncertain::Range { p5, p95 })
}

/// A default between two values above zero, each order of magnitude as likely.
const fn log_uniform(low: f64, high: f64) -> Setting {
    Setting::Value(Uncertain::LogUniform { low, high })
}

/// A share whose default is assumed.
const fn share(
    parameter: Parameter,
    key: &'static str,
    default: f64,
    why: &'static str,
    meaning: &'static str,
) -> Specification {
    Specification {
        parameter,
        key,
        quantity: Quantity::Share,
        default: fixed(default),
        bounds: (0.0, 1.0),
        origin: Origin::Assumed(why),
        meaning,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_catalogue_lists_every_parameter_once_and_in_order() {
        let listed: Vec<Parameter> = catalogue().map(|row| row.parameter).collect();
        assert_eq!(listed, Parameter::ALL);
        let keys: HashSet<&str> = catalogue().map(|row| row.key).collect();
        assert_eq!(keys.len(), Parameter::ALL.len());
    }

    #[test]
    fn every_default_lies_within_its_bounds() {
        for row in catalogue() {
            if let Setting::Value(value) = &row.default {
                let (low, high) = value.extent();
                assert!(low >= row.bounds.0 && high <= row.bounds.1, "{}", row.key);
            }
        }
    }

    #[test]
    fn every_parameter_says_what_it_means_and_why() {
        for row in catalogue() {
            let (Origin::Documented(why) | Origin::Calibrated(why) | Origin::Assumed(why)) =
                row.origin;
            assert!(why.len() > 15 && row.meaning.len() > 15, "{}", row.key);
            assert!(row.meaning.ends_with('.'), "{}", row.key);
        }
    }
}
