//! A time that rises with a size, where single times vary in proportion to their mean.

use super::skewed::Enclosed;
use super::student::two_sided;

/// Rounds of weighting; each weighs by the line of the one before.
const ROUNDS: usize = 8;
/// Least share of the mean time that a line may say, for the weights.
const LEAST_SHARE: f64 = 1e-3;
/// A bend counts where it lies so many standard errors from none.
const CLEAR: f64 = 3.0;
/// And where it makes so large a share of what is added at the largest size.
const NOTABLE: f64 = 0.2;

/// A straight line through times at sizes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RisingLine {
    /// The time at size zero.
    pub base: Enclosed,
    /// What each unit of size adds.
    pub slope: Enclosed,
    /// Whether no bend can be told.
    pub is_straight: bool,
}

/// The line through pairs of size and time, with intervals of confidence `level`.
///
/// Each pair weighs by the inverse square of the time that the line says, so that times which vary in proportion to their mean count alike
/// (Carroll and Ruppert, Transformation and Weighting in Regression, 1988, chapter 2). The standard error is the larger of the one that follows
/// from this and of one that does not rely on it (HC3; MacKinnon and White, 1985).
///
/// Absent with fewer than five pairs, fewer than two sizes, and when a number is not finite.
pub fn rising_line(pairs: &[(f64, f64)], level: f64) -> Option<RisingLine> {
    let is_finite = |(size, time): &(f64, f64)| size.is_finite() && time.is_finite();
    if pairs.len() < 5 || !pairs.iter().all(is_finite) {
        return None;
    }
    let largest = pairs.iter().map(|(size, _)| size.abs()).fold(0.0, f64::max);
    let mean = pairs.iter().map(|(_, time)| time).sum::<f64>() / pairs.len() as f64;
    if largest <= 0.0 || mean <= 0.0 {
        return None;
    }
    // In units of the largest size and the mean time, so that sums keep their digits.
    let scaled: Vec<(f64, f64)> = pairs
        .iter()
        .map(|(size, time)| (size / largest, time / mean))
        .collect();
    let line = Fit::<2>::of(&scaled)?;
    let t = two_sided(level, pairs.len() as f64 - 2.0)?;
    let enclosed = |index: usize| Enclosed {
        value: line.of[index],
        low: line.of[index] - t * line.error[index],
        high: line.of[index] + t * line.error[index],
    };
    let bend = Fit::<3>::of(&scaled);
    let is_bent = bend.is_some_and(|bend| {
        let added = (bend.of[1] + bend.of[2]).abs();
        bend.of[2].abs() > CLEAR * bend.error[2] && bend.of[2].abs() > NOTABLE * added
    });
    Some(RisingLine {
        base: enclosed(0).times(mean),
        slope: enclosed(1).times(mean / largest),
        is_straight: !is_bent,
    })
}

/// A polynomial through scaled pairs, with standard errors.
struct Fit<const N: usize> {
    of: [f64; N],
    error: [f64; N],
}

type Matrix<const N: usize> = [[f64; N]; N];

impl<const N: usize> Fit<N> {
    fn of(pairs: &[(f64, f64)]) -> Option<Self> {
        let row = |size: f64| {
            let mut row = [1.0; N];
            (1..N).for_each(|power| row[power] = row[power - 1] * size);
            row
        };
        let along = |of: &[f64; N], row: &[f64; N]| -> f64 {
            of.iter()
                .zip(row)
                .map(|(factor, value)| factor * value)
                .sum()
        };
        let mut said: Vec<f64> = vec![1.0; pairs.len()];
        let mut of = [0.0; N];
        let mut inverse = [[0.0; N]; N];
        for _ in 0..ROUNDS {
            let (mut squares, mut products) = ([[0.0; N]; N], [0.0; N]);
            for ((size, time), said) in pairs.iter().zip(&said) {
                let (row, weight) = (row(*size), 1.0 / (said * said));
                for i in 0..N {
                    products[i] += weight * row[i] * time;
                    (0..N).for_each(|j| squares[i][j] += weight * row[i] * row[j]);
                }
            }
            inverse = inverted(squares)?;
            of = std::array::from_fn(|i| along(&inverse[i], &products));
            for (said, (size, _)) in said.iter_mut().zip(pairs) {
                *said = along(&of, &row(*size)).max(LEAST_SHARE);
            }
        }
        let (mut squares, mut robust) = (0.0, [[0.0; N]; N]);
        for ((size, time), said) in pairs.iter().zip(&said) {
            let (row, weight) = (row(*size), 1.0 / (said * said));
            let left = time - along(&of, &row);
            squares += weight * left * left;
            let lever: f64 = (0..N).map(|i| row[i] * along(&inverse[i], &row)).sum();
            let pull = weight * left / (1.0 - weight * lever).max(0.05);
            for i in 0..N {
                (0..N).for_each(|j| robust[i][j] += row[i] * row[j] * pull * pull);
            }
        }
        let variance = squares / (pairs.len() as f64 - N as f64);
        let error = std::array::from_fn(|i| {
            let spread = along(
                &std::array::from_fn(|j| along(&inverse[i], &column(&robust, j))),
                &inverse[i],
            );
            libm::sqrt((variance * inverse[i][i]).max(spread))
        });
        Some(Self { of, error })
    }
}

