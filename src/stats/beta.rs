//! The regularised incomplete beta function, and the tails of Student's t and of F that follow from it.

/// Many times the terms that the continued fraction takes, even for a thousand million degrees of freedom.
const MOST_TERMS: u32 = 100_000;
/// Stands for a zero that would be divided by.
const TINY: f64 = 1e-300;
/// From here on Stirling's series to the seventh power is exact to the last digit.
const LARGE: f64 = 20.0;

/// The probability that Student's t exceeds `t`, which is not below zero. It keeps its digits where it is small.
pub(super) fn student_tail(t: f64, freedom: f64) -> f64 {
    let square = t * t;
    let (x, y) = (
        1.0 / (1.0 + square / freedom),
        1.0 / (1.0 + freedom / square),
    );
    incomplete_beta(freedom / 2.0, 0.5, x, y) / 2.0
}

/// The probability that Student's t lies between zero and `t`, which is not below zero. It keeps its digits where it
/// is small.
pub(super) fn student_body(t: f64, freedom: f64) -> f64 {
    let square = t * t;
    let (x, y) = (
        1.0 / (1.0 + freedom / square),
        1.0 / (1.0 + square / freedom),
    );
    incomplete_beta(0.5, freedom / 2.0, x, y) / 2.0
}

/// The density of Student's t.
pub(super) fn student_density(t: f64, freedom: f64) -> f64 {
    let fall = (freedom + 1.0) / 2.0 * libm::log1p(t * t / freedom);
    libm::exp(-fall - log_beta(freedom / 2.0, 0.5)) / libm::sqrt(freedom)
}

/// The probability that F, with so many degrees of freedom above and below the line, exceeds `f`.
pub(super) fn f_tail(f: f64, above: f64, below: f64) -> f64 {
    let ratio = above * f.max(0.0) / below;
    let (x, y) = (1.0 / (1.0 + ratio), 1.0 / (1.0 + 1.0 / ratio));
    incomplete_beta(below / 2.0, above / 2.0, x, y)
}

/// The regularised incomplete beta function at `x`; `y` is 1 − x, given as well so that no digits are lost at either end.
///
/// By a continued fraction (NIST Digital Library of Mathematical Functions, 8.17.22), on the side where it converges fast.
fn incomplete_beta(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x < (a + 1.0) / (a + b + 2.0) {
        fast_side(a, b, x, y)
    } else {
        1.0 - fast_side(b, a, y, x)
    }
}

fn fast_side(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let log = |x: f64, y: f64| {
        if x > 0.5 {
            libm::log1p(-y)
        } else {
            libm::log(x)
        }
    };
    let log_front = a * log(x, y) + b * log(y, x) - log_beta(a, b);
    libm::exp(log_front) / (a * continued_fraction(a, b, x))
}

/// By Lentz's method as modified by Thompson and Barnett, Journal of Computational Physics 64 (1986).
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    let not_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut value, mut c, mut d) = (1.0, 1.0, 0.0);
    for term in 1..MOST_TERMS {
        let m = f64::from(term / 2);
        let coefficient = if term % 2 == 0 {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        };
        d = 1.0 / not_zero(1.0 + coefficient * d);
        c = not_zero(1.0 + coefficient / c);
        value *= c * d;
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

/// The logarithm of the beta function. Where a parameter is large, two logarithms of gamma functions would all but cancel,
/// so their difference is taken term by term instead.
fn log_beta(a: f64, b: f64) -> f64 {
    let (small, large) = (a.min(b), a.max(b));
    let sum = small + large;
    let log_gamma_ratio = if large < LARGE {
        libm::lgamma(sum) - libm::lgamma(large)
    } else {
        (large - 0.5) * libm::log1p(small / large) + small * (libm::log(sum) - 1.0) + stirling(sum)
            - stirling(large)
    };
    libm::lgamma(small) - log_gamma_ratio
}

/// What Stirling's formula for the logarithm of the gamma function leaves out (Abramowitz and Stegun, 6.1.41).
fn stirling(x: f64) -> f64 {
    let square = x * x;
    let third = 1.0 / 1_260.0 - 1.0 / (1_680.0 * square);
    (1.0 / 12.0 - (1.0 / 360.0 - third / square) / square) / x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_near(found: f64, exact: f64, what: &str) {
        assert!(
            (found / exact - 1.0).abs() < 1e-11,
            "{what}: {found}, not {exact}"
        );
    }

    #[test]
    fn with_two_degrees_above_the_tail_of_f_is_a_power() {
        for below in [1.0, 7.0, 38.0, 39.0, 40.0, 41.0, 1_000.0, 100_000.0] {
            for f in [1e-9_f64, 0.3, 1.0, 4.0, 60.0] {
                let exact = libm::exp(-below / 2.0 * libm::log1p(2.0 * f / below));
                assert_near(f_tail(f, 2.0, below), exact, &format!("{f} {below}"));
            }
        }
    }

    #[test]
    fn the_square_of_students_t_is_f_with_one_degree_above() {
        for (t, freedom) in [(0.1, 3.0), (2.0, 12.0), (9.0, 200.0), (4.0, 1e6)] {
            let tail = 2.0 * student_tail(t, freedom);
            assert_near(f_tail(t * t, 1.0, freedom), tail, &format!("{t} {freedom}"));
        }
    }

    #[test]
    fn the_tail_of_f_agrees_with_published_values() {
        // Abramowitz and Stegun, table 26.9: 5 % and 1 % points.
        for (above, below, f, tail) in [
            (5.0, 10.0, 3.33, 0.05),
            (10.0, 20.0, 2.35, 0.05),
            (24.0, 120.0, 1.61, 0.05),
            (5.0, 10.0, 5.64, 0.01),
            (30.0, 60.0, 2.03, 0.01),
        ] {
            let found = f_tail(f, above, below);
            assert!(
                (found / tail - 1.0).abs() < 0.02,
                "{above} {below}: {found}"
            );
        }
    }

    #[test]
    fn ends_of_the_distributions_are_zero_and_one() {
        assert!((f_tail(0.0, 3.0, 9.0) - 1.0).abs() < 1e-15);
        assert!(f_tail(f64::INFINITY, 3.0, 9.0).abs() < 1e-15);
        assert!((student_tail(0.0, 5.0) - 0.5).abs() < 1e-15);
        assert!(student_body(0.0, 5.0).abs() < 1e-15);
    }
}
