//! How often a rehearsed cycle lies inside its forecast: run by hand, since it takes minutes and a quiet machine.

use std::fs;
use std::thread;

use cyclecast::experiment::outcome::rehearsal::{Rehearsal, RehearsalResult};

use crate::stage::{cyclecast, objects, scenario, stand_in};

/// 500 users and 5,000 memberships; the target is as uncertain as somebody has measured it.
const TEXT: &str = "[tenant]\nusers = 500\nmanager_share = 0\n[scope]\nmode = \"all-users-and-groups\"\n[groups]\nsizes = [{ groups = 100, members = 20 }, { groups = 30, members = 100 }]\n\
    [target]\ncapacity = 8\n[target.latency]\nread_cv = \"0.2 to 0.4\"\nwrite_cv = \"0.2 to 0.4\"\ngroup_patch_cv = \"0.2 to 0.4\"\nuser_get = \"10 ms to 16 ms\"\nuser_post = \"16 ms to 28 ms\"\nuser_patch = \"12 ms to 20 ms\"\ngroup_get = \"10 ms to 16 ms\"\ngroup_post = \"12 ms to 20 ms\"\ngroup_patch = \"16 ms to 22 ms\"\ngroup_patch_per_1000_members = \"10 ms to 80 ms\"\n\
    [errors]\nDuplicateTargetEntries = 0\nConflict = 0\nMandatoryFieldsMissing = 0\nInternalServerError = 0\nWebExceptionProtocolError = 0\nInternalError = 0\n[run]\nreplications = 300\n";
const REHEARSALS: u64 = 40;
/// Stand-ins that are played to side by side: all of them take a third of a core.
const SIDE_BY_SIDE: u64 = 4;

#[test]
#[ignore = "takes minutes and a quiet machine; .ci/long runs it"]
fn a_rehearsed_cycle_lies_inside_its_forecast_as_often_as_the_forecast_says() {
    let inside: u64 = thread::scope(|scope| {
        let first = 0..SIDE_BY_SIDE;
        let side_by_side: Vec<_> = first
            .map(|first| {
                scope.spawn(move || {
                    let numbers = (first..REHEARSALS).step_by(SIDE_BY_SIDE as usize);
                    numbers.filter(|number| is_inside(*number)).count() as u64
                })
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

/// Plays one replication to a target as that replication draws it.
fn is_inside(number: u64) -> bool {
    let scenario = scenario(TEXT);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("acme.toml"), TEXT).expect("written");
    let stand_in = stand_in(&scenario, Some(number));
    let replication = number.to_string();
    let arguments = [
        "rehearse",
        "acme.toml",
        "--url",
        stand_in.address(),
        "--speed",
        "400",
        "--yes",
        "--replication",
        &replication,
        "--json",
        "found.json",
    ];
    let status = cyclecast(folder.path(), &arguments).status().expect("run");
    assert!(status.success(), "rehearsal {number}");
    let bytes = fs::read(folder.path().join("found.json")).expect("written");
    let found: Rehearsal = serde_json::from_slice(&bytes).expect("a document");
    let verdict = &found.verdict;
    println!(
        "{number:2}: {:6.2} s of {:.2} to {:.2} s, {:.3} of the median, {:?}",
        verdict.duration_ms / 1e3,
        verdict.forecast_ms.p5 / 1e3,
        verdict.forecast_ms.p95 / 1e3,
        verdict.ratio,
        verdict.result
    );
    assert_eq!(verdict.calls_exact, Some(true), "rehearsal {number}");
    assert_eq!(objects(&stand_in), 0);
    verdict.result == RehearsalResult::Inside
}
