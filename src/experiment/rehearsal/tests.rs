//! What is fixed for a rehearsal, and what is said of one.

use super::*;
use crate::experiment::outcome::Manifest;
use crate::experiment::outcome::rehearsal::RehearsalResult;
use crate::experiment::{Plan, Session};
use crate::model::{Parameter, Setting, Uncertain, Workspace, catalogue, simulate};
use crate::scenario::{Scenario, SourceFile, parse};

const TEXT: &str = "[tenant]\nusers = 2_000\nmanager_share = \"50 %\"\n[scope]\nassigned_users = 1_000\n[groups]\nsizes = [{ groups = 20, members = 10 }, { groups = 2, members = 500 }]\n\
    [errors]\nConflict = \"5 %\"\n";

fn scenario() -> Scenario {
    let text = SourceFile {
        name: "acme.toml".into(),
        bytes: TEXT.into(),
    };
    parse(text, "acme", &mut |_| Err("no other files".into())).expect("a scenario")
}

fn rehearsed(speed: f64, users: Option<u64>) -> Rehearsed {
    let ask = RehearsalAsk {
        seed: 3,
        replication: 4,
        speed,
        users,
        cycles: 0,
    };
    Rehearsed::new(&scenario(), ask)
}

#[test]
fn nothing_but_the_target_is_uncertain_in_what_is_played() {
    let played = rehearsed(1.0, None);
    for row in catalogue() {
        let is_fixed = matches!(
            played.scenario.setup.setting(row.parameter),
            Setting::Value(Uncertain::Fixed(_))
        );
        assert!(is_fixed || row.key.starts_with("target."), "{}", row.key);
    }
    let latency = played.scenario.setup.setting(Parameter::UserGet);
    assert!(!matches!(latency, Setting::Value(Uncertain::Fixed(_))));
    assert_eq!(
        played.left_out,
        ["No error of the scenario is played: what fails, fails at the target."]
    );
}

#[test]
fn the_services_own_time_is_shorter_by_the_speed_and_its_patience_is_not() {
    let (slow, fast) = (rehearsed(1.0, None), rehearsed(20.0, None));
    let of = |played: &Rehearsed, parameter| played.input().values[parameter];
    for parameter in [
        Parameter::Evaluation,
        Parameter::Lookup,
        Parameter::PageRead,
        Parameter::InitialCycleOverhead,
    ] {
        let times = of(&slow, parameter) / of(&fast, parameter);
        assert!((times - 20.0).abs() < 1e-9, "{times}");
    }
    for parameter in [Parameter::Timeout, Parameter::Backoff, Parameter::UserGet] {
        assert!((of(&slow, parameter) - of(&fast, parameter)).abs() < 1e-12);
    }
}

#[test]
fn an_interval_has_as_many_changes_however_fast_it_passes() {
    let with_cycles = |speed, users| {
        let ask = RehearsalAsk {
            seed: 3,
            replication: 4,
            speed,
            users,
            cycles: 2,
        };
        Rehearsed::new(&scenario(), ask)
    };
    let changes = |played: &Rehearsed| {
        let values = played.input().values;
        values[Parameter::Interval] * values[Parameter::AttributeUpdates]
    };
    let (slow, fast) = (with_cycles(1.0, None), with_cycles(20.0, None));
    assert_eq!(slow.interval_s(), 20.0 * fast.interval_s());
    assert!((changes(&slow) / changes(&fast) - 1.0).abs() < 1e-9);
    assert!(changes(&slow) > 0.0);
    let fastest = with_cycles(10_000.0, None);
    assert_eq!(fastest.interval_s(), 1.0, "no shorter one can be simulated");
    assert!((changes(&slow) / changes(&fastest) - 1.0).abs() < 1e-9);
    let smaller = with_cycles(1.0, Some(500));
    assert!((changes(&slow) / changes(&smaller) - 2.0).abs() < 1e-9);
}

#[test]
fn a_smaller_tenant_has_as_many_large_groups_for_each_small_one() {
    let played = rehearsed(1.0, Some(500));
    let input = played.input();
    assert_eq!((input.candidates, input.users_read), (500, 1_000));
    assert_eq!(input.group_sizes.as_ref(), [&[10; 10][..], &[500]].concat());
    let fewer = rehearsed(1.0, Some(100));
    assert!(fewer.input().group_sizes.iter().all(|size| *size <= 100));
    assert_eq!(
        rehearsed(1.0, Some(5_000)).input().candidates,
        1_000,
        "it is never larger than the scenario"
    );
}

#[test]
fn a_cycle_as_forecast_is_inside_and_its_calls_are_exact() {
    let played = rehearsed(50.0, Some(60));
    let plan = Plan {
        replications: 60,
        seed: 3,
        threads: Some(1),
    };
    let foretold =
        Foretold::new(&played, &Session::new(plan), Manifest::default()).expect("simulated");
    let input = played.input();
    let mut watch = PlayedWatch::new(0);
    let tally = simulate(
        &input,
        played.chance(),
        &mut Workspace::default(),
        &mut watch,
    )
    .expect("simulated");
    let calls = foretold.calls();
    let document = foretold
        .beside(&input, watch, tally, Further::default())
        .expect("a document");
    assert_eq!(document.verdict.result, RehearsalResult::Inside);
    assert_eq!(
        document.verdict.calls_exact,
        (document.verdict.failures == 0).then_some(true)
    );
    let made: u64 = document.endpoints.iter().map(|one| one.calls).sum();
    assert_eq!(made, calls);
    assert_eq!(
        document
            .memberships
            .measured
            .last()
            .map(|point| point.percent),
        Some(100.0)
    );
    let measured = document.measured.expect("a whole cycle");
    assert_eq!(measured.replications.len(), 1);
    let text = serde_json::to_string(&document.verdict).expect("JSON");
    assert!(text.contains("\"result\":\"inside\""));
}
