//! How busy a target's workers are: never more than there are, for never longer than the cycle.

use cyclecast::model::{LimitKind, Parameter as P, ScopeMode, Setup, Split, Uncertain};
use cyclecast::units::SimDuration;
use proptest::prelude::*;

use super::tenant::{custom, cycle_of, exact, limit, limited};

/// Two workers, and calls of five minutes that nobody waits for.
fn overloaded() -> Setup {
    exact(ScopeMode::AllUsers, 100)
        .with(P::Capacity, Uncertain::Fixed(2.0))
        .with(P::UserGet, Uncertain::Fixed(300.0))
}

#[test]
fn work_that_reaches_beyond_the_cycle_does_not_count() {
    let (tally, _) = cycle_of(&overloaded());
    assert!(tally.timeouts > 0);
    assert_eq!(tally.users_created, 0);
    let worked = tally.target.busy.as_secs_f64() / tally.duration.as_secs_f64();
    assert!((1.9..=2.0).contains(&worked), "{worked} of two workers");
}

#[test]
fn what_a_target_without_bounds_works_on_in_vain_counts_up_to_the_end_of_the_cycle() {
    let setup = overloaded()
        .with(P::Capacity, Uncertain::Fixed(f64::INFINITY))
        .with(P::RetriesInCycle, Uncertain::Fixed(0.0))
        .with(P::TenantUsers, Uncertain::Fixed(8.0));
    // The probe and eight look-ups, begun at once or after a minute; two minutes in all.
    let (tally, _) = cycle_of(&setup);
    assert_eq!(tally.duration, SimDuration::from_secs(120));
    assert_eq!(tally.target.busy, SimDuration::from_secs(120 + 8 * 60));
}

fn setups() -> impl Strategy<Value = Setup> {
    (
        (1_u32..5, 1_u32..12, 1_usize..4),
        (0.05..400.0, 0.05..400.0, 0.0..2.0),
        prop_oneof![Just(0.0), Just(1.0)],
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |((workers, connections, jobs), (get, post, cv), retries, is_custom, is_limited)| {
                let mut setup = exact(ScopeMode::AllUsers, 40)
                    .with(P::Capacity, Uncertain::Fixed(f64::from(workers)))
                    .with(P::Connections, Uncertain::Fixed(f64::from(connections)))
                    .with(P::UserGet, Uncertain::Fixed(get))
                    .with(P::UserPost, Uncertain::Fixed(post))
                    .with(P::LatencyCv, Uncertain::Fixed(cv))
                    .with(P::RetriesInCycle, Uncertain::Fixed(retries));
                if is_custom {
                    setup = custom(setup);
                }
                if is_limited {
                    let rule = limit("users.post", 10, 60, LimitKind::FixedWindow);
                    setup = limited(setup, &[rule]);
                }
                setup.split = (jobs > 1).then(|| Split {
                    shares: vec![1.0 / jobs as f64; jobs],
                    stagger: SimDuration::from_secs(20),
                });
                setup
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn workers_are_never_busier_than_all_the_time(setup in setups()) {
        let (tally, _) = cycle_of(&setup);
        let workers = setup.setting(P::Capacity);
        let cyclecast::model::Setting::Value(workers) = workers else {
            unreachable!("the capacity is given")
        };
        prop_assert!(tally.target.busy <= tally.duration * workers.median());
    }
}
