//! Every kind of limit at its edges, as a cycle meets it.

use cyclecast::model::{
    Counts, Endpoint, Excess, LimitKind, LimitRule, On429, Parameter as P, Per, RetryAfter,
    ScopeMode, Uncertain,
};
use cyclecast::units::{SimDuration, SimTime};

use super::tenant::{calls, custom, cycle_of, exact, limit, limited, minutes, with_groups};

fn second(moment: SimTime) -> u64 {
    moment.as_nanos() / 1_000_000_000
}

#[test]
fn fixed_windows_of_all_documented_lengths_pass_their_count_in_each_and_no_more() {
    for (secs, amount) in [(5, 20), (30, 40), (60, 30), (300, 60), (3_600, 100)] {
        let window = limit("users.post", amount, secs, LimitKind::FixedWindow);
        let (tally, watch) = cycle_of(&limited(exact(ScopeMode::AllUsers, 205), &[window]));
        let posts = watch
            .passed
            .iter()
            .filter(|call| call.endpoint == Endpoint::UserPost);
        let mut in_window = std::collections::BTreeMap::new();
        for call in posts {
            *in_window.entry(second(call.passed) / secs).or_insert(0) += 1;
        }
        let windows = 205_u64.div_ceil(amount);
        assert_eq!(
            in_window.len() as u64,
            windows,
            "every window of {secs} s is filled"
        );
        assert!(in_window.values().all(|count| *count <= amount));
        let last_begins = (windows - 1) * secs;
        let took = tally.duration.as_secs_f64();
        assert!(
            (last_begins as f64..(last_begins + secs) as f64).contains(&took),
            "{took} for {secs} s"
        );
    }
}

#[test]
fn a_bucket_passes_its_burst_at_once_and_then_its_rate() {
    let bucket = limit("users.post", 60, 60, LimitKind::TokenBucket { burst: 20 });
    let setup = exact(ScopeMode::AllUsers, 100).with(P::Connections, Uncertain::Fixed(100.0));
    let (tally, watch) = cycle_of(&limited(setup, &[bucket]));
    let first: Vec<_> = watch
        .passed
        .iter()
        .filter(|call| call.endpoint == Endpoint::UserPost)
        .collect();
    let start = first[0].passed;
    let at_once = first.iter().filter(|call| call.passed == start).count();
    assert_eq!(at_once, 20);
    // 80 tokens at one a second, after the probe, the look-up and before the last answer.
    let took = tally.duration.as_secs_f64();
    assert!((took - 80.3).abs() < 0.01, "{took}");
}

#[test]
fn no_more_calls_are_under_way_than_a_concurrency_limit_admits() {
    let at_once = limit("all", 3, 1, LimitKind::Concurrency);
    let (tally, watch) = cycle_of(&limited(exact(ScopeMode::AllUsers, 300), &[at_once]));
    let most = watch
        .passed
        .iter()
        .map(|call| {
            let others = watch.passed.iter();
            others
                .filter(|other| other.passed <= call.passed && call.passed < other.answered)
                .count()
        })
        .max();
    assert_eq!(most, Some(3));
    // The probe, and 600 calls of a tenth of a second, three at once.
    assert!((tally.duration.as_secs_f64() - 20.1).abs() < 0.01);
    assert_eq!(tally.refusals, 0, "a paced connector waits for a place");
}

#[test]
fn a_call_that_is_held_back_counts_as_under_way_from_its_arrival_to_its_answer() {
    let cap = LimitRule {
        excess: Excess::TooManyRequests(RetryAfter::Fixed(SimDuration::from_secs(1))),
        ..limit("users.post", 2, 1, LimitKind::Concurrency)
    };
    let slow = LimitRule {
        excess: Excess::Slower,
        ..limit("users.post", 1, 2, LimitKind::TokenBucket { burst: 1 })
    };
    let setup = limited(custom(exact(ScopeMode::AllUsers, 40)), &[cap, slow])
        .with(P::UserPost, Uncertain::Fixed(3.0));
    let (tally, watch) = cycle_of(&setup);
    assert_eq!(tally.users_created, 40);
    assert!(tally.target.limits[0].over > 0 && tally.target.limits[1].over > 0);
    let posts = watch
        .passed
        .iter()
        .filter(|call| call.endpoint == Endpoint::UserPost);
    let posts: Vec<_> = posts.collect();
    for call in &posts {
        let open = posts
            .iter()
            .filter(|other| other.sent <= call.sent && call.sent < other.answered);
        assert!(open.count() <= 2, "at {:?}", call.sent);
    }
}

