//! Limits of the less common shapes, as a cycle meets them: rolling and quiet windows, slowdowns, penalties.

use cyclecast::model::{
    Counts, Endpoint, Excess, LimitKind, LimitRule, On429, Parameter as P, PassedCall, Per,
    RetryAfter, ScopeMode, Setup, Slowdown, Uncertain,
};
use cyclecast::units::SimDuration;

use super::tenant::{Watch, custom, cycle_of, exact, limit, limited, minutes, with_groups};

fn seconds(secs: u64) -> SimDuration {
    SimDuration::from_secs(secs)
}

fn posts(watch: &Watch) -> Vec<PassedCall> {
    let passed = watch.passed.iter();
    passed
        .filter(|call| call.endpoint == Endpoint::UserPost)
        .copied()
        .collect()
}

fn patient(setup: Setup) -> Setup {
    setup.with(P::RefusalsBeforeEscrow, Uncertain::Fixed(1e6))
}

/// The most calls that were sent within any such time.
fn most_within(calls: &[PassedCall], secs: u64) -> usize {
    let span = seconds(secs);
    let counts = calls.iter().map(|first| {
        let within = calls
            .iter()
            .filter(|call| call.sent >= first.sent && call.sent < first.sent + span);
        within.count()
    });
    counts.max().unwrap_or(0)
}

#[test]
fn a_rolling_window_passes_its_count_in_any_period_and_not_twice_as_much_across_an_edge() {
    let rolling = limit("users.post", 40, 5, LimitKind::RollingWindow);
    // A late start brings the first burst close to an edge of a fixed window.
    let setup = exact(ScopeMode::AllUsers, 400)
        .with(P::InitialCycleOverhead, Uncertain::Fixed(4.5))
        .with(P::Connections, Uncertain::Fixed(60.0));
    let (tally, watch) = cycle_of(&limited(setup.clone(), std::slice::from_ref(&rolling)));
    assert_eq!((tally.users_created, tally.refusals), (400, 0));
    assert_eq!(most_within(&posts(&watch), 5), 40, "filled, and no more");
    let took = tally.duration.as_secs_f64();
    assert!((4.5 + 45.0..4.5 + 46.0).contains(&took), "{took}");
    let fixed = limit("users.post", 40, 5, LimitKind::FixedWindow);
    let (_, watch) = cycle_of(&limited(setup.clone(), &[fixed]));
    assert!(most_within(&posts(&watch), 5) > 40, "two windows meet");
    let (unpaced, watch) = cycle_of(&limited(custom(setup), &[rolling]));
    assert!(unpaced.refusals > 0);
    assert!(most_within(&posts(&watch), 5) <= 40);
}

fn better_auth(retry_after: RetryAfter) -> LimitRule {
    LimitRule {
        excess: Excess::TooManyRequests(retry_after),
        ..limit("all", 100, 10, LimitKind::QuietWindow)
    }
}

#[test]
fn a_quiet_window_passes_its_count_and_then_nothing_until_it_was_quiet() {
    let rule = better_auth(RetryAfter::UntilAllowed);
    let (tally, watch) = cycle_of(&limited(exact(ScopeMode::AllUsers, 500), &[rule]));
    assert_eq!((tally.users_created, tally.refusals), (500, 0));
    let mut sent: Vec<_> = watch.passed.iter().map(|call| call.sent).collect();
    sent.sort();
    let runs: Vec<_> = sent
        .chunk_by(|one, next| *next - *one < seconds(10))
        .collect();
    // The probe, 500 look-ups and 500 creates.
    assert_eq!(runs.len(), 11);
    assert!(runs.iter().all(|run| run.len() <= 100));
    assert!(tally.duration >= seconds(100));
}

#[test]
fn who_is_not_told_when_a_quiet_window_opens_gets_through_all_the_same_for_refusals_do_not_count() {
    for (retry_after, on_429) in [
        (RetryAfter::Absent, On429::PauseJob),
        (RetryAfter::Absent, On429::RetryCall),
        (RetryAfter::UntilAllowed, On429::RetryCall),
    ] {
        let setup = custom(exact(ScopeMode::AllUsers, 300));
        let mut setup = patient(limited(setup, &[better_auth(retry_after)]));
        setup.on_429 = on_429;
        let (tally, _) = cycle_of(&setup);
        assert!(tally.refusals > 0);
        assert_eq!(tally.users_created, 300, "{retry_after:?} {on_429:?}");
    }
}

/// 20 of 30 calls a minute are served at once, the next ten 5 s later; after that nothing for 90 s.
fn sap() -> LimitRule {
    LimitRule {
        slowed: Some(Slowdown {
            over: 20,
            by: seconds(5),
        }),
        penalty: seconds(90),
        ..limit("users.post", 30, 60, LimitKind::FixedWindow)
    }
}

