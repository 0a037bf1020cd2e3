//! Statistics of simulation output: pure functions on slices.

mod beta;
mod fifths;
mod first_order;
mod histogram;
mod interval;
mod mean;
mod moments;
mod multiple;
mod paired;
mod points;
mod quantile;
mod ranks;
mod straight_lines;
mod student;
mod survival;
mod unpaired;

/// The 95th percentile of the standard normal distribution: from a standard deviation to a 90 % interval, either way.
pub const NORMAL_P95: f64 = 1.644_853_626_951_472_2;

pub use fifths::{Fifths, fifths};
pub use first_order::{FirstOrder, first_order};
pub use histogram::{Histogram, histogram};
pub use interval::{QuantileInterval, QuantileRanks, quantile_interval, quantile_ranks, wilson};
pub use mean::{MeanInterval, mean_interval};
pub use multiple::{bonferroni, told_apart};
pub use paired::{PairedDifference, paired};
pub use points::even_point;
pub use quantile::{quantile, sorted};
pub use ranks::rank_correlation;
pub use student::student_quantile;
pub use survival::Delays;
pub use unpaired::unpaired;
