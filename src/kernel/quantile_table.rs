//! A distribution as a table of its quantiles, for the many draws of one shape that a simulation makes.

use super::Draw;
use super::sample::LogNormal;

/// Equal steps of probability in the table, as a power of two.
const STEP_BITS: u32 = 10;
const STEPS: usize = 1 << STEP_BITS;
/// Steps at either end that are not interpolated, since quantiles bend too much there.
const EXACT_STEPS: usize = 16;

/// A lognormal that is tabulated once and then cheap to draw from.
///
/// Between the knots, which are exact, quantiles are interpolated linearly, within 0.03 % for a coefficient of variation up
/// to one; the outer 1.6 % on either side are computed exactly, so tails are true. Like the lognormal itself it is
/// monotone, and the same bits everywhere.
///
/// ```
/// use cyclecast::kernel::{Draw, QuantileTable, sample::LogNormal};
/// let latency = LogNormal::from_mean_and_cv(0.25, 1.0);
/// let table = QuantileTable::new(latency);
/// let [inner, high] = [u64::MAX / 3, u64::MAX - (1 << 50)].map(Draw::from_word);
/// assert!((table.at(inner) / latency.at(inner.unit()) - 1.0).abs() < 3e-4);
/// assert_eq!(table.at(high), latency.at(high.unit()));
/// ```
#[derive(Clone, Debug)]
pub struct QuantileTable {
    distribution: LogNormal,
    knots: [f64; STEPS + 1],
}

impl QuantileTable {
    /// Tabulates `distribution`.
    pub fn new(distribution: LogNormal) -> Self {
        let knot = |step: usize| {
            let inner = step.clamp(EXACT_STEPS, STEPS - EXACT_STEPS);
            distribution.at(inner as f64 / STEPS as f64)
        };
        Self {
            distribution,
            knots: std::array::from_fn(knot),
        }
    }

    /// What is tabulated.
    pub fn distribution(&self) -> LogNormal {
        self.distribution
    }

    /// The number at a uniform one.
    #[inline(always)]
    pub fn at(&self, draw: Draw) -> f64 {
        let (step, within) = draw.step(STEP_BITS);
        if !(EXACT_STEPS..STEPS - EXACT_STEPS).contains(&step) {
            return self.in_the_tail(draw);
        }
        let low = self.knots[step];
        low + within * (self.knots[step + 1] - low)
    }

    #[cold]
    #[inline(never)]
    fn in_the_tail(&self, draw: Draw) -> f64 {
        self.distribution.at(draw.unit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_close_to_its_distribution_and_rises_with_it() {
        for cv in [0.0, 0.3, 1.0] {
            let exact = LogNormal::from_mean_and_cv(0.25, cv);
            let table = QuantileTable::new(exact);
            let mut before = 0.0;
            for position in 0..200_000 {
                let draw = Draw::from_word(position * (u64::MAX / 200_000));
                let value = table.at(draw);
                assert!(
                    (value / exact.at(draw.unit()) - 1.0).abs() < 3e-4,
                    "{cv} at {draw:?}"
                );
                assert!(value >= before * (1.0 - 1e-15));
                before = value;
            }
        }
    }
}
