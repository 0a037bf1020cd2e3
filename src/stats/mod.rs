//! Statistics of simulation output: pure functions on slices.

mod histogram;
mod interval;
mod least_squares;
mod points;
mod quantile;
mod survival;

/// The 95th percentile of the standard normal distribution: from a standard deviation to a 90 % interval, either way.
pub const NORMAL_P95: f64 = 1.644_853_626_951_472_2;

pub use histogram::{Histogram, histogram};
pub use interval::{QuantileRanks, quantile_ranks, wilson};
pub use least_squares::{Fit, Prior, least_squares};
pub use points::even_point;
pub use quantile::{quantile, sorted};
pub use survival::Delays;