#[test]
fn a_call_that_waits_in_vain_keeps_its_place_until_its_sender_gives_up() {
    let cap = limit("users.post", 2, 1, LimitKind::Concurrency);
    let slow = LimitRule {
        excess: Excess::Slower,
        ..limit("users.post", 1, 3_600, LimitKind::FixedWindow)
    };
    let mut setup = limited(custom(exact(ScopeMode::AllUsers, 3)), &[cap, slow])
        .with(P::RetriesInCycle, Uncertain::Fixed(0.0));
    setup.on_429 = On429::Escrow;
    let (tally, _) = cycle_of(&setup);
    // One is created, one waits for an hour in vain, and meanwhile the third is refused.
    let [cap, slow] = [0, 1].map(|place| tally.target.limits[place].over);
    assert_eq!(
        (tally.users_created, tally.timeouts, cap, slow),
        (1, 1, 1, 1)
    );
}

#[test]
fn members_of_each_group_are_counted_by_the_hour() {
    let members = LimitRule {
        counts: Counts::Members,
        per: Per::EachGroup,
        ..limit("groups.patch", 100, 3_600, LimitKind::FixedWindow)
    };
    let (tally, watch) = cycle_of(&limited(with_groups(400, &[250, 40, 400]), &[members]));
    assert_eq!(tally.memberships_written, 690);
    let mut counted = std::collections::BTreeMap::new();
    for call in watch
        .passed
        .iter()
        .filter(|call| call.endpoint == Endpoint::GroupPatch)
    {
        *counted
            .entry((call.object, second(call.passed) / 3_600))
            .or_insert(0) += call.members;
    }
    assert!(
        counted.values().all(|members| *members <= 100),
        "{counted:?}"
    );
    // 250 members wait for two hours and 400 for three more: connections that wait for a group hold their places.
    assert!(
        (300.0..302.0).contains(&minutes(&tally)),
        "{}",
        minutes(&tally)
    );
}

#[test]
fn a_lock_turns_a_second_write_to_the_same_group_away_and_leaves_other_groups_alone() {
    let lock = LimitRule {
        per: Per::EachObject,
        ..limit("writes", 1, 1, LimitKind::Concurrency)
    };
    let setup = with_groups(60, &[60]).with(P::PatchesPerGroup, Uncertain::Fixed(8.0));
    let (free, _) = cycle_of(&setup);
    let (paced, watch) = cycle_of(&limited(setup.clone(), std::slice::from_ref(&lock)));
    let (unpaced, _) = cycle_of(&limited(custom(setup), std::slice::from_ref(&lock)));
    assert_eq!(paced.refusals, 0);
    assert!(unpaced.refusals > 0);
    assert_eq!(unpaced.memberships_written, 60);
    // Sixty PATCHes one after another instead of eight at once.
    let longer = paced.duration.as_secs_f64() - free.duration.as_secs_f64();
    assert!((longer - (6.0 - 0.8)).abs() < 0.11, "{longer}");
    let patches: Vec<_> = watch
        .passed
        .iter()
        .filter(|call| call.endpoint == Endpoint::GroupPatch)
        .collect();
    assert!(
        patches
            .windows(2)
            .all(|two| two[0].answered <= two[1].passed)
    );
    let many = with_groups(60, &[6; 10]).with(P::PatchesPerGroup, Uncertain::Fixed(1.0));
    let without = cycle_of(&many).0.duration;
    assert_eq!(
        cycle_of(&limited(many, &[lock])).0.duration,
        without,
        "ten groups do not wait for each other"
    );
}

