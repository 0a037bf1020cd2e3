//! More connections never make a job slower, whatever it does after a 429.

use cyclecast::model::{
    Excess, LimitKind, LimitRule, On429, Parameter as P, RetryAfter, ScopeMode, Uncertain,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::tenant::{custom, cycle_of, exact, limit, limited, minutes};

/// Minutes that 200 users take, with a GET and a POST each, at a target with this limit.
fn takes(rule: &LimitRule, policy: On429, connections: u32) -> f64 {
    let mut setup = limited(
        custom(exact(ScopeMode::AllUsers, 200)),
        std::slice::from_ref(rule),
    )
    .with(P::Connections, Uncertain::Fixed(f64::from(connections)))
    .with(P::Lookup, Uncertain::Fixed(0.3))
    .with(P::UserWrite, Uncertain::Fixed(0.5))
    .with(P::RefusalsBeforeEscrow, Uncertain::Fixed(1_000.0));
    setup.on_429 = policy;
    let (tally, _) = cycle_of(&setup);
    if policy != On429::Escrow {
        assert_eq!(tally.users_created, 200, "nobody is given up");
    }
    minutes(&tally)
}

#[test]
fn without_retry_after_400_calls_at_60_a_minute_take_as_long_over_2_8_and_32_connections() {
    let rule = LimitRule {
        excess: Excess::TooManyRequests(RetryAfter::Absent),
        ..limit("all", 60, 60, LimitKind::TokenBucket { burst: 1 })
    };
    for policy in [On429::PauseJob, On429::RetryCall] {
        let few = takes(&rule, policy, 2);
        // 6.7 minutes are the least for 401 calls.
        assert!((6.6..8.5).contains(&few), "{few} min, {policy:?}");
        for connections in [8, 32] {
            let more = takes(&rule, policy, connections);
            assert!(more < 1.15 * few, "{more} after {few} min, {policy:?}");
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Case {
    kind: LimitKind,
    amount: u64,
    secs: u64,
    retry_after: RetryAfter,
    policy: On429,
    few: u32,
    more: u32,
}

fn cases() -> impl Strategy<Value = Case> {
    let shape = (0..6_u8, 1..40_u64, 1..60_u64, 1..30_u64);
    let policy = prop::sample::select(vec![On429::PauseJob, On429::RetryCall, On429::Escrow]);
    let says = any::<bool>();
    (shape, policy, says, 1..16_u32, 1..24_u32).prop_map(
        |((kind, amount, secs, burst), policy, says, few, further)| {
            let rate = amount as f64 / secs as f64;
            let kind = match kind {
                0 => LimitKind::TokenBucket { burst },
                1 => LimitKind::TokenBucket { burst: 1 },
                2 => LimitKind::FixedWindow,
                3 => LimitKind::RollingWindow,
                4 => LimitKind::QuietWindow,
                _ => LimitKind::Concurrency,
            };
            // A Retry-After is in whole seconds. Where a target lets calls pass sooner, a job that pauses as a whole waits too long for each of
            // them: what the target says makes it slower then, and not the number of connections beyond the first that is refused.
            let too_coarse = policy == On429::PauseJob
                && match kind {
                    LimitKind::TokenBucket { burst } => (burst as f64) < rate.ceil() + 1.0,
                    LimitKind::FixedWindow | LimitKind::QuietWindow => false,
                    // Calls leave it one by one, as they came in.
                    LimitKind::RollingWindow => true,
                    LimitKind::Concurrency => true,
                };
            Case {
                kind,
                // At least one call in two seconds, so that the cases end soon.
                amount: amount.max(secs.div_ceil(2)),
                secs,
                retry_after: if says && !too_coarse {
                    RetryAfter::UntilAllowed
                } else {
                    RetryAfter::Absent
                },
                policy,
                few,
                more: few + further,
            }
        },
    )
}

#[test]
fn more_connections_are_no_slower_whatever_the_limit_and_the_policy() {
    let config = ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let verdict = TestRunner::new(config).run(&cases(), |case| {
        let rule = LimitRule {
            excess: Excess::TooManyRequests(case.retry_after),
            ..limit("all", case.amount, case.secs, case.kind)
        };
        let few = takes(&rule, case.policy, case.few);
        let more = takes(&rule, case.policy, case.more);
        // What it takes to learn the limit is no part of the pace: a doubling or two of the wait, and a window.
        let learning = 1.0 + 2.0 * case.secs as f64 / 60.0;
        prop_assert!(more <= 1.15 * few + learning, "{more} after {few} min");
        Ok(())
    });
    verdict.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn a_first_wait_that_is_longer_than_the_usual_longest_is_waited_out() {
    let rule = LimitRule {
        excess: Excess::TooManyRequests(RetryAfter::Absent),
        ..limit("all", 2, 3_600, LimitKind::TokenBucket { burst: 1 })
    };
    for policy in [On429::PauseJob, On429::RetryCall] {
        let mut setup = limited(
            custom(exact(ScopeMode::AllUsers, 3)),
            std::slice::from_ref(&rule),
        )
        .with(P::Connections, Uncertain::Fixed(1.0))
        .with(P::Backoff, Uncertain::Fixed(1_200.0));
        setup.on_429 = policy;
        let (_, watch) = cycle_of(&setup);
        let moments: Vec<f64> = watch
            .requests
            .iter()
            .map(|(at, _)| at.since_start().as_secs_f64())
            .collect();
        // The probe passes; the next call is refused, and not repeated before the stated twenty minutes.
        assert!(moments[2] - moments[1] >= 1_200.0, "{policy:?} {moments:?}");
    }
}
