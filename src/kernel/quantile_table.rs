//! A distribution as a table of its quantiles, for the many draws of one shape that a simulation makes.

use super::Draw;
use super::sample::{LogNormal, standard_normal};
use super::streams::Octave;

/// Octaves of probability in the table, on either side; what is nearer to an end is computed.
const OCTAVES: usize = 8;
const KNOTS: usize = OCTAVES * Octave::STEPS + 1;

/// A lognormal that is tabulated once and then cheap to draw from.
///
/// Quantiles bend the more the nearer they are to an end, so the knots, which are exact, halve their distance from octave to octave. Between them quantiles
/// are interpolated linearly, within 0.01 % for a coefficient of variation up to one; the outer 0.2 % on either side are computed exactly, so tails are
/// true. Like the lognormal itself it is monotone, and the same bits everywhere.
///
/// ```
/// use cyclecast::kernel::{Draw, QuantileTable, sample::LogNormal};
/// let latency = LogNormal::from_mean_and_cv(0.25, 1.0);
/// let table = QuantileTable::new(latency);
/// let [inner, high] = [u64::MAX / 3, u64::MAX - (1 << 50)].map(Draw::from_word);
/// assert!((table.at(inner) / latency.at(inner.unit()) - 1.0).abs() < 1e-4);
/// assert_eq!(table.at(high), latency.at(high.unit()));
/// ```
#[derive(Clone, Debug)]
pub struct QuantileTable {
    distribution: LogNormal,
    /// By the distance of the probability from zero, and from one, the nearest first.
    knots: [[f64; KNOTS]; 2],
}

/// The standard normal distribution at the knots of every table, which takes longer to compute than what a table makes of it.
#[derive(Clone, Debug)]
pub struct NormalKnots([[f64; KNOTS]; 2]);

impl Default for NormalKnots {
    fn default() -> Self {
        let distance = |knot: usize| {
            let (octave, step) = (knot / Octave::STEPS, knot % Octave::STEPS);
            let nearest = 1.0 / (1 << (OCTAVES + 1)) as f64;
            let begins = nearest * (1 << octave) as f64;
            begins * (1.0 + step as f64 / Octave::STEPS as f64)
        };
        let lower = |knot| standard_normal(distance(knot));
        let upper = |knot| standard_normal(1.0 - distance(knot));
        Self([std::array::from_fn(lower), std::array::from_fn(upper)])
    }
}

impl QuantileTable {
    /// Tabulates `distribution`.
    pub fn new(distribution: LogNormal) -> Self {
        Self::at_knots(distribution, &NormalKnots::default())
    }

    /// The same for one of many distributions.
    pub fn at_knots(distribution: LogNormal, normal: &NormalKnots) -> Self {
        let at = |side: [f64; KNOTS]| side.map(|normal| distribution.at_normal(normal));
        Self {
            distribution,
            knots: normal.0.map(at),
        }
    }

    /// What is tabulated.
    pub fn distribution(&self) -> LogNormal {
        self.distribution
    }

    /// The number at a uniform one.
    #[inline(always)]
    pub fn at(&self, draw: Draw) -> f64 {
        let place = draw.octave();
        if place.number >= OCTAVES {
            return self.in_the_tail(draw);
        }
        let knots = &self.knots[usize::from(place.is_upper)];
        let knot = (OCTAVES - 1 - place.number) * Octave::STEPS + place.step;
        let near = knots[knot];
        near + place.within * (knots[knot + 1] - near)
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
                    (value / exact.at(draw.unit()) - 1.0).abs() < 1e-4,
                    "{cv} at {draw:?}"
                );
                assert!(value >= before * (1.0 - 1e-15));
                before = value;
            }
        }
    }
}
