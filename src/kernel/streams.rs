//! Random streams, addressed rather than consumed.
//!
//! Every draw has an address: (seed, replication, purpose, object, use). The draw is a mix of that address,
//! so it does not depend on what else was drawn or in which order: two variants of a model share
//! their luck (common random numbers), any replication can be run alone, and threads cannot change a result.

/// Odd constants: the golden ratio's fraction, and two of its relatives from the same family.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
const SECOND_ODD: u64 = 0xD1B5_4A32_D192_ED03;
const THIRD_ODD: u64 = 0x8CB9_2BA7_2F3D_8DD7;

/// David Stafford's thirteenth variant of the MurmurHash3 finaliser, as in SplitMix64: a bijection of 64 bits
/// in which every input bit changes half of the output bits.
#[inline(always)]
const fn mix(mut word: u64) -> u64 {
    word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

/// A uniform number strictly between zero and one, as the word that it comes from: its upper 52 bits, and half a step more.
///
/// ```
/// use cyclecast::kernel::Draw;
/// assert_eq!(Draw::from_word(1 << 63).unit(), 0.5 + 0.5_f64.powi(53));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw(u64);

impl Draw {
    const BITS: u32 = 52;

    /// The number that a random word stands for.
    pub const fn from_word(word: u64) -> Self {
        Self(word)
    }

    /// The number itself.
    #[inline(always)]
    pub fn unit(self) -> f64 {
        fraction(self.0 >> 12, Self::BITS)
    }

    /// Of 2 to the power of `bits` equal steps, which one it is on, and where within it: strictly between zero and one, and exact.
    #[inline(always)]
    pub(super) fn step(self, bits: u32) -> (usize, f64) {
        let left = Self::BITS - bits;
        let within = self.0 >> 12 & ((1 << left) - 1);
        ((self.0 >> (64 - bits)) as usize, fraction(within, left))
    }
}

/// A whole number below 2 to the power of `bits`, and half of one more, as a part of that.
#[inline(always)]
fn fraction(number: u64, bits: u32) -> f64 {
    let half = f64::from_bits(u64::from(1022 - bits) << 52);
    // As the digits of a number between one and two, which is faster than to convert it; nothing is rounded.
    f64::from_bits(1.0_f64.to_bits() | number << (Draw::BITS - bits)) - (1.0 - half)
}

/// One independent source of chance: (seed, replication, purpose).
///
/// ```
/// use cyclecast::kernel::Stream;
///
/// let latency = Stream::new(42, 0, 1);
/// // The same address gives the same draw, in any order and on any machine.
/// assert_eq!(latency.unit(4711, 0), latency.unit(4711, 0));
/// assert_ne!(latency.unit(4711, 0), latency.unit(4711, 1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    object_key: u64,
    use_key: u64,
}

impl Stream {
    /// The stream of `purpose` in `replication` under the root `seed`.
    pub const fn new(seed: u64, replication: u64, purpose: u64) -> Self {
        let root = mix(seed.wrapping_add(GOLDEN));
        let run = mix(root ^ replication.wrapping_mul(SECOND_ODD).wrapping_add(GOLDEN));
        let object_key = mix(run ^ purpose.wrapping_mul(THIRD_ODD).wrapping_add(GOLDEN));
        Self {
            object_key,
            use_key: mix(object_key ^ run),
        }
    }

    /// 64 random bits for one use by one object.
    #[inline(always)]
    pub const fn word(&self, object: u64, usage: u64) -> u64 {
        let by_object = mix(self.object_key.wrapping_add(object.wrapping_mul(GOLDEN)));
        mix(by_object ^ self.use_key.wrapping_add(usage.wrapping_mul(SECOND_ODD)))
    }

    /// The random bits for one use by one object, as a uniform number.
    #[inline(always)]
    pub const fn draw(&self, object: u64, usage: u64) -> Draw {
        Draw(self.word(object, usage))
    }

    /// A uniform number strictly between zero and one for one use by one object.
    #[inline(always)]
    pub fn unit(&self, object: u64, usage: u64) -> f64 {
        self.draw(object, usage).unit()
    }

    /// Whether something of probability `share` happens, for one use by one object.
    #[inline(always)]
    pub fn happens(&self, share: f64, object: u64, usage: u64) -> bool {
        // What is certain needs no draw; draws have addresses, so leaving one out moves no other.
        share >= 1.0 || (share > 0.0 && self.unit(object, usage) < share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chi-square of `counts` against equal expectation, in standard deviations from its mean.
    fn chi_square_score(counts: &[u32]) -> f64 {
        let total: u32 = counts.iter().sum();
        let expected = f64::from(total) / counts.len() as f64;
        let chi: f64 = counts
            .iter()
            .map(|&count| (f64::from(count) - expected).powi(2) / expected)
            .sum();
        let freedom = counts.len() as f64 - 1.0;
        (chi - freedom) / (2.0 * freedom).sqrt()
    }

    #[test]
    fn neighbouring_addresses_give_unrelated_draws() {
        type Draw = fn(u64) -> u64;
        let walks: [Draw; 4] = [
            |i| Stream::new(1, 0, 0).word(i, 0),
            |i| Stream::new(1, 0, 0).word(0, i),
            |i| Stream::new(1, i, 0).word(0, 0),
            |i| Stream::new(i, 0, 0).word(0, 0),
        ];
        for walk in walks {
            for shift in [0, 16, 32, 58] {
                let mut singles = [0_u32; 64];
                let mut pairs = vec![0_u32; 64 * 64];
                let mut previous = walk(0) >> shift & 63;
                for i in 1..=400_000 {
                    let next = walk(i) >> shift & 63;
                    singles[next as usize] += 1;
                    pairs[(previous * 64 + next) as usize] += 1;
                    previous = next;
                }
                assert!(chi_square_score(&singles).abs() < 4.5);
                assert!(chi_square_score(&pairs).abs() < 4.5);
            }
        }
    }

    #[test]
    fn a_unit_is_in_the_middle_of_its_step_and_never_zero_or_one() {
        let stream = Stream::new(1, 0, 0);
        let random = (0..1_000).map(|index| stream.word(index, 0));
        for word in [0, 1 << 12, u64::MAX - 4_095, u64::MAX]
            .into_iter()
            .chain(random)
        {
            let draw = Draw::from_word(word);
            let middle = ((word >> 12) as f64 + 0.5) / (1_u64 << 52) as f64;
            assert_eq!(draw.unit().to_bits(), middle.to_bits());
            assert!(draw.unit() > 0.0 && draw.unit() < 1.0);
            let (step, within) = draw.step(10);
            assert_eq!(step, (middle * 1_024.0) as usize);
            assert_eq!(within.to_bits(), (middle * 1_024.0 - step as f64).to_bits());
        }
    }

    #[test]
    fn the_first_words_are_pinned_so_that_an_upgrade_is_noticed() {
        let stream = Stream::new(42, 3, 5);
        let words = [stream.word(0, 0), stream.word(1, 2)];
        assert_eq!(
            words,
            [2_299_130_213_897_746_268, 14_493_849_818_418_855_995]
        );
    }
}
