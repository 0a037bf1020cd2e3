//! Durations of one kind of entry: moments, quantiles, and which law they follow.

use serde::{Deserialize, Serialize};

/// Ratio of one step of the histogram to the next.
const STEP: f64 = 1.01;
/// Steps from one millisecond to eleven days.
const STEPS: usize = 2_100;
/// Farther than this from every law, as the largest difference of the distributions, durations count as of none.
const FARTHEST: f64 = 0.1;
/// Probabilities at which data and law are held beside each other.
const PROBABILITIES: [f64; 11] = [0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99];
/// So many standard deviations of a mean lie on either side of it in a 90 % interval.
pub(super) const Z_90: f64 = 1.644_853_626_951_472_2;

/// Durations as they come, in bounded memory.
#[derive(Clone, Debug)]
pub(super) struct Durations {
    pub count: u64,
    sum: f64,
    squares: f64,
    logs: f64,
    log_squares: f64,
    steps: Vec<u64>,
}

impl Default for Durations {
    fn default() -> Self {
        Self {
            count: 0,
            sum: 0.0,
            squares: 0.0,
            logs: 0.0,
            log_squares: 0.0,
            steps: vec![0; STEPS],
        }
    }
}

/// A law that durations follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Law {
    /// The logarithm is normal.
    Lognormal,
    /// A gamma distribution.
    Gamma,
    /// Neither is near: the data alone tell.
    Empirical,
}

/// A quantile of the data beside that of the law.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuantilePair {
    /// Share of the durations that are shorter.
    pub probability: f64,
    /// Of the data, in milliseconds, to about 1 %.
    pub data_ms: f64,
    /// Of the lognormal of the same mean and variation, which the model draws from, in milliseconds.
    pub lognormal_ms: f64,
}

impl Durations {
    /// A duration of so many milliseconds; what is logged as zero counts as half of one.
    pub fn add(&mut self, millis: u64) {
        let millis = (millis as f64).max(0.5);
        let log = libm::log(millis);
        self.count += 1;
        self.sum += millis;
        self.squares += millis * millis;
        self.logs += log;
        self.log_squares += log * log;
        let step = (log.max(0.0) / libm::log(STEP)) as usize;
        self.steps[step.min(STEPS - 1)] += 1;
    }

    pub fn mean(&self) -> f64 {
        self.sum / self.count.max(1) as f64
    }

    pub fn variance(&self) -> f64 {
        let n = self.count as f64;
        ((self.squares - self.sum * self.sum / n.max(1.0)) / (n - 1.0).max(1.0)).max(0.0)
    }

    /// Variance of the mean, of durations that are independent.
    pub fn variance_of_mean(&self) -> f64 {
        self.variance() / self.count.max(1) as f64
    }

    pub fn cv(&self) -> f64 {
        libm::sqrt(self.variance()) / self.mean().max(1e-9)
    }

    /// The law of the greater likelihood, unless the data are far from both.
    pub fn law(&self) -> Law {
        let (lognormal, gamma) = (self.log_likelihood_lognormal(), self.log_likelihood_gamma());
        let law = if gamma > lognormal {
            Law::Gamma
        } else {
            Law::Lognormal
        };
        let distance = match law {
            Law::Gamma => self.distance(|millis| self.gamma_below(millis)),
            _ => self.distance(|millis| self.lognormal_below(millis)),
        };
        if distance > FARTHEST {
            Law::Empirical
        } else {
            law
        }
    }

    fn log_variance(&self) -> f64 {
        let n = self.count.max(1) as f64;
        (self.log_squares / n - (self.logs / n) * (self.logs / n)).max(1e-12)
    }

    fn log_likelihood_lognormal(&self) -> f64 {
        let n = self.count as f64;
        -self.logs - n / 2.0 * (libm::log(std::f64::consts::TAU * self.log_variance()) + 1.0)
    }

    /// Shape of the gamma distribution of the greatest likelihood: Minka's approximation, refined twice.
    fn gamma_shape(&self) -> f64 {
        let n = self.count.max(1) as f64;
        let s = (libm::log(self.mean()) - self.logs / n).max(1e-9);
        let mut shape = (3.0 - s + libm::sqrt((s - 3.0) * (s - 3.0) + 24.0 * s)) / (12.0 * s);
        for _ in 0..2 {
            let step = 1e-4 * shape;
            let slope =
                |at: f64| (libm::lgamma(at + step) - libm::lgamma(at - step)) / (2.0 * step);
            let miss = libm::log(shape) - slope(shape) - s;
            let turn = (libm::log(shape + step) - slope(shape + step) - libm::log(shape - step)
                + slope(shape - step))
                / (2.0 * step);
            if turn.abs() > 1e-12 {
                shape = (shape - miss / turn).clamp(shape / 2.0, shape * 2.0);
            }
        }
        shape
    }