fn column<const N: usize>(of: &Matrix<N>, index: usize) -> [f64; N] {
    std::array::from_fn(|row| of[row][index])
}

/// The inverse, by elimination with pivots; absent where there is none.
fn inverted<const N: usize>(mut of: Matrix<N>) -> Option<Matrix<N>> {
    let mut inverse: Matrix<N> =
        std::array::from_fn(|i| std::array::from_fn(|j| f64::from(u8::from(i == j))));
    for step in 0..N {
        let pivot = (step..N).max_by(|a, b| of[*a][step].abs().total_cmp(&of[*b][step].abs()))?;
        of.swap(step, pivot);
        inverse.swap(step, pivot);
        let scale = of[step][step];
        if scale.abs() < 1e-12 {
            return None;
        }
        for j in 0..N {
            of[step][j] /= scale;
            inverse[step][j] /= scale;
        }
        for row in (0..N).filter(|row| *row != step) {
            let factor = of[row][step];
            for j in 0..N {
                of[row][j] -= factor * of[step][j];
                inverse[row][j] -= factor * inverse[step][j];
            }
        }
    }
    Some(inverse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::lognormals;

    /// Times at the sizes that a probe measures.
    fn measured(round: u64, cv: f64, time: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
        let grown = [10.0, 31.0, 100.0, 316.0, 985.0]
            .into_iter()
            .flat_map(|size| (0..15).map(move |step| size + f64::from(step)));
        let sizes = std::iter::repeat_n(0.0, 60).chain(grown);
        let factors = lognormals(round, cv, 135);
        sizes
            .zip(factors)
            .map(|(size, factor)| (size, time(size) * factor))
            .collect()
    }

    #[test]
    fn the_interval_of_a_slope_holds_the_truth_as_often_as_it_says() {
        for (base, slope, cv) in [
            (0.01, 1e-4, 0.3),
            (0.01, 1e-6, 0.3),
            (0.05, 1e-3, 0.15),
            (0.01, 1e-4, 0.6),
        ] {
            let mut hits = [0_u32; 2];
            for round in 0..2_000 {
                let pairs = measured(round, cv, |size| base + slope * size);
                for (hits, level) in hits.iter_mut().zip([0.95, 0.90]) {
                    let found = rising_line(&pairs, level).unwrap();
                    *hits += u32::from(found.slope.low <= slope && slope <= found.slope.high);
                }
            }
            let [high, low] = hits.map(|hits| f64::from(hits) / 2e3);
            assert!((0.93..=0.97).contains(&high), "{base} {slope} {cv}: {high}");
            assert!((0.87..=0.935).contains(&low), "{base} {slope} {cv}: {low}");
        }
    }

    #[test]
    fn a_bend_is_told_from_a_line() {
        let bent = |round| {
            let pairs = measured(round, 0.3, |size| 0.01 + 1e-7 * size * size);
            !rising_line(&pairs, 0.95).unwrap().is_straight
        };
        let straight = |round| {
            let pairs = measured(round, 0.3, |size| 0.01 + 1e-4 * size);
            rising_line(&pairs, 0.95).unwrap().is_straight
        };
        assert!((0..100).filter(|round| bent(*round)).count() > 95);
        assert!((0..100).filter(|round| straight(*round)).count() > 95);
    }

    #[test]
    fn what_has_one_size_only_has_no_slope() {
        assert_eq!(rising_line(&[(3.0, 1.0); 20], 0.95), None);
        assert_eq!(rising_line(&[(0.0, 1.0); 20], 0.95), None);
    }
}