#[test]
fn a_limit_on_large_payloads_leaves_small_ones_alone() {
    let large = LimitRule {
        over_bytes: Some(500),
        ..limit("groups.patch", 5, 30, LimitKind::FixedWindow)
    };
    let small = LimitRule {
        up_to_bytes: Some(500),
        ..limit("groups.patch", 100, 30, LimitKind::FixedWindow)
    };
    let one_by_one = limited(with_groups(200, &[200]), &[large.clone(), small.clone()]);
    let (tally, _) = cycle_of(&one_by_one);
    assert!(
        minutes(&tally) < 1.1,
        "200 small PATCHes, 100 in 30 s: {}",
        minutes(&tally)
    );
    // 130 bytes and 62 for each member: six fit into 500 bytes, seven do not.
    let batched = |members: f64| {
        let setup = one_by_one
            .clone()
            .with(P::MembersPerPatch, Uncertain::Fixed(members));
        let (tally, _) = cycle_of(&setup);
        (
            calls(&tally, Endpoint::GroupPatch),
            tally.target.limits[0].passed,
        )
    };
    assert_eq!(batched(5.0), (40, 0));
    assert_eq!(batched(7.0), (29, 28), "the last of 29 carries four");
}

#[test]
fn bytes_are_counted_where_a_limit_counts_bytes() {
    let bytes = LimitRule {
        counts: Counts::Bytes,
        ..limit("users.post", 9_000, 60, LimitKind::FixedWindow)
    };
    let (tally, _) = cycle_of(&limited(exact(ScopeMode::AllUsers, 35), &[bytes]));
    // Ten users of 900 bytes in each minute.
    assert!((3.0..3.1).contains(&minutes(&tally)), "{}", minutes(&tally));
    assert_eq!(tally.target.limits[0].passed, 35 * 900);
}

#[test]
fn a_request_larger_than_the_target_takes_fails_and_a_gallery_connector_sends_none() {
    let setup = with_groups(2_000, &[2_000])
        .with(P::MembersPerPatch, Uncertain::Fixed(1_000.0))
        .with(P::MembersPerRequest, Uncertain::Fixed(100.0));
    let (tally, _) = cycle_of(&setup);
    assert_eq!(calls(&tally, Endpoint::GroupPatch), 20);
    assert_eq!(tally.memberships_written, 2_000);
    let (tally, _) = cycle_of(&custom(setup));
    assert_eq!(tally.memberships_failed, 2_000);
    let by_bytes = with_groups(2_000, &[2_000])
        .with(P::MembersPerPatch, Uncertain::Fixed(1_000.0))
        .with(P::BytesPerRequest, Uncertain::Fixed(6_330.0));
    assert_eq!(
        calls(&cycle_of(&by_bytes).0, Endpoint::GroupPatch),
        20,
        "100 members make 6,330 bytes"
    );
}

#[test]
fn a_request_that_counts_more_than_ever_passes_fails_instead_of_waiting_for_ever() {
    let members = LimitRule {
        counts: Counts::Members,
        ..limit("groups.patch", 50, 60, LimitKind::FixedWindow)
    };
    let setup = limited(
        with_groups(200, &[200]).with(P::MembersPerPatch, Uncertain::Fixed(200.0)),
        &[members],
    );
    let (tally, _) = cycle_of(&custom(setup.clone()));
    assert_eq!(
        (tally.memberships_written, tally.memberships_failed),
        (0, 200)
    );
    let (tally, _) = cycle_of(&setup);
    assert_eq!(
        tally.memberships_written, 200,
        "who knows the limit sends no more than it lets pass"
    );
    assert_eq!(calls(&tally, Endpoint::GroupPatch), 4);
}

#[test]
fn of_nested_limits_the_narrower_decides() {
    let org = limit("writes", 600, 60, LimitKind::TokenBucket { burst: 180 });
    let posts = limit("users.post", 180, 60, LimitKind::TokenBucket { burst: 20 });
    let setup = exact(ScopeMode::AllUsers, 1_000);
    let both = cycle_of(&limited(setup.clone(), &[org.clone(), posts.clone()]))
        .0
        .duration;
    let narrow = cycle_of(&limited(setup.clone(), &[posts])).0.duration;
    let wide = cycle_of(&limited(setup, &[org])).0.duration;
    assert_eq!(both, narrow);
    assert!(wide < narrow);
    let floor = SimDuration::from_secs(60) * (980.0 / 180.0);
    assert!(narrow > floor && narrow < floor + SimDuration::from_secs(2));
}
