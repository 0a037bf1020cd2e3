//! Call counts against the documented sequences, and times against arithmetic.

use crate::model::{
    Activity, Chance, Connector, CycleInput, CycleTally, Endpoint, EndpointSet, ErrorCode,
    GroupSizes, Inputs, LimitKind, LimitRule, On429, Parameter, ScopeMode, Setup, Uncertain,
    Workspace, catalogue, simulate,
};
use crate::units::SimDuration;

mod failing_objects;
mod limited_calls;
mod service_takes_time;

const USERS: f64 = 400.0;

/// A tenant in which nothing is uncertain and nothing fails, and a service that takes no time for its calls.
fn exact(scope: ScopeMode) -> Setup {
    let mut setup = with_a_service_that_takes_time(scope);
    for parameter in SERVICE {
        setup.set(parameter, Uncertain::Fixed(0.0));
    }
    setup
}

/// What the service takes beside evaluating objects and reading pages.
const SERVICE: [Parameter; 8] = [
    Parameter::Lookup,
    Parameter::UserWrite,
    Parameter::GroupWrite,
    Parameter::MembershipWrite,
    Parameter::InitialCycleOverhead,
    Parameter::CycleOverhead,
    Parameter::EscrowRetry,
    Parameter::FailedObject,
];

/// The same with the times that the service usually takes.
fn with_a_service_that_takes_time(scope: ScopeMode) -> Setup {
    let mut setup = Setup::new(scope);
    for row in catalogue() {
        if row.key.starts_with("errors.") || row.parameter == Parameter::ManagerShare {
            setup.set(row.parameter, Uncertain::Fixed(0.0));
        }
    }
    setup
        .with(Parameter::TenantUsers, Uncertain::Fixed(USERS))
        .with(Parameter::TenantGroups, Uncertain::Fixed(0.0))
        .with(Parameter::TenantMemberships, Uncertain::Fixed(0.0))
        .with(Parameter::AssignedUsers, Uncertain::Fixed(USERS))
        .with(Parameter::AssignedGroups, Uncertain::Fixed(0.0))
        .with(Parameter::LatencyCv, Uncertain::Fixed(0.0))
        .with(Parameter::EvaluationCv, Uncertain::Fixed(0.0))
        .with(Parameter::PageReadCv, Uncertain::Fixed(0.0))
        .with(Parameter::ProcessingCv, Uncertain::Fixed(0.0))
}

fn cycle_of(setup: &Setup) -> CycleTally {
    let chance = Chance::new(11, 0);
    let input = CycleInput::new(setup, chance, Inputs::Median);
    simulate(&input, chance, &mut Workspace::default(), &mut ()).unwrap()
}

fn calls(tally: &CycleTally, endpoint: Endpoint) -> u64 {
    tally.calls[endpoint as usize]
}

#[test]
fn a_created_user_costs_one_get_and_one_post_and_the_cycle_one_probe() {
    let tally = cycle_of(&exact(ScopeMode::AllUsers));
    assert_eq!(calls(&tally, Endpoint::UserGet), 401);
    assert_eq!(calls(&tally, Endpoint::UserPost), 400);
    assert_eq!(calls(&tally, Endpoint::UserPatch), 0);
    assert_eq!(tally.users_created, 400);
}

#[test]
fn a_matched_user_costs_one_get_and_a_patch_only_if_different() {
    let setup = exact(ScopeMode::AllUsers)
        .with(Parameter::MatchedShare, Uncertain::Fixed(1.0))
        .with(Parameter::UpdatedShare, Uncertain::Fixed(0.25));
    let tally = cycle_of(&setup);
    assert_eq!(calls(&tally, Endpoint::UserGet), 401);
    assert_eq!(calls(&tally, Endpoint::UserPost), 0);
    assert_eq!(calls(&tally, Endpoint::UserPatch), tally.users_updated);
    assert_eq!(tally.users_updated + tally.users_unchanged, 400);
    assert!((70..130).contains(&tally.users_updated));
}

#[test]
fn several_matching_attributes_are_tried_in_order_until_one_matches() {
    let three =
        exact(ScopeMode::AllUsers).with(Parameter::MatchingAttributes, Uncertain::Fixed(3.0));
    assert_eq!(calls(&cycle_of(&three), Endpoint::UserGet), 1 + 3 * 400);
    let found_first = three
        .clone()
        .with(Parameter::MatchedShare, Uncertain::Fixed(1.0))
        .with(Parameter::FirstAttributeShare, Uncertain::Fixed(1.0));
    assert_eq!(calls(&cycle_of(&found_first), Endpoint::UserGet), 1 + 400);
    let found_last = found_first.with(Parameter::FirstAttributeShare, Uncertain::Fixed(0.0));
    assert_eq!(
        calls(&cycle_of(&found_last), Endpoint::UserGet),
        1 + 3 * 400
    );
}

