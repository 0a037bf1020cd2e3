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

use cyclecast::kernel::Limiter;
use cyclecast::units::SimTime;
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

/// Lets a call pass at `at`, or says when it will pass; nothing is used up then.
fn try_take(limiter: &mut Limiter, at: SimTime, cost: u64) -> Result<(), SimTime> {
    let earliest = limiter.earliest(at, cost);
    if earliest > at {
        return Err(earliest);
    }
    limiter.take(at, cost, at);
    Ok(())
}
