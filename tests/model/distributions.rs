//! The distributions and random streams: their bits, their moments, their shape, and an independent reference.

use cyclecast::kernel::{Draw, QuantileTable, Stream, sample};
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::Distribution;

const DRAWS: u64 = 1_000_000;

/// The 99.95th percentile of the standard normal: with a million draws the normal law replaces Student's.
const NORMAL_QUANTILE: f64 = 3.290_526_731_491_896;

/// What √n times the Kolmogorov-Smirnov distance exceeds by chance once in a thousand times.
const KOLMOGOROV_QUANTILE: f64 = 1.949_474_603_504_375;

/// The first million draws of one stream, at objects 0, 1, 2 …
fn first_draws() -> impl Iterator<Item = Draw> {
    let stream = Stream::new(20_240, 0, 1);
    (0..DRAWS).map(move |object| stream.draw(object, 0))
}

fn draws(sampler: impl Fn(f64) -> f64) -> Vec<f64> {
    first_draws().map(|draw| sampler(draw.unit())).collect()
}

fn lognormal() -> sample::LogNormal {
    sample::LogNormal::from_mean_and_cv(0.25, 1.0)
}

/// FNV-1a with 64 bits over the words, the lowest byte first.
fn hash(words: impl Iterator<Item = u64>) -> u64 {
    words
        .flat_map(u64::to_le_bytes)
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        })
}

fn hash_of_draws(sampler: impl Fn(f64) -> f64) -> u64 {
    hash(draws(sampler).into_iter().map(f64::to_bits))
}

#[test]
fn the_hash_is_fnv_1a() {
    // FNV-1a of the eight bytes of "cyclecas", worked out apart from this code.
    let word = u64::from_le_bytes(*b"cyclecas");
    assert_eq!(hash([].into_iter()), 0xCBF2_9CE4_8422_2325);
    assert_eq!(hash([word].into_iter()), 0x5F76_0EA7_548F_C3D2);
}

#[test]
fn not_a_bit_of_a_million_draws_of_any_distribution_has_changed() {
    let lognormal = lognormal();
    let table = QuantileTable::new(lognormal);
    let found = [
        ("uniform", hash_of_draws(|u| sample::uniform(u, 2.0, 5.0))),
        (
            "exponential",
            hash_of_draws(|u| sample::exponential(u, 2.0)),
        ),
        (
            "loguniform",
            hash_of_draws(|u| sample::log_uniform(u, 0.5, 8.0)),
        ),
        (
            "triangular",
            hash_of_draws(|u| sample::triangular(u, 1.0, 2.0, 5.0)),
        ),
        ("standard normal", hash_of_draws(sample::standard_normal)),
        ("lognormal", hash_of_draws(|u| lognormal.at(u))),
        (
            "tabulated lognormal",
            hash(first_draws().map(|draw| table.at(draw).to_bits())),
        ),
    ];
    let pinned = [
        ("uniform", 0xC9E9_2D05_5257_6A71),
        ("exponential", 0x72EB_FAF1_A57A_CD72),
        ("loguniform", 0x2CB7_F4A1_9D37_D347),
        ("triangular", 0xFC81_5C5D_32C8_D92E),
        ("standard normal", 0x2385_021E_D802_F008),
        ("lognormal", 0x0ED6_7689_0340_B050),
        ("tabulated lognormal", 0xF695_0D71_2F0D_C4C0),
    ];
    assert_eq!(found, pinned, "{found:#X?}");
}

#[test]
fn not_a_bit_of_a_million_words_of_any_source_has_changed() {
    let stream = Stream::new(42, 3, 5);
    let found = [
        (
            "stream words",
            hash((0..DRAWS).map(|i| stream.word(i, i % 7))),
        ),
        (
            "stream units",
            hash((0..DRAWS).map(|i| stream.unit(i, i % 7).to_bits())),
        ),
    ];
    let pinned = [
        ("stream words", 0x96F5_B1F3_37F3_D2C5),
        ("stream units", 0xB440_7672_09B0_90ED),
    ];
    assert_eq!(found, pinned, "{found:#X?}");
}

/// Asserts that mean and variance lie inside their 99.9 % normal intervals, and that these are narrow: the widest
/// is that of the lognormal's variance, two per cent. The kurtosis sets how far a variance may stray.
fn assert_moments(draws: &[f64], mean: f64, variance: f64, kurtosis: f64) {
    let number = draws.len() as f64;
    let found_mean = draws.iter().sum::<f64>() / number;
    let squares: f64 = draws.iter().map(|x| (x - found_mean).powi(2)).sum();
    let found_variance = squares / (number - 1.0);
    let mean_error = NORMAL_QUANTILE * (variance / number).sqrt();
    let variance_error = NORMAL_QUANTILE * variance * ((kurtosis - 1.0) / number).sqrt();
    assert!(
        (found_mean - mean).abs() <= mean_error,
        "mean {found_mean}, not {mean}"
    );
    assert!(
        (found_variance - variance).abs() <= variance_error,
        "variance {found_variance}, not {variance}"
    );
    assert!(mean_error < 0.004 * variance.sqrt());
    assert!(variance_error < 0.022 * variance);
}