#[test]
fn calls_beyond_the_first_part_of_a_window_are_served_later_by_so_much() {
    for kind in [LimitKind::FixedWindow, LimitKind::RollingWindow] {
        let rule = LimitRule { kind, ..sap() };
        let (tally, watch) = cycle_of(&limited(exact(ScopeMode::AllUsers, 25), &[rule]));
        let times: Vec<f64> = posts(&watch)
            .iter()
            .map(|call| (call.answered - call.sent).as_secs_f64())
            .collect();
        let slow = times.iter().filter(|time| (**time - 5.1).abs() < 1e-9);
        let fast = times.iter().filter(|time| (**time - 0.1).abs() < 1e-9);
        assert_eq!((fast.count(), slow.count()), (20, 5), "{kind:?}");
        let bound = tally.target.limits[0];
        assert_eq!((bound.slowed, bound.over, bound.passed), (5, 0, 25));
    }
}

#[test]
fn a_slowdown_counts_anew_with_each_window_and_one_that_is_not_reached_changes_nothing() {
    let setup = exact(ScopeMode::AllUsers, 90);
    let (tally, _) = cycle_of(&limited(setup.clone(), &[sap()]));
    assert_eq!(
        tally.target.limits[0].slowed, 30,
        "ten in each of three minutes"
    );
    let plain = LimitRule {
        slowed: None,
        ..sap()
    };
    let few = exact(ScopeMode::AllUsers, 20);
    let with = cycle_of(&limited(few.clone(), &[sap()])).0;
    let without = cycle_of(&limited(few, &[plain])).0;
    assert_eq!(with, without);
}

#[test]
fn after_an_excess_everything_is_refused_until_the_penalty_is_over_and_no_longer() {
    let mut setup = limited(custom(exact(ScopeMode::AllUsers, 60)), &[sap()]);
    setup.on_429 = On429::RetryCall;
    let (tally, watch) = cycle_of(&patient(setup.clone()));
    assert_eq!(tally.users_created, 60);
    let sent: Vec<f64> = posts(&watch)
        .iter()
        .map(|call| call.sent.since_start().as_secs_f64())
        .collect();
    let gap = sent
        .windows(2)
        .map(|two| two[1] - two[0])
        .fold(0.0, f64::max);
    assert!(
        (90.0..92.0).contains(&gap),
        "{gap}: not to the end of the minute"
    );
    // Whoever keeps to the limit knows no penalty.
    setup.connector = cyclecast::model::Connector::Gallery;
    let (paced, _) = cycle_of(&setup);
    assert_eq!((paced.refusals, paced.users_created), (0, 60));
    assert!(minutes(&paced) < 1.2, "{}", minutes(&paced));
}

#[test]
fn a_penalty_works_for_a_bucket_and_a_rolling_window_too_and_is_told_by_retry_after() {
    for kind in [
        LimitKind::TokenBucket { burst: 30 },
        LimitKind::RollingWindow,
    ] {
        let rule = LimitRule {
            kind,
            slowed: None,
            ..sap()
        };
        let (tally, watch) = cycle_of(&limited(custom(exact(ScopeMode::AllUsers, 40)), &[rule]));
        assert_eq!(tally.users_created, 40);
        let sent: Vec<_> = posts(&watch).iter().map(|call| call.sent).collect();
        let gap = sent.windows(2).map(|two| two[1] - two[0]).max().unwrap();
        assert!(
            gap >= seconds(90) && gap < seconds(93),
            "{gap:?} {kind:?}: the job pauses for the penalty"
        );
    }
}

#[test]
fn a_penalty_of_one_group_leaves_others_alone() {
    let rule = LimitRule {
        counts: Counts::Members,
        per: Per::EachGroup,
        penalty: seconds(600),
        ..limit("groups.patch", 20, 60, LimitKind::FixedWindow)
    };
    // Enough connections that those who wait for the one group hold up nobody else.
    let setup = with_groups(60, &[30, 20, 20]).with(P::Connections, Uncertain::Fixed(60.0));
    let mut setup = limited(custom(setup), &[rule]);
    setup.on_429 = On429::RetryCall;
    let (tally, watch) = cycle_of(&patient(setup));
    assert_eq!(tally.memberships_written, 70);
    let ends = |group: u64| {
        let of_group = watch.passed.iter().filter(|call| {
            call.endpoint == Endpoint::GroupPatch && call.object == Some(1 << 32 | group)
        });
        of_group.map(|call| call.answered).max().unwrap()
    };
    let minute = cyclecast::units::SimTime::ZERO + seconds(60);
    assert!(ends(0) >= minute + seconds(540));
    assert!(ends(1) < minute && ends(2) < minute);
}
