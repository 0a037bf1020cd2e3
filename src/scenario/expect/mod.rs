//! What is expected of a scenario: thresholds such as `initial_cycle.p95` `< 36 h`.

mod condition;
mod metric;

pub use condition::parse_condition;
pub use metric::{ExpectedMetric, ExpectedUnit, Metric};

pub(super) use condition::{condition, split_key, statistic};
pub(super) use metric::{definitions, metric, schema};

/// One threshold of `[expect]`, or of a condition elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// What is looked at: `initial_cycle.p95`.
    pub key: String,
    /// What is measured in each replication.
    pub metric: ExpectedMetric,
    /// What is taken of it over the replications.
    pub statistic: Statistic,
    /// On which side of the limit it shall be.
    pub comparison: Comparison,
    /// The limit: seconds, a number of things, things per second, or a share between zero and one.
    pub limit: f64,
    /// The condition as it was written, with single spaces: `< 36 h`.
    pub condition: String,
    /// Whether it is met where there is nothing to look at, which it says by ending in `or none`.
    pub or_none: bool,
}

/// What is taken of a quantity over the replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// The mean.
    Mean,
    /// A whole percentile, 1 to 99.
    Percentile(u8),
    /// The share of the replications in which it happens.
    Share,
}

impl Statistic {
    /// Its name in a scenario: `mean`, `p95` or `share`.
    pub fn name(self) -> String {
        match self {
            Self::Mean => "mean".to_owned(),
            Self::Percentile(percent) => format!("p{percent}"),
            Self::Share => "share".to_owned(),
        }
    }
}

/// On which side of a limit something shall be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Less than the limit.
    Below,
    /// The limit or less.
    AtMost,
    /// More than the limit.
    Above,
    /// The limit or more.
    AtLeast,
}

impl Comparison {
    /// Every comparison with its symbol, those of two characters first.
    pub(super) const SYMBOLS: [(&'static str, Self); 4] = [
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("<", Self::Below),
        (">", Self::Above),
    ];

    /// Whether `found` is on this side of `limit`.
    ///
    /// ```
    /// use cyclecast::scenario::Comparison;
    ///
    /// assert!(Comparison::AtMost.holds(24.0, 24.0));
    /// assert!(!Comparison::Below.holds(24.0, 24.0));
    /// assert!(!Comparison::Above.holds(f64::NAN, 24.0));
    /// ```
    pub fn holds(self, found: f64, limit: f64) -> bool {
        match self {
            Self::Below => found < limit,
            Self::AtMost => found <= limit,
            Self::Above => found > limit,
            Self::AtLeast => found >= limit,
        }
    }
}