#[test]
fn a_manager_costs_a_check_and_a_patch_after_all_users() {
    let setup = exact(ScopeMode::AllUsers).with(Parameter::ManagerShare, Uncertain::Fixed(1.0));
    let tally = cycle_of(&setup);
    assert_eq!(calls(&tally, Endpoint::UserGet), 1 + 2 * 400);
    assert_eq!(calls(&tally, Endpoint::UserPatch), 400);
    assert_eq!(tally.managers_linked, 400);
}

#[test]
fn a_group_costs_a_get_a_post_and_one_patch_for_each_batch_of_members() {
    let mut setup = exact(ScopeMode::Assigned);
    setup.group_sizes = GroupSizes::Listed(vec![7, 0, 100]);
    let one = cycle_of(&setup);
    assert_eq!(calls(&one, Endpoint::GroupGet), 3);
    assert_eq!(calls(&one, Endpoint::GroupPost), 3);
    assert_eq!(calls(&one, Endpoint::GroupPatch), 107);
    assert_eq!(one.memberships_written, 107);
    let twenty = setup.with(Parameter::MembersPerPatch, Uncertain::Fixed(20.0));
    assert_eq!(calls(&cycle_of(&twenty), Endpoint::GroupPatch), 1 + 5);
}

#[test]
fn out_of_scope_objects_cost_evaluation_and_no_call() {
    let setup = exact(ScopeMode::Assigned).with(Parameter::AssignedUsers, Uncertain::Fixed(100.0));
    let tally = cycle_of(&setup);
    assert_eq!(tally.objects_skipped, 300);
    assert_eq!(calls(&tally, Endpoint::UserGet), 101);
    let evaluation = setup.setting(Parameter::Evaluation).clone();
    let crate::model::Setting::Value(evaluation) = evaluation else {
        panic!("evaluation is a value");
    };
    let skipping = tally.spent_on(Activity::Skipping).as_secs_f64();
    assert!((skipping - 300.0 * evaluation.median()).abs() < 1e-3);
}

#[test]
fn one_patch_at_a_time_makes_a_large_group_a_queue_of_its_own() {
    let mut parallel = exact(ScopeMode::Assigned)
        .with(Parameter::GroupPatch, Uncertain::Fixed(2.0))
        .with(Parameter::GroupPatchPerThousand, Uncertain::Fixed(0.0))
        .with(Parameter::Connections, Uncertain::Fixed(4.0));
    parallel.group_sizes = GroupSizes::Listed(vec![400]);
    let single = parallel
        .clone()
        .with(Parameter::PatchesPerGroup, Uncertain::Fixed(1.0));
    let mut spread = single.clone();
    spread.group_sizes = GroupSizes::Listed(vec![100; 4]);
    let [parallel, single, spread] =
        [parallel, single, spread].map(|setup| cycle_of(&setup).duration.as_secs_f64());
    assert!(single > parallel + 200.0, "{single} against {parallel}");
    assert!(
        (spread / parallel - 1.0).abs() < 0.05,
        "{spread} against {parallel}"
    );
}

#[test]
fn retries_keep_to_one_patch_of_a_group_at_a_time_too() {
    let mut setup = exact(ScopeMode::Assigned)
        .with(Parameter::InternalServerError, Uncertain::Fixed(0.3))
        .with(Parameter::GroupPatch, Uncertain::Fixed(2.0))
        .with(Parameter::GroupPatchPerThousand, Uncertain::Fixed(0.0))
        .with(Parameter::RetriesInCycle, Uncertain::Fixed(3.0))
        .with(Parameter::PatchesPerGroup, Uncertain::Fixed(1.0))
        .with(Parameter::UserGet, Uncertain::Fixed(0.001))
        .with(Parameter::UserPost, Uncertain::Fixed(0.001))
        .with(Parameter::Evaluation, Uncertain::Fixed(0.001))
        .with(Parameter::PageRead, Uncertain::Fixed(0.001));
    setup.group_sizes = GroupSizes::Listed(vec![300]);
    let tally = cycle_of(&setup);
    let patches = calls(&tally, Endpoint::GroupPatch);
    assert!(patches > 350, "{patches} with retries");
    assert!(tally.duration >= SimDuration::from_secs(2 * patches));
}

