//! Rate limits whose callers never leave a call unused, and the burst after a quiet time.

use cyclecast::kernel::Limiter;
use cyclecast::units::{SimDuration, SimTime};
use proptest::prelude::*;

use super::limits::{Limit, limits};
use super::{fixed_cases, try_take};

/// The moments, in nanoseconds, of the first `calls` calls of a caller that starts at `start` and never idles.
fn saturate(limiter: &mut Limiter, start: u64, calls: u64) -> Vec<u64> {
    let mut now = SimTime::from_nanos(start);
    (0..calls)
        .map(|_| {
            now = limiter.earliest(now, 1);
            limiter.take(now, 1, now);
            now.as_nanos()
        })
        .collect()
}

/// How many calls pass at this very moment.
fn pass_at_once(limiter: &mut Limiter, now: SimTime) -> u64 {
    let mut calls = 0;
    while try_take(limiter, now, 1).is_ok() {
        calls += 1;
    }
    calls
}

/// The nanosecond at which the token of call `call` (from zero) of a saturated bucket has flowed in.
fn due(limit: Limit, start: u64, call: u64) -> u64 {
    let tokens_to_flow = u128::from((call + 1).saturating_sub(limit.burst));
    let nanos = (tokens_to_flow * u128::from(limit.period)).div_ceil(u128::from(limit.count));
    start + nanos as u64
}

proptest! {
    #![proptest_config(fixed_cases(500))]

    #[test]
    fn a_saturated_bucket_passes_its_allowance_to_the_call(
        limit in limits(), start in 1_u64..1_000_000, periods in 1_u64..20,
    ) {
        let calls = limit.burst + limit.count * periods;
        let passed = saturate(&mut limit.bucket(), start, calls + 1);
        for (call, at) in (0..).zip(&passed) {
            prop_assert_eq!(*at, due(limit, start, call));
        }
        // Burst and allowance are used up exactly as the last period ends; the next call is beyond it.
        let end = start + limit.period * periods;
        prop_assert_eq!(passed[calls as usize - 1], end);
        if limit.period >= limit.count {
            prop_assert!(passed[calls as usize] > end);
        }
    }

    #[test]
    fn a_saturated_window_passes_its_count_in_every_period(
        limit in limits(), start in 0_u64..1_000_000, periods in 1_u64..20,
    ) {
        let passed = saturate(&mut limit.window(), start, limit.count * periods);
        for (index, calls) in (start / limit.period..).zip(passed.chunks(limit.count as usize)) {
            let expected = (index * limit.period).max(start);
            prop_assert!(calls.iter().all(|&at| at == expected), "{calls:?}");
        }
    }

    #[test]
    fn the_burst_after_a_quiet_time_is_the_whole_burst_and_no_more(
        limit in limits(), calls in 0_u64..50, rest in 1_u64..1_000_000,
    ) {
        let mut bucket = limit.bucket();
        let last = saturate(&mut bucket, 0, calls).pop().unwrap_or(0);
        let refill = due(limit, 0, 2 * limit.burst);
        let quiet_until = SimTime::from_nanos(last + refill) + SimDuration::from_nanos(rest);
        prop_assert_eq!(pass_at_once(&mut bucket, quiet_until), limit.burst);
    }

    #[test]
    fn a_bucket_that_rests_for_some_tokens_passes_just_these(
        limit in limits(), tokens in 1_u64..12, periods in 0_u64..5,
    ) {
        // More than a token a nanosecond could not be told apart by the clock: the kept fraction holds tokens then.
        let limit = Limit { period: limit.period.max(limit.count), ..limit };
        // After whole periods of a saturated start the bucket is empty to the nanosecond.
        let mut bucket = limit.bucket();
        let last = saturate(&mut bucket, 1, limit.burst + limit.count * periods).pop().unwrap_or(0);
        let rest = (u128::from(tokens) * u128::from(limit.period)).div_ceil(u128::from(limit.count)) as u64;
        let flowed = rest * limit.count / limit.period;
        let moment = SimTime::from_nanos(last + rest);
        prop_assert_eq!(pass_at_once(&mut bucket, moment), flowed.min(limit.burst));
    }

    #[test]
    fn a_fresh_window_passes_its_whole_count_at_once_and_no_more(
        limit in limits(), calls in 0_u64..50, rest in 1_u64..1_000_000,
    ) {
        let mut window = limit.window();
        let last = saturate(&mut window, 0, calls).pop().unwrap_or(0);
        let fresh = SimTime::from_nanos(last + limit.period + rest);
        prop_assert_eq!(pass_at_once(&mut window, fresh), limit.count);
    }
}
