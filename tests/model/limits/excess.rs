//! What a call over a limit gets, and what the service makes of it.

use cyclecast::model::{
    Endpoint, ErrorCode, Excess, LimitKind, LimitRule, On429, Parameter as P, RetryAfter,
    ScopeMode, Setup, Uncertain,
};
use cyclecast::units::SimDuration;

use super::tenant::{calls, custom, cycle_of, exact, limit, limited};

const USERS: u32 = 600;

/// Three creates a second, for a connector that knows nothing of it and could make forty.
fn over(excess: Excess) -> Setup {
    let rule = LimitRule {
        excess,
        ..limit("users.post", 180, 60, LimitKind::TokenBucket { burst: 20 })
    };
    limited(custom(exact(ScopeMode::AllUsers, USERS)), &[rule])
}

/// (600 − 20) creates at three a second.
const FLOOR_SECS: f64 = 580.0 / 3.0;

#[test]
fn a_429_is_waited_for_as_its_retry_after_says_under_every_policy() {
    for retry_after in [
        RetryAfter::UntilAllowed,
        RetryAfter::Fixed(SimDuration::from_secs(5)),
        RetryAfter::Absent,
    ] {
        for policy in [On429::PauseJob, On429::RetryCall] {
            let mut setup = over(Excess::TooManyRequests(retry_after));
            setup.on_429 = policy;
            let setup = setup.with(P::RefusalsBeforeEscrow, Uncertain::Fixed(1_000.0));
            let (tally, _) = cycle_of(&setup);
            assert!(tally.refusals > 0, "{retry_after:?} {policy:?}");
            assert_eq!(tally.refusals, tally.target.limits[0].over);
            assert_eq!(tally.users_created, u64::from(USERS));
            let took = tally.duration.as_secs_f64();
            assert!(took >= FLOOR_SECS, "{took} {retry_after:?} {policy:?}");
        }
    }
}

#[test]
fn the_escrow_policy_ends_soonest_and_leaves_users_for_the_next_cycle() {
    let mut setup = over(Excess::TooManyRequests(RetryAfter::UntilAllowed));
    setup.on_429 = On429::Escrow;
    let (escrow, _) = cycle_of(&setup);
    setup.on_429 = On429::PauseJob;
    let (pause, _) = cycle_of(&setup);
    assert!(escrow.users_escrowed > 0);
    assert_eq!(
        escrow.errors[ErrorCode::TooManyRequests as usize],
        escrow.users_escrowed
    );
    assert_eq!(pause.users_escrowed, 0);
    assert!(escrow.duration < pause.duration);
}

#[test]
fn the_escrow_policy_leaves_whom_a_429_meets_to_the_next_cycle_and_not_to_the_end_of_this_one() {
    let mut setup = over(Excess::TooManyRequests(RetryAfter::UntilAllowed))
        .with(P::RetriesInCycle, Uncertain::Fixed(3.0));
    setup.on_429 = On429::Escrow;
    let (tally, _) = cycle_of(&setup);
    assert!(tally.refusals > 0);
    assert_eq!(
        tally.users_escrowed, tally.refusals,
        "each refusal is the end of its user's turn"
    );
    assert_eq!(
        calls(&tally, Endpoint::UserPost),
        u64::from(USERS),
        "nobody is tried twice"
    );
    // What fails by chance is tried again all the same.
    let by_chance = setup.with(P::InternalServerError, Uncertain::Fixed(0.01));
    let (tally, _) = cycle_of(&by_chance);
    assert_eq!(tally.errors[ErrorCode::InternalServerError as usize], 0);
}

#[test]
fn a_403_is_taken_for_a_lack_of_rights_unless_the_connector_knows_better() {
    let (tally, _) = cycle_of(&over(Excess::Forbidden));
    assert!(tally.users_escrowed > 0);
    assert_eq!(
        tally.errors[ErrorCode::InsufficientRights as usize],
        tally.users_escrowed
    );
    assert_eq!(tally.refusals, 0, "it is no 429");
    // A gallery connector that is told nothing of the limit backs off and comes again.
    let mut setup = over(Excess::Forbidden);
    setup.connector = cyclecast::model::Connector::Gallery;
    setup.limits[0].published = false;
    let (tally, _) = cycle_of(&setup);
    assert_eq!(tally.users_created, u64::from(USERS));
    assert!(tally.target.limits[0].over > 0);
}

#[test]
fn slower_answers_keep_the_limit_and_cost_nobody_his_account() {
    let (tally, watch) = cycle_of(&over(Excess::Slower));
    assert_eq!((tally.users_created, tally.refusals), (u64::from(USERS), 0));
    assert_eq!(tally.users_escrowed, 0);
    let took = tally.duration.as_secs_f64();
    assert!((FLOOR_SECS..FLOOR_SECS + 2.0).contains(&took), "{took}");
    let held = watch.passed.iter().filter(|call| call.passed > call.sent);
    assert_eq!(held.count() as u64, tally.target.limits[0].over);
}

#[test]
fn an_answer_that_would_be_slower_than_the_timeout_is_a_timeout() {
    let mut setup = over(Excess::Slower);
    setup.limits[0] = LimitRule {
        excess: Excess::Slower,
        ..limit("users.post", 1, 300, LimitKind::FixedWindow)
    };
    let (tally, _) = cycle_of(&setup);
    assert!(tally.timeouts > 0);
    assert!(tally.errors[ErrorCode::Timeout as usize] > 0);
}

#[test]
fn a_closed_connection_and_silence_fail_as_what_they_look_like() {
    let (closed, _) = cycle_of(&over(Excess::Closed));
    assert!(closed.errors[ErrorCode::WebExceptionProtocolError as usize] > 0);
    let (silent, _) = cycle_of(&over(Excess::Silence));
    assert!(silent.timeouts > 0);
    assert_eq!(
        silent.timeouts, silent.target.limits[0].over,
        "each call over the limit times out at 60 s"
    );
    for tally in [&closed, &silent] {
        assert_eq!(tally.users_created + tally.users_escrowed, u64::from(USERS));
    }
}
