//! Two samples that share nothing.

use super::mean::MeanInterval;
use super::moments::{all_finite, moments};
use super::student::two_sided;

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
