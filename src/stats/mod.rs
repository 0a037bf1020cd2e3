//! Statistics of simulation output: pure functions on slices.

mod histogram;
mod interval;
mod quantile;

pub use histogram::{Histogram, histogram};
pub use interval::{QuantileRanks, quantile_ranks, wilson};
pub use quantile::{quantile, sorted};
