//! Intervals hold what they promise: how often they cover the truth, counted and computed exactly.

use cyclecast::experiment::outcome::{Estimate, Metric, Outcome, Summary};
use cyclecast::experiment::{Plan, Session, forecast};
use cyclecast::kernel::{Stream, sample};
use cyclecast::scenario::{Scenario, SourceFile, parse};
use cyclecast::stats::{quantile_ranks, sorted, wilson};

use crate::generator::Generator;

const LEVEL: f64 = 0.95;
const PERCENTILES: [f64; 3] = [0.05, 0.5, 0.95];

/// Probabilities of 0, 1, ... n hits in n trials, by adding one trial at a time.
fn binomial(n: usize, p: f64) -> Vec<f64> {
    let mut probabilities = vec![1.0];
    for _ in 0..n {
        let mut next = vec![0.0; probabilities.len() + 1];
        for (hits, probability) in probabilities.iter().enumerate() {
            next[hits] += probability * (1.0 - p);
            next[hits + 1] += probability * p;
        }
        probabilities = next;
    }
    probabilities
}

/// Ranks of both ends, where the sample is large enough to have them.
fn ends(n: usize, p: f64) -> (usize, usize) {
    let ranks = quantile_ranks(n, p, LEVEL);
    ranks
        .low
        .zip(ranks.high)
        .expect("a sample of this size has both ends")
}

/// Probability that the interval covers the quantile, whatever the distribution: at least `low` and fewer than `high`
/// values lie below it.
fn exact_coverage(n: usize, p: f64) -> f64 {
    let (low, high) = ends(n, p);
    binomial(n, p)[low..high].iter().sum()
}

/// Whether a counted share agrees with an exact one: three and a half standard errors.
fn agrees(hits: usize, of: usize, exact: f64) -> bool {
    let share = hits as f64 / of as f64;
    (share - exact).abs() <= 3.5 * (exact * (1.0 - exact) / of as f64).sqrt()
}

#[test]
fn an_interval_of_a_quantile_leaves_out_at_most_two_and_a_half_per_cent_on_either_side() {
    for n in [72, 100, 200, 1_000, 2_000] {
        for p in PERCENTILES {
            let (low, high) = ends(n, p);
            let hits = binomial(n, p);
            let (below, above): (f64, f64) = (hits[..low].iter().sum(), hits[high..].iter().sum());
            assert!(below <= 0.025 && above <= 0.025, "{n} {p}: {below} {above}");
            // One rank closer would leave out too much: the interval is as short as can be.
            assert!(
                below + hits[low] > 0.025 && above + hits[high - 1] > 0.025,
                "{n} {p}"
            );
        }
    }
}

#[test]
fn a_thousand_replications_cover_with_95_to_97_per_cent() {
    for p in PERCENTILES {
        let coverage = exact_coverage(1_000, p);
        assert!((0.95..0.97).contains(&coverage), "{p}: {coverage}");
    }
}

#[test]
fn intervals_of_a_known_distribution_cover_its_quantiles_as_often_as_theory_says() {
    const REPETITIONS: usize = 2_000;
    const N: usize = 200;
    let chance = Stream::new(20, 0, 0);
    let samples: Vec<Vec<f64>> = (0..REPETITIONS as u64)
        .map(|repetition| {
            let mut generator = Generator::new(&chance, repetition);
            sorted((0..N).map(|_| sample::exponential(generator.unit(), 1.0)))
        })
        .collect();
    for p in PERCENTILES {
        let truth = -(1.0 - p).ln();
        let (low, high) = ends(N, p);
        let covers = |sample: &&Vec<f64>| (sample[low - 1]..=sample[high - 1]).contains(&truth);
        let hits = samples.iter().filter(covers).count();
        let share = hits as f64 / REPETITIONS as f64;
        assert!((0.93..=0.975).contains(&share), "{p}: {share}");
        assert!(
            agrees(hits, REPETITIONS, exact_coverage(N, p)),
            "{p}: {share}"
        );
    }
}

/// One user on one connection. All is known but the time of the one POST, whose percentiles are given, so that the
/// percentiles of the cycle are known too: the POST and five seconds.
const KNOWN_ANSWER: &str = r#"
tenant.users = 1
tenant.manager_share = 0
scope.mode = "all-users"
[job]
connections = 1
timeout = "1 h"
page_read = "1 s"
evaluation = "2 s"
evaluation_cv = 0
page_read_cv = 0
initial_cycle_overhead = "0 s"
escrow_retry = "0 s"
[job.processing]
lookup = "0 s"
user_write = "0 s"
[target.latency]
user_get = "1 s"
user_post = "100 s to 400 s"
cv = 0
[errors]
InternalServerError = 0
WebExceptionProtocolError = 0
InternalError = 0
DuplicateTargetEntries = 0
Conflict = 0
MandatoryFieldsMissing = 0
"#;
/// Probe, page, evaluation and match, then the POST: lognormal, so that its median is the geometric middle.
const TRUTH_MS: [f64; 3] = [105e3, 205e3, 405e3];

