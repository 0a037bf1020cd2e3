//! Least squares with prior knowledge, for residuals that are costly to find: the Gauss-Newton method with updates.
//!
//! What is minimised is Σ rᵢ(x)² + Σ ((xⱼ − mⱼ) / sⱼ)²: the residuals are to be given in units of their standard
//! deviation, and each value has a prior mean and standard deviation. The result is then the most likely value, and the
//! inverse of the curvature its covariance (Laplace's approximation).
//!
//! Derivatives are differences. Between fresh ones each step improves them by what it learns (Broyden 1965, "A class
//! of methods for solving nonlinear simultaneous equations"), which saves most evaluations.

/// What is known of a value beforehand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// Its mean.
    pub mean: f64,
    /// Its standard deviation, above zero.
    pub sd: f64,
}

/// The values that fit best, and how well they are known.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The values.
    pub values: Vec<f64>,
    /// Standard deviation of each value, the others being unknown too.
    pub standard_errors: Vec<f64>,
    /// The sum of squares that is left, prior knowledge included.
    pub cost: f64,
}

/// Step of the differences, in prior standard deviations.
const DIFFERENCE: f64 = 0.1;
/// A step below this part of the prior standard deviation in every value changes nothing that matters.
const SMALL_STEP: f64 = 1e-2;
/// Most steps with one set of derivatives.
const STEPS: usize = 10;
/// Where damping starts, and beyond which no step is worth a try.
const DAMPING: f64 = 1e-3;
const MOST_DAMPING: f64 = 1e3;

/// The point, what it comes to, and how the residuals change around it.
struct State {
    x: Vec<f64>,
    residuals: Vec<f64>,
    cost: f64,
    /// One row a residual.
    slopes: Vec<Vec<f64>>,
}

/// Finds the values that fit best, from `start`, with fresh derivatives at most `rounds` times.
///
/// The priors also say on what scale a value matters: steps below a hundredth of their standard deviation are not taken.
///
/// # Errors
/// What `residuals` returns as such.
///
/// ```
/// use cyclecast::stats::{Prior, least_squares};
///
/// // Three points that a line through the origin shall fit, each known to 0.1.
/// let points = [(1.0, 2.1), (2.0, 3.9), (3.0, 6.0)];
/// let residuals = |x: &[f64]| Ok::<_, ()>(points.iter().map(|(a, b)| (x[0] * a - b) / 0.1).collect());
/// let fit = least_squares(residuals, &[Prior { mean: 0.0, sd: 10.0 }], &[1.0], 3)?;
/// assert!((fit.values[0] - 27.9 / 14.0).abs() < 1e-3);
/// # Ok::<(), ()>(())
/// ```
pub fn least_squares<E>(
    mut residuals: impl FnMut(&[f64]) -> Result<Vec<f64>, E>,
    priors: &[Prior],
    start: &[f64],
    rounds: usize,
) -> Result<Fit, E> {
    let first = residuals(start)?;
    let mut state = State {
        x: start.to_vec(),
        cost: cost(start, &first, priors),
        residuals: first,
        slopes: Vec::new(),
    };
    for _ in 0..rounds {
        state.slopes = slopes(&mut residuals, &state, priors)?;
        let before = state.x.clone();
        descend(&mut residuals, &mut state, priors)?;
        let moved = state.x.iter().zip(&before).zip(priors);
        if moved
            .into_iter()
            .all(|((new, old), prior)| (new - old).abs() < SMALL_STEP * prior.sd)
        {
            break;
        }
    }
    Ok(Fit {
        standard_errors: standard_errors(&state, priors),
        cost: state.cost,
        values: state.x,
    })
}

fn cost(x: &[f64], residuals: &[f64], priors: &[Prior]) -> f64 {
    let prior = x.iter().zip(priors).map(|(x, p)| (x - p.mean) / p.sd);
    residuals.iter().copied().chain(prior).map(|r| r * r).sum()
}

fn slopes<E>(
    residuals: &mut impl FnMut(&[f64]) -> Result<Vec<f64>, E>,
    state: &State,
    priors: &[Prior],
) -> Result<Vec<Vec<f64>>, E> {
    let mut slopes = vec![vec![0.0; state.x.len()]; state.residuals.len()];
    for (column, prior) in priors.iter().enumerate() {
        let step = DIFFERENCE * prior.sd;
        let mut x = state.x.clone();
        x[column] += step;
        let there = residuals(&x)?;
        for (row, (there, here)) in slopes.iter_mut().zip(there.iter().zip(&state.residuals)) {
            row[column] = (there - here) / step;
        }
    }
    Ok(slopes)
}

/// Damped steps downhill until they are small or lead nowhere.
fn descend<E>(
    residuals: &mut impl FnMut(&[f64]) -> Result<Vec<f64>, E>,
    state: &mut State,
    priors: &[Prior],
) -> Result<(), E> {
    let mut damping = DAMPING;
    for _ in 0..STEPS {
        let step = step(state, priors, damping);
        let small = |(step, prior): (&f64, &Prior)| step.abs() < SMALL_STEP * prior.sd;
        if damping > MOST_DAMPING || step.iter().zip(priors).all(small) {
            break;
        }
        let x: Vec<f64> = state.x.iter().zip(&step).map(|(x, s)| x + s).collect();
        let there = residuals(&x)?;
        learn(&mut state.slopes, &step, &state.residuals, &there);
        let cost = cost(&x, &there, priors);
        if cost < state.cost {
            state.x = x;
            state.residuals = there;
            state.cost = cost;
            damping /= 4.0;
        } else {
            damping = damping.max(DAMPING) * 8.0;
        }
    }
    Ok(())
}

