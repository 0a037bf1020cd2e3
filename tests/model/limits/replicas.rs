//! Units, replicas that count for themselves, and 429s that say something else than when the next call passes.

use cyclecast::model::{
    Counts, CycleTally, Endpoint, Excess, LimitKind, LimitRule, On429, Parameter as P, RetryAfter,
    ScopeMode, Setup, Uncertain, Weights,
};
use cyclecast::units::SimDuration;

use super::tenant::{custom, cycle_of, exact, limit, limited, minutes};

fn seconds(secs: u64) -> SimDuration {
    SimDuration::from_secs(secs)
}

fn patient(setup: Setup) -> Setup {
    setup.with(P::RefusalsBeforeEscrow, Uncertain::Fixed(1e6))
}

#[test]
fn units_are_used_up_by_what_each_call_costs() {
    let units = LimitRule {
        counts: Counts::Units,
        weights: Weights::default().with(Endpoint::UserGet, 2),
        ..limit("all", 30, 60, LimitKind::FixedWindow)
    };
    let (tally, _) = cycle_of(&limited(exact(ScopeMode::AllUsers, 39), &[units]));
    // 39 look-ups and the probe cost two each, 39 creates one: 119 units in windows of 30.
    assert_eq!(tally.target.limits[0].passed, 119);
    assert!((3.0..3.1).contains(&minutes(&tally)), "{}", minutes(&tally));
}

fn replicated(replicas: u16) -> LimitRule {
    LimitRule {
        replicas,
        ..limit("users.post", 10, 1, LimitKind::TokenBucket { burst: 10 })
    }
}

fn rate(tally: &CycleTally) -> f64 {
    tally.users_created as f64 / tally.duration.as_secs_f64()
}

#[test]
fn replicas_that_count_for_themselves_let_a_connector_that_knows_no_limit_make_more() {
    let setup = |replicas| {
        let setup = custom(exact(ScopeMode::AllUsers, 3_000));
        let setup = setup.with(P::Connections, Uncertain::Fixed(30.0));
        let mut setup = patient(limited(setup, &[replicated(replicas)]));
        setup.on_429 = On429::RetryCall;
        cycle_of(&setup).0
    };
    let (one, three) = (setup(1), setup(3));
    assert!(rate(&one) <= 10.1, "{}", rate(&one));
    assert!((20.0..=30.3).contains(&rate(&three)), "{}", rate(&three));
    assert_eq!((one.users_created, three.users_created), (3_000, 3_000));
    assert!(three.refusals > 0);
}

#[test]
fn who_paces_himself_keeps_to_what_one_replica_lets_pass_since_he_never_knows_which_he_meets() {
    for kind in [
        LimitKind::TokenBucket { burst: 10 },
        LimitKind::FixedWindow,
        LimitKind::RollingWindow,
        LimitKind::QuietWindow,
        LimitKind::Concurrency,
    ] {
        let rule = |replicas| LimitRule {
            kind,
            ..replicated(replicas)
        };
        let setup = exact(ScopeMode::AllUsers, 300).with(P::Connections, Uncertain::Fixed(30.0));
        let (three, _) = cycle_of(&limited(setup.clone(), &[rule(3)]));
        let (one, _) = cycle_of(&limited(setup, &[rule(1)]));
        assert_eq!(
            (three.refusals, three.target.limits[0].over),
            (0, 0),
            "{kind:?}"
        );
        // A bucket is kept to with a nanosecond to spare.
        let longer = three.duration.saturating_sub(one.duration);
        assert!(
            three.duration >= one.duration && longer < SimDuration::from_nanos(1_000),
            "{kind:?}"
        );
    }
}

#[test]
fn a_call_that_is_repeated_may_meet_another_replica() {
    // One call a day at each of two replicas: both are met only if a refused call is dealt anew.
    let rule = LimitRule {
        replicas: 2,
        excess: Excess::TooManyRequests(RetryAfter::Fixed(seconds(1))),
        ..limit("users.post", 1, 86_400, LimitKind::FixedWindow)
    };
    let mut setup = patient(limited(custom(exact(ScopeMode::AllUsers, 2)), &[rule]));
    setup.on_429 = On429::RetryCall;
    let (tally, _) = cycle_of(&setup);
    assert_eq!(tally.users_created, 2);
    assert!(tally.duration < seconds(60), "{:?}", tally.duration);
}

#[test]
fn a_429_that_tells_the_time_in_ratelimit_reset_alone_helps_only_who_reads_it() {
    let with = |heeds| {
        let rule = LimitRule {
            excess: Excess::TooManyRequests(RetryAfter::RateLimitReset),
            ..limit("users.post", 30, 60, LimitKind::FixedWindow)
        };
        let mut setup = limited(custom(exact(ScopeMode::AllUsers, 100)), &[rule]);
        setup.heeds_ratelimit_reset = heeds;
        cycle_of(&setup).0
    };
    let none = {
        let rule = LimitRule {
            excess: Excess::TooManyRequests(RetryAfter::Absent),
            ..limit("users.post", 30, 60, LimitKind::FixedWindow)
        };
        cycle_of(&limited(custom(exact(ScopeMode::AllUsers, 100)), &[rule])).0
    };
    let (unread, read) = (with(false), with(true));
    assert_eq!(unread, none, "as if nothing were said");
    assert!(read.refusals < unread.refusals);
    assert_eq!((read.users_created, unread.users_created), (100, 100));
    assert!(minutes(&read) < 3.2, "{}", minutes(&read));
}

#[test]
fn a_retry_after_that_is_always_a_minute_costs_a_minute_though_a_tenth_of_a_second_would_do() {
    let told = |retry_after| {
        let rule = LimitRule {
            excess: Excess::TooManyRequests(retry_after),
            ..limit("all", 600, 60, LimitKind::TokenBucket { burst: 600 })
        };
        let (tally, watch) = cycle_of(&limited(custom(exact(ScopeMode::AllUsers, 400)), &[rule]));
        assert!(tally.refusals > 0);
        assert_eq!(tally.users_created, 400);
        let sent: Vec<_> = watch.passed.iter().map(|call| call.sent).collect();
        let gaps = sent.windows(2).map(|two| two[1] - two[0]);
        gaps.max().unwrap_or_default()
    };
    let always = told(RetryAfter::Fixed(seconds(60)));
    assert!(always >= seconds(60) && always < seconds(61), "{always:?}");
    assert!(told(RetryAfter::UntilAllowed) < seconds(2));
}

#[test]
fn no_replica_refuses_a_paced_call_for_the_fraction_of_a_nanosecond() {
    // Rates that are no whole numbers of nanoseconds, and calls that count several times.
    for amount in [3, 7, 11, 13, 17, 19] {
        let rule = LimitRule {
            counts: Counts::Units,
            weights: Weights::default().with(Endpoint::UserGet, 2),
            replicas: 2,
            ..limit("all", amount, 1, LimitKind::TokenBucket { burst: 2 })
        };
        let setup = exact(ScopeMode::AllUsers, 300)
            .with(P::Connections, Uncertain::Fixed(30.0))
            .with(P::LatencyCv, Uncertain::Fixed(0.7));
        let (tally, _) = cycle_of(&limited(setup, &[rule]));
        assert_eq!((tally.refusals, tally.users_created), (0, 300), "{amount}");
    }
}
