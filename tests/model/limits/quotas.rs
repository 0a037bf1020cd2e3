//! Quotas: of a day, and of users, groups and members.

use cyclecast::model::job::{JobPlan, simulate_job};
use cyclecast::model::{
    Chance, CycleInput, CycleTally, Endpoint, ErrorCode, Inputs, LimitKind, Parameter as P,
    PassedCall, ScopeMode, Setup, Split, Uncertain, Workspace,
};
use cyclecast::units::SimDuration;

use super::tenant::{Watch, custom, cycle_of, exact, limit, limited, with_groups};

const HOUR: u64 = 3_600;
const UNPROCESSABLE: usize = ErrorCode::UnprocessableEntity as usize;

fn bound(setup: Setup, quota: P, most: u32) -> Setup {
    setup.with(quota, Uncertain::Fixed(f64::from(most)))
}

#[test]
fn a_cycle_that_uses_up_the_quota_of_a_day_goes_on_a_day_later() {
    for kind in [LimitKind::FixedWindow, LimitKind::RollingWindow] {
        let day = limit("users.post", 2_000, 24 * HOUR, kind);
        let (tally, watch) = cycle_of(&limited(
            exact(ScopeMode::AllUsers, 4_500),
            std::slice::from_ref(&day),
        ));
        assert_eq!((tally.users_created, tally.refusals), (4_500, 0));
        let days = tally.duration.as_secs_f64() / (24 * HOUR) as f64;
        assert!((2.0..2.01).contains(&days), "{days} {kind:?}");
        let posts = watch.passed.iter();
        let posts: Vec<&PassedCall> = posts
            .filter(|call| call.endpoint == Endpoint::UserPost)
            .collect();
        let span = SimDuration::from_secs(24 * HOUR);
        let apart = posts.iter().zip(&posts[2_000..]);
        let is_kept = apart
            .into_iter()
            .all(|(one, next)| next.sent - one.sent >= span);
        assert!(is_kept || kind == LimitKind::FixedWindow);
        let (unpaced, _) = cycle_of(&limited(custom(exact(ScopeMode::AllUsers, 4_500)), &[day]));
        assert_eq!(unpaced.users_created, 4_500);
        assert!(unpaced.refusals > 0, "and is told to come back after hours");
        assert!(unpaced.duration >= SimDuration::from_secs(48 * HOUR));
    }
}

#[test]
fn the_quota_of_a_day_goes_on_counting_from_cycle_to_cycle() {
    let mut setup = exact(ScopeMode::AllUsers, 1_500);
    setup.limits = vec![limit("all", 2_000, 24 * HOUR, LimitKind::RollingWindow)];
    let mut plan = JobPlan::new(SimDuration::from_secs(72 * HOUR));
    plan.timeline.clear();
    let setup = setup
        .with(P::LeaversDeletedShare, Uncertain::Fixed(0.0))
        .with(P::AttributeUpdates, Uncertain::Fixed(0.0));
    let chance = Chance::new(3, 1);
    let input = CycleInput::new(&setup, chance, Inputs::Drawn);
    let mut watch = Watch::default();
    let end = simulate_job(&input, &plan, chance, &mut Workspace::default(), &mut watch).unwrap();
    let done = end.initial_done.unwrap().since_start().as_secs_f64() / HOUR as f64;
    assert!((24.0..24.1).contains(&done), "3,001 calls: {done} h");
    let sent: Vec<_> = watch.passed.iter().map(|call| call.sent).collect();
    assert!(sent.len() > 3_001, "later cycles call too");
    let span = SimDuration::from_secs(24 * HOUR);
    let apart = sent.iter().zip(&sent[2_000..]);
    assert!(apart.into_iter().all(|(one, next)| *next - *one >= span));
}

