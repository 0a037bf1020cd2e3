//! What is known of one number of the model: key, unit, default, bounds, meaning and origin.

use super::{Parameter, Uncertain};

/// What a row says, which is known when the program is built.
pub(super) type Text = &'static str;

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
    /// Fitted to the documented timing table, by `examples/calibration`: what of the table fixes it.
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

/// A row of the catalogue, to be completed by the origin of its default; bounds of durations are in seconds.
pub(super) const fn row(
    quantity: Quantity,
    parameter: Parameter,
    key: Text,
    default: Setting,
    bounds: (f64, f64),
    meaning: Text,
) -> Specification {
    Specification {
        parameter,
        key,
        quantity,
        default,
        bounds,
        origin: Origin::Assumed(""),
        meaning,
    }
}

/// The row of a share.
pub(super) const fn share(
    parameter: Parameter,
    key: Text,
    default: Setting,
    meaning: Text,
) -> Specification {
    row(
        Quantity::Share,
        parameter,
        key,
        default,
        (0.0, 1.0),
        meaning,
    )
}

impl Specification {
    /// The same row with how well its default is known.
    pub(super) const fn origin(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// Nothing published settles the default: why it is what it is.
    pub(super) const fn assumed(self, why: Text) -> Self {
        self.origin(Origin::Assumed(why))
    }

    /// A document gives the default: which, and where.
    pub(super) const fn documented(self, source: Text) -> Self {
        self.origin(Origin::Documented(source))
    }

    /// The default is fitted to the documented timing table: what of the table fixes it.
    pub(super) const fn calibrated(self, by: Text) -> Self {
        self.origin(Origin::Calibrated(by))
    }
}

/// A default that is one value.
pub(super) const fn fixed(value: f64) -> Setting {
    Setting::Value(Uncertain::Fixed(value))
}

/// A default that is a 90 % interval.
pub(super) const fn range(p5: f64, p95: f64) -> Setting {
    Setting::Value(Uncertain::Range { p5, p95 })
}

/// A default between two values above zero, each order of magnitude as likely.
pub(super) const fn log_uniform(low: f64, high: f64) -> Setting {
    Setting::Value(Uncertain::LogUniform { low, high })
}