#[test]
fn a_group_grows_dearer_with_the_members_it_has_and_not_with_those_it_never_gets() {
    let mut filtered = exact(ScopeMode::Assigned)
        .with(Parameter::FilterShare, Uncertain::Fixed(0.1))
        .with(Parameter::GroupPatchPerThousand, Uncertain::Fixed(100.0));
    filtered.group_sizes = GroupSizes::Listed(vec![400]);
    let few = cycle_of(&filtered);
    let mut small = filtered.with(Parameter::FilterShare, Uncertain::Fixed(1.0));
    small.group_sizes = GroupSizes::Listed(vec![few.memberships_written as u32]);
    let as_many = cycle_of(&small);
    let written = |tally: &CycleTally| tally.spent_on(Activity::Memberships);
    assert_eq!(few.memberships_written, as_many.memberships_written);
    assert_eq!(written(&few), written(&as_many));
}

#[test]
fn every_page_of_members_is_read_however_many_a_request_carries() {
    let mut setup = exact(ScopeMode::Assigned)
        .with(Parameter::PageSize, Uncertain::Fixed(10.0))
        .with(Parameter::PageRead, Uncertain::Fixed(5.0))
        .with(Parameter::Connections, Uncertain::Fixed(1.0));
    setup.group_sizes = GroupSizes::Listed(vec![395]);
    let [one, many] = [1.0, 1_000.0].map(|carried| {
        let setup = setup
            .clone()
            .with(Parameter::MembersPerPatch, Uncertain::Fixed(carried));
        cycle_of(&setup).spent_on(Activity::Reading).as_secs_f64()
    });
    assert!(one >= 40.0 * 5.0, "{one}");
    assert!((one - many).abs() < 1e-6, "{one} against {many}");
}

#[test]
fn calls_slower_than_the_timeout_fail_with_timeout_after_exactly_that_time() {
    let setup = exact(ScopeMode::AllUsers)
        .with(Parameter::UserPost, Uncertain::Fixed(61.0))
        .with(Parameter::TenantUsers, Uncertain::Fixed(6.0))
        .with(Parameter::RetriesInCycle, Uncertain::Fixed(0.0));
    let tally = cycle_of(&setup);
    assert_eq!((tally.timeouts, tally.users_escrowed), (6, 6));
    assert_eq!(
        tally.spent_on(Activity::Creating),
        SimDuration::from_secs(6 * 60)
    );
}

#[test]
fn a_target_with_fewer_places_than_connections_slows_down_to_its_own_pace() {
    let setup = exact(ScopeMode::AllUsers)
        .with(Parameter::Capacity, Uncertain::Fixed(1.0))
        .with(Parameter::UserGet, Uncertain::Fixed(1.0))
        .with(Parameter::UserPost, Uncertain::Fixed(1.0));
    let tally = cycle_of(&setup);
    let secs = tally.duration.as_secs_f64();
    assert!((801.0..830.0).contains(&secs), "{secs}");
    assert!(tally.spent_on(Activity::TargetQueue).as_secs_f64() > 800.0);
}

#[test]
fn licences_run_out() {
    let setup = exact(ScopeMode::AllUsers).with(Parameter::Licences, Uncertain::Fixed(150.0));
    let tally = cycle_of(&setup);
    assert_eq!((tally.users_created, tally.users_escrowed), (150, 250));
    assert_eq!(tally.errors[ErrorCode::LicenseLimitExceeded as usize], 250);
}

#[test]
fn transient_failures_are_tried_again_at_the_end_of_the_pass() {
    let never = exact(ScopeMode::AllUsers)
        .with(Parameter::InternalServerError, Uncertain::Fixed(0.1))
        .with(Parameter::RetriesInCycle, Uncertain::Fixed(0.0));
    let once = never
        .clone()
        .with(Parameter::RetriesInCycle, Uncertain::Fixed(1.0));
    let [never, once] = [never, once].map(|setup| cycle_of(&setup));
    assert!(never.users_escrowed > 40, "{}", never.users_escrowed);
    assert!(once.users_escrowed < never.users_escrowed / 2);
    assert!(once.spent_on(Activity::Retrying) > SimDuration::ZERO);
}

#[test]
fn an_empty_tenant_is_a_probe_and_nothing_else() {
    let setup = exact(ScopeMode::AllUsers).with(Parameter::TenantUsers, Uncertain::Fixed(0.0));
    let tally = cycle_of(&setup);
    assert_eq!(tally.calls.iter().sum::<u64>(), 1);
    assert_eq!(tally.pages, 0);
}
