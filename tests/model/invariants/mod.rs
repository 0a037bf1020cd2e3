//! What holds in every cycle, whatever the tenant, the job and the target: over random setups.

mod setups;
mod watch;

use std::cell::RefCell;

use cyclecast::model::{Endpoint, ErrorCode, GroupWrite, LimitKind, On429, Parameter, RetryAfter};
use cyclecast::units::{SimDuration, SimTime};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};

use setups::{hostile, paced_setups, setups};
use watch::{Seen, cycle_of};

/// Random setups for each property; more with `PROPTEST_CASES`.
const SETUPS: u32 = 600;

type Verdict = Result<(), TestCaseError>;

fn config() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(SETUPS),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn in_every_cycle(holds: impl Fn(&Seen<'_>) -> Verdict) {
    let verdict = TestRunner::new(config()).run(&setups(), |setup| holds(&cycle_of(&setup)));
    verdict.unwrap_or_else(|failure| panic!("{failure}"));
}

fn in_every_paced_cycle(holds: impl Fn(&Seen<'_>) -> Verdict) {
    let verdict = TestRunner::new(config()).run(&paced_setups(), |setup| holds(&cycle_of(&setup)));
    verdict.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn every_user_in_scope_is_created_updated_unchanged_or_in_escrow() {
    in_every_cycle(|Seen { tally, .. }| {
        let done = tally.users_created + tally.users_updated + tally.users_unchanged;
        prop_assert_eq!(tally.users_in_scope, done + tally.users_escrowed);
        Ok(())
    });
}

#[test]
fn every_group_in_scope_is_created_matched_or_in_escrow() {
    in_every_cycle(|Seen { input, tally, .. }| {
        prop_assert_eq!(tally.groups_in_scope, input.group_sizes.len() as u64);
        let done = tally.groups_created + tally.groups_matched;
        prop_assert_eq!(tally.groups_in_scope, done + tally.groups_escrowed);
        Ok(())
    });
}

#[test]
fn every_manager_link_that_is_due_is_linked_or_failed() {
    in_every_cycle(|Seen { tally, .. }| {
        prop_assert_eq!(
            tally.managers_due,
            tally.managers_linked + tally.managers_failed
        );
        prop_assert!(tally.managers_due <= tally.users_in_scope);
        Ok(())
    });
}

#[test]
fn every_membership_is_written_failed_or_skipped() {
    in_every_cycle(|Seen { input, tally, .. }| {
        let due: u64 = input.group_sizes.iter().map(|size| u64::from(*size)).sum();
        let left_out = tally.memberships_failed + tally.memberships_skipped;
        prop_assert_eq!(due, tally.memberships_written + left_out);
        Ok(())
    });
}

#[test]
fn only_what_was_written_can_be_overwritten_and_only_by_what_overlaps() {
    in_every_cycle(|Seen { input, tally, .. }| {
        let there: u64 = input.group_sizes.iter().map(|size| u64::from(*size)).sum();
        prop_assert!(tally.memberships_overwritten <= there);
        let one_after_another = input.values.count(Parameter::Capacity) == 1;
        let apart = input.setup.group_write == GroupWrite::Atomic || one_after_another;
        prop_assert!(!apart || tally.memberships_overwritten == 0);
        Ok(())
    });
}

#[test]
fn every_object_that_is_read_and_out_of_scope_is_skipped_or_cannot_be_imported() {
    in_every_cycle(|Seen { input, tally, .. }| {
        let users_out = u64::from(input.users_read) - tally.users_in_scope;
        prop_assert_eq!(
            tally.objects_skipped + tally.imports_failed,
            users_out + u64::from(input.groups_skipped)
        );
        Ok(())
    });
}

#[test]
fn errors_by_code_add_up_to_what_is_in_escrow_and_what_could_not_be_referenced() {
    in_every_cycle(|Seen { tally, .. }| {
        let objects = tally.users_escrowed + tally.imports_failed + tally.groups_escrowed;
        let references = tally.managers_failed + tally.memberships_failed;
        prop_assert_eq!(tally.errors.iter().sum::<u64>(), objects + references);
        Ok(())
    });
}

#[test]
fn connection_time_by_activity_adds_up_to_the_duration_to_the_nanosecond() {
    in_every_cycle(|Seen { tally, .. }| {
        let spent: u64 = tally.spent.iter().map(|time| time.as_nanos()).sum();
        prop_assert_eq!(spent, tally.duration.as_nanos() * tally.connections);
        Ok(())
    });
}

#[test]
fn time_never_runs_back_and_ends_with_the_cycle() {
    in_every_cycle(|Seen { tally, watch, .. }| {
        prop_assert!(watch.moments.is_sorted());
        prop_assert_eq!(watch.ended, Some(SimTime::ZERO + tally.duration));
        Ok(())
    });
}

#[test]
fn an_observer_sees_what_the_tally_counts() {
    in_every_cycle(|Seen { tally, watch, .. }| {
        let to = |endpoint| {
            watch
                .requests
                .iter()
                .filter(|(_, to)| *to == endpoint)
                .count()
        };
        prop_assert_eq!(
            tally.calls,
            Endpoint::ALL.map(|endpoint| to(endpoint) as u64)
        );
        prop_assert_eq!(tally.users_with_access(), watch.gained_access);
        Ok(())
    });
}

#[test]
fn progress_never_falls_and_ends_with_the_last_page() {
    in_every_cycle(|Seen { tally, watch, .. }| {
        prop_assert!(watch.pages.is_sorted(), "{:?}", watch.pages);
        prop_assert_eq!(watch.pages.last(), Some(&tally.pages));
        prop_assert_eq!(watch.pages_in_all, tally.pages);
        Ok(())
    });
}

#[test]
fn nothing_is_written_without_a_call() {
    in_every_cycle(|Seen { input, tally, .. }| {
        let calls = |endpoint| tally.calls[endpoint as usize];
        let carried = input.values.count(Parameter::MembersPerPatch);
        prop_assert!(calls(Endpoint::UserPost) >= tally.users_created);
        prop_assert!(calls(Endpoint::UserPatch) >= tally.users_updated);
        prop_assert!(calls(Endpoint::UserGet) > tally.users_with_access());
        prop_assert!(calls(Endpoint::GroupPost) >= tally.groups_created);
        prop_assert!(calls(Endpoint::GroupPatch) * carried >= tally.memberships_written);
        Ok(())
    });
}

#[test]
fn licences_are_never_exceeded() {
    in_every_cycle(|Seen { input, tally, .. }| {
        prop_assert!(tally.users_created <= input.values.count(Parameter::Licences));
        Ok(())
    });
}

#[test]
fn quotas_are_never_exceeded_by_what_is_created() {
    in_every_cycle(|Seen { input, tally, .. }| {
        let quota = |parameter| input.values.count(parameter);
        // Those who were there may be more than there is room for.
        let found = tally.users_updated + tally.users_unchanged;
        let users = quota(Parameter::UsersQuota).max(found);
        prop_assert!(tally.users_created + found <= users);
        let groups = quota(Parameter::GroupsQuota).max(tally.groups_matched);
        prop_assert!(tally.groups_created + tally.groups_matched <= groups);
        let each = quota(Parameter::MembersPerGroup);
        let groups = tally.groups_created + tally.groups_matched;
        prop_assert!(tally.memberships_written <= groups.saturating_mul(each));
        Ok(())
    });
}

#[test]
fn a_connector_that_knows_the_limits_breaks_none_and_is_never_refused() {
    in_every_paced_cycle(|seen| {
        prop_assert_eq!(seen.tally.refusals, 0);
        for limit in &seen.input.setup.limits {
            prop_assert!(seen.excess(limit) <= 0, "{:?}", limit);
        }
        Ok(())
    });
}

fn ends_against_one_call_an_hour(refusal_secs: f64) {
    let zero = RetryAfter::Fixed(SimDuration::ZERO);
    for kind in [LimitKind::TokenBucket { burst: 1 }, LimitKind::FixedWindow] {
        for retry_after in [RetryAfter::UntilAllowed, RetryAfter::Absent, zero] {
            for on_429 in [On429::Escrow, On429::RetryCall, On429::PauseJob] {
                let setup = hostile(kind, retry_after, on_429, refusal_secs);
                let Seen { tally, watch, .. } = cycle_of(&setup);
                assert!(watch.ended.is_some() && tally.refusals > 0);
            }
        }
    }
}

#[test]
fn a_cycle_ends_even_if_the_target_lets_one_call_pass_in_an_hour() {
    ends_against_one_call_an_hour(0.05);
}

#[test]
fn a_cycle_ends_even_if_a_refusal_takes_no_time_and_asks_for_no_wait() {
    ends_against_one_call_an_hour(0.0);
}

/// Without this, the properties above could hold because nothing happens.
#[test]
fn the_random_setups_reach_every_way_in_which_a_cycle_can_go() {
    let missing = RefCell::new(vec![true; 64]);
    in_every_cycle(|Seen { tally, .. }| {
        let times = tally.spent.iter().map(|time| time.as_nanos());
        let counts = [
            tally.refusals,
            tally.timeouts,
            tally.users_updated,
            tally.users_unchanged,
            tally.groups_matched,
            tally.groups_escrowed,
            tally.managers_linked,
            tally.memberships_written,
            tally.memberships_skipped,
            tally.objects_skipped,
            tally.imports_failed,
        ];
        // Nobody leaves and the target is not in trouble within a lone initial cycle.
        let mut errors = tally.errors;
        for code in [
            ErrorCode::Unauthorized,
            ErrorCode::SystemForCrossDomainIdentityManagementServiceIncompatible,
            // Nobody has a link yet.
            ErrorCode::InvalidAnchor,
        ] {
            errors[code as usize] = 1;
        }
        let mut calls = tally.calls;
        calls[Endpoint::UserDelete as usize] = 1;
        calls[Endpoint::GroupDelete as usize] = 1;
        let seen = counts.into_iter().chain(errors).chain(calls).chain(times);
        let mut missing = missing.borrow_mut();
        missing.truncate(counts.len() + tally.errors.len() + tally.calls.len() + tally.spent.len());
        missing
            .iter_mut()
            .zip(seen)
            .for_each(|(missing, seen)| *missing &= seen == 0);
        Ok(())
    });
    assert_eq!(
        missing.into_inner().iter().position(|missing| *missing),
        None
    );
}
