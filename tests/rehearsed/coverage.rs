//! How often a rehearsed cycle lies inside its forecast: run by hand, since it takes minutes and a quiet machine.

use std::fs;
use std::thread;

use cyclecast::experiment::outcome::Manifest;
use cyclecast::experiment::outcome::rehearsal::{Rehearsal, RehearsalResult};
use cyclecast::experiment::rehearsal::{Foretold, RehearsalAsk, Rehearsed};
use cyclecast::experiment::{Plan, Session};

use crate::stage::{cyclecast, objects, scenario, stand_in};

/// 500 users and 5,000 memberships; the target is as uncertain as somebody has measured it.
const TEXT: &str = "[tenant]\nusers = 500\nmanager_share = 0\n[scope]\nmode = \"all-users-and-groups\"\n[groups]\nsizes = [{ groups = 100, members = 20 }, { groups = 30, members = 100 }]\n\
    [target]\ncapacity = 8\n[target.latency]\nread_cv = \"0.2 to 0.4\"\nwrite_cv = \"0.2 to 0.4\"\ngroup_patch_cv = \"0.2 to 0.4\"\nuser_get = \"10 ms to 16 ms\"\nuser_post = \"16 ms to 28 ms\"\nuser_patch = \"12 ms to 20 ms\"\ngroup_get = \"10 ms to 16 ms\"\ngroup_post = \"12 ms to 20 ms\"\ngroup_patch = \"16 ms to 22 ms\"\ngroup_patch_per_1000_members = \"10 ms to 80 ms\"\n\
    [errors]\nDuplicateTargetEntries = 0\nConflict = 0\nMandatoryFieldsMissing = 0\nInternalServerError = 0\nWebExceptionProtocolError = 0\nInternalError = 0\n[run]\nreplications = 300\n";
/// Where nine in ten lie inside in truth, a count of forty lies outside of 85 to 95 % with a probability of 18 %, one of so many with 5 %.
const REHEARSALS: u64 = 120;
/// Stand-ins that are played to side by side: all of them take a third of a core.
const SIDE_BY_SIDE: usize = 4;
/// How many times as fast the service's own time passes, so that most of the time is the target's.
const SPEED: f64 = 400.0;

#[test]
#[ignore = "takes minutes and a quiet machine; .ci/long runs it"]
fn a_rehearsed_cycle_lies_inside_its_forecast_as_often_as_the_forecast_says() {
    let targets = spread_over_the_forecast();
    let inside: u64 = thread::scope(|scope| {
        let side_by_side: Vec<_> = (0..SIDE_BY_SIDE)
            .map(|first| {
                let targets = targets.iter().skip(first).step_by(SIDE_BY_SIDE);
                scope.spawn(move || targets.filter(|target| is_inside(**target)).count() as u64)
            })
            .collect();
        side_by_side
            .into_iter()
            .map(|each| each.join().expect("rehearsed"))
            .sum()
    });
    println!("{inside} of {REHEARSALS} inside");
    let share = inside as f64 / REHEARSALS as f64;
    assert!(
        (0.85..=0.95).contains(&share),
        "{inside} of {REHEARSALS} are inside"
    );
}

/// Replications of the forecast at evenly spread ranks of their duration: so the share that lies inside is that of the forecast, and what is found is what
/// reality adds, and not which forty were drawn.
fn spread_over_the_forecast() -> Vec<u64> {
    let ask = RehearsalAsk {
        seed: 1,
        replication: 0,
        speed: SPEED,
        users: None,
        cycles: 0,
    };
    let rehearsed = Rehearsed::new(&scenario(TEXT), ask);
    let plan = Plan {
        replications: 300,
        seed: 1,
        threads: None,
    };
    let foretold = Foretold::new(&rehearsed, &Session::new(plan), Manifest::default());
    let foretold = foretold.expect("simulated");
    let rows = &foretold.outcome().replications;
    let mut by_duration: Vec<_> = rows
        .iter()
        .map(|row| (row.initial_cycle_ms, row.replication))
        .collect();
    by_duration.sort_unstable();
    let all = by_duration.len() as u64;
    let ranks = (0..REHEARSALS)
        .map(|rank| by_duration[((2 * rank + 1) * all / (2 * REHEARSALS)) as usize].1);
    ranks.collect()
}

/// Plays the first replication to a target as another one draws it.
fn is_inside(target: u64) -> bool {
    let scenario = scenario(TEXT);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("acme.toml"), TEXT).expect("written");
    let stand_in = stand_in(&scenario, Some(target));
    let speed = SPEED.to_string();
    let arguments = [
        "rehearse",
        "acme.toml",
        "--url",
        stand_in.address(),
        "--speed",
        &speed,
        "--yes",
        "--json",
        "found.json",
    ];
    let status = cyclecast(folder.path(), &arguments).status().expect("run");
    assert!(status.success(), "target {target}");
    let bytes = fs::read(folder.path().join("found.json")).expect("written");
    let found: Rehearsal = serde_json::from_slice(&bytes).expect("a document");
    let verdict = &found.verdict;
    // The forecast has simulated the same target, with other luck in its answers.
    let alike = found
        .forecast
        .replications
        .get(target as usize)
        .expect("made");
    let alike = alike.initial_cycle_ms;
    let beside = verdict.duration_ms / alike.expect("a whole cycle") as f64;
    println!(
        "target {target:3}: {:6.2} s of {:.2} to {:.2} s, {:.3} of the median, {beside:.3} of the same target simulated, {:?}",
        verdict.duration_ms / 1e3,
        verdict.forecast_ms.p5 / 1e3,
        verdict.forecast_ms.p95 / 1e3,
        verdict.ratio,
        verdict.result
    );
    assert_eq!(verdict.calls_exact, Some(true), "target {target}");
    assert_eq!(objects(&stand_in), 0);
    verdict.result == RehearsalResult::Inside
}
