//! Rate limits: a connector that paces itself, one that does not, and what a refusal leads to.

use super::*;

fn limited(connector: Connector, on_429: On429) -> Setup {
    let mut setup = exact(ScopeMode::AllUsers)
        .with(Parameter::Lookup, Uncertain::Fixed(0.6))
        .with(Parameter::UserWrite, Uncertain::Fixed(1.8));
    setup.connector = connector;
    setup.on_429 = on_429;
    let one_by_one = LimitKind::TokenBucket { burst: 1 };
    setup.limits = vec![LimitRule::on_calls(
        "all",
        1,
        SimDuration::from_secs(1),
        one_by_one,
    )];
    setup
}

#[test]
fn a_paced_connector_meets_no_429_and_an_unpaced_one_does_and_neither_beats_the_limit() {
    let floor = 800.0;
    let paced = cycle_of(&limited(Connector::Gallery, On429::PauseJob));
    assert_eq!(paced.refusals, 0);
    assert!(paced.duration.as_secs_f64() >= floor);
    assert!(paced.duration.as_secs_f64() < floor * 1.02);
    for policy in [On429::PauseJob, On429::RetryCall] {
        let unpaced = cycle_of(&limited(Connector::Custom, policy));
        assert!(unpaced.refusals > 0, "{policy:?}");
        assert!(unpaced.duration.as_secs_f64() >= floor, "{policy:?}");
        assert!(unpaced.duration.as_secs_f64() < floor * 1.5, "{policy:?}");
    }
}

#[test]
fn a_limit_that_never_binds_changes_nothing_beside_one_that_does() {
    let alone = limited(Connector::Gallery, On429::PauseJob);
    let mut beside = alone.clone();
    beside.limits[0].endpoints = EndpointSet::from_name("writes").unwrap();
    let narrow = cycle_of(&beside);
    beside.limits.push(LimitRule {
        name: "roomy".to_owned(),
        endpoints: EndpointSet::from_name("all").unwrap(),
        amount: 1_000_000,
        kind: LimitKind::TokenBucket { burst: 1_000_000 },
        ..alone.limits[0].clone()
    });
    let both = cycle_of(&beside);
    assert_eq!((both.duration, both.spent), (narrow.duration, narrow.spent));
}

#[test]
fn refused_objects_go_to_escrow_when_the_policy_says_so() {
    let tally = cycle_of(&limited(Connector::Custom, On429::Escrow));
    assert!(tally.users_escrowed > 0);
    assert_eq!(
        tally.errors[ErrorCode::TooManyRequests as usize],
        tally.users_escrowed
    );
}
