//! Rate limits under random sequences of callers.
//!
//! How many calls may a token bucket pass in an interval? Let n calls flow in P nanoseconds, b be the burst,
//! and scale time by n, so that a token takes P to flow in. The bucket is full again at F; a call at t passes when
//! F ≤ n t + (b − 1) P, and adds P to F. A moment at which a call is due may lie between two nanoseconds; the
//! call passes at the next whole one and F keeps the fraction, so that the rate does not suffer. Hence after the first
//! call of any replication of k calls, at t₁, F ≥ n t₁ − (n − 1) + P, and before the last, at tₖ, F ≥ n t₁ − (n − 1) +
//! (k − 1) P. As the last one passes, (k − b) P ≤ n (tₖ − t₁) + n − 1. An interval of length L = tₖ − t₁ so
//! holds at most b + ⌊(n (L + 1) − 1) / P⌋ calls: the naive bound with the fraction of one nanosecond on top.

use cyclecast::kernel::{Allowance, FixedWindow, Limiter, TokenBucket};
use cyclecast::units::{SimDuration, SimTime};
use proptest::prelude::*;

use super::{fixed_cases, try_take};

/// A limit as plain numbers.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    pub count: u64,
    pub period: u64,
    pub burst: u64,
}

impl Limit {
    pub fn allowance(self) -> Allowance {
        Allowance::new(self.count, SimDuration::from_nanos(self.period)).expect("both above zero")
    }

    pub fn bucket(self) -> Limiter {
        let bucket = TokenBucket::new(self.allowance(), self.burst);
        Limiter::TokenBucket(bucket.expect("the burst is above zero"))
    }

    pub fn window(self) -> Limiter {
        Limiter::FixedWindow(FixedWindow::new(self.allowance()))
    }
}

/// Periods of a few nanoseconds meet the rounding edges often; the long ones are those of real limits.
pub fn limits() -> impl Strategy<Value = Limit> {
    let period = prop_oneof![1_u64..100, 1_000_000..60_000_000_000_u64];
    (1_u64..40, period, 1_u64..12).prop_map(|(count, period, burst)| Limit {
        count,
        period,
        burst,
    })
}

/// What a caller does when it comes.
#[derive(Clone, Copy, Debug)]
enum Ask {
    /// Calls and may be refused.
    Try,
    /// Waits for the earliest moment and calls then.
    Wait,
    /// Books the earliest moment; others may come before it.
    Book,
}

/// Callers, each with a share of the period (in 64ths) and a few nanoseconds since the one before.
type Asks = Vec<(u64, u64, Ask)>;

fn asks() -> impl Strategy<Value = Asks> {
    let ask = prop_oneof![Just(Ask::Try), Just(Ask::Wait), Just(Ask::Book)];
    let gap = prop_oneof![3 => Just(0), 5 => 0_u64..16, 1 => 0_u64..300];
    prop::collection::vec((gap, 0_u64..4, ask), 1..200)
}

/// The moments at which calls pass, in nanoseconds. On the way, each refusal is held against `earliest`.
fn admitted(limiter: &mut Limiter, period: u64, asks: &Asks) -> Result<Vec<u64>, TestCaseError> {
    let mut now = SimTime::ZERO;
    let mut passed = Vec::new();
    for &(share, nanos, ask) in asks {
        now = now + SimDuration::from_nanos(share * period / 64 + nanos);
        let earliest = limiter.earliest(now, 1);
        prop_assert!(earliest >= now);
        match ask {
            Ask::Try => {
                let answer = try_take(limiter, now, 1);
                let expected = if earliest > now {
                    Err(earliest)
                } else {
                    Ok(())
                };
                prop_assert_eq!(answer, expected);
                if answer.is_err() {
                    assert_first_moment(limiter, now, earliest)?;
                    continue;
                }
            }
            Ask::Wait => {
                now = earliest;
                limiter.take(now, 1, now);
            }
            Ask::Book => limiter.take(earliest, 1, earliest),
        }
        passed.push(earliest.as_nanos());
    }
    Ok(passed)
}

/// A refusal used nothing up, the moment it named is good, and the nanosecond before is not.
fn assert_first_moment(
    limiter: &Limiter,
    now: SimTime,
    first: SimTime,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(limiter.earliest(now, 1), first);
    prop_assert_eq!(try_take(&mut limiter.clone(), first, 1), Ok(()));
    let too_early = SimTime::from_nanos(first.as_nanos() - 1);
    prop_assert_eq!(try_take(&mut limiter.clone(), too_early, 1), Err(first));
    Ok(())
}

/// The most calls a bucket may pass from one call to another `length` nanoseconds later, both included.
fn most_in(limit: Limit, length: u64) -> u64 {
    let flow = u128::from(limit.count) * (u128::from(length) + 1) - 1;
    limit.burst + (flow / u128::from(limit.period)) as u64
}

proptest! {
    #![proptest_config(fixed_cases(1_000))]

    #[test]
    fn a_bucket_passes_no_more_than_burst_and_flow_in_any_interval(limit in limits(), asks in asks()) {
        let passed = admitted(&mut limit.bucket(), limit.period, &asks)?;
        prop_assert!(passed.is_sorted());
        for (first, from) in passed.iter().enumerate() {
            for (calls, to) in (1..).zip(&passed[first..]) {
                prop_assert!(calls <= most_in(limit, to - from), "{calls} from {from} to {to}");
            }
        }
    }

    #[test]
    fn a_window_passes_no_more_than_its_count_in_each_aligned_period(limit in limits(), asks in asks()) {
        let passed = admitted(&mut limit.window(), limit.period, &asks)?;
        prop_assert!(passed.is_sorted());
        for calls in passed.chunk_by(|a, b| a / limit.period == b / limit.period) {
            prop_assert!(calls.len() as u64 <= limit.count);
        }
    }

    #[test]
    fn a_window_refuses_only_when_its_count_is_used_up(limit in limits(), asks in asks()) {
        let mut window = limit.window();
        let passed = admitted(&mut window, limit.period, &asks)?;
        let last = *passed.last().expect("the first caller always passes");
        let in_last = passed.iter().filter(|&&at| at / limit.period == last / limit.period).count() as u64;
        let refused = try_take(&mut window, SimTime::from_nanos(last), 1).is_err();
        prop_assert_eq!(refused, in_last == limit.count);
    }
}

#[test]
fn the_fraction_of_a_nanosecond_in_the_bound_is_needed() {
    // Three calls in 10 ns are due at 0, 3⅓, 6⅔ and 10, and pass at 0, 4, 7 and 10: from 4 to 7 there are two,
    // though less than one flows in during 3 ns.
    let limit = Limit {
        count: 3,
        period: 10,
        burst: 1,
    };
    let waiting = vec![(0, 0, Ask::Wait); 4];
    let passed = admitted(&mut limit.bucket(), limit.period, &waiting);
    assert_eq!(passed.expect("no refusal to check"), [0, 4, 7, 10]);
    assert_eq!(most_in(limit, 3), 2);
    assert_eq!(most_in(limit, 2), 1);
}
