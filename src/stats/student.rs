//! Quantiles of Student's t distribution.

use super::beta::{student_body, student_density, student_tail};

/// More degrees of freedom count as this many: the quantile then is the normal one to 10⁻⁸ of its value.
const MOST_FREEDOM: f64 = 1e9;
/// More steps than bisection alone would take.
const MOST_STEPS: usize = 100;

/// The `p`-quantile of Student's t. A two-sided interval of 95 % takes `p` = 0.975.
///
/// Degrees of freedom need not be whole; as they grow, it becomes the quantile of the normal distribution. From one to a
/// million of them, and for `p` from 10⁻⁶ to 1 − 10⁻⁶, it is exact to better than 10⁻¹⁰ of its value. NaN unless `p` lies
/// between zero and one and the degrees of freedom are above zero.
///
/// ```
/// use cyclecast::stats::student_quantile;
/// // Abramowitz and Stegun, Handbook of Mathematical Functions, table 26.10.
/// assert!((student_quantile(0.975, 10.0) - 2.228).abs() < 5e-4);
/// assert!((student_quantile(0.995, 1.0) - 63.657).abs() < 5e-4);
/// ```
pub fn student_quantile(p: f64, degrees_of_freedom: f64) -> f64 {
    if !(p > 0.0 && p < 1.0 && degrees_of_freedom > 0.0) {
        return f64::NAN;
    }
    let freedom = degrees_of_freedom.min(MOST_FREEDOM);
    let outside = p.min(1.0 - p);
    // Of tail and body the smaller one is solved for, so that no digits are lost.
    let magnitude = if outside < 0.25 {
        solve(|t| student_tail(t, freedom), -1.0, outside, freedom)
    } else if outside < 0.5 {
        solve(|t| student_body(t, freedom), 1.0, 0.5 - outside, freedom)
    } else {
        0.0
    };
    if p < 0.5 { -magnitude } else { magnitude }
}

/// How many standard errors an interval of confidence `level` reaches to either side; absent for a level not between zero and
/// one.
pub(super) fn two_sided(level: f64, degrees_of_freedom: f64) -> Option<f64> {
    let is_level = level > 0.0 && level < 1.0;
    is_level.then(|| student_quantile(0.5 + level / 2.0, degrees_of_freedom))
}

