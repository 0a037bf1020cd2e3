//! The public kernel against theory: queues with closed forms, rate limits with exact bounds, and slow
//! references that are right at a glance.

mod confidence;
mod gates;
mod limits;
mod pools;
mod queue;
mod queues;
mod saturation;
mod windows;

use proptest::test_runner::{Config, RngSeed};

/// Property tests draw the same cases in every run, and leave no files behind.
fn fixed_cases(cases: u32) -> Config {
    Config {
        cases,
        rng_seed: RngSeed::Fixed(2_024),
        failure_persistence: None,
        ..Config::default()
    }
}
