//! Two variants that share their luck, replication by replication.

use super::mean::{MeanInterval, mean_interval};
use super::moments::{all_finite, correlation, moments};

/// How two samples that belong together pair by pair differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedDifference {
    /// Mean of the first less the second, with its interval.
    pub difference: MeanInterval,
    /// Correlation within the pairs; absent where one of the samples does not vary.
    pub correlation: Option<f64>,
    /// How many times as many replications independent luck would need for an interval of the same width: the sum of the two
    /// variances over the variance of the difference. Absent where the difference does not vary.
    pub variance_ratio: Option<f64>,
}

/// The mean of `a` − `b` pair by pair, with Student's interval of confidence `level`.
///
/// With common random numbers the pairs are correlated, and the interval is narrower than that of two independent samples
/// by the square root of the variance ratio (Law, Simulation Modeling and Analysis, chapters 10 and 11). Below one, sharing
/// the luck did harm.
///
/// Absent when lengths differ, with fewer than two pairs, when a value is not finite, and for a level not between zero and one.
///
/// ```
/// use cyclecast::stats::paired;
/// let (slow, fast) = ([10.0, 20.0, 31.0], [9.0, 18.0, 30.0]);
/// let found = paired(&slow, &fast, 0.95).unwrap();
/// assert!((found.difference.mean - 4.0 / 3.0).abs() < 1e-12);
/// assert!(found.variance_ratio.unwrap() > 100.0);
/// ```
pub fn paired(a: &[f64], b: &[f64], level: f64) -> Option<PairedDifference> {
    if a.len() != b.len() || !all_finite(a) || !all_finite(b) {
        return None;
    }
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    let difference = mean_interval(&differences, level)?;
    let apart = moments(a).variance + moments(b).variance;
    let together = moments(&differences).variance;
    Some(PairedDifference {
        difference,
        correlation: correlation(a, b),
        variance_ratio: (together > 0.0).then(|| apart / together),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hours of sleep gained with each of two drugs by the same ten patients (Student, The probable error of a mean,
    /// Biometrika 6, 1908).
    const FIRST: [f64; 10] = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    const SECOND: [f64; 10] = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    #[test]
    fn students_own_example_comes_out_as_published() {
        // R's manual of t.test prints the interval of this data set: −2.4598858 to −0.7001142.
        let found = paired(&FIRST, &SECOND, 0.95).unwrap();
        let MeanInterval { mean, half_width } = found.difference;
        assert!((mean - half_width + 2.459_885_8).abs() < 1e-7);
        assert!((mean + half_width + 0.700_114_2).abs() < 1e-7);
    }

    #[test]
    fn the_variance_ratio_is_what_the_correlation_gains() {
        let found = paired(&FIRST, &SECOND, 0.95).unwrap();
        let (first, second) = (moments(&FIRST).variance, moments(&SECOND).variance);
        let correlation = found.correlation.unwrap();
        let together = first + second - 2.0 * correlation * (first * second).sqrt();
        assert!((correlation - 0.795_170).abs() < 1e-6);
        assert!(
            (found.variance_ratio.unwrap() / ((first + second) / together) - 1.0).abs() < 1e-12
        );
    }

    #[test]
    fn opposite_luck_is_told_by_a_ratio_below_one() {
        let found = paired(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.1], 0.95).unwrap();
        assert!(found.variance_ratio.unwrap() < 1.0 && found.correlation.unwrap() < 0.0);
    }

    #[test]
    fn what_does_not_vary_has_no_correlation_or_ratio() {
        let constant = paired(&[5.0; 4], &[1.0, 2.0, 3.0, 4.0], 0.95).unwrap();
        assert_eq!(constant.correlation, None);
        assert!(constant.variance_ratio.is_some());
        let same = paired(&FIRST, &FIRST, 0.95).unwrap();
        assert_eq!(same.variance_ratio, None);
        assert!(same.difference.half_width <= 0.0);
    }

    #[test]
    fn samples_that_do_not_belong_together_are_not_compared() {
        assert_eq!(paired(&FIRST, &SECOND[1..], 0.95), None);
        assert_eq!(paired(&[1.0], &[2.0], 0.95), None);
        assert_eq!(
            paired(&[1.0, f64::INFINITY], &[2.0, f64::INFINITY], 0.95),
            None
        );
    }
}
