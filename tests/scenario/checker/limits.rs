//! Random limits, under every connector and every answer to a 429.

use proptest::prelude::*;
use serde_json::Value;

use super::facts::Facts;
use super::json::{initial_cycle, is, text};
use super::limit::{Kind, Limit};
use super::random::{Check, Occurs, check_random};
use super::{cycles, excess, limit, order, own_time, refusals, retry_after, totals};

/// What passes keeps to every limit.
pub fn check(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    limit::check(&facts.limits, initial_cycle(lines))
}

fn a_limit() -> impl Strategy<Value = Limit> {
    let kind = prop_oneof![
        (1_u64..12).prop_map(|burst| Kind::TokenBucket { burst }),
        Just(Kind::FixedWindow),
        Just(Kind::RollingWindow),
        Just(Kind::QuietWindow),
        Just(Kind::AtOnce),
    ];
    let endpoints = prop_oneof![
        Just("all"),
        Just("reads"),
        Just("writes"),
        Just("users"),
        Just("groups"),
        Just("users.get"),
        Just("users.post"),
        Just("groups.patch"),
    ];
    let retry_after = prop_oneof![Just("until-allowed"), Just("none"), Just("7 s")];
    (
        kind,
        1_u64..20,
        1_u64..90,
        endpoints,
        any::<bool>(),
        retry_after,
    )
        .prop_map(
            |(kind, calls, period_secs, endpoints, is_published, retry_after)| Limit {
                kind,
                // A limit on calls at once counts few.
                calls: if matches!(kind, Kind::AtOnce) {
                    calls.div_ceil(5)
                } else {
                    calls
                },
                period_secs,
                endpoints,
                is_published,
                retry_after,
                on_excess: "429",
            },
        )
}

pub fn limited() -> impl Strategy<Value = Facts> {
    let limits = proptest::collection::vec(a_limit(), 1..4);
    let connector = prop_oneof![Just("gallery"), Just("custom")];
    let on_429 = prop_oneof![Just("pause-job"), Just("retry-call"), Just("escrow")];
    (cycles::calm(), limits, connector, on_429, 0_u64..100).prop_map(
        |(facts, limits, connector, on_429, spread)| Facts {
            // Only what has an effect may be given.
            groups: if facts.groups.iter().sum::<u64>() == 0 {
                vec![1]
            } else {
                facts.groups.clone()
            },
            connector,
            on_429,
            limits,
            spread,
            ..facts
        },
    )
}

#[test]
fn no_more_passes_than_the_limits_allow_and_refusals_are_waited_out() {
    let checks: [Check; 7] = [
        check,
        retry_after::check,
        excess::check,
        refusals::check,
        order::check,
        own_time::check,
        totals::check,
    ];
    let occur: [Occurs; 3] = [
        |line| text(line, "result") == "tooManyRequests",
        |line| is(line, "callWaits"),
        |line| is(line, "failed") && text(line, "errorCode") == "TooManyRequests",
    ];
    check_random(600, limited(), &checks, &occur);
}
