//! Means, paired differences and effects of inputs: how often their intervals cover the truth, on models whose answer is known,
//! and how often an effect that does not exist is reported.

mod effects;

use crate::generator::Generator;
use cyclecast::kernel::{Stream, sample};
use cyclecast::stats::{bonferroni, mean_interval, paired, quantile_interval, sorted};

const LEVEL: f64 = 0.95;
const REPETITIONS: usize = 1_000;
/// Replications in each repetition where nothing else is said.
const N: usize = 200;

/// The share of the repetitions, each with chance of its own, in which something happens.
fn share_of(repetitions: usize, seed: u64, happens: impl Fn(&mut Generator) -> bool) -> f64 {
    let chance = Stream::new(seed, 0, 0);
    let hits = (0..repetitions as u64)
        .filter(|&repetition| happens(&mut Generator::new(&chance, repetition)));
    hits.count() as f64 / repetitions as f64
}

fn assert_covers(what: &str, coverage: f64) {
    assert!((0.93..=0.97).contains(&coverage), "{what}: {coverage}");
}

fn normal(generator: &mut Generator) -> f64 {
    sample::standard_normal(generator.unit())
}

fn exponential(generator: &mut Generator) -> f64 {
    sample::exponential(generator.unit(), 1.0)
}

fn drawn(n: usize, generator: &mut Generator, draw: impl Fn(&mut Generator) -> f64) -> Vec<f64> {
    (0..n).map(|_| draw(generator)).collect()
}

/// How often the interval of the mean of `n` values covers the true one.
fn mean_coverage(n: usize, seed: u64, truth: f64, draw: impl Fn(&mut Generator) -> f64) -> f64 {
    share_of(REPETITIONS, seed, |generator| {
        let found = mean_interval(&drawn(n, generator, &draw), LEVEL);
        let found = found.expect("there are enough values");
        (found.mean - truth).abs() <= found.half_width
    })
}

#[test]
fn intervals_of_a_mean_cover_it() {
    assert_covers("normal, five values", mean_coverage(5, 30, 0.0, normal));
    assert_covers("exponential", mean_coverage(N, 31, 1.0, exponential));
    let lognormal = |generator: &mut Generator| (0.5 * normal(generator)).exp();
    assert_covers(
        "lognormal",
        mean_coverage(N, 32, 0.125_f64.exp(), lognormal),
    );
}

#[test]
fn intervals_of_a_skewed_mean_need_more_values_and_then_cover_it_too() {
    // A lognormal whose logarithm has the standard deviation 1.5: its skewness is 33.
    let skewed = |generator: &mut Generator| (1.5 * normal(generator)).exp();
    let truth = 1.125_f64.exp();
    let (few, many) = (
        mean_coverage(N, 33, truth, skewed),
        mean_coverage(50 * N, 33, truth, skewed),
    );
    assert!(few < 0.9, "{few}");
    assert_covers("lognormal, very skewed, 10,000 values", many);
}

/// Two variants with a part of their luck in common; their difference has the mean 1.5 and its median is not zero.
fn variants(generator: &mut Generator) -> (Vec<f64>, Vec<f64>) {
    let pairs = (0..N).map(|_| {
        let common = 2.0 * normal(generator);
        (
            10.0 + common + exponential(generator),
            9.0 + common + 0.5 * exponential(generator),
        )
    });
    pairs.unzip()
}

#[test]
fn intervals_of_a_paired_difference_cover_it_singly_and_together() {
    for (level, seed) in [(LEVEL, 34), (bonferroni(0.9, 2), 35)] {
        let coverage = share_of(REPETITIONS, seed, |generator| {
            let (slow, fast) = variants(generator);
            let found = paired(&slow, &fast, level)
                .expect("pairs belong together")
                .difference;
            (found.mean - 1.5).abs() <= found.half_width
        });
        assert_covers("paired difference", coverage);
    }
}

#[test]
fn pairing_gains_what_the_common_part_is_worth() {
    let (slow, fast) = variants(&mut Generator::new(&Stream::new(36, 0, 0), 0));
    let found = paired(&slow, &fast, LEVEL).expect("pairs belong together");
    // Variances: 4 + 1 and 4 + 0.25, of which 4 is common; 1.25 is left in the difference.
    let (ratio, correlation) = (9.25 / 1.25, 4.0 / (5.0_f64 * 4.25).sqrt());
    assert!((found.variance_ratio.expect("it varies") / ratio - 1.0).abs() < 0.2);
    assert!((found.correlation.expect("both vary") - correlation).abs() < 0.04);
}

#[test]
fn intervals_of_the_median_of_a_paired_difference_cover_it() {
    // E − E' / 2 for exponential E and E' of mean one: beyond x > 0 lies 2/3 e^−x, so the median is ln 4/3.
    let truth = 1.0 + (4.0_f64 / 3.0).ln();
    let coverage = share_of(REPETITIONS, 37, |generator| {
        let (slow, fast) = variants(generator);
        let differences = sorted(slow.iter().zip(&fast).map(|(slow, fast)| slow - fast));
        let found = quantile_interval(&differences, 0.5, LEVEL);
        let (low, high) = found.low.zip(found.high).expect("200 bound a median");
        (low..=high).contains(&truth)
    });
    assert_covers("median of a paired difference", coverage);
}
