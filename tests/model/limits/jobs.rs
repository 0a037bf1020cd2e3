//! Several jobs side by side at one target.

use cyclecast::model::{
    Chance, CycleInput, Inputs, LimitKind, LimitRule, Parameter as P, ScopeMode, Setup, Sharing,
    Split, Uncertain, Workspace, simulate_side_by_side,
};
use cyclecast::units::SimDuration;

use super::tenant::{custom, cycle_of, exact, limit, limited};

fn split(mut setup: Setup, jobs: usize) -> Setup {
    setup.split = Some(Split {
        shares: vec![1.0 / jobs as f64; jobs],
        stagger: SimDuration::ZERO,
    });
    setup
}

fn posts(sharing: Sharing) -> LimitRule {
    LimitRule {
        sharing,
        ..limit("users.post", 600, 60, LimitKind::TokenBucket { burst: 1 })
    }
}

/// Long answers, so that connections decide where no limit does.
fn slow(users: u32) -> Setup {
    exact(ScopeMode::AllUsers, users).with(P::UserPost, Uncertain::Fixed(1.0))
}

#[test]
fn without_a_limit_four_jobs_take_a_quarter_of_the_time() {
    let one = cycle_of(&slow(4_000)).0;
    let four = cycle_of(&split(slow(4_000), 4)).0;
    assert_eq!(four.users_created, 4_000);
    let ratio = one.duration.as_secs_f64() / four.duration.as_secs_f64();
    assert!((3.9..4.02).contains(&ratio), "{ratio}");
}

#[test]
fn a_limit_of_the_tenant_eats_the_gain_and_one_of_each_job_does_not() {
    let time = |setup: Setup| cycle_of(&setup).0.duration.as_secs_f64();
    let limited_by = |sharing| limited(exact(ScopeMode::AllUsers, 4_000), &[posts(sharing)]);
    let one = time(limited_by(Sharing::Tenant));
    let shared = time(split(limited_by(Sharing::Tenant), 4));
    let own = time(split(limited_by(Sharing::Job), 4));
    assert!(
        shared >= 399.9 && one >= 399.9,
        "4,000 creates at ten a second: {shared}, {one}"
    );
    assert!((one / own - 4.0).abs() < 0.1, "{}", one / own);
}

#[test]
fn each_gallery_job_paces_itself_as_if_it_were_alone() {
    let setup = limited(exact(ScopeMode::AllUsers, 2_000), &[posts(Sharing::Tenant)]);
    assert_eq!(cycle_of(&setup).0.refusals, 0);
    let four = cycle_of(&split(setup.clone(), 4)).0;
    assert!(
        four.refusals > 0,
        "four jobs at ten a second each against a limit of ten"
    );
    assert_eq!(four.users_created, 2_000);
    let own = limited(exact(ScopeMode::AllUsers, 2_000), &[posts(Sharing::Job)]);
    assert_eq!(cycle_of(&split(own, 4)).0.refusals, 0);
}

#[test]
fn jobs_share_the_workers_and_the_licences_of_the_target() {
    let narrow = slow(1_000).with(P::Capacity, Uncertain::Fixed(4.0));
    let four = cycle_of(&split(narrow, 4)).0;
    // 1,000 look-ups of 0.1 s and as many creates of 1 s, four at once.
    assert!(four.duration.as_secs_f64() >= 275.0, "{:?}", four.duration);
    assert!(four.target.longest_queue > 0);
    let few = slow(1_000).with(P::Licences, Uncertain::Fixed(300.0));
    assert_eq!(cycle_of(&split(few, 4)).0.users_created, 300);
}

#[test]
fn the_whole_is_the_sum_of_its_jobs_from_the_first_start_to_the_last_end() {
    let mut setup = custom(Setup::new(ScopeMode::Assigned))
        .with(P::TenantUsers, Uncertain::Fixed(1_500.0))
        .with(P::AssignedUsers, Uncertain::Fixed(700.0))
        .with(P::AssignedGroups, Uncertain::Fixed(30.0));
    let split = Split {
        shares: vec![0.5, 0.3, 0.2],
        stagger: SimDuration::from_secs(600),
    };
    setup.split = Some(split.clone());
    let chance = Chance::new(9, 4);
    let input = CycleInput::new(&setup, chance, Inputs::Drawn);
    let (whole, jobs) =
        simulate_side_by_side(&input, &split, chance, &mut Workspace::default(), &mut ()).unwrap();
    let (again, watch) = {
        let mut watch = super::tenant::Watch::default();
        let mut workspace = Workspace::default();
        let pair =
            simulate_side_by_side(&input, &split, chance, &mut workspace, &mut watch).unwrap();
        (pair.0, watch)
    };
    assert_eq!(whole, again, "who watches changes nothing");
    assert_eq!(
        jobs.iter().map(|job| job.tally.users_in_scope).sum::<u64>(),
        whole.users_in_scope
    );
    assert_eq!(
        jobs.iter()
            .map(|job| job.tally.groups_in_scope)
            .sum::<u64>(),
        30
    );
    let ends = jobs.iter().map(|job| job.starts + job.tally.duration);
    assert_eq!(ends.max(), Some(whole.duration));
    let spent: u64 = whole.spent.iter().map(|time| time.as_nanos()).sum();
    assert_eq!(spent, whole.duration.as_nanos() * whole.connections);
    assert!(
        watch.requests.windows(2).all(|two| two[0].0 <= two[1].0),
        "requests come in order of time"
    );
    assert_eq!(watch.gained_access, whole.users_with_access());
    assert!(watch.pages.is_sorted());
    assert_eq!(
        (watch.pages.last(), watch.pages_in_all),
        (Some(&whole.pages), whole.pages)
    );
    // Each job reads the whole directory: what the others have, it skips.
    assert_eq!(
        whole.users_in_scope + whole.objects_skipped + whole.groups_in_scope,
        3 * 1_500
            + jobs
                .iter()
                .map(|job| job.tally.groups_in_scope)
                .sum::<u64>()
            + skipped_groups(&input)
    );
}

/// Groups that three jobs read and skip: those outside the scope thrice, those of the others twice.
fn skipped_groups(input: &CycleInput<'_>) -> u64 {
    3 * u64::from(input.groups_skipped) + 2 * input.group_sizes.len() as u64
}
