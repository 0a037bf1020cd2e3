//! Statistics of simulation output: pure functions on slices.

mod beta;
mod first_order;
mod histogram;
mod interval;
mod mean;
mod moments;
mod multiple;
mod points;
mod quantile;
mod ranks;
mod rising_line;
mod skewed;
mod straight_lines;
mod student;
mod survival;
#[cfg(test)]
mod tested;
mod weighted;

/// The 95th percentile of the standard normal distribution: from a standard deviation to a 90 % interval, either way.
pub const NORMAL_P95: f64 = 1.644_853_626_951_472_2;

pub use first_order::{FirstOrder, first_order};
pub use histogram::{Histogram, histogram};
pub use interval::{QuantileInterval, QuantileRanks, quantile_interval, quantile_ranks, wilson};
pub use mean::{MeanInterval, PairedDifference, mean_interval, paired, unpaired};
pub use multiple::{bonferroni, told_apart};
pub use points::even_point;
pub use quantile::{quantile, sorted};
pub use ranks::{Fifths, fifths, rank_correlation};
pub use rising_line::{RisingLine, rising_line};
pub use skewed::{Enclosed, common_variation, skewed_mean};
pub use student::student_quantile;
pub use survival::{Delays, EndedDelays};
#[cfg(test)]
pub(crate) use tested::lognormals;
pub use weighted::Weighted;