/// Broyden's update: the least change of the slopes that explains what the step led to.
fn learn(slopes: &mut [Vec<f64>], step: &[f64], before: &[f64], after: &[f64]) {
    let length: f64 = step.iter().map(|s| s * s).sum();
    for (row, (before, after)) in slopes.iter_mut().zip(before.iter().zip(after)) {
        let foreseen: f64 = row.iter().zip(step).map(|(slope, s)| slope * s).sum();
        let surprise = (after - before - foreseen) / length;
        for (slope, s) in row.iter_mut().zip(step) {
            *slope += surprise * s;
        }
    }
}

/// The step to the bottom of the quadratic around the state, shortened by `damping`.
fn step(state: &State, priors: &[Prior], damping: f64) -> Vec<f64> {
    let downhill: Vec<f64> = (0..priors.len())
        .map(|column| {
            let pulls = state.slopes.iter().zip(&state.residuals);
            let data: f64 = pulls.map(|(row, r)| row[column] * r).sum();
            let prior = priors[column];
            -data - (state.x[column] - prior.mean) / (prior.sd * prior.sd)
        })
        .collect();
    let mut curvature = curvature(state, priors);
    for (column, prior) in priors.iter().enumerate() {
        curvature[column][column] += damping / (prior.sd * prior.sd);
    }
    solve(curvature, downhill)
}

fn curvature(state: &State, priors: &[Prior]) -> Vec<Vec<f64>> {
    let mut matrix = vec![vec![0.0; priors.len()]; priors.len()];
    for (i, row) in matrix.iter_mut().enumerate() {
        for (j, value) in row.iter_mut().enumerate() {
            *value = state.slopes.iter().map(|slope| slope[i] * slope[j]).sum();
        }
        row[i] += 1.0 / (priors[i].sd * priors[i].sd);
    }
    matrix
}

fn standard_errors(state: &State, priors: &[Prior]) -> Vec<f64> {
    (0..priors.len())
        .map(|place| {
            let mut unit = vec![0.0; priors.len()];
            unit[place] = 1.0;
            solve(curvature(state, priors), unit)[place].sqrt()
        })
        .collect()
}

/// Solves a system whose matrix is symmetric and positive definite, which each curvature with a prior is.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for pivot in 0..n {
        let (done, below) = matrix.split_at_mut(pivot + 1);
        let row = &done[pivot];
        for (offset, other) in below.iter_mut().enumerate() {
            let factor = other[pivot] / row[pivot];
            for (value, above) in other.iter_mut().zip(row).skip(pivot) {
                *value -= factor * above;
            }
            right[pivot + 1 + offset] -= factor * right[pivot];
        }
    }
    for pivot in (0..n).rev() {
        let known: f64 = (pivot + 1..n).map(|j| matrix[pivot][j] * right[j]).sum();
        right[pivot] = (right[pivot] - known) / matrix[pivot][pivot];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    const VAGUE: Prior = Prior {
        mean: 0.0,
        sd: 50.0,
    };

    #[test]
    fn a_curved_valley_is_followed_to_its_bottom() {
        let rosenbrock = |x: &[f64]| Ok::<_, ()>(vec![10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]]);
        let prior = Prior { mean: 1.0, sd: 3.0 };
        let fit = least_squares(rosenbrock, &[prior; 2], &[-1.2, 1.0], 9).unwrap();
        assert!(fit.values.iter().all(|x| (x - 1.0).abs() < 0.05), "{fit:?}");
    }

    #[test]
    fn standard_errors_are_those_of_the_textbook() {
        // A line through four points: the variances are σ² times the inverse of the normal matrix.
        let xs = [0.0, 1.0, 2.0, 3.0];
        let line = |x: &[f64]| {
            let at = |place: f64| (x[0] + x[1] * place - 2.0 * place) / 0.5;
            Ok::<_, ()>(xs.map(at).to_vec())
        };
        let fit = least_squares(line, &[VAGUE; 2], &[1.0, 1.0], 3).unwrap();
        let (intercept, slope) = ((0.25_f64 * 0.7).sqrt(), (0.25_f64 * 0.2).sqrt());
        assert!((fit.standard_errors[0] - intercept).abs() < 1e-3);
        assert!((fit.standard_errors[1] - slope).abs() < 1e-3);
    }

    #[test]
    fn what_the_data_do_not_tell_stays_at_its_prior() {
        let blind = |x: &[f64]| Ok::<_, ()>(vec![x[0] - 3.0]);
        let unsaid = Prior { mean: 7.0, sd: 2.0 };
        let fit = least_squares(blind, &[VAGUE, unsaid], &[0.0, 1.0], 3).unwrap();
        assert!((fit.values[0] - 3.0).abs() < 1e-2);
        assert!((fit.values[1] - 7.0).abs() < 1e-2);
        assert!((fit.standard_errors[1] - 2.0).abs() < 1e-6);
    }

    #[test]
    fn an_error_of_the_residuals_comes_back() {
        let failing = |_: &[f64]| Err::<Vec<f64>, _>("no");
        assert_eq!(least_squares(failing, &[VAGUE], &[0.0], 1), Err("no"));
    }
}
