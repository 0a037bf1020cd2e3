//! Means, paired differences and shares of the variance: how often their intervals cover the truth, on models whose answer
//! is known, and how often an effect that does not exist is reported.

use cyclecast::kernel::{Generator, Stream, sample};
use cyclecast::stats::{
    bonferroni, first_order, mean_interval, paired, quantile_interval, rank_correlation, sorted,
    told_apart,
};

const LEVEL: f64 = 0.95;
const REPETITIONS: usize = 1_000;
/// Replications in each repetition where nothing else is said.
const N: usize = 200;

/// The share of the repetitions, each with chance of its own, in which something happens.
fn share_of(repetitions: usize, seed: u64, happens: impl Fn(&mut Generator) -> bool) -> f64 {
    let chance = Stream::new(seed, 0, 0);
    let hits =
        (0..repetitions as u64).filter(|&repetition| happens(&mut chance.generator(repetition)));
    hits.count() as f64 / repetitions as f64
}

fn assert_covers(what: &str, coverage: f64) {
    assert!((0.93..=0.97).contains(&coverage), "{what}: {coverage}");
}

/// Three and a half standard errors of a share that is counted in so many repetitions.
fn counting_error(share: f64, repetitions: usize) -> f64 {
    3.5 * (share * (1.0 - share) / repetitions as f64).sqrt()
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
    assert!(few < 0.93, "{few}");
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
    let (slow, fast) = variants(&mut Stream::new(36, 0, 0).generator(0));
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

/// An input and an outcome that is linear in its normal score, which explains `share` of its variance.
fn linear(share: f64, generator: &mut Generator, input: fn(f64) -> f64) -> (Vec<f64>, Vec<f64>) {
    let pairs = (0..1_000).map(|_| {
        let score = normal(generator);
        (
            input(score),
            share.sqrt() * score + (1.0 - share).sqrt() * normal(generator),
        )
    });
    pairs.unzip()
}

fn share_coverage(share: f64, seed: u64, input: fn(f64) -> f64) -> f64 {
    share_of(REPETITIONS, seed, |generator| {
        let (x, y) = linear(share, generator, input);
        let found = first_order(&x, &y, LEVEL).expect("both vary");
        (found.low..=found.high).contains(&share)
    })
}

#[test]
fn intervals_of_a_share_of_the_variance_cover_it() {
    for (share, seed) in [
        (0.05, 38),
        (0.1, 39),
        (0.3, 40),
        (0.6, 41),
        (0.8, 42),
        (0.95, 43),
    ] {
        assert_covers(
            &format!("normal {share}"),
            share_coverage(share, seed, |score| score),
        );
        let lognormal = |score: f64| (0.5 * score).exp();
        assert_covers(
            &format!("lognormal {share}"),
            share_coverage(share, seed + 10, lognormal),
        );
    }
}

#[test]
fn small_shares_are_covered_more_often_than_promised() {
    for (share, seed, least) in [(0.0, 60, 0.975), (0.02, 61, 0.945)] {
        let coverage = share_coverage(share, seed, |score| score);
        assert!(coverage >= least, "{share}: {coverage}");
    }
}

#[test]
fn a_share_of_the_variance_is_not_biased() {
    let chance = Stream::new(62, 0, 0);
    let found: Vec<f64> = (0..REPETITIONS as u64)
        .map(|repetition| {
            let (x, y) = linear(0.3, &mut chance.generator(repetition), |score| score);
            first_order(&x, &y, LEVEL).expect("both vary").share
        })
        .collect();
    let mean = mean_interval(&found, 0.999).expect("there are enough values");
    assert!(
        (mean.mean - 0.3).abs() <= mean.half_width && mean.half_width < 0.003,
        "{mean:?}"
    );
}

#[test]
fn p_values_of_an_input_without_effect_are_spread_evenly_even_for_skewed_outcomes() {
    let chance = Stream::new(63, 0, 0);
    let p_values: Vec<f64> = (0..4 * REPETITIONS as u64)
        .map(|repetition| {
            let mut generator = chance.generator(repetition);
            let x = drawn(N, &mut generator, |generator| normal(generator).exp());
            let y = drawn(N, &mut generator, exponential);
            first_order(&x, &y, LEVEL).expect("both vary").p_value
        })
        .collect();
    for share in [0.01, 0.05, 0.5] {
        let below = p_values.iter().filter(|p| **p <= share).count() as f64 / p_values.len() as f64;
        let allowed = counting_error(share, p_values.len());
        assert!((below - share).abs() <= allowed, "{share}: {below}");
    }
}

const INPUTS: usize = 12;
/// Places of the two inputs that do something, the dominant one first.
const PLANTED: [usize; 2] = [7, 3];

/// Twelve inputs of which two have an effect: 3 a + b + noise, each of variance one.
fn planted(generator: &mut Generator) -> (Vec<Vec<f64>>, Vec<f64>) {
    let inputs: Vec<Vec<f64>> = (0..INPUTS)
        .map(|_| drawn(1_000, generator, normal))
        .collect();
    let outcome = (0..1_000).map(|place| {
        3.0 * inputs[PLANTED[0]][place] + inputs[PLANTED[1]][place] + normal(generator)
    });
    let outcome = outcome.collect();
    (inputs, outcome)
}

#[test]
fn the_planted_dominant_input_comes_first_and_what_does_nothing_is_not_reported() {
    const RUNS: usize = 200;
    let chance = Stream::new(64, 0, 0);
    let (mut covered, mut in_error) = (0, 0);
    for run in 0..RUNS as u64 {
        let (inputs, outcome) = planted(&mut chance.generator(run));
        let found: Vec<_> = inputs
            .iter()
            .map(|input| first_order(input, &outcome, LEVEL).expect("both vary"))
            .collect();
        let told = told_apart(
            &found.iter().map(|one| one.p_value).collect::<Vec<f64>>(),
            LEVEL,
        );
        let [dominant, minor] = PLANTED.map(|place| found[place]);
        assert!(
            PLANTED.iter().all(|&place| told[place]),
            "run {run}: {found:?}"
        );
        let others = |place: &usize| !PLANTED.contains(place);
        let largest_other = (0..INPUTS)
            .filter(others)
            .map(|place| found[place].share)
            .fold(0.0, f64::max);
        assert!(
            dominant.low > minor.high && minor.share > largest_other,
            "run {run}: {found:?}"
        );
        // Nine of eleven parts of the variance.
        covered += usize::from((dominant.low..=dominant.high).contains(&(9.0 / 11.0)));
        in_error += usize::from((0..INPUTS).filter(others).any(|place| told[place]));
    }
    let (covered, in_error) = (covered as f64 / RUNS as f64, in_error as f64 / RUNS as f64);
    assert!(
        (covered - 0.95).abs() <= counting_error(0.95, RUNS),
        "{covered}"
    );
    assert!(in_error <= 0.05 + counting_error(0.05, RUNS), "{in_error}");
}

#[test]
fn an_effect_that_falls_and_rises_again_is_found_though_ranks_do_not_see_it() {
    let mut generator = Stream::new(65, 0, 0).generator(0);
    let x = drawn(1_000, &mut generator, Generator::unit);
    // (x − 0.5)² has the variance 1/180, and so has the noise.
    let noise_sd = (1.0_f64 / 180.0).sqrt();
    let y: Vec<f64> = x
        .iter()
        .map(|x| (x - 0.5).powi(2) + noise_sd * normal(&mut generator))
        .collect();
    let found = first_order(&x, &y, LEVEL).expect("both vary");
    assert!(
        (found.low..=found.high).contains(&0.5) && found.p_value < 1e-9,
        "{found:?}"
    );
    assert!(rank_correlation(&x, &y).expect("both vary").abs() < 0.1);
}
