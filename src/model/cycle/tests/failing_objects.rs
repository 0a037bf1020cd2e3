//! What fails, at which step, at what cost, and what does not count as a failure.

use super::*;
use crate::model::errors::ErrorCode;
use crate::model::job::{EscrowThresholds, Failures};

fn fixed(setup: Setup, values: &[(Parameter, f64)]) -> Setup {
    values.iter().fold(setup, |setup, &(parameter, value)| {
        setup.with(parameter, Uncertain::Fixed(value))
    })
}

fn errors(tally: &CycleTally, code: ErrorCode) -> u64 {
    tally.errors[code as usize]
}

#[test]
fn managers_of_users_who_failed_themselves_are_no_further_failures() {
    let setup = fixed(
        exact(ScopeMode::AllUsers),
        &[
            (Parameter::TenantUsers, 200_000.0),
            (Parameter::Conflict, 0.175),
            (Parameter::ManagerShare, 0.8),
        ],
    );
    let tally = cycle_of(&setup);
    // 17.5 % of the users, and 17.5 % of the managers of those who are there.
    assert!(
        (34_500..35_500).contains(&tally.users_escrowed),
        "{tally:?}"
    );
    assert!(
        (22_700..23_500).contains(&tally.managers_failed),
        "{tally:?}"
    );
    let there = tally.users_with_access();
    assert!(tally.managers_due.abs_diff(there * 4 / 5) < 1_000);
    let failures = Failures {
        objects: tally.users_escrowed,
        references: tally.managers_failed,
        tried: tally.users_in_scope,
    };
    assert_eq!(EscrowThresholds::default().reason(&failures), None);
}

#[test]
fn an_import_that_is_skipped_fails_before_anybody_knows_the_scope() {
    let setup = fixed(
        exact(ScopeMode::Assigned),
        &[
            (Parameter::TenantUsers, 1_000.0),
            (Parameter::AssignedUsers, 100.0),
            (Parameter::ImportSkipped, 1.0),
        ],
    );
    let tally = cycle_of(&setup);
    assert_eq!(errors(&tally, ErrorCode::ImportSkipped), 1_000);
    assert_eq!((tally.users_escrowed, tally.imports_failed), (100, 900));
    assert_eq!((tally.failures(), tally.objects_skipped), (1_000, 0));
    assert_eq!(calls(&tally, Endpoint::UserGet), 1, "the probe alone");
    // What strikes later does not concern whoever is out of scope.
    let later = fixed(
        setup,
        &[(Parameter::ImportSkipped, 0.0), (Parameter::Conflict, 1.0)],
    );
    assert_eq!(cycle_of(&later).failures(), 100);
}

/// Every code that sticks to a user, with the calls that they cost.
const STEPS: [(Parameter, ErrorCode, u64, u64); 13] = [
    (Parameter::ImportSkipped, ErrorCode::ImportSkipped, 0, 0),
    (
        Parameter::DuplicateSourceEntries,
        ErrorCode::DuplicateSourceEntries,
        0,
        0,
    ),
    (
        Parameter::DuplicateTargetEntries,
        ErrorCode::DuplicateTargetEntries,
        1,
        0,
    ),
    (
        Parameter::MultipleEntriesInResponse,
        ErrorCode::MultipleEntriesInResponse,
        1,
        0,
    ),
    (Parameter::Conflict, ErrorCode::Conflict, 1, 1),
    (Parameter::EntryConflict, ErrorCode::EntryConflict, 1, 1),
    (Parameter::NotImplemented, ErrorCode::NotImplemented, 1, 1),
    (
        Parameter::MandatoryFieldsMissing,
        ErrorCode::MandatoryFieldsMissing,
        1,
        1,
    ),
    (Parameter::InvalidDomain, ErrorCode::InvalidDomain, 1, 1),
    (
        Parameter::UnprocessableEntity,
        ErrorCode::UnprocessableEntity,
        1,
        1,
    ),
    (
        Parameter::InsufficientRights,
        ErrorCode::InsufficientRights,
        1,
        1,
    ),
    (
        Parameter::SchemaPropertyCanOnlyAcceptValue,
        ErrorCode::SchemaPropertyCanOnlyAcceptValue,
        1,
        1,
    ),
    (
        Parameter::SchemaAttributeNotFound,
        ErrorCode::SchemaAttributeNotFound,
        1,
        1,
    ),
];

#[test]
fn each_code_fails_at_its_step_and_takes_the_service_as_long_as_a_success() {
    let usual = with_a_service_that_takes_time(ScopeMode::AllUsers);
    let instant = fixed(
        usual,
        &[(Parameter::UserGet, 0.0), (Parameter::UserPost, 0.0)],
    );
    let success = cycle_of(&instant).duration;
    for (parameter, code, gets, posts) in STEPS {
        let tally = cycle_of(&fixed(instant.clone(), &[(parameter, 1.0)]));
        assert_eq!(errors(&tally, code), 400, "{code:?}");
        assert_eq!(calls(&tally, Endpoint::UserGet), 1 + 400 * gets, "{code:?}");
        assert_eq!(calls(&tally, Endpoint::UserPost), 400 * posts, "{code:?}");
        let longer = tally.duration.as_secs_f64() / success.as_secs_f64();
        assert!((1.0..1.5).contains(&longer), "{longer} times with {code:?}");
    }
}

#[test]
fn groups_fail_with_their_lookup_or_their_creation() {
    let mut setup = exact(ScopeMode::Assigned);
    setup.group_sizes = GroupSizes::Listed(vec![5; 20]);
    let with = |parameter| cycle_of(&fixed(setup.clone(), &[(parameter, 1.0)]));
    let several = with(Parameter::MultipleEntriesInResponse);
    assert_eq!(several.groups_escrowed, 20);
    assert_eq!(calls(&several, Endpoint::GroupPost), 0);
    let conflict = with(Parameter::EntryConflict);
    assert_eq!(conflict.groups_escrowed, 20);
    assert_eq!(calls(&conflict, Endpoint::GroupPost), 20);
}

#[test]
fn a_target_that_refuses_one_kind_of_change_refuses_no_other() {
    let mut setup = fixed(
        exact(ScopeMode::Assigned),
        &[(Parameter::ManagerShare, 1.0)],
    );
    setup.group_sizes = GroupSizes::Listed(vec![10; 10]);
    let with = |parameter| cycle_of(&fixed(setup.clone(), &[(parameter, 1.0)]));
    let calm = cycle_of(&setup);
    assert_eq!(calm.failures(), 0);
    let no_members = with(Parameter::MemberAddFails);
    assert_eq!(
        (no_members.memberships_failed, no_members.failures()),
        (100, 100)
    );
    assert_eq!(errors(&no_members, ErrorCode::UnprocessableEntity), 100);
    let no_managers = with(Parameter::ManagerUpdateFails);
    assert_eq!(
        (no_managers.managers_failed, no_managers.failures()),
        (400, 400)
    );
    let no_groups = with(Parameter::GroupCreateFails);
    assert_eq!(
        (no_groups.groups_escrowed, no_groups.memberships_failed),
        (10, 100)
    );
    let no_users = with(Parameter::UserCreateFails);
    assert_eq!((no_users.users_escrowed, no_users.users_created), (400, 0));
    // Nobody is there to be updated.
    assert_eq!(with(Parameter::UserUpdateFails).failures(), 0);
    let some = cycle_of(&fixed(setup.clone(), &[(Parameter::UserCreateFails, 0.25)]));
    assert!((70..130).contains(&some.users_escrowed));
}
