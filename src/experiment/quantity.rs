//! What is measured in each replication: how it is called, and how it is read off a row.

use super::outcome::Unit;

/// A quantity with the metric `M` that is read off rows `R`.
pub(super) struct Quantity<M, R> {
    pub metric: M,
    pub label: &'static str,
    of: Reading<R>,
}

/// How a number is read off a row, which settles its unit.
pub(super) enum Reading<R> {
    /// Milliseconds until something is reached, if it is.
    Time(fn(&R) -> Option<u64>),
    /// Milliseconds that something lasts.
    Span(fn(&R) -> u64),
    /// A number of things.
    Count(fn(&R) -> u64),
    /// A number of things, on average.
    Mean(fn(&R) -> f64),
    /// So many a second.
    Rate(fn(&R) -> f64),
}

impl<M, R> Quantity<M, R> {
    pub const fn new(metric: M, label: &'static str, of: Reading<R>) -> Self {
        Self { metric, label, of }
    }

    /// The unit of its numbers.
    pub const fn unit(&self) -> Unit {
        match self.of {
            Reading::Time(_) | Reading::Span(_) => Unit::Milliseconds,
            Reading::Count(_) | Reading::Mean(_) => Unit::Count,
            Reading::Rate(_) => Unit::PerSecond,
        }
    }

    /// Its value in a replication; infinity stands for not reached.
    pub fn value(&self, row: &R) -> f64 {
        match self.of {
            Reading::Time(of) => of(row).map_or(f64::INFINITY, |time| time as f64),
            Reading::Span(of) | Reading::Count(of) => of(row) as f64,
            Reading::Mean(of) | Reading::Rate(of) => of(row),
        }
    }

    /// Its values in order of replication.
    pub fn values<'r>(&self, rows: impl IntoIterator<Item = &'r R>) -> Vec<f64>
    where
        R: 'r,
    {
        rows.into_iter().map(|row| self.value(row)).collect()
    }
}

/// The share of ascending values that is reached at all.
pub(super) fn reached_share(sorted: &[f64]) -> f64 {
    let finite = sorted.iter().filter(|value| value.is_finite());
    finite.count() as f64 / sorted.len().max(1) as f64
}
