//! What a restart costs: which memberships it writes again, and what a target makes of them.

use cyclecast::model::job::{Action, ChangeKind, ResetScope};
use cyclecast::model::{Endpoint, GroupWrite, Parameter as P, Setup};

use super::tenants::{DAY, HOUR, and, burst, plan, quiet, with_bursts, with_groups};
use super::watch::{Watch, life};

const AT: f64 = 9_000.0;

/// PATCHes of groups from the restart on.
fn patches(watch: &Watch) -> usize {
    watch.calls(Endpoint::GroupPatch, AT, DAY)
}

fn keeping(setup: Setup) -> Setup {
    and(setup, P::FullCycleRewritesMemberships, 0.0)
}

#[test]
fn a_restart_writes_all_memberships_again_or_none_as_the_key_says() {
    let setup = with_groups(100, &[10, 20]);
    let restarted = plan(4.0 * HOUR, &[(AT, Action::Restart(ResetScope::PORTAL))]);
    let (_, rewriting) = life(&setup, &restarted);
    let (_, kept) = life(&keeping(setup.clone()), &restarted);
    assert_eq!((patches(&rewriting), patches(&kept)), (30, 0));
    // The first cycle writes them whatever the key says.
    assert_eq!(kept.calls(Endpoint::GroupPatch, 0.0, AT), 30);
    let pages = |watch: &Watch| {
        let tally = &watch.cycles.iter().find(|cycle| cycle.start.is_full);
        tally.unwrap().ended.as_ref().unwrap().1.pages
    };
    assert_eq!(pages(&rewriting), pages(&kept));
    // Whoever matches all groups anew knows nothing of what is in them.
    let anew = plan(4.0 * HOUR, &[(AT, Action::Restart(ResetScope::FULL))]);
    assert_eq!(patches(&life(&keeping(setup), &anew).1), 30);
}

#[test]
fn memberships_of_users_who_come_in_with_the_restart_are_written_all_the_same() {
    // An error that users have and groups have not.
    let setup = and(with_groups(100, &[100]), P::MandatoryFieldsMissing, 0.5);
    let setup = keeping(and(setup, P::QuarantineFrom, 1e6));
    let timeline = [
        (AT - 100.0, Action::ErrorsFixed(None)),
        (AT, Action::Restart(ResetScope::PORTAL)),
    ];
    let (end, watch) = life(&setup, &plan(8.0 * HOUR, &timeline));
    let before = watch.calls(Endpoint::GroupPatch, 0.0, AT);
    assert!((30..70).contains(&before), "{before}");
    assert_eq!((before + patches(&watch), watch.access.len()), (100, 100));
    assert_eq!(end.status.escrowed, 0);
}

#[test]
fn references_that_were_missed_are_written_by_a_restart_that_writes_nothing_else() {
    let setup = and(with_groups(100, &[30]), P::JoinersReferencedShare, 1.0);
    let joiners = vec![burst(3_000.0, ChangeKind::Joiner, 10)];
    let restarted = plan(5.0 * HOUR, &[(AT, Action::Restart(ResetScope::PORTAL))]);
    let (end, watch) = life(&keeping(setup), &with_bursts(restarted, joiners));
    assert_eq!((patches(&watch), end.missed_references), (10, 0));
}

#[test]
fn whoever_has_come_back_lacks_his_memberships_until_they_are_written_again() {
    let changes = || {
        vec![
            burst(3_000.0, ChangeKind::Leaver, 10),
            burst(6_000.0, ChangeKind::Returner, 10),
        ]
    };
    let restarted = || plan(DAY, &[(AT, Action::Restart(ResetScope::PORTAL))]);
    let setup = with_groups(100, &[100]);
    let (rewritten, _) = life(&setup, &with_bursts(restarted(), changes()));
    let (kept, _) = life(&keeping(setup), &with_bursts(restarted(), changes()));
    assert_eq!((rewritten.lost_memberships, kept.lost_memberships), (0, 10));
}

