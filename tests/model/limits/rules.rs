//! Random limits of all shapes.

use cyclecast::model::{
    Counts, Endpoint, EndpointSet, Excess, LimitKind, LimitRule, Per, RetryAfter, Sharing,
    Slowdown, Weights,
};
use cyclecast::units::SimDuration;
use proptest::prelude::*;

fn kind() -> impl Strategy<Value = (LimitKind, Counts, Per)> {
    let each = prop_oneof![Just(Per::Everything), Just(Per::EachGroup)];
    let counts = prop_oneof![Just(Counts::Calls), Just(Counts::Members)];
    let rate = prop_oneof![
        (1_u64..30).prop_map(|burst| LimitKind::TokenBucket { burst }),
        Just(LimitKind::FixedWindow),
        Just(LimitKind::RollingWindow),
    ];
    prop_oneof![
        3 => (rate, counts, each),
        // Calls of others would break its quiet, and its period is long for a small cycle.
        1 => each_call().prop_map(|per| (LimitKind::QuietWindow, Counts::Calls, per)),
        1 => each_call().prop_map(|per| (LimitKind::FixedWindow, Counts::Units, per)),
        1 => prop_oneof![Just(Per::Everything), Just(Per::EachObject)]
            .prop_map(|per| (LimitKind::Concurrency, Counts::Calls, per)),
    ]
}

fn each_call() -> impl Strategy<Value = Per> {
    prop_oneof![Just(Per::Everything), Just(Per::EachGroup)]
}

/// What a limit does before it is reached and after an excess, and at how many replicas it is counted.
fn shape() -> impl Strategy<Value = (Option<Slowdown>, SimDuration, u16)> {
    let slowed = (1_u64..20, 1_u64..4_000).prop_map(|(over, by)| Slowdown {
        over,
        by: SimDuration::from_millis(by),
    });
    (
        prop_oneof![2 => Just(None), 1 => slowed.prop_map(Some)],
        prop_oneof![2 => Just(0_u64), 1 => 1_u64..40].prop_map(SimDuration::from_secs),
        prop_oneof![3 => Just(1_u16), 1 => 2_u16..4],
    )
}

fn excess() -> impl Strategy<Value = Excess> {
    prop_oneof![
        Just(Excess::TooManyRequests(RetryAfter::UntilAllowed)),
        Just(Excess::TooManyRequests(RetryAfter::Fixed(
            SimDuration::from_secs(3)
        ))),
        Just(Excess::TooManyRequests(RetryAfter::Absent)),
        Just(Excess::Forbidden),
        Just(Excess::Slower),
        Just(Excess::Closed),
        Just(Excess::Silence),
    ]
}

fn size() -> impl Strategy<Value = (Option<u64>, Option<u64>)> {
    prop_oneof![
        4 => Just((None, None)),
        1 => Just((Some(300), None)),
        1 => Just((None, Some(300))),
    ]
}

pub fn limit() -> impl Strategy<Value = LimitRule> {
    let sharing = prop_oneof![
        Just(Sharing::Job),
        Just(Sharing::Tenant),
        Just(Sharing::Target)
    ];
    let others = prop_oneof![3 => Just(0.0), 1 => 0.0..0.9];
    (
        1_u8..255,
        4_u64..60,
        prop_oneof![Just(1_u64), Just(5), Just(30)],
        kind(),
        sharing,
        others,
        size(),
        (excess(), shape()),
        any::<bool>(),
    )
        .prop_map(
            |(
                set,
                amount,
                secs,
                (kind, counts, per),
                sharing,
                others,
                (over_bytes, up_to_bytes),
                (excess, (slowed, penalty, replicas)),
                published,
            )| {
                let chosen = Endpoint::ALL
                    .into_iter()
                    .filter(|endpoint| set & (1 << *endpoint as u8) != 0);
                // A target that holds calls back because too many are under way is one with few workers.
                let is_cap = kind == LimitKind::Concurrency;
                let is_quiet = kind == LimitKind::QuietWindow;
                let is_window = matches!(kind, LimitKind::FixedWindow | LimitKind::RollingWindow);
                let is_slower = excess == Excess::Slower;
                LimitRule {
                    endpoints: chosen.fold(EndpointSet::none(), EndpointSet::with),
                    counts,
                    per,
                    sharing,
                    weights: Weights::default()
                        .with(Endpoint::UserGet, 3)
                        .with(Endpoint::GroupPatch, 2),
                    // Only the scenario reader turns combinations away; the model takes what has a meaning.
                    slowed: slowed.filter(|_| is_window && !is_slower),
                    penalty: if is_cap || is_quiet || is_slower {
                        SimDuration::ZERO
                    } else {
                        penalty
                    },
                    // How many calls each replica sees is not told, so that only sums can be checked.
                    replicas: if is_quiet { 1 } else { replicas },
                    taken_by_others: if sharing == Sharing::Job || is_quiet {
                        0.0
                    } else {
                        others
                    },
                    over_bytes,
                    up_to_bytes,
                    published,
                    excess: if is_cap && excess == Excess::Slower {
                        Excess::Closed
                    } else {
                        excess
                    },
                    ..LimitRule::on_calls("random", amount, SimDuration::from_secs(secs), kind)
                }
            },
        )
}