#[test]
fn users_beyond_the_quota_fail_for_good_and_those_whom_the_job_finds_count_from_the_start() {
    let (tally, _) = cycle_of(&bound(exact(ScopeMode::AllUsers, 100), P::UsersQuota, 70));
    assert_eq!((tally.users_created, tally.users_escrowed), (70, 30));
    assert_eq!((tally.errors[UNPROCESSABLE], tally.over_quota), (30, 30));
    let half = exact(ScopeMode::AllUsers, 1_000)
        .with(P::MatchedShare, Uncertain::Fixed(0.5))
        .with(P::UpdatedShare, Uncertain::Fixed(0.0));
    let (free, _) = cycle_of(&half);
    let found = free.users_unchanged;
    assert!((400..600).contains(&found));
    let (tally, _) = cycle_of(&bound(half, P::UsersQuota, 700));
    assert_eq!(tally.users_unchanged, found, "who is there needs no room");
    assert_eq!(tally.users_created, 700 - found);
}

#[test]
fn a_quota_of_users_holds_for_all_jobs_together_and_a_roomy_one_changes_nothing() {
    let mut setup = bound(exact(ScopeMode::AllUsers, 400), P::UsersQuota, 150);
    setup.split = Some(Split {
        shares: vec![0.5, 0.5],
        stagger: SimDuration::ZERO,
    });
    assert_eq!(cycle_of(&setup).0.users_created, 150);
    let roomy = exact(ScopeMode::AllUsers, 150);
    let with = cycle_of(&bound(roomy.clone(), P::UsersQuota, 150)).0;
    assert_eq!(with, cycle_of(&roomy).0);
}

#[test]
fn groups_beyond_the_quota_fail_and_take_their_memberships_with_them() {
    let (tally, _) = cycle_of(&bound(with_groups(50, &[5; 20]), P::GroupsQuota, 12));
    assert_eq!((tally.groups_created, tally.groups_escrowed), (12, 8));
    assert_eq!(tally.over_quota, 8);
    assert_eq!(
        (tally.memberships_written, tally.memberships_failed),
        (60, 40)
    );
}

fn in_patches(members: f64, most: u32, size: u32) -> CycleTally {
    let setup = with_groups(size, &[size])
        .with(P::MembersPerPatch, Uncertain::Fixed(members))
        .with(P::PatchesPerGroup, Uncertain::Fixed(8.0));
    cycle_of(&bound(setup, P::MembersPerGroup, most)).0
}

#[test]
fn a_group_takes_its_quota_of_members_and_a_patch_that_leads_beyond_is_refused_whole() {
    let one_by_one = in_patches(1.0, 100, 130);
    assert_eq!(one_by_one.memberships_written, 100);
    assert_eq!(
        (one_by_one.memberships_failed, one_by_one.over_quota),
        (30, 30)
    );
    // 20 each: five fit into 110, the sixth and the seventh do not, and the last ten do.
    let in_twenties = in_patches(20.0, 110, 150);
    assert_eq!(in_twenties.memberships_written, 110);
    let in_thirties = in_patches(30.0, 100, 120);
    assert_eq!(
        (
            in_thirties.memberships_written,
            in_thirties.errors[UNPROCESSABLE]
        ),
        (90, 30)
    );
}

#[test]
fn whoever_is_in_a_group_already_takes_no_further_room_there() {
    let matched = with_groups(80, &[80]).with(P::GroupsMatchedShare, Uncertain::Fixed(1.0));
    let (tally, _) = cycle_of(&bound(matched.clone(), P::MembersPerGroup, 80));
    assert_eq!((tally.memberships_written, tally.over_quota), (80, 0));
    let (tally, _) = cycle_of(&bound(matched, P::MembersPerGroup, 50));
    assert_eq!((tally.memberships_written, tally.over_quota), (50, 30));
}

#[test]
fn a_quota_leaves_no_room_in_later_cycles_either() {
    let setup = bound(exact(ScopeMode::AllUsers, 100), P::UsersQuota, 70);
    let plan = JobPlan::new(SimDuration::from_secs(48 * HOUR));
    let chance = Chance::new(3, 1);
    let input = CycleInput::new(&setup, chance, Inputs::Drawn);
    let mut watch = Watch::default();
    let end = simulate_job(&input, &plan, chance, &mut Workspace::default(), &mut watch).unwrap();
    assert_eq!(
        (end.initial.users_created, end.initial.over_quota),
        (70, 30)
    );
    let posts = watch
        .passed
        .iter()
        .filter(|call| call.endpoint == Endpoint::UserPost);
    assert!(posts.count() > 100, "they are tried again");
}