#[test]
fn memberships_that_failed_wait_for_the_restart_that_writes_no_others() {
    // Those that the first cycle gives up are in escrow when the job is restarted.
    let setup = and(with_groups(100, &[100]), P::RetriesInCycle, 0.0);
    let setup = keeping(and(setup, P::QuarantineFrom, 1e6));
    // The target fails for some seconds of the reference pass; the restart comes before the next cycle.
    let timeline = [
        (4.0, Action::OutageBegins),
        (4.5, Action::OutageEnds),
        (1_000.0, Action::Restart(ResetScope::PORTAL)),
    ];
    let (end, watch) = life(&setup, &plan(3.0 * HOUR, &timeline));
    let first = &watch.cycles[0].ended.as_ref().unwrap().1;
    assert!(first.memberships_failed > 0, "{first:?}");
    assert_eq!(
        watch.calls(Endpoint::GroupPatch, 1_000.0, DAY) as u64,
        first.memberships_failed
    );
    assert_eq!(end.status.escrowed, 0);
}

#[test]
fn a_target_that_stores_members_twice_gets_slower_with_each_restart() {
    let setup = and(with_groups(20, &[20]), P::GroupPatchPerThousand, 1_000.0);
    let setup = and(and(setup, P::Connections, 1.0), P::Timeout, 3_600.0);
    let timeline = [
        (AT, Action::Restart(ResetScope::PORTAL)),
        (2.0 * AT, Action::Restart(ResetScope::PORTAL)),
    ];
    let passes = |doubles: bool| {
        let mut setup = setup.clone();
        setup.adds_duplicates = doubles;
        let (_, watch) = life(&setup, &plan(DAY, &timeline));
        let full = watch.cycles.iter().filter(|cycle| cycle.start.is_full);
        let secs = full.map(|cycle| cycle.ended.as_ref().unwrap().1.duration.as_secs_f64());
        secs.collect::<Vec<f64>>()
    };
    let (once, twice) = (passes(false), passes(true));
    assert_eq!((once.len(), twice.len()), (3, 3));
    // The first pass meets 0 to 19 members. A group of 20 is met 20 times; one that grows by 20 is met at 20 to 39, then 40 to 59.
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1.0, "{found}");
    near(once[2] - once[1], 0.0);
    near(twice[1] - once[1], 590.0 - 400.0);
    near(twice[2] - twice[1], 400.0);
}

#[test]
fn a_restart_checks_every_manager_and_writes_those_whose_link_it_does_not_find() {
    let setup = and(quiet(100), P::ManagerShare, 1.0);
    let restarted = plan(4.0 * HOUR, &[(AT, Action::Restart(ResetScope::PORTAL))]);
    let patches = |share| {
        let (_, watch) = life(
            &and(setup.clone(), P::ManagerLinkFoundShare, share),
            &restarted,
        );
        watch.calls(Endpoint::UserPatch, AT, DAY)
    };
    assert_eq!((patches(1.0), patches(0.0)), (0, 100));
}

#[test]
fn a_pause_in_the_midst_of_writing_members_makes_nobody_look_lost() {
    let setup = and(with_groups(40, &[40]), P::GroupPatch, 10.0);
    let mut setup = and(setup, P::PatchesPerGroup, 1.0);
    setup.group_write = GroupWrite::LastWriteWins;
    let timeline = [(203.0, Action::Pause), (4_000.0, Action::Start)];
    let (end, _) = life(&setup, &plan(3.0 * HOUR, &timeline));
    assert_eq!(end.initial.memberships_written, 40);
    assert_eq!(end.initial.memberships_overwritten, 0);
    // Eight at a time lose most, whether or not the cycle is paused.
    let parallel = and(setup, P::PatchesPerGroup, 8.0);
    let (end, _) = life(&parallel, &plan(3.0 * HOUR, &timeline[..0]));
    assert!(end.initial.memberships_overwritten > 30);
}