    fn log_likelihood_gamma(&self) -> f64 {
        let (n, shape) = (self.count as f64, self.gamma_shape());
        let scale = self.mean() / shape;
        (shape - 1.0) * self.logs
            - self.sum / scale
            - n * (shape * libm::log(scale) + libm::lgamma(shape))
    }

    fn lognormal_below(&self, millis: f64) -> f64 {
        let deviation = libm::sqrt(self.log_variance());
        let z = (libm::log(millis) - self.logs / self.count.max(1) as f64) / deviation;
        libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0
    }

    fn gamma_below(&self, millis: f64) -> f64 {
        let shape = self.gamma_shape();
        incomplete_gamma(shape, millis * shape / self.mean())
    }

    /// The largest difference between the data and a law, at the edges of the steps.
    fn distance(&self, below: impl Fn(f64) -> f64) -> f64 {
        let mut counted = 0;
        let mut farthest: f64 = 0.0;
        for (step, count) in self
            .steps
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
        {
            counted += count;
            let share = counted as f64 / self.count as f64;
            let edge = libm::pow(STEP, (step + 1) as f64);
            farthest = farthest.max((share - below(edge)).abs());
        }
        farthest
    }

    /// Quantiles of the data beside those of the lognormal of the same mean and variation.
    pub fn quantiles(&self) -> Vec<QuantilePair> {
        use crate::kernel::sample::standard_normal;
        let cv = self.cv();
        let log_variance = libm::log1p(cv * cv);
        let log_mean = libm::log(self.mean()) - log_variance / 2.0;
        let pairs = PROBABILITIES.map(|probability| QuantilePair {
            probability,
            data_ms: self.quantile(probability),
            lognormal_ms: libm::exp(
                log_mean + libm::sqrt(log_variance) * standard_normal(probability),
            ),
        });
        pairs.to_vec()
    }

    fn quantile(&self, probability: f64) -> f64 {
        let rank = libm::ceil(probability * self.count as f64) as u64;
        let mut counted = 0;
        let step = self.steps.iter().position(|count| {
            counted += count;
            counted >= rank
        });
        libm::pow(STEP, step.unwrap_or(0) as f64 + 0.5)
    }
}

/// The regularised lower incomplete gamma function: by its series below the bend, by Lentz's continued fraction above (Press and others, Numerical
/// Recipes, section 6.2).
fn incomplete_gamma(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum) = (1.0 / shape, 1.0 / shape);
        for n in 1..500 {
            term *= x / (shape + f64::from(n));
            sum += term;
        }
        return (front * sum).min(1.0);
    }
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1e300, 1.0 / b);
    let mut fraction = d;
    for n in 1..500 {
        let a = -f64::from(n) * (f64::from(n) - shape);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        fraction *= c * d;
    }
    (1.0 - front * fraction).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Stream;
    use crate::kernel::sample::{exponential, standard_normal};

    /// Durations that a function of three uniform numbers gives, in milliseconds.
    fn drawn(law: impl Fn([f64; 3]) -> f64) -> Durations {
        let chance = Stream::new(7, 0, 0);
        let mut durations = Durations::default();
        for number in 0..5_000 {
            durations.add(law([0, 1, 2].map(|of| chance.unit(number, of))) as u64);
        }
        durations
    }

    fn lognormal([unit, ..]: [f64; 3]) -> f64 {
        libm::exp(7.0 + 0.5 * standard_normal(unit))
    }

    /// Of shape three: the sum of three exponentials.
    fn gamma(units: [f64; 3]) -> f64 {
        units.map(|unit| exponential(unit, 400.0)).iter().sum()
    }

    #[test]
    fn the_law_that_data_were_drawn_from_is_found() {
        assert_eq!(drawn(lognormal).law(), Law::Lognormal);
        assert_eq!(drawn(gamma).law(), Law::Gamma);
        let mut two = drawn(|[unit, ..]| 100.0 + 10.0 * unit);
        for _ in 0..5_000 {
            two.add(60_000);
        }
        assert_eq!(two.law(), Law::Empirical);
    }

    #[test]
    fn moments_and_quantiles_are_those_of_the_data() {
        let durations = drawn(lognormal);
        assert!((durations.mean() / libm::exp(7.125) - 1.0).abs() < 0.03);
        assert!((durations.cv() - 0.533).abs() < 0.03);
        for pair in durations.quantiles() {
            assert!(
                (pair.data_ms / pair.lognormal_ms - 1.0).abs() < 0.08,
                "{pair:?}"
            );
        }
    }

    #[test]
    fn the_incomplete_gamma_function_agrees_with_known_values() {
        // Of shape one it is that of the exponential; the median of shape two is 1.678346990.
        assert!((incomplete_gamma(1.0, 2.0) - (1.0 - libm::exp(-2.0))).abs() < 1e-12);
        assert!((incomplete_gamma(2.0, 1.678_346_990_016_660_7) - 0.5).abs() < 1e-12);
        assert!((incomplete_gamma(0.5, 5.0) - libm::erf(libm::sqrt(5.0))).abs() < 1e-12);
    }
}
