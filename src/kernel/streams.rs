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

/// The lower and the upper half of a product of 128 bits.
#[inline(always)]
const fn product(a: u64, b: u64) -> (u64, u64) {
    let product = a as u128 * b as u128;
    (product as u64, (product >> 64) as u64)
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
    /// The number that a random word stands for.
    pub const fn from_word(word: u64) -> Self {
        Self(word)
    }

    /// The number itself.
    #[inline(always)]
    pub fn unit(self) -> f64 {
        // As the digits of a number between one and two, which is faster than to convert it; nothing is rounded.
        one_and(self.0) - (1.0 - HALF_STEP)
    }

    /// Twelve bits of the word that are no part of the number.
    #[inline(always)]
    pub const fn spare(self) -> u16 {
        (self.0 & 0xFFF) as u16
    }

    /// Where the number lies between zero and one half, or one and one half.
    #[inline(always)]
    pub(super) fn octave(self) -> Octave {
        // Seen from the nearer end the digits are the same or all others; the last of all is the middle of the number's step.
        let upper = (self.0.cast_signed() >> 63).cast_unsigned();
        let digits = (self.0 ^ upper) & !0xFFF | 0x800;
        let number = digits.leading_zeros();
        let after_the_first = digits << number << 1;
        Octave {
            is_upper: upper != 0,
            number: number as usize - 1,
            step: (after_the_first >> (64 - Octave::STEP_BITS)) as usize,
            within: one_and(after_the_first << Octave::STEP_BITS) - 1.0,
        }
    }
}

/// A number's place by its distance from the nearer end of zero to one: octaves of distance, each in equal steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Octave {
    /// Whether the nearer end is one.
    pub is_upper: bool,
    /// How often the distance could be doubled to be no more than a half.
    pub number: usize,
    /// Which step of the octave, the nearest first.
    pub step: usize,
    /// How far within the step, as a part of it; exact.
    pub within: f64,
}

impl Octave {
    /// Equal steps of an octave, as a power of two.
    pub const STEP_BITS: u32 = 5;
    /// Equal steps of an octave.
    pub const STEPS: usize = 1 << Self::STEP_BITS;
}

/// Half of the step between two numbers that are drawn.
const HALF_STEP: f64 = 1.0 / (1_u64 << 53) as f64;

/// One, and these digits after the binary point as far as a number between one and two has so many.
#[inline(always)]
fn one_and(digits: u64) -> f64 {
    f64::from_bits(1.0_f64.to_bits() | digits >> 12)
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
        let (low, high) = product(object ^ self.object_key, usage ^ self.use_key);
        let (low, high) = product(low ^ GOLDEN, high ^ THIRD_ODD);
        low ^ high
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
        }
    }

    #[test]
    fn the_place_of_a_number_in_its_octave_is_exact() {
        let stream = Stream::new(1, 0, 0);
        let random = (0..1_000).map(|index| stream.word(index, 0) >> (index % 40));
        for word in [0, 1 << 12, 1 << 62, 1 << 63, u64::MAX - 4_095, u64::MAX]
            .into_iter()
            .chain(random)
        {
            for word in [word, !word] {
                let draw = Draw::from_word(word);
                let place = draw.octave();
                let octave = 0.5 / (1_u64 << place.number) as f64;
                let step = octave / 2.0 / Octave::STEPS as f64;
                let distance = octave / 2.0 + step * (place.step as f64 + place.within);
                let from_end = if place.is_upper {
                    1.0 - draw.unit()
                } else {
                    draw.unit()
                };
                assert_eq!(distance.to_bits(), from_end.to_bits(), "{word:x}");
                assert!(place.within < 1.0 && place.step < Octave::STEPS);
            }
        }
    }

    #[test]
    fn bits_that_are_no_part_of_a_number_tell_nothing_about_it() {
        let stream = Stream::new(3, 1, 4);
        let mut pairs = vec![0_u32; 64 * 64];
        for object in 0..400_000 {
            let draw = stream.draw(object, 1);
            let number = (draw.unit() * 64.0) as usize;
            pairs[number * 64 + usize::from(draw.spare() >> 6)] += 1;
        }
        assert!(chi_square_score(&pairs).abs() < 4.5);
    }

    #[test]
    fn streams_of_one_replication_are_unrelated_where_they_are_asked_alike() {
        let streams: [Stream; 28] =
            std::array::from_fn(|purpose| Stream::new(42, 7, purpose as u64));
        let high = |stream: Stream, object| (stream.word(object, 1) >> 58) as usize;
        for other in &streams[1..] {
            let mut pairs = vec![0_u32; 64 * 64];
            for object in 0..200_000 {
                pairs[high(streams[0], object) * 64 + high(*other, object)] += 1;
            }
            assert!(chi_square_score(&pairs).abs() < 4.5);
        }
    }

    #[test]
    fn every_bit_of_an_address_changes_half_of_the_bits_of_its_word() {
        let stream = Stream::new(9, 2, 1);
        let addresses = (0..2_000).map(|index| ((index * index) << 20 | index, index % 7));
        for bit in 0..64 {
            let [mut by_object, mut by_usage] = [0_u32; 2];
            for (object, usage) in addresses.clone() {
                let word = stream.word(object, usage);
                by_object += (word ^ stream.word(object ^ 1 << bit, usage)).count_ones();
                by_usage += (word ^ stream.word(object, usage ^ 1 << bit)).count_ones();
            }
            // 2,000 times 64 fair coins: a standard deviation of 179.
            for changed in [by_object, by_usage] {
                assert!(changed.abs_diff(64_000) < 900, "bit {bit}: {changed}");
            }
        }
    }

    #[test]
    fn the_first_words_are_pinned_so_that_an_upgrade_is_noticed() {
        let stream = Stream::new(42, 3, 5);
        let words = [stream.word(0, 0), stream.word(1, 2)];
        assert_eq!(
            words,
            [8_774_700_847_412_837_198, 1_815_191_492_264_765_543]
        );
    }
}