/// The t at which `area`, which rises (`sign` 1) or falls (−1), is `target`: by Newton's method on the logarithms of both,
/// where the curve is all but straight, with bisection where a step would leave the bracket.
fn solve(area: impl Fn(f64) -> f64, sign: f64, target: f64, freedom: f64) -> f64 {
    let is_short = |area: f64| sign * (area - target) < 0.0;
    let (mut low, mut high) = (1.0, 1.0);
    while is_short(area(high)) {
        low = high;
        high *= 2.0;
    }
    while !is_short(area(low)) {
        high = low;
        low /= 2.0;
    }
    let mut t = high;
    for _ in 0..MOST_STEPS {
        let here = area(t);
        if is_short(here) {
            low = t;
        } else {
            high = t;
        }
        let slope = sign * t * student_density(t, freedom) / here;
        let newton = t * libm::exp(libm::log(target / here) / slope);
        let next = if low < newton && newton < high {
            newton
        } else {
            low + (high - low) / 2.0
        };
        let step = (next / t - 1.0).abs();
        t = next;
        if step < 1e-15 {
            break;
        }
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROBABILITIES: [f64; 8] = [1e-6, 1e-3, 0.025, 0.2, 0.26, 0.4, 0.499, 0.499_999];

    fn assert_near(found: f64, exact: f64, what: &str) {
        assert!(
            (found / exact - 1.0).abs() < 1e-10,
            "{what}: {found}, not {exact}"
        );
    }

    #[test]
    fn it_agrees_with_published_values() {
        // Abramowitz and Stegun, table 26.10, by the probability inside both ends.
        for (inside, freedom, published) in [
            (0.95, 1.0, 12.706),
            (0.95, 2.0, 4.303),
            (0.95, 5.0, 2.571),
            (0.95, 9.0, 2.262),
            (0.95, 30.0, 2.042),
            (0.95, 60.0, 2.000),
            (0.95, 120.0, 1.980),
            (0.99, 2.0, 9.925),
            (0.99, 10.0, 3.169),
            (0.99, 30.0, 2.750),
            (0.999, 5.0, 6.869),
            (0.5, 4.0, 0.741),
        ] {
            let found = student_quantile(0.5 + inside / 2.0, freedom);
            assert!(
                (found - published).abs() <= 5.1e-4,
                "{inside} {freedom}: {found}"
            );
        }
    }

    #[test]
    fn with_one_and_two_degrees_of_freedom_it_has_a_closed_form() {
        for p in PROBABILITIES {
            let cauchy = -1.0 / libm::tan(std::f64::consts::PI * p);
            let second = (2.0 * p - 1.0) / libm::sqrt(2.0 * p * (1.0 - p));
            assert_near(student_quantile(p, 2.0), second, &format!("{p}, two"));
            // Near the middle the tangent itself has too few digits to compare with.
            if p < 0.49 {
                assert_near(student_quantile(p, 1.0), cauchy, &format!("{p}, one"));
            }
        }
    }

    /// The probability beyond ±t for whole even degrees of freedom, a finite sum (Abramowitz and Stegun, 26.7.4).
    fn outside_by_sum(t: f64, freedom: u32) -> f64 {
        let whole = f64::from(freedom) + t * t;
        let cosine_squared = f64::from(freedom) / whole;
        let (mut term, mut sum) = (1.0, 1.0);
        for k in 1..freedom / 2 {
            term *= cosine_squared * f64::from(2 * k - 1) / f64::from(2 * k);
            sum += term;
        }
        1.0 - sum * t / libm::sqrt(whole)
    }

    #[test]
    fn even_degrees_of_freedom_agree_with_a_finite_sum() {
        for freedom in [4, 10, 38, 40, 42, 200, 1_000, 20_000, 1_000_000] {
            for p in PROBABILITIES {
                let t = -student_quantile(p, f64::from(freedom));
                let error = outside_by_sum(t, freedom) / 2.0 - p;
                // The sum is near one, so its own error is that of numbers near one.
                let relative = error / (t * student_density(t, f64::from(freedom)));
                let allowed = 1e-10 + 1e-13 / (p.min(0.5 - p));
                assert!(relative.abs() < allowed, "{p} {freedom}: {relative}");
            }
        }
    }

    #[test]
    fn many_degrees_of_freedom_give_the_normal_quantile() {
        // Abramowitz and Stegun, table 26.5.
        for (p, normal) in [
            (0.95, 1.644_853_626_951_472_2),
            (0.975, 1.959_963_984_540_054),
        ] {
            for freedom in [1e9, 1e15, f64::INFINITY] {
                let found = student_quantile(p, freedom);
                assert!(
                    (found / normal - 1.0).abs() < 1e-8,
                    "{p} {freedom}: {found}"
                );
            }
            // The first correction (26.7.5 there) is what is left at a million.
            let corrected = normal + (normal.powi(3) + normal) / 4e6;
            assert_near(student_quantile(p, 1e6), corrected, "a million");
        }
    }

    #[test]
    fn both_sides_mirror_each_other_and_the_middle_is_zero() {
        assert!(student_quantile(0.5, 7.0).abs() < 1e-300);
        for p in [0.25, 0.125, 0.375] {
            let (low, high) = (student_quantile(p, 7.5), student_quantile(1.0 - p, 7.5));
            assert!((low + high).abs() < 1e-15 && low < 0.0);
        }
    }

    #[test]
    fn what_is_no_probability_or_no_freedom_gives_no_number() {
        for (p, freedom) in [
            (0.0, 5.0),
            (1.0, 5.0),
            (f64::NAN, 5.0),
            (0.5, 0.0),
            (0.9, f64::NAN),
        ] {
            assert!(student_quantile(p, freedom).is_nan());
        }
    }

    #[test]
    fn extreme_probabilities_end_the_search_too() {
        for (p, freedom) in [
            (1e-300, 1.0),
            (1e-300, 1e9),
            (1e-12, 0.05),
            (0.499_999_999, 1e-3),
        ] {
            assert!(student_quantile(p, freedom) < 0.0);
        }
    }
}
