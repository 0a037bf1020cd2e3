//! How members, users and stalls slow a target down: arithmetic, in which one connection does all.

use cyclecast::model::{Parameter as P, Setup};

use super::tenant::{and, cycle, instant, seconds};

/// Seconds by which a setup with one connection takes longer with this value than without.
fn longer(setup: &Setup, parameter: P, value: f64) -> f64 {
    let one = and(setup.clone(), P::Connections, 1.0);
    seconds(&and(one.clone(), parameter, value)) - seconds(&and(one, parameter, 0.0))
}

fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-4 * expected.max(1.0),
        "{found} instead of {expected}"
    );
}

#[test]
fn a_group_grows_as_it_is_filled_and_each_patch_takes_longer_by_its_size() {
    // The sum of 0 to 99 members, at a second for each.
    let patient = and(instant(100, &[100]), P::Timeout, 3_600.0);
    near(longer(&patient, P::GroupPatchPerThousand, 1_000.0), 4_950.0);
}

#[test]
fn a_group_that_was_there_does_not_grow_by_members_that_it_has() {
    let matched = and(instant(100, &[100]), P::GroupsMatchedShare, 1.0);
    let setup = and(matched.clone(), P::Timeout, 3_600.0);
    near(longer(&setup, P::GroupPatchPerThousand, 1_000.0), 10_000.0);
    let mut twice = setup;
    twice.adds_duplicates = true;
    near(longer(&twice, P::GroupPatchPerThousand, 1_000.0), 14_950.0);
}

#[test]
fn a_get_of_a_group_takes_longer_by_the_members_that_it_has() {
    let sizes = [100, 50];
    near(
        longer(&instant(100, &sizes), P::GroupGetPerThousand, 100.0),
        0.0,
    );
    let there = and(instant(100, &sizes), P::GroupsMatchedShare, 1.0);
    near(longer(&there, P::GroupGetPerThousand, 100.0), 15.0);
}

#[test]
fn a_target_that_searches_all_its_users_costs_the_square_of_their_number() {
    // The lookup before each of 200 creates meets the users created so far; the probe meets nobody.
    let setup = instant(200, &[]);
    near(longer(&setup, P::UserGetPerThousand, 10.0), 199.0);
    near(longer(&setup, P::UserPostPerThousand, 10.0), 199.0);
    let twice = longer(&instant(400, &[]), P::UserGetPerThousand, 10.0);
    near(twice, 798.0);
    // Another 1,000 users whom the job does not know, for 200 lookups and the probe.
    let filled = and(setup, P::UsersStored, 1_000.0);
    near(
        longer(&filled, P::UserGetPerThousand, 10.0),
        199.0 + 2_010.0,
    );
}

#[test]
fn users_who_are_found_are_there_from_the_start() {
    let setup = and(instant(200, &[]), P::MatchedShare, 1.0);
    let scanning = and(setup.clone(), P::UserGetPerThousand, 10.0);
    near(
        cycle(&scanning, 0).target.searching.as_secs_f64(),
        201.0 * 2.0,
    );
    near(longer(&setup, P::UserPostPerThousand, 10.0), 0.0);
}

#[test]
fn each_kind_of_call_has_its_own_variation() {
    let setup = and(
        and(instant(300, &[300]), P::UserGet, 0.1),
        P::GroupPatch,
        0.1,
    );
    let varied = |parameter| {
        let one = and(and(setup.clone(), P::Connections, 1.0), parameter, 1.0);
        seconds(&one) - seconds(&and(setup.clone(), P::Connections, 1.0))
    };
    assert!(varied(P::ReadCv).abs() > 0.01 && varied(P::GroupPatchCv).abs() > 0.01);
    // Creates take no time here, so nothing varies with them.
    near(varied(P::WriteCv), 0.0);
    near(
        varied(P::LatencyCv),
        varied(P::ReadCv) + varied(P::GroupPatchCv),
    );
}

#[test]
fn some_calls_meet_a_stall() {
    let stalls = and(instant(500, &[]), P::Stall, 3.0);
    let found = longer(&stalls, P::StallShare, 0.1) / 3.0;
    // 1,001 calls, of which a tenth are stalled, give or take four standard deviations.
    assert!((62.0..139.0).contains(&found), "{found}");
    near(longer(&stalls, P::StallShare, 1.0), 3_003.0);
}

#[test]
fn managers_whose_link_the_check_does_not_find_are_written_again() {
    let known = and(
        and(instant(100, &[]), P::MatchedShare, 1.0),
        P::UpdatedShare,
        0.0,
    );
    let linked = and(known, P::ManagerShare, 1.0);
    let patches = |share| cycle(&and(linked.clone(), P::ManagerLinkFoundShare, share), 0).calls[2];
    assert_eq!((patches(1.0), patches(0.0)), (0, 100));
    assert!((20..80).contains(&patches(0.5)));
}
