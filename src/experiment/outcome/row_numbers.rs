//! The numbers of a row, one by one.

use super::packed_numbers::Numbers;
use super::{ActivityTimes, CallCounts, JobRow, ReplicationRow, TargetRow};

/// Shows every number of a row. Whatever a row gains has to be named here too.
pub(super) fn walk(row: &mut ReplicationRow, numbers: &mut impl Numbers) {
    #[rustfmt::skip]
    let ReplicationRow {
        replication, initial_cycle_ms, users_half_ms, users_most_ms, users_all_ms, calls, mean_request_rate,
        peak_request_rate_second, peak_request_rate_minute, too_many_requests, timeouts, users_in_scope, users_created,
        users_updated, users_unchanged, users_escrowed, imports_failed, groups_in_scope, groups_created, groups_matched,
        groups_escrowed, objects_skipped, managers_linked, managers_failed, memberships_written, memberships_failed,
        over_quota, memberships_overwritten, pages, time, target, jobs,
    } = row;
    #[rustfmt::skip]
    let wholes = [
        replication, too_many_requests, timeouts, users_in_scope, users_created, users_updated, users_unchanged,
        users_escrowed, imports_failed, groups_in_scope, groups_created, groups_matched, groups_escrowed, objects_skipped,
        managers_linked, managers_failed, memberships_written, memberships_failed, over_quota, memberships_overwritten, pages,
    ];
    wholes.into_iter().for_each(|one| numbers.whole(one));
    for time in [initial_cycle_ms, users_half_ms, users_most_ms, users_all_ms] {
        numbers.maybe(time, Numbers::whole);
    }
    numbers.real(mean_request_rate);
    numbers.real(peak_request_rate_second);
    numbers.real(peak_request_rate_minute);
    walk_calls(calls, numbers);
    walk_times(time, numbers);
    walk_target(target, numbers);
    numbers.list(jobs, |numbers, job| {
        let JobRow {
            users_in_scope,
            initial_cycle_ms,
        } = job;
        numbers.whole(users_in_scope);
        numbers.whole(initial_cycle_ms);
    });
}

fn walk_calls(calls: &mut CallCounts, numbers: &mut impl Numbers) {
    #[rustfmt::skip]
    let CallCounts {
        calls_user_get, calls_user_post, calls_user_patch, calls_group_get, calls_group_post, calls_group_patch, calls_total,
    } = calls;
    #[rustfmt::skip]
    let wholes = [
        calls_user_get, calls_user_post, calls_user_patch, calls_group_get, calls_group_post, calls_group_patch, calls_total,
    ];
    wholes.into_iter().for_each(|one| numbers.whole(one));
}

fn walk_times(times: &mut ActivityTimes, numbers: &mut impl Numbers) {
    #[rustfmt::skip]
    let ActivityTimes {
        starting_ms, reading_ms, evaluating_ms, skipping_ms, matching_ms, creating_ms, updating_ms, group_objects_ms,
        managers_ms, memberships_ms, target_queue_ms, waiting_for_limits_ms, retrying_ms, idle_ms, matching_service_ms,
        creating_service_ms, updating_service_ms, group_objects_service_ms, managers_service_ms, memberships_service_ms,
        retrying_service_ms,
    } = times;
    #[rustfmt::skip]
    let wholes = [
        starting_ms, reading_ms, evaluating_ms, skipping_ms, matching_ms, creating_ms, updating_ms, group_objects_ms,
        managers_ms, memberships_ms, target_queue_ms, waiting_for_limits_ms, retrying_ms, idle_ms, matching_service_ms,
        creating_service_ms, updating_service_ms, group_objects_service_ms, managers_service_ms, memberships_service_ms,
        retrying_service_ms,
    ];
    wholes.into_iter().for_each(|one| numbers.whole(one));
}

fn walk_target(target: &mut TargetRow, numbers: &mut impl Numbers) {
    #[rustfmt::skip]
    let TargetRow {
        requests, peak_second, peak_minute, in_service, utilisation, mean_queue, longest_queue, passed, over_limit, slowed,
        searching_ms, group_patch_ms, largest_group, group_at_timeout,
    } = target;
    for counts in [requests, passed, over_limit, slowed] {
        numbers.list(counts, Numbers::whole);
    }
    for rates in [peak_second, peak_minute] {
        numbers.list(rates, Numbers::real);
    }
    numbers.real(in_service);
    numbers.real(mean_queue);
    numbers.maybe(utilisation, Numbers::real);
    numbers.maybe(group_patch_ms, Numbers::real);
    numbers.maybe(group_at_timeout, Numbers::whole);
    for one in [longest_queue, searching_ms, largest_group] {
        numbers.whole(one);
    }
}
