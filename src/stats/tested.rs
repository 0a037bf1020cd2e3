//! Samples for tests of statistics.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

/// Lognormal values of mean one; the same round gives the same.
pub fn lognormals(round: u64, cv: f64, n: usize) -> Vec<f64> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(round);
    let variance = libm::log1p(cv * cv);
    let mut normal = || {
        // Box and Muller.
        let (u, v): (f64, f64) = (random.random(), random.random());
        libm::sqrt(-2.0 * libm::log1p(-u)) * libm::cos(std::f64::consts::TAU * v)
    };
    (0..n)
        .map(|_| libm::exp(libm::sqrt(variance) * normal() - variance / 2.0))
        .collect()
}
