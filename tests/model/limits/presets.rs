//! What the documented limits alone put under a roll-out, however fast everything else is.

use cyclecast::experiment::floor;
use cyclecast::model::{Connector, Endpoint, Parameter as P, ScopeMode, Setup, Uncertain};
use cyclecast::scenario::targets::{SHIPPED, shipped};

use super::tenant::{calls, cycle_of, exact, minutes, with_groups};

/// A service and a target that take next to no time, and a hundred connections.
fn instant(mut setup: Setup, preset: &str) -> Setup {
    let sheet = shipped(preset).unwrap();
    for (parameter, value) in &sheet.values {
        setup.set(*parameter, value.clone());
    }
    for endpoint in [
        P::UserGet,
        P::UserPost,
        P::UserPatch,
        P::GroupGet,
        P::GroupPost,
        P::GroupPatch,
        P::Refusal,
    ] {
        setup.set(endpoint, Uncertain::Fixed(0.001));
    }
    setup.limits = sheet.limits;
    setup
        .with(P::Connections, Uncertain::Fixed(100.0))
        .with(P::RefusalsBeforeEscrow, Uncertain::Fixed(1e6))
}

fn users(preset: &str, connector: Connector) -> Setup {
    let mut setup = instant(exact(ScopeMode::AllUsers, 10_000), preset);
    setup.connector = connector;
    setup
}

#[test]
fn ten_thousand_creates_take_at_least_what_the_documents_add_up_to() {
    for (preset, least_minutes) in [
        ("slack", 55.0),
        ("github-emu", 9.0 * 60.0),
        ("dbt", 83.0),
        ("uipath", 165.0),
        ("miro", 24.5),
        ("sap-cloud-identity", 71.0),
        ("eptura", 39.0),
        ("instaclustr", 26.0),
        ("entra-scim", 7.5),
        ("better-auth", 200.0 * 10.0 / 60.0),
        ("beyond-identity", 666.0),
        ("quantum-club", 16.0 * 60.0),
        ("mlflow-oidc-auth", 19_400.0 / 600.0),
    ] {
        let (tally, _) = cycle_of(&users(preset, Connector::Gallery));
        assert_eq!(
            (tally.users_created, tally.refusals),
            (10_000, 0),
            "{preset}"
        );
        let took = minutes(&tally);
        assert!(took >= least_minutes, "{preset}: {took}");
        assert!(
            took < least_minutes * 1.02 + 1.0,
            "{preset}: nothing but the limit takes time: {took}"
        );
    }
}

/// What 2026's reading of the sources adds up to, rounded as it is there: hours or minutes at the steady rate.
#[test]
fn the_floors_of_the_newer_sheets_agree_with_what_their_rates_add_up_to() {
    for (preset, posts, with_gets) in [
        ("beyond-identity", 5.6 * 60.0, 11.1 * 60.0),
        ("quantum-club", 8.3 * 60.0, 16.7 * 60.0),
        ("sap-cloud-identity", 36.0, 71.0),
        ("eptura", 20.0, 40.0),
        ("instaclustr", 13.0, 27.0),
        ("entra-inbound", 96.0 * 60.0, 96.0 * 60.0),
    ] {
        let sheet = shipped(preset).unwrap();
        // The first window takes no time.
        let window = sheet.limits.iter().map(|rule| rule.period).max().unwrap();
        let window = window.as_secs_f64() / 60.0;
        for (with_get, stated) in [(false, posts), (true, with_gets)] {
            let floor = floor(&sheet, 10_000, with_get).unwrap().as_secs_f64() / 60.0;
            assert!(
                floor <= stated * 1.01 && floor >= stated * 0.99 - window,
                "{preset}: {floor} and {stated} min"
            );
        }
    }
    // With an ID Governance licence.
    let mut sheet = shipped("entra-inbound").unwrap();
    sheet.limits[1].amount = 6_000;
    let floor = floor(&sheet, 10_000, false).unwrap().as_secs_f64() / 3_600.0;
    assert!((24.0..24.2).contains(&floor), "{floor} h");
}

