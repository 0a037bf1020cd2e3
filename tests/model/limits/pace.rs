//! Connectors that pace themselves: what they know, what they cannot know, and what a limit leaves of the pace.

use cyclecast::model::{
    Connector, LimitKind, LimitRule, Parameter as P, ScopeMode, Setup, Sharing, Uncertain,
};

use super::tenant::{custom, cycle_of, exact, limit, limited};

fn posts(sharing: Sharing) -> LimitRule {
    LimitRule {
        sharing,
        ..limit("users.post", 180, 60, LimitKind::TokenBucket { burst: 20 })
    }
}

#[test]
fn a_paced_connector_meets_no_429_and_an_unpaced_one_does_and_neither_beats_the_limit() {
    let setup = limited(exact(ScopeMode::AllUsers, 2_000), &[posts(Sharing::Job)]);
    let floor = 1_980.0 / 3.0;
    let (paced, _) = cycle_of(&setup);
    let (unpaced, _) = cycle_of(&custom(setup));
    assert_eq!(paced.refusals, 0);
    assert!(unpaced.refusals > 0);
    for tally in [paced, unpaced] {
        assert_eq!(tally.users_created, 2_000);
        assert!(tally.duration.as_secs_f64() >= floor);
    }
}

#[test]
fn what_others_take_and_what_is_not_published_cannot_be_paced() {
    let taken = LimitRule {
        taken_by_others: 0.5,
        ..posts(Sharing::Tenant)
    };
    let unknown = LimitRule {
        published: false,
        ..posts(Sharing::Job)
    };
    let setup = |rule: &LimitRule| {
        limited(
            exact(ScopeMode::AllUsers, 1_000),
            std::slice::from_ref(rule),
        )
    };
    let (with_others, _) = cycle_of(&setup(&taken));
    assert!(with_others.refusals > 0);
    // A rate of 90 a minute and ten at once are left.
    assert!(with_others.duration.as_secs_f64() >= 990.0 / 1.5);
    assert!(cycle_of(&setup(&unknown)).0.refusals > 0);
    assert_eq!(
        cycle_of(&setup(&posts(Sharing::Tenant))).0.refusals,
        0,
        "alone, it is as good as the job's own"
    );
}

#[test]
fn a_limit_that_does_not_bind_changes_nothing_whoever_built_the_connector() {
    let roomy = limit("all", 25, 1, LimitKind::TokenBucket { burst: 1_000_000 });
    for connector in [Connector::Gallery, Connector::Custom] {
        let mut setup =
            Setup::new(ScopeMode::AllUsers).with(P::TenantUsers, Uncertain::Fixed(800.0));
        setup.connector = connector;
        let (without, _) = cycle_of(&setup);
        let (with, _) = cycle_of(&limited(setup, std::slice::from_ref(&roomy)));
        assert_eq!(
            (with.duration, with.spent, with.calls),
            (without.duration, without.spent, without.calls)
        );
    }
}

#[test]
fn as_demand_grows_past_the_limit_throughput_converges_to_it() {
    // Creates per second against the 3 that the limit allows; each connection alone makes up to 5.
    let rule = limit("users.post", 180, 60, LimitKind::TokenBucket { burst: 1 });
    let rate = |connections: f64, users: u32| {
        let setup =
            exact(ScopeMode::AllUsers, users).with(P::Connections, Uncertain::Fixed(connections));
        let (tally, _) = cycle_of(&limited(setup, std::slice::from_ref(&rule)));
        f64::from(users) / tally.duration.as_secs_f64()
    };
    for connections in [1.0, 2.0, 8.0, 64.0] {
        let rates: Vec<f64> = [100, 1_000, 10_000]
            .map(|users| rate(connections, users))
            .to_vec();
        assert!(
            rates.iter().all(|rate| *rate <= 3.0 * 1.02),
            "{connections}: {rates:?}"
        );
        let off = |rate: f64| (rate - 3.0).abs();
        assert!(off(rates[2]) < 0.01, "{connections}: {rates:?}");
        assert!(off(rates[2]) <= off(rates[0]), "{connections}: {rates:?}");
    }
    // Below the limit, the connections alone decide: a look-up and a create of a tenth of a second each.
    let wide = limit("users.post", 6_000, 60, LimitKind::TokenBucket { burst: 1 });
    let setup = exact(ScopeMode::AllUsers, 10_000).with(P::Connections, Uncertain::Fixed(2.0));
    let (tally, _) = cycle_of(&limited(setup, &[wide]));
    let rate = 10_000.0 / tally.duration.as_secs_f64();
    assert!((rate - 10.0).abs() < 0.01, "{rate}");
}
