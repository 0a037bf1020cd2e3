//! Targets that write a group as a whole.

use cyclecast::model::{CycleTally, Endpoint, ErrorCode, Parameter as P, Setup};

use super::tenant::{and, cycle, instant, losing};

const REPLICATIONS: u64 = 60;

/// Members that are stored on average, of 100 that so many callers send to one group, one a PATCH, at so many PATCHes a second.
fn stored(callers: f64, per_second: f64) -> f64 {
    let setup = and(instant(100, &[100]), P::Connections, callers);
    let setup = and(setup, P::GroupPatch, callers / per_second);
    let setup = losing(and(setup, P::GroupPatchCv, 0.2));
    let left = |tally: CycleTally| {
        assert_eq!(
            (tally.memberships_written, tally.memberships_failed),
            (100, 0)
        );
        100 - tally.memberships_overwritten
    };
    let sum: u64 = (0..REPLICATIONS)
        .map(|number| left(cycle(&setup, number)))
        .sum();
    sum as f64 / REPLICATIONS as f64
}

#[test]
fn as_many_members_survive_as_at_two_engines_over_a_store_of_five_milliseconds() {
    // Measured 2026-11-27, all answers 200: scim-patch 0.8.3 with its requests a second, and scimmy 1.3.5.
    let scim_patch = [
        (1.0, 74.0, 100.0),
        (2.0, 139.0, 51.0),
        (4.0, 226.0, 26.0),
        (8.0, 357.0, 14.0),
    ];
    let scimmy = [(1.0, 100.0), (4.0, 26.0), (8.0, 15.0)];
    for (callers, per_second, measured) in scim_patch {
        let found = stored(callers, per_second);
        assert!(
            (found - measured).abs() < 2.5,
            "{callers} callers: {found} instead of {measured}"
        );
        // With two callers SCIMMY keeps 77, with four and eight it loses as many as the other: no share of a call between read
        // and write gives both, so the model has none.
        let same = scimmy.iter().find(|(other, _)| *other == callers);
        assert!(same.is_none_or(|(_, measured)| (found - measured).abs() < 2.5));
    }
}

/// A group of 400 members at a target whose answers take as long as the service's own time for a PATCH.
fn large_group() -> Setup {
    let setup = and(instant(400, &[400]), P::MembershipWrite, 0.2);
    let setup = and(setup, P::GroupPatch, 0.2);
    and(and(setup, P::GroupPatchCv, 0.5), P::ProcessingCv, 0.5)
}

#[test]
fn patches_that_overlap_overwrite_each_other_and_one_at_a_time_loses_nobody() {
    let parallel = cycle(&losing(large_group()), 0);
    assert_eq!(parallel.memberships_written, 400);
    assert!(
        parallel.memberships_overwritten > 200,
        "{}",
        parallel.memberships_overwritten
    );
    let one = cycle(&losing(and(large_group(), P::PatchesPerGroup, 1.0)), 0);
    assert_eq!(
        (one.memberships_written, one.memberships_overwritten),
        (400, 0)
    );
    // What it costs: one PATCH at a time in the place of eight.
    let ratio = one.duration.as_secs_f64() / parallel.duration.as_secs_f64();
    assert!((6.0..9.0).contains(&ratio), "{ratio}");
}

#[test]
fn a_target_with_one_worker_writes_one_after_another_and_loses_nobody() {
    let tally = cycle(&losing(and(large_group(), P::Capacity, 1.0)), 0);
    assert_eq!(
        (tally.memberships_written, tally.memberships_overwritten),
        (400, 0)
    );
}

#[test]
fn how_a_target_writes_groups_changes_nothing_that_a_log_shows() {
    let mut losing = cycle(&losing(large_group()), 3);
    assert!(losing.memberships_overwritten > 0);
    losing.memberships_overwritten = 0;
    assert_eq!(losing, cycle(&large_group(), 3));
}

#[test]
fn many_members_in_one_patch_are_lost_together() {
    let setup = losing(and(large_group(), P::MembersPerPatch, 50.0));
    let tally = cycle(&setup, 0);
    assert_eq!(tally.calls[Endpoint::GroupPatch as usize], 8);
    // All eight begin with the empty group, and the last one alone is left.
    assert_eq!(tally.memberships_overwritten, 350);
}

#[test]
fn what_fails_changes_nothing_and_is_not_counted_as_lost() {
    let setup = and(
        and(large_group(), P::PatchesPerGroup, 1.0),
        P::InternalServerError,
        0.3,
    );
    let tally = cycle(&losing(setup), 0);
    assert!(tally.errors[ErrorCode::InternalServerError as usize] > 0);
    assert!(tally.memberships_failed > 0);
    assert_eq!(tally.memberships_overwritten, 0);
}

#[test]
fn a_patch_that_is_answered_too_late_overwrites_all_the_same() {
    // One PATCH of a group is open at a time, but the service gives one up that takes longer than a second, and sends the next.
    let slow = and(and(large_group(), P::PatchesPerGroup, 1.0), P::Timeout, 1.0);
    let slow = losing(and(and(slow, P::GroupPatch, 0.6), P::GroupPatchCv, 1.0));
    let tally = cycle(&slow, 0);
    assert!(tally.timeouts > 20, "{}", tally.timeouts);
    assert!(tally.memberships_overwritten > 0);
    assert!(tally.memberships_overwritten < tally.memberships_written);
}

#[test]
fn members_of_a_group_that_was_there_survive_since_every_write_has_read_them() {
    let setup = losing(and(large_group(), P::GroupsMatchedShare, 1.0));
    assert_eq!(cycle(&setup, 0).memberships_overwritten, 0);
}