fn known_answer() -> Scenario {
    let source = SourceFile {
        name: "known.toml".to_owned(),
        bytes: KNOWN_ANSWER.as_bytes().to_vec(),
    };
    parse(source, "known", &mut |_| Err("no other files".to_owned()))
        .unwrap_or_else(|problems| panic!("{problems}"))
}

fn outcome(scenario: &Scenario, replications: u64, seed: u64) -> Outcome {
    let plan = Plan {
        replications,
        seed,
        threads: Some(2),
    };
    let outcome = forecast(scenario, &Session::new(plan));
    outcome.expect("there are no limits")
}

fn initial_cycle(outcome: &Outcome) -> &Summary {
    outcome
        .summary(Metric::InitialCycle)
        .expect("it is always measured")
}

fn covers(estimate: Estimate, truth: f64) -> bool {
    let (low, high) = estimate
        .low
        .zip(estimate.high)
        .expect("200 replications give both ends");
    (low..=high).contains(&truth)
}

#[test]
fn intervals_as_printed_cover_the_known_answer_as_often_as_theory_says() {
    const REPETITIONS: usize = 400;
    const N: u64 = 200;
    let scenario = known_answer();
    let mut hits = [0; 3];
    for seed in 0..REPETITIONS as u64 {
        let outcome = outcome(&scenario, N, seed);
        let cycle = initial_cycle(&outcome);
        for (place, estimate) in [cycle.p5, cycle.p50, cycle.p95].into_iter().enumerate() {
            hits[place] += usize::from(covers(estimate, TRUTH_MS[place]));
        }
    }
    for (hits, p) in hits.into_iter().zip(PERCENTILES) {
        let exact = exact_coverage(N as usize, p);
        assert!(
            agrees(hits, REPETITIONS, exact),
            "{p}: {hits} of {REPETITIONS}, not {exact}"
        );
    }
}

#[test]
fn an_interval_as_printed_ends_at_the_values_whose_ranks_theory_names() {
    let outcome = outcome(&known_answer(), 200, 1);
    let durations = sorted(outcome.initial_cycle_ms());
    let cycle = initial_cycle(&outcome);
    for (estimate, p) in [cycle.p5, cycle.p50, cycle.p95]
        .into_iter()
        .zip(PERCENTILES)
    {
        let (low, high) = ends(200, p);
        assert_eq!(estimate.low, Some(durations[low - 1]), "{p}");
        assert_eq!(estimate.high, Some(durations[high - 1]), "{p}");
    }
}

#[test]
fn percentiles_as_printed_approach_the_known_answer() {
    let outcome = outcome(&known_answer(), 20_000, 1);
    let cycle = initial_cycle(&outcome);
    for (estimate, truth) in [cycle.p5, cycle.p50, cycle.p95].into_iter().zip(TRUTH_MS) {
        let value = estimate.value.expect("it is always reached");
        assert!((value / truth - 1.0).abs() < 0.02, "{value} for {truth}");
    }
}

#[test]
fn wilson_agrees_with_published_examples() {
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    for (hits, n, low, high) in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ] {
        let (wilson_low, wilson_high) = wilson(hits, n);
        assert!(
            (wilson_low - low).abs() < 5e-5,
            "{hits} of {n}: {wilson_low}"
        );
        assert!(
            (wilson_high - high).abs() < 5e-5,
            "{hits} of {n}: {wilson_high}"
        );
    }
}

#[test]
fn wilson_covers_close_to_95_per_cent_and_never_far_less() {
    const N: usize = 200;
    let coverages: Vec<f64> = (5..=195)
        .map(|place| f64::from(place) / 200.0)
        .map(|p| {
            let hits = binomial(N, p);
            let covered = |hits: &usize| {
                let (low, high) = wilson(*hits, N);
                (low..=high).contains(&p)
            };
            (0..=N).filter(covered).map(|number| hits[number]).sum()
        })
        .collect();
    let mean = coverages.iter().sum::<f64>() / coverages.len() as f64;
    let least = coverages.iter().copied().fold(1.0, f64::min);
    assert!(
        (0.945..0.955).contains(&mean) && least > 0.92,
        "{mean}, {least}"
    );
}