/// Asserts that the empirical distribution is nowhere further from `cdf` than chance allows: 0.2 % of probability.
fn assert_shape(mut draws: Vec<f64>, cdf: impl Fn(f64) -> f64) {
    draws.sort_unstable_by(f64::total_cmp);
    let number = draws.len() as f64;
    let distance = draws
        .iter()
        .enumerate()
        .fold(0.0_f64, |worst, (below, &x)| {
            let theory = cdf(x);
            let under = theory - below as f64 / number;
            let over = (below + 1) as f64 / number - theory;
            worst.max(under).max(over)
        });
    assert!(
        distance * number.sqrt() < KOLMOGOROV_QUANTILE,
        "distance {distance}"
    );
}

fn standard_normal_cdf(x: f64) -> f64 {
    libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2) / 2.0
}

#[test]
fn uniform_numbers_have_the_moments_and_the_shape_of_theory() {
    let draws = draws(|u| sample::uniform(u, 2.0, 5.0));
    assert_moments(&draws, 3.5, 9.0 / 12.0, 1.8);
    assert_shape(draws, |x| (x - 2.0) / 3.0);
}

#[test]
fn exponential_numbers_have_the_moments_and_the_shape_of_theory() {
    let draws = draws(|u| sample::exponential(u, 2.0));
    assert_moments(&draws, 2.0, 4.0, 9.0);
    assert_shape(draws, |x| -libm::expm1(-x / 2.0));
}

#[test]
fn triangular_numbers_have_the_moments_and_the_shape_of_theory() {
    let draws = draws(|u| sample::triangular(u, 1.0, 2.0, 5.0));
    assert_moments(
        &draws,
        8.0 / 3.0,
        (1.0 + 4.0 + 25.0 - 2.0 - 5.0 - 10.0) / 18.0,
        2.4,
    );
    assert_shape(draws, |x| {
        if x < 2.0 {
            (x - 1.0).powi(2) / 4.0
        } else {
            1.0 - (5.0 - x).powi(2) / 12.0
        }
    });
}

#[test]
fn loguniform_numbers_have_the_moments_and_the_shape_of_theory() {
    // Moments about zero are (bⁿ - aⁿ) / (n ln(b / a)).
    let draws = draws(|u| sample::log_uniform(u, 1.0, 4.0));
    let about_zero = |n: i32| (4.0_f64.powi(n) - 1.0) / (f64::from(n) * 4.0_f64.ln());
    let mean = about_zero(1);
    let variance = about_zero(2) - mean.powi(2);
    let fourth = about_zero(4) - 4.0 * mean * about_zero(3) + 6.0 * mean.powi(2) * about_zero(2)
        - 3.0 * mean.powi(4);
    assert_moments(&draws, mean, variance, fourth / variance.powi(2));
    assert_shape(draws, |x| x.ln() / 4.0_f64.ln());
}

#[test]
fn normal_numbers_have_the_moments_and_the_shape_of_theory() {
    let draws = draws(sample::standard_normal);
    assert_moments(&draws, 0.0, 1.0, 3.0);
    assert_shape(draws, standard_normal_cdf);
}

#[test]
fn lognormal_numbers_have_the_moments_and_the_shape_of_theory() {
    // With a coefficient of variation of one, exp(σ²) is 2; kurtosis is w⁴ + 2 w³ + 3 w² − 3 at w = 2.
    let law = lognormal();
    let draws = draws(|u| law.at(u));
    assert_moments(&draws, 0.25, 0.0625, 16.0 + 16.0 + 12.0 - 3.0);
    let (location, scale) = (0.25_f64.ln() - 2.0_f64.ln() / 2.0, 2.0_f64.ln().sqrt());
    assert_shape(draws, |x| standard_normal_cdf((x.ln() - location) / scale));
}

/// Asserts that two samples of equal size are nowhere further apart than chance allows: 0.28 % of probability.
fn assert_same_shape(mut ours: Vec<f64>, law: impl Distribution<f64>) {
    let random = Xoshiro256PlusPlus::seed_from_u64(77);
    let mut theirs: Vec<f64> = law.sample_iter(random).take(ours.len()).collect();
    ours.sort_unstable_by(f64::total_cmp);
    theirs.sort_unstable_by(f64::total_cmp);
    let number = ours.len() as f64;
    let mut below = 0;
    let mut worst = 0_usize;
    for (index, x) in ours.iter().enumerate() {
        while below < theirs.len() && theirs[below] < *x {
            below += 1;
        }
        // Just below this number of ours there are `index` of ours, and at it one more.
        worst = worst
            .max(index.abs_diff(below))
            .max((index + 1).abs_diff(below));
    }
    let distance = worst as f64 / number;
    assert!(
        distance * (number / 2.0).sqrt() < KOLMOGOROV_QUANTILE,
        "distance {distance}"
    );
}

#[test]
fn our_exponential_and_that_of_rand_distr_are_one_law() {
    let theirs = rand_distr::Exp::new(0.5).expect("the rate is above zero");
    assert_same_shape(draws(|u| sample::exponential(u, 2.0)), theirs);
}

#[test]
fn our_lognormal_and_that_of_rand_distr_are_one_law() {
    let law = lognormal();
    let theirs = rand_distr::LogNormal::from_mean_cv(0.25, 1.0).expect("a mean above zero");
    assert_same_shape(draws(|u| law.at(u)), theirs);
}

#[test]
#[should_panic(expected = "distance")]
fn a_law_that_is_off_by_one_per_cent_is_noticed() {
    let theirs = rand_distr::Exp::new(0.5).expect("the rate is above zero");
    assert_same_shape(draws(|u| sample::exponential(u, 2.02)), theirs);
}