#[test]
fn no_shipped_limit_is_beaten_whoever_built_the_connector() {
    for (preset, _) in SHIPPED {
        let sheet = shipped(preset).unwrap();
        let Some(floor) = floor(&sheet, 10_000, true) else {
            continue;
        };
        for connector in [Connector::Gallery, Connector::Custom] {
            let (tally, _) = cycle_of(&users(preset, connector));
            // Whom a 403 has turned away is left to later cycles, and costs this one no time.
            if tally.users_created == 10_000 {
                assert!(
                    tally.duration >= floor,
                    "{preset} {connector:?}: {:?}",
                    tally.duration
                );
            }
            let refused = tally
                .target
                .limits
                .iter()
                .map(|limit| limit.over)
                .sum::<u64>();
            assert_eq!(
                connector == Connector::Custom && floor.as_nanos() > 0,
                refused > 0,
                "{preset} {connector:?}"
            );
        }
    }
}

#[test]
fn aws_takes_a_hundred_members_at_a_time() {
    let setup = with_groups(20_000, &[20_000]).with(P::MembersPerPatch, Uncertain::Fixed(10_000.0));
    let (tally, _) = cycle_of(&instant(setup, "aws-identity-center"));
    assert_eq!(calls(&tally, Endpoint::GroupPatch), 200);
    assert_eq!(tally.memberships_written, 20_000);
}

#[test]
fn github_takes_a_thousand_members_of_a_group_in_an_hour() {
    let (tally, _) = cycle_of(&instant(with_groups(900, &[900]), "github-emu"));
    assert!(minutes(&tally) < 10.0);
    let mut large = instant(with_groups(3_500, &[3_500]), "github-emu");
    large.limits.retain(|limit| limit.name != "users");
    let (tally, _) = cycle_of(&large);
    assert!(
        (180.0..181.0).contains(&minutes(&tally)),
        "{}",
        minutes(&tally)
    );
}

#[test]
fn miro_counts_large_requests_apart() {
    let setup = |members: f64| {
        let setup =
            with_groups(2_000, &[2_000]).with(P::MembersPerPatch, Uncertain::Fixed(members));
        let mut setup = instant(setup, "miro");
        setup
            .limits
            .retain(|limit| limit.name.starts_with("groups PATCH"));
        setup
    };
    // 2,000 small requests, 100 in 30 s; or 20 large ones, 5 in 30 s.
    let small = cycle_of(&setup(1.0)).0;
    let large = cycle_of(&setup(100.0)).0;
    assert!(
        (minutes(&small) - 19.0 * 0.5).abs() < 0.1,
        "{}",
        minutes(&small)
    );
    assert!(
        (minutes(&large) - 3.0 * 0.5).abs() < 0.1,
        "{}",
        minutes(&large)
    );
}

#[test]
fn miro_lists_groups_to_look_one_up_which_is_rarer_than_to_get_one() {
    let sizes = [1; 51];
    let (tally, _) = cycle_of(&instant(with_groups(10, &sizes), "miro"));
    assert_eq!(tally.groups_created, 51);
    // 51 look-ups, 5 in 30 s: ten full windows and one more.
    assert!(
        (minutes(&tally) - 10.0 * 0.5).abs() < 0.1,
        "{}",
        minutes(&tally)
    );
    let floor = floor(&shipped("miro").unwrap(), 10_000, true).unwrap();
    assert!(
        (floor.as_secs_f64() / 60.0 - 24.5).abs() < 1e-9,
        "users alone"
    );
}

#[test]
fn a_preset_that_does_not_bind_changes_nothing() {
    let plain = || Setup::new(ScopeMode::AllUsers).with(P::TenantUsers, Uncertain::Fixed(300.0));
    let (without, _) = cycle_of(&plain());
    for preset in [
        "snowflake",
        "aws-identity-center",
        "auth0",
        "workday-peakon",
        "databricks",
        "hcp",
    ] {
        let sheet = shipped(preset).unwrap();
        let mut with = plain();
        with.limits = sheet.limits;
        for (parameter, value) in sheet.values {
            with.set(parameter, value);
        }
        let (with, _) = cycle_of(&with);
        assert_eq!(
            (with.duration, with.spent, with.calls),
            (without.duration, without.spent, without.calls),
            "{preset}"
        );
    }
}
