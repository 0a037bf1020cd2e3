//! Means with Student's interval.

use super::moments::{all_finite, moments};
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn michelsons_speeds_of_light_have_the_interval_that_tables_give() {
        // The first of his five series of 1879, in km/s above 299,000 (Stigler, Annals of Statistics 5, 1977, table 6). Its
        // standard deviation is 104.926; 2.093 is Student's quantile with 19 degrees of freedom (Abramowitz and Stegun, 26.10).
        let series = [
            850.0, 740.0, 900.0, 1_070.0, 930.0, 850.0, 950.0, 980.0, 980.0, 880.0, 1_000.0, 980.0,
            930.0, 650.0, 760.0, 810.0, 1_000.0, 1_000.0, 960.0, 960.0,
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
