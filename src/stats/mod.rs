//! Statistics of simulation output: pure functions on slices.

mod histogram;
mod interval;
mod least_squares;
mod points;
mod quantile;

pub use histogram::{Histogram, histogram};
pub use interval::{QuantileRanks, quantile_ranks, wilson};
pub use least_squares::{Fit, Prior, least_squares};
pub use points::even_point;
pub use quantile::{quantile, sorted};
