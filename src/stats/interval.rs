//! Confidence intervals that assume nothing about the distribution.

use super::quantile::quantile;

/// The normal quantile of a two-sided 95 % interval.
const Z_95: f64 = 1.959_963_984_540_054;

/// Ranks (from one) of the order statistics that enclose a quantile; a side is absent when the sample is
/// too small to bound it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuantileRanks {
    /// Rank of the lower end.
    pub low: Option<usize>,
    /// Rank of the upper end.
    pub high: Option<usize>,
}

/// Ranks whose order statistics enclose the `p`-quantile of any distribution with confidence `level`.
///
/// The number of values at or below the quantile is binomial (n, p), so the ranks are binomial quantiles,
/// with at most (1 − level) / 2 left out on either side. See the OpenTURNS manual, quantile intervals by order
/// statistics, and Law, Simulation Modeling and Analysis, chapter 9.
///
/// ```
/// use cyclecast::stats::quantile_ranks;
/// // 72 replications are the fewest that bound the 95th percentile from above with 2.5 % a side.
/// assert_eq!(quantile_ranks(71, 0.95, 0.95).high, None);
/// assert_eq!(quantile_ranks(72, 0.95, 0.95).high, Some(72));
/// ```
pub fn quantile_ranks(n: usize, p: f64, level: f64) -> QuantileRanks {
    let outside = (1.0 - level) / 2.0;
    // Lower end: the largest rank l with P(fewer than l values at or below the quantile) <= outside.
    // Upper end: the smallest rank u with P(at least u values below the quantile) <= outside.
    let mut below = 0.0;
    let mut low = None;
    let mut high = None;
    // What is ten standard deviations below the mean adds nothing that a number near one has digits for.
    let (mean, variance) = (n as f64 * p, n as f64 * p * (1.0 - p));
    let first = (mean - 10.0 * libm::sqrt(variance) - 10.0).max(0.0) as usize;
    for k in first..n {
        below += binomial_probability(n, k, p);
        if below <= outside {
            low = Some(k + 1);
        }
        if 1.0 - below <= outside {
            high = Some(k + 1);
            break;
        }
    }
    QuantileRanks { low, high }
}

impl QuantileRanks {
    /// The `p`-quantile of ascending values, with those at these ranks as the ends of its interval.
    ///
    /// The ranks are to be those of as many values; one pair serves any number of samples of a size.
    pub fn interval(self, sorted: &[f64], p: f64) -> QuantileInterval {
        let finite = |value: &f64| value.is_finite();
        let at_rank = |rank: Option<usize>| {
            rank.and_then(|rank| sorted.get(rank - 1).copied().filter(finite))
        };
        QuantileInterval {
            value: quantile(sorted, p).filter(finite),
            low: at_rank(self.low),
            high: at_rank(self.high),
        }
    }
}

/// A quantile of a sample and the order statistics that enclose the true one; whatever is infinite, which stands for not reached,
/// is absent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileInterval {
    /// The quantile of the sample.
    pub value: Option<f64>,
    /// Lower end of its interval; absent too when the sample is too small to bound it.
    pub low: Option<f64>,
    /// Upper end of its interval; absent too when the sample is too small to bound it.
    pub high: Option<f64>,
}

/// The `p`-quantile of ascending values, with an interval of confidence `level` for any distribution.
///
/// ```
/// use cyclecast::stats::{quantile_interval, sorted};
/// let values = sorted((1..=16).map(f64::from));
/// let median = quantile_interval(&values, 0.5, 0.95);
/// assert_eq!((median.value, median.low, median.high), (Some(8.0), Some(4.0), Some(13.0)));
/// // Sixteen values say nothing about how late the latest can be.
/// assert_eq!(quantile_interval(&values, 0.95, 0.95).high, None);
/// ```
pub fn quantile_interval(sorted: &[f64], p: f64, level: f64) -> QuantileInterval {
    quantile_ranks(sorted.len(), p, level).interval(sorted, p)
}

fn binomial_probability(n: usize, k: usize, p: f64) -> f64 {
    let (n, k) = (n as f64, k as f64);
    let log_choose = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    libm::exp(log_choose + k * libm::log(p) + (n - k) * libm::log1p(-p))
}

/// Wilson's 95 % interval of a probability after `hits` of `n`.
///
/// It stays honest at the ends: nothing in 200 is an upper bound of 1.9 %, not zero.
pub fn wilson(hits: usize, n: usize) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let (n, share) = (n as f64, hits as f64 / n as f64);
    let z2 = Z_95 * Z_95;
    let centre = share + z2 / (2.0 * n);
    let half = Z_95 * libm::sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n));
    let scale = 1.0 + z2 / n;
    (
        ((centre - half) / scale).max(0.0),
        ((centre + half) / scale).min(1.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_agree_with_published_tables() {
        // Conover, Practical Nonparametric Statistics: n = 16, median, 95 %: the 4th to the 13th.
        let ranks = quantile_ranks(16, 0.5, 0.95);
        assert_eq!((ranks.low, ranks.high), (Some(4), Some(13)));
    }

    #[test]
    fn each_rank_is_the_last_that_leaves_little_enough_outside() {
        for (n, p) in [(100, 0.05), (400, 0.95), (3_000, 0.5), (30_000, 0.95)] {
            let up_to =
                |rank: usize| -> f64 { (0..rank).map(|k| binomial_probability(n, k, p)).sum() };
            let ranks = quantile_ranks(n, p, 0.95);
            let (low, high) = (ranks.low.unwrap(), ranks.high.unwrap());
            assert!(
                up_to(low) <= 0.025 && up_to(low + 1) > 0.025,
                "{n} {p}: {low}"
            );
            assert!(
                1.0 - up_to(high) <= 0.025 && 1.0 - up_to(high - 1) > 0.025,
                "{n} {p}: {high}"
            );
        }
    }

    #[test]
    fn what_was_not_reached_is_no_end_of_an_interval() {
        let mut values: Vec<f64> = (1..=16).map(f64::from).collect();
        values[12..].fill(f64::INFINITY);
        let median = quantile_interval(&values, 0.5, 0.95);
        assert_eq!(
            (median.value, median.low, median.high),
            (Some(8.0), Some(4.0), None)
        );
        let nothing = quantile_interval(&[], 0.5, 0.95);
        assert_eq!(
            (nothing.value, nothing.low, nothing.high),
            (None, None, None)
        );
    }

    #[test]
    fn too_few_values_give_no_end_rather_than_a_guess() {
        let ranks = quantile_ranks(10, 0.95, 0.95);
        assert_eq!(ranks.high, None);
        assert_eq!(quantile_ranks(10, 0.05, 0.95).low, None);
        assert!(ranks.low.is_some());
    }

    #[test]
    fn wilson_of_nothing_in_200_is_not_zero() {
        let (low, high) = wilson(0, 200);
        assert!(low.abs() < 1e-12 && (high - 0.018_8).abs() < 1e-3);
    }
}
