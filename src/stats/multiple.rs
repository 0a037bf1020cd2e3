//! Several statements at once that shall all be right together.

/// The confidence level at which each of so many intervals is to be made so that all of them hold at once with confidence
/// `level`, however they depend on each other.
///
/// What may go wrong is divided among them (Bonferroni's inequality; O. J. Dunn, Multiple comparisons among means,
/// Journal of the American Statistical Association 56, 1961).
///
/// ```
/// use cyclecast::stats::bonferroni;
/// assert!((bonferroni(0.95, 5) - 0.99).abs() < 1e-12);
/// assert!((bonferroni(0.95, 0) - 0.95).abs() < 1e-12);
/// ```
pub fn bonferroni(level: f64, comparisons: usize) -> f64 {
    1.0 - (1.0 - level) / comparisons.max(1) as f64
}

/// Which effects can be told from none, by their p-values, such that with confidence `level` none of them is reported in
/// error, however the p-values depend on each other.
///
/// By Holm's method, which finds all that Bonferroni's would and more (S. Holm, A simple sequentially rejective multiple test
/// procedure, Scandinavian Journal of Statistics 6, 1979). A p-value that is NaN tells nothing and counts as a test all the same.
///
/// ```
/// use cyclecast::stats::told_apart;
/// // The smallest must not exceed 0.05 / 4, the next 0.05 / 3, the next 0.05 / 2: there it ends.
/// assert_eq!(told_apart(&[0.016, 0.04, 0.03, 0.005], 0.95), [true, false, false, true]);
/// ```
pub fn told_apart(p_values: &[f64], level: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    // NaN comes last in this order, whatever its sign, as p-values are not below zero.
    order.sort_by(|&a, &b| p_values[a].abs().total_cmp(&p_values[b].abs()));
    let mut told = vec![false; p_values.len()];
    for (rank, &index) in order.iter().enumerate() {
        let each = 1.0 - bonferroni(level, p_values.len() - rank);
        let is_told = p_values[index] <= each;
        if !is_told {
            break;
        }
        told[index] = true;
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_effect_that_is_not_told_ends_the_search() {
        // 0.024 would pass as the last but one of three, but 0.021 fails before it.
        assert_eq!(told_apart(&[0.024, 0.021, 0.9], 0.95), [false; 3]);
    }

    #[test]
    fn the_last_of_many_effects_is_tested_as_if_alone() {
        assert_eq!(told_apart(&[0.001, 0.04, 0.002], 0.95), [true; 3]);
        assert_eq!(told_apart(&[0.04, 0.9, 0.9], 0.95), [false; 3]);
    }

    #[test]
    fn equal_p_values_share_their_fate() {
        for p in [0.012, 0.013] {
            let told = told_apart(&[p; 4], 0.95);
            assert!(told.iter().all(|&one| one == told[0]), "{told:?}");
        }
    }

    #[test]
    fn what_has_no_p_value_is_not_told() {
        assert_eq!(told_apart(&[f64::NAN, 0.01], 0.95), [false, true]);
        // It counts all the same: 0.03 would be enough alone.
        assert_eq!(told_apart(&[-f64::NAN, 0.03], 0.95), [false, false]);
        assert!(told_apart(&[], 0.95).is_empty());
    }
}
