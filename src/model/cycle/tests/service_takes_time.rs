//! The service's own time: for what it is taken, and what it adds up to.

use super::*;
use crate::model::Setting;

#[test]
fn all_created_takes_about_twice_all_matched_for_users_only() {
    // What is assumed of managers, nine times in ten, and beyond it the ends: nobody has one, and everybody.
    for (manager_share, factors) in [
        (0.0, 1.6..2.2),
        (0.2, 1.8..2.2),
        (0.55, 1.8..2.2),
        (0.9, 1.8..2.3),
        (1.0, 1.8..2.4),
    ] {
        let created = with_a_service_that_takes_time(ScopeMode::AllUsers)
            .with(Parameter::TenantUsers, Uncertain::Fixed(10_000.0))
            .with(Parameter::ManagerShare, Uncertain::Fixed(manager_share));
        let matched = created
            .clone()
            .with(Parameter::MatchedShare, Uncertain::Fixed(1.0));
        let factor =
            cycle_of(&created).duration.as_secs_f64() / cycle_of(&matched).duration.as_secs_f64();
        assert!(factors.contains(&factor), "{factor} with {manager_share}");
    }
}

#[test]
fn the_services_own_time_and_the_targets_answers_add_up_and_are_told_apart() {
    let mut setup = exact(ScopeMode::Assigned)
        .with(Parameter::Lookup, Uncertain::Fixed(0.5))
        .with(Parameter::UserWrite, Uncertain::Fixed(1.5))
        .with(Parameter::GroupWrite, Uncertain::Fixed(2.5))
        .with(Parameter::MembershipWrite, Uncertain::Fixed(6.0))
        .with(Parameter::FurtherMemberShare, Uncertain::Fixed(0.25))
        .with(Parameter::MembersPerPatch, Uncertain::Fixed(5.0))
        .with(Parameter::InitialCycleOverhead, Uncertain::Fixed(300.0))
        .with(Parameter::UserGet, Uncertain::Fixed(0.1))
        .with(Parameter::UserPost, Uncertain::Fixed(0.2));
    setup.group_sizes = GroupSizes::Listed(vec![400]);
    let tally = cycle_of(&setup);
    let [all, own] = [CycleTally::spent_on, CycleTally::own_on]
        .map(|of| move |tally: &CycleTally, activity| of(tally, activity).as_secs_f64());
    let close =
        |found: f64, right: f64| assert!((found - right).abs() < 1e-3, "{found}, not {right}");
    close(
        own(&tally, Activity::Starting),
        300.0 * tally.connections as f64,
    );
    close(own(&tally, Activity::Matching), 0.5 * 401.0);
    close(all(&tally, Activity::Matching), 0.6 * 401.0);
    close(own(&tally, Activity::Creating), 1.5 * 400.0);
    close(all(&tally, Activity::Creating), 1.7 * 400.0);
    close(own(&tally, Activity::GroupObjects), 0.5 + 2.5);
    // Eighty requests of five members: six seconds for the first of each, a quarter of that for the others.
    close(own(&tally, Activity::Memberships), 80.0 * 6.0 * 2.0);
    let evaluating = tally.spent_on(Activity::Evaluating);
    assert_eq!(tally.own_on(Activity::Evaluating), evaluating);
    assert_eq!(tally.own_on(Activity::Idle), SimDuration::ZERO);
}

#[test]
fn a_failing_call_costs_the_service_its_time_and_the_retry_more() {
    let never = exact(ScopeMode::AllUsers)
        .with(Parameter::InternalServerError, Uncertain::Fixed(0.2))
        .with(Parameter::UserWrite, Uncertain::Fixed(1.0))
        .with(Parameter::EscrowRetry, Uncertain::Fixed(40.0))
        .with(Parameter::RetriesInCycle, Uncertain::Fixed(0.0));
    let tally = cycle_of(&never);
    let posts = calls(&tally, Endpoint::UserPost);
    assert!(tally.users_created < posts && posts < 400);
    // Whoever fails with the lookup costs what the creation would have cost.
    assert_eq!(
        tally.own_on(Activity::Creating),
        SimDuration::from_secs(400)
    );
    let once_more = never.with(Parameter::RetriesInCycle, Uncertain::Fixed(1.0));
    let once = cycle_of(&once_more);
    // Each user who failed is taken up and evaluated once more, and written once more where the lookup does not fail.
    let retried = tally.users_escrowed;
    let written = calls(&once, Endpoint::UserPost) - posts;
    let Setting::Value(evaluation) = once_more.setting(Parameter::Evaluation) else {
        panic!("evaluation is a value");
    };
    let each = 40.0 + evaluation.median();
    let right = each * retried as f64 + written as f64;
    let own = once.own_on(Activity::Retrying).as_secs_f64();
    assert!((own - right).abs() < 1e-3, "{own}, not {right}");
}

#[test]
fn a_refused_call_costs_the_service_nothing() {
    let mut setup = exact(ScopeMode::AllUsers).with(Parameter::Lookup, Uncertain::Fixed(1.0));
    setup.connector = Connector::Custom;
    setup.limits = vec![LimitRule::on_calls(
        "all",
        1,
        SimDuration::from_secs(1),
        LimitKind::TokenBucket { burst: 1 },
    )];
    let tally = cycle_of(&setup);
    assert!(tally.refusals > 0);
    assert_eq!(
        tally.own_on(Activity::Matching),
        SimDuration::from_secs(401)
    );
}

#[test]
fn waiting_for_a_page_is_the_services_own_time_and_waiting_for_others_is_not() {
    let setup = exact(ScopeMode::AllUsers)
        .with(Parameter::Connections, Uncertain::Fixed(4.0))
        .with(Parameter::PageSize, Uncertain::Fixed(50.0))
        .with(Parameter::PageRead, Uncertain::Fixed(600.0));
    let tally = cycle_of(&setup);
    let of = |times: &[SimDuration], activity: Activity| times[activity as usize];
    let reading = of(&tally.spent, Activity::Reading);
    assert!(reading > SimDuration::ZERO && reading == of(&tally.own, Activity::Reading));
    assert!(of(&tally.spent, Activity::Idle) > SimDuration::ZERO);
    assert_eq!(of(&tally.own, Activity::Idle), SimDuration::ZERO);
}
