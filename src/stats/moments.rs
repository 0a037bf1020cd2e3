//! Mean, variance and correlation, summed in the order of the slice.

/// Mean and variance of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moments {
    /// The mean.
    pub mean: f64,
    /// The variance, with n − 1 below the line; exactly zero where all values are equal.
    pub variance: f64,
}

/// Mean and variance of at least two values.
///
/// Sums are taken of differences, first to the first value and then to the mean, so that values that lie close together
/// and far from zero keep their digits (Chan, Golub and LeVeque, The American Statistician 37, 1983).
pub(super) fn moments(values: &[f64]) -> Moments {
    let n = values.len() as f64;
    let shift = values.first().copied().unwrap_or(0.0);
    let offset = values.iter().map(|value| value - shift).sum::<f64>() / n;
    let deviations = values.iter().map(|value| value - shift - offset);
    let (sum, squares) = deviations.fold((0.0, 0.0), |(sum, squares), deviation| {
        (sum + deviation, squares + deviation * deviation)
    });
    let squares = squares - sum * sum / n;
    Moments {
        mean: shift + offset,
        // Rounding alone can take it below zero.
        variance: if squares < 0.0 {
            0.0
        } else {
            squares / (n - 1.0)
        },
    }
}

/// Pearson's correlation of two samples of the same length; absent where one of them does not vary.
pub(super) fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let (of_a, of_b) = (moments(a), moments(b));
    let pairs = a.iter().zip(b);
    let products = pairs.map(|(a, b)| (a - of_a.mean) * (b - of_b.mean));
    let covariance = products.sum::<f64>() / (a.len() as f64 - 1.0);
    let scale = libm::sqrt(of_a.variance) * libm::sqrt(of_b.variance);
    (scale > 0.0).then(|| (covariance / scale).clamp(-1.0, 1.0))
}

/// Whether no value is infinite or NaN.
pub(super) fn all_finite(values: &[f64]) -> bool {
    values.iter().all(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_spread_far_from_zero_keeps_its_digits() {
        let moments = moments(&[1e15 + 1.0, 1e15 + 2.0, 1e15 + 3.0]);
        assert!((moments.mean - 1e15 - 2.0).abs() < 1e-9);
        assert!((moments.variance - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_first_value_far_from_the_others_does_no_harm() {
        let mut values = vec![-1e8];
        values.extend((0..1_000).map(|index| f64::from(index % 2)));
        // By hand: the mean m is (500 − 10⁸) / 1,001, and the squares sum to 10¹⁶ + 500 − 1,001 m².
        let mean = (500.0 - 1e8) / 1_001.0;
        let variance = (1e16 + 500.0 - 1_001.0 * mean * mean) / 1_000.0;
        let moments = moments(&values);
        // The last digit of 10⁸ is worth 10⁻⁸.
        assert!((moments.mean - mean).abs() < 3e-8);
        assert!((moments.variance / variance - 1.0).abs() < 1e-14);
    }

    #[test]
    fn equal_values_have_no_variance_at_all_and_no_correlation() {
        let moments = moments(&[0.1; 7]);
        assert!(moments.variance <= 0.0 && (moments.mean - 0.1).abs() < 1e-17);
        assert_eq!(
            correlation(&[0.1; 7], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]),
            None
        );
    }

    #[test]
    fn a_straight_line_is_a_correlation_of_one() {
        let a = [1.0, 2.0, 4.0, 7.0];
        let correlation = |slope: f64| correlation(&a, &a.map(|a| 3.0 + slope * a)).unwrap();
        assert!((correlation(0.5) - 1.0).abs() < 1e-15);
        assert!((correlation(-2.0) + 1.0).abs() < 1e-15);
    }
}
