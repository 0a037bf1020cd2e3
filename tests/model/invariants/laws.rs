//! What holds in every cycle.

use cyclecast::model::{Endpoint, GroupWrite, Parameter};
use cyclecast::units::SimTime;
use proptest::prelude::*;

use super::watch::Seen;
use crate::laws::{Laws, Verdict, laws};

/// All laws of a cycle.
pub fn all() -> Laws<fn(&Seen<'_>) -> Verdict> {
    laws![
        every_user_in_scope_is_created_updated_unchanged_or_in_escrow,
        every_group_in_scope_is_created_matched_or_in_escrow,
        every_manager_link_that_is_due_is_linked_or_failed,
        every_membership_is_written_failed_or_skipped,
        only_what_was_written_can_be_overwritten_and_only_by_what_overlaps,
        every_object_that_is_read_and_out_of_scope_is_skipped_or_cannot_be_imported,
        errors_by_code_add_up_to_what_is_in_escrow_and_what_could_not_be_referenced,
        connection_time_by_activity_adds_up_to_the_duration_to_the_nanosecond,
        time_never_runs_back_and_ends_with_the_cycle,
        an_observer_sees_what_the_tally_counts,
        progress_never_falls_and_ends_with_the_last_page,
        nothing_is_written_without_a_call,
        licences_are_never_exceeded,
        quotas_are_never_exceeded_by_what_is_created
    ]
}

fn every_user_in_scope_is_created_updated_unchanged_or_in_escrow(
    Seen { tally, .. }: &Seen<'_>,
) -> Verdict {
    let done = tally.users_created + tally.users_updated + tally.users_unchanged;
    prop_assert_eq!(tally.users_in_scope, done + tally.users_escrowed);
    Ok(())
}

fn every_group_in_scope_is_created_matched_or_in_escrow(
    Seen { input, tally, .. }: &Seen<'_>,
) -> Verdict {
    prop_assert_eq!(tally.groups_in_scope, input.group_sizes.len() as u64);
    let done = tally.groups_created + tally.groups_matched;
    prop_assert_eq!(tally.groups_in_scope, done + tally.groups_escrowed);
    Ok(())
}

fn every_manager_link_that_is_due_is_linked_or_failed(Seen { tally, .. }: &Seen<'_>) -> Verdict {
    prop_assert_eq!(
        tally.managers_due,
        tally.managers_linked + tally.managers_failed
    );
    prop_assert!(tally.managers_due <= tally.users_in_scope);
    Ok(())
}

fn every_membership_is_written_failed_or_skipped(Seen { input, tally, .. }: &Seen<'_>) -> Verdict {
    let due: u64 = input.group_sizes.iter().map(|size| u64::from(*size)).sum();
    let left_out = tally.memberships_failed + tally.memberships_skipped;
    prop_assert_eq!(due, tally.memberships_written + left_out);
    Ok(())
}

fn only_what_was_written_can_be_overwritten_and_only_by_what_overlaps(
    Seen { input, tally, .. }: &Seen<'_>,
) -> Verdict {
    let there: u64 = input.group_sizes.iter().map(|size| u64::from(*size)).sum();
    prop_assert!(tally.memberships_overwritten <= there);
    let one_after_another = input.values.count(Parameter::Capacity) == 1;
    let apart = input.setup.group_write == GroupWrite::Atomic || one_after_another;
    prop_assert!(!apart || tally.memberships_overwritten == 0);
    Ok(())
}

fn every_object_that_is_read_and_out_of_scope_is_skipped_or_cannot_be_imported(
    Seen { input, tally, .. }: &Seen<'_>,
) -> Verdict {
    let users_out = u64::from(input.users_read) - tally.users_in_scope;
    prop_assert_eq!(
        tally.objects_skipped + tally.imports_failed,
        users_out + u64::from(input.groups_skipped)
    );
    Ok(())
}

fn errors_by_code_add_up_to_what_is_in_escrow_and_what_could_not_be_referenced(
    Seen { tally, .. }: &Seen<'_>,
) -> Verdict {
    let objects = tally.users_escrowed + tally.imports_failed + tally.groups_escrowed;
    let references = tally.managers_failed + tally.memberships_failed;
    prop_assert_eq!(tally.errors.iter().sum::<u64>(), objects + references);
    Ok(())
}

fn connection_time_by_activity_adds_up_to_the_duration_to_the_nanosecond(
    Seen { tally, .. }: &Seen<'_>,
) -> Verdict {
    let spent: u64 = tally.spent.iter().map(|time| time.as_nanos()).sum();
    prop_assert_eq!(spent, tally.duration.as_nanos() * tally.connections);
    Ok(())
}

fn time_never_runs_back_and_ends_with_the_cycle(Seen { tally, watch, .. }: &Seen<'_>) -> Verdict {
    prop_assert!(watch.moments.is_sorted());
    prop_assert_eq!(watch.ended, Some(SimTime::ZERO + tally.duration));
    Ok(())
}

fn an_observer_sees_what_the_tally_counts(Seen { tally, watch, .. }: &Seen<'_>) -> Verdict {
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
}

fn progress_never_falls_and_ends_with_the_last_page(
    Seen { tally, watch, .. }: &Seen<'_>,
) -> Verdict {
    prop_assert!(watch.pages.is_sorted(), "{:?}", watch.pages);
    prop_assert_eq!(watch.pages.last(), Some(&tally.pages));
    prop_assert_eq!(watch.pages_in_all, tally.pages);
    Ok(())
}

fn nothing_is_written_without_a_call(Seen { input, tally, .. }: &Seen<'_>) -> Verdict {
    let calls = |endpoint| tally.calls[endpoint as usize];
    let carried = input.values.count(Parameter::MembersPerPatch);
    prop_assert!(calls(Endpoint::UserPost) >= tally.users_created);
    prop_assert!(calls(Endpoint::UserPatch) >= tally.users_updated);
    prop_assert!(calls(Endpoint::UserGet) > tally.users_with_access());
    prop_assert!(calls(Endpoint::GroupPost) >= tally.groups_created);
    prop_assert!(calls(Endpoint::GroupPatch) * carried >= tally.memberships_written);
    Ok(())
}

fn licences_are_never_exceeded(Seen { input, tally, .. }: &Seen<'_>) -> Verdict {
    prop_assert!(tally.users_created <= input.values.count(Parameter::Licences));
    Ok(())
}

fn quotas_are_never_exceeded_by_what_is_created(Seen { input, tally, .. }: &Seen<'_>) -> Verdict {
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
}
