//! What the service does at exact numbers: refusals before escrow, ties of limits, members that a matched group has.

use cyclecast::model::{
    Endpoint, ErrorCode, Excess, LimitKind, LimitRule, On429, Parameter as P, RetryAfter,
    ScopeMode, Setup, Uncertain,
};
use cyclecast::units::SimDuration;

use super::tenant::{custom, cycle_of, exact, limit, limited, with_groups};

/// One POST passes, and the next a year later.
fn one_post() -> LimitRule {
    LimitRule {
        excess: Excess::TooManyRequests(RetryAfter::Absent),
        ..limit("users.post", 1, 365 * 86_400, LimitKind::FixedWindow)
    }
}

fn patient(mut setup: Setup) -> Setup {
    setup.on_429 = On429::RetryCall;
    setup.with(P::RetriesInCycle, Uncertain::Fixed(0.0))
}

#[test]
fn a_call_is_given_up_with_the_refusal_that_the_parameter_names() {
    for refusals in [1_u64, 3] {
        let setup = limited(
            custom(patient(exact(ScopeMode::AllUsers, 5))),
            &[one_post()],
        )
        .with(P::RefusalsBeforeEscrow, Uncertain::Fixed(refusals as f64));
        let (tally, _) = cycle_of(&setup);
        assert_eq!((tally.users_created, tally.users_escrowed), (1, 4));
        assert_eq!(tally.refusals, 4 * refusals);
        assert_eq!(tally.errors[ErrorCode::TooManyRequests as usize], 4);
    }
}

#[test]
fn of_two_limits_that_bind_as_long_the_last_one_answers() {
    let forbids = LimitRule {
        excess: Excess::Forbidden,
        ..one_post()
    };
    let setup = |limits: &[LimitRule]| {
        limited(custom(patient(exact(ScopeMode::AllUsers, 3))), limits)
            .with(P::RefusalsBeforeEscrow, Uncertain::Fixed(1.0))
    };
    let codes = |limits: &[LimitRule]| {
        let (tally, _) = cycle_of(&setup(limits));
        let count = |code| tally.errors[code as usize];
        (
            count(ErrorCode::TooManyRequests),
            count(ErrorCode::InsufficientRights),
        )
    };
    assert_eq!(codes(&[one_post(), forbids.clone()]), (0, 2));
    assert_eq!(codes(&[forbids, one_post()]), (2, 0));
}

#[test]
fn a_matched_group_has_those_of_its_members_who_are_in_the_target() {
    const MEMBERS: u32 = 100;
    const SECS_PER_THOUSAND: f64 = 10.0;
    let setup = with_groups(MEMBERS, &[MEMBERS])
        .with(P::GroupsMatchedShare, Uncertain::Fixed(1.0))
        .with(P::Conflict, Uncertain::Fixed(0.3))
        .with(
            P::GroupPatchPerThousand,
            Uncertain::Fixed(SECS_PER_THOUSAND),
        );
    let (tally, watch) = cycle_of(&setup);
    let failed = tally.users_escrowed;
    assert_eq!(tally.groups_matched, 1, "the group is no conflict");
    assert!((10..60).contains(&failed), "{failed} of them fail");
    let there = u64::from(MEMBERS) - failed;
    let patches = watch.passed.iter();
    let mut patches = patches
        .filter(|call| call.endpoint == Endpoint::GroupPatch)
        .peekable();
    assert!(patches.peek().is_some());
    for call in patches {
        let secs = 0.1 + SECS_PER_THOUSAND * there as f64 / 1e3;
        assert_eq!(
            call.answered - call.passed,
            SimDuration::from_secs_f64(secs)
        );
    }
}
