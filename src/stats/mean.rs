//! Means with Student's interval, and differences of two samples: those that share their luck, replication by replication, and those
//! that do not.

use super::moments::{all_finite, correlation, moments};
use super::student::two_sided;

/// A mean and how far from it the true one may lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanInterval {
    /// Mean of the values.
    pub mean: f64,
    /// Half the width of its interval.
    pub half_width: f64,
}

/// The mean of independent replications with Student's interval of confidence `level`.
///
/// The interval is exact for normal values and nearly so for others once there are enough of them. Counted in tests,
/// intervals of 95 % cover 93 to 97 % of the time with 200 values that are exponential, or lognormal with a standard
/// deviation of the logarithm of 0.5. Where that is 1.5, 200 values cover less than 90 %; 10,000 suffice.
///
/// Absent with fewer than two values, when a value is not finite, and for a level not between zero and one. See Law,
/// Simulation Modeling and Analysis, chapter 4.
///
/// ```
/// use cyclecast::stats::mean_interval;
/// let found = mean_interval(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.95).unwrap();
/// // 2.776 is Student's quantile with four degrees of freedom; the variance is 2.5.
/// assert!((found.mean - 3.0).abs() < 1e-12);
/// assert!((found.half_width - 2.776 * (2.5_f64 / 5.0).sqrt()).abs() < 1e-3);
/// assert_eq!(mean_interval(&[1.0], 0.95), None);
/// ```
pub fn mean_interval(values: &[f64], level: f64) -> Option<MeanInterval> {
    if values.len() < 2 || !all_finite(values) {
        return None;
    }
    let n = values.len() as f64;
    let moments = moments(values);
    let half_width = two_sided(level, n - 1.0)? * libm::sqrt(moments.variance / n);
    // Values at the very end of what a number can hold have no finite variance.
    half_width.is_finite().then_some(MeanInterval {
        mean: moments.mean,
        half_width,
    })
}

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

/// The mean of `a` less that of `b`, which are independent of each other, with Welch's interval of confidence `level`.
///
/// The two may vary unlike each other and be of unlike size; the degrees of freedom are those of Welch and Satterthwaite (Welch, The
/// generalization of Student's problem, Biometrika 34, 1947; Law, Simulation Modeling and Analysis, chapter 10).
///
/// Absent with fewer than two values on a side, when a value is not finite, and for a level not between zero and one.
///
/// ```
/// use cyclecast::stats::unpaired;
/// let found = unpaired(&[5.0, 7.0, 9.0], &[1.0, 2.0, 3.0, 4.0], 0.95).unwrap();
/// assert!((found.mean - 4.5).abs() < 1e-12);
/// ```
pub fn unpaired(a: &[f64], b: &[f64], level: f64) -> Option<MeanInterval> {
    if a.len() < 2 || b.len() < 2 || !all_finite(a) || !all_finite(b) {
        return None;
    }
    let (of_a, of_b) = (moments(a), moments(b));
    let squared = |variance: f64, values: &[f64]| variance / values.len() as f64;
    let (error_a, error_b) = (squared(of_a.variance, a), squared(of_b.variance, b));
    let error = error_a + error_b;
    let part = |error: f64, values: &[f64]| error * error / (values.len() as f64 - 1.0);
    let freedom = error * error / (part(error_a, a) + part(error_b, b));
    // Where neither varies there is nothing to be unsure of.
    let half_width = match error > 0.0 {
        true => two_sided(level, freedom)? * libm::sqrt(error),
        false => two_sided(level, 1.0)? * 0.0,
    };
    half_width.is_finite().then_some(MeanInterval {
        mean: of_a.mean - of_b.mean,
        half_width,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    mod mean {
        use super::*;

        #[test]
        fn michelsons_speeds_of_light_have_the_interval_that_tables_give() {
            // The first of his five series of 1879, in km/s above 299,000 (Stigler, Annals of Statistics 5, 1977, table 6). Its
            // standard deviation is 104.926; 2.093 is Student's quantile with 19 degrees of freedom (Abramowitz and Stegun, 26.10).
            let series = [
                850.0, 740.0, 900.0, 1_070.0, 930.0, 850.0, 950.0, 980.0, 980.0, 880.0, 1_000.0,
                980.0, 930.0, 650.0, 760.0, 810.0, 1_000.0, 1_000.0, 960.0, 960.0,
            ];
            let found = mean_interval(&series, 0.95).unwrap();
            assert!((found.mean - 909.0).abs() < 1e-9);
            assert!((found.half_width - 2.093 * 104.926 / 20.0_f64.sqrt()).abs() < 0.01);
        }

        #[test]
        fn equal_values_leave_no_doubt() {
            let found = mean_interval(&[7.1; 9], 0.95).unwrap();
            assert!((found.mean - 7.1).abs() < 1e-15 && found.half_width <= 0.0);
        }

        #[test]
        fn no_interval_is_made_up() {
            assert_eq!(mean_interval(&[], 0.95), None);
            assert_eq!(mean_interval(&[1.0, f64::INFINITY], 0.95), None);
            assert_eq!(mean_interval(&[1.0, f64::NAN], 0.95), None);
            assert_eq!(mean_interval(&[f64::MAX, -f64::MAX], 0.95), None);
            for level in [0.0, 1.0, 1.5, -0.1, f64::NAN] {
                assert_eq!(mean_interval(&[1.0, 2.0], level), None);
                assert_eq!(mean_interval(&[1.0, 1.0], level), None);
            }
        }
    }

    mod paired {
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

    mod unpaired {
        use super::*;

        /// Hours of sleep gained with each of two drugs (Student, The probable error of a mean, Biometrika 6, 1908).
        const FIRST: [f64; 10] = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        const SECOND: [f64; 10] = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

        #[test]
        fn welchs_interval_of_students_data_comes_out_as_published() {
            // R's manual of t.test prints the interval of `extra ~ group` of this data set: −3.3654832 to 0.2054832.
            let MeanInterval { mean, half_width } = unpaired(&FIRST, &SECOND, 0.95).unwrap();
            assert!((mean - half_width + 3.365_483_2).abs() < 1e-6);
            assert!((mean + half_width - 0.205_483_2).abs() < 1e-6);
        }

        #[test]
        fn samples_of_unlike_size_are_compared_and_those_without_a_variance_too() {
            let found = unpaired(&FIRST, &SECOND[..4], 0.95).unwrap();
            assert!(found.half_width > 0.0);
            let constant = unpaired(&[3.0; 5], &[1.0; 7], 0.95).unwrap();
            assert!((constant.mean - 2.0).abs() < 1e-12 && constant.half_width <= 0.0);
        }

        #[test]
        fn what_says_nothing_has_no_interval() {
            assert_eq!(unpaired(&[1.0], &FIRST, 0.95), None);
            assert_eq!(unpaired(&FIRST, &[1.0, f64::INFINITY], 0.95), None);
            assert_eq!(unpaired(&FIRST, &SECOND, 1.0), None);
        }
    }
}
