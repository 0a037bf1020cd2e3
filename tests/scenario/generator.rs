//! A sequence of random numbers, for samples of any length.

use cyclecast::kernel::Stream;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

/// Xoshiro256++, seeded by one object of a stream.
pub struct Generator(Xoshiro256PlusPlus);

impl Generator {
    pub fn new(stream: &Stream, object: u64) -> Self {
        let seed = stream.word(object, u64::MAX);
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// The next uniform number, strictly between zero and one.
    pub fn unit(&mut self) -> f64 {
        const SCALE: f64 = 1.0 / (1_u64 << 52) as f64;
        ((self.0.next_u64() >> 12) as f64 + 0.5) * SCALE
    }
}
