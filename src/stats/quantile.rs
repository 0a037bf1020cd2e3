//! Exact sample quantiles.

/// The values in ascending order. Infinity stands for "not reached" and comes last; NaN is not allowed in.
pub fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// The smallest value that at least a share `p` of the values do not exceed; absent for an empty slice.
///
/// This is the inverse of the empirical distribution: always a value that occurred, never an interpolation.
///
/// ```
/// use cyclecast::stats::{quantile, sorted};
/// let values = sorted([4.0, 1.0, 3.0, 2.0]);
/// assert_eq!(quantile(&values, 0.5), Some(2.0));
/// assert_eq!(quantile(&values, 0.51), Some(3.0));
/// ```
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let rank = libm::ceil(p * sorted.len() as f64 - 1e-9) as usize;
    sorted.get(rank.clamp(1, sorted.len().max(1)) - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_that_is_a_whole_rank_is_not_rounded_up() {
        let values = sorted((1..=100).map(f64::from));
        assert_eq!(quantile(&values, 0.95), Some(95.0));
        assert_eq!(quantile(&values, 0.05), Some(5.0));
        assert_eq!(quantile(&values, 0.0), Some(1.0));
        assert_eq!(quantile(&values, 1.0), Some(100.0));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
