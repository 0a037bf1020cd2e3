//! No sequence of calls that a target admits breaks a limit under which it was admitted, whatever the limits and the callers.

use cyclecast::model::{
    Connector, Counts, Excess, LimitKind, LimitRule, On429, Parameter as P, PassedCall, Per, Setup,
    Sharing, Split, Uncertain,
};
use cyclecast::units::SimDuration;
use proptest::prelude::*;

use super::rules::limit;
use super::tenant::{cycle_of, with_groups};

fn setups() -> impl Strategy<Value = Setup> {
    let limits = prop::collection::vec(limit(), 1..4);
    let policy = prop_oneof![
        Just(On429::PauseJob),
        Just(On429::RetryCall),
        Just(On429::Escrow)
    ];
    (
        limits,
        any::<bool>(),
        policy,
        1_usize..4,
        prop_oneof![Just(1.0), Just(3.0), Just(20.0)],
        prop_oneof![Just(2.0), Just(f64::INFINITY)],
    )
        .prop_map(|(limits, gallery, policy, jobs, members, capacity)| {
            let mut setup = with_groups(60, &[40, 9, 25])
                .with(P::MembersPerPatch, Uncertain::Fixed(members))
                .with(P::PatchesPerGroup, Uncertain::Fixed(4.0))
                .with(P::Capacity, Uncertain::Fixed(capacity))
                .with(P::LatencyCv, Uncertain::Fixed(0.7));
            setup.limits = limits;
            setup.connector = if gallery {
                Connector::Gallery
            } else {
                Connector::Custom
            };
            setup.on_429 = policy;
            setup.split = (jobs > 1).then(|| Split {
                shares: vec![1.0 / jobs as f64; jobs],
                stagger: SimDuration::from_secs(2),
            });
            setup
        })
}

/// The calls that a limit counts together, by job and by object as it tells them apart.
fn counted_together(limit: &LimitRule, calls: &[PassedCall]) -> Vec<Vec<PassedCall>> {
    let mut together = std::collections::BTreeMap::new();
    for call in calls {
        let counted = limit.endpoints.contains(call.endpoint)
            && limit.over_bytes.is_none_or(|over| call.bytes > over)
            && limit.up_to_bytes.is_none_or(|up_to| call.bytes <= up_to)
            && match limit.per {
                Per::Everything => true,
                Per::EachGroup => call.is_for_group,
                Per::EachObject => call.object.is_some(),
            };
        if counted {
            let job = (limit.sharing == Sharing::Job).then_some(call.job);
            let object = call.object.filter(|_| limit.per != Per::Everything);
            together
                .entry((job, object))
                .or_insert_with(Vec::new)
                .push(*call);
        }
    }
    together.into_values().collect()
}

fn cost(limit: &LimitRule, call: &PassedCall) -> u64 {
    match limit.counts {
        Counts::Calls => 1,
        Counts::Units => u64::from(limit.weights.of(call.endpoint)),
        Counts::Members => call.members,
        Counts::Bytes => call.bytes,
    }
}

/// Whether calls that are counted together keep a limit.
fn is_kept(limit: &LimitRule, calls: &[PassedCall]) -> bool {
    let replicas = u64::from(limit.replicas);
    let amount = limit.amount_left() * replicas;
    let at = |call: &PassedCall| {
        let slower = limit.excess == Excess::Slower;
        (if slower { call.passed } else { call.sent }).as_nanos()
    };
    let mut in_order = calls.to_vec();
    in_order.sort_by_key(at);
    match limit.kind {
        // A connection is open from the moment at which the call is sent, held back or not.
        LimitKind::Concurrency => in_order.iter().all(|call| {
            let under_way = in_order
                .iter()
                .filter(|other| other.sent <= call.sent && call.sent < other.answered);
            under_way.count() as u64 <= amount
        }),
        LimitKind::FixedWindow => {
            let mut windows = std::collections::BTreeMap::new();
            for call in &in_order {
                *windows
                    .entry(at(call) / limit.period.as_nanos())
                    .or_insert(0) += cost(limit, call);
            }
            windows.values().all(|sum| *sum <= amount)
        }
        LimitKind::RollingWindow => (0..in_order.len()).all(|first| {
            let ends = at(&in_order[first]) + limit.period.as_nanos();
            let within = in_order[first..].iter().take_while(|call| at(call) < ends);
            within.map(|call| cost(limit, call)).sum::<u64>() <= amount
        }),
        LimitKind::QuietWindow => {
            let runs = in_order.chunk_by(|one, next| at(next) - at(one) < limit.period.as_nanos());
            runs.into_iter()
                .all(|run| run.iter().map(|call| cost(limit, call)).sum::<u64>() <= amount)
        }
        LimitKind::TokenBucket { burst } => {
            let burst = if limit.taken_by_others > 0.0 {
                limit.left_of(burst)
            } else {
                burst
            };
            // Any stretch holds the burst and what flows in, with the fraction of one nanosecond on top.
            (0..in_order.len()).all(|first| {
                let mut sum = 0;
                in_order[first..].iter().all(|call| {
                    sum += cost(limit, call);
                    let length = u128::from(at(call) - at(&in_order[first])) + 1;
                    let flow = u128::from(amount) * length / u128::from(limit.period.as_nanos());
                    u128::from(sum) <= u128::from((burst + 1) * replicas) + flow
                })
            })
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_admitted_sequence_breaks_a_limit(setup in setups()) {
        let (tally, watch) = cycle_of(&setup);
        for (limit, bound) in setup.limits.iter().zip(&tally.target.limits) {
            let mut passed = 0;
            for calls in counted_together(limit, &watch.passed) {
                prop_assert!(is_kept(limit, &calls), "{limit:?}");
                passed += calls.iter().map(|call| cost(limit, call)).sum::<u64>();
            }
            prop_assert_eq!(passed, bound.passed, "the target counts what passes: {:?}", limit);
        }
        let ended = tally.users_with_access() + tally.users_escrowed;
        prop_assert_eq!(ended, tally.users_in_scope, "nobody is lost on the way");
        let spent: u64 = tally.spent.iter().map(|time| time.as_nanos()).sum();
        prop_assert_eq!(spent, tally.duration.as_nanos() * tally.connections);
    }

    #[test]
    fn a_job_that_knows_its_own_limits_is_over_none(setup in setups()) {
        let mut setup = setup;
        setup.connector = Connector::Gallery;
        for limit in &mut setup.limits {
            limit.published = true;
            limit.sharing = Sharing::Job;
            limit.taken_by_others = 0.0;
        }
        let (tally, _) = cycle_of(&setup);
        prop_assert_eq!(tally.refusals, 0);
        prop_assert!(tally.target.limits.iter().all(|limit| limit.over == 0));
    }
}
