//! The defaults stand in sight of the documented timing table, before anything is fitted to it.
//!
//! Three rows of the table are exactly one to two wide, which is the documented factor between jobs that match everybody and
//! jobs that create everybody. Read so, at the top of their size, with members as two thirds of what is counted and a
//! directory five times the assigned users, the medians of matched and created jobs must come near the row's two ends.

use std::sync::atomic::AtomicBool;

use cyclecast::experiment::outcome::Metric;
use cyclecast::experiment::{Plan, forecast};
use cyclecast::model::ScopeMode;
use cyclecast::reference::timing_row;
use cyclecast::scenario::{SourceFile, parse};

/// How far a median may be from the end of a row, either way.
const FACTOR: f64 = 1.5;

fn median_minutes(scenario: &str, matched_share: u8) -> f64 {
    let text = format!("{scenario}\n[job]\nmatched_share = {matched_share}\n");
    let source = SourceFile {
        name: "row.toml".to_owned(),
        bytes: text.into_bytes(),
    };
    let scenario = parse(source, "row", &mut |_| Err("no other files".to_owned()))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let plan = Plan {
        replications: 16,
        seed: 1,
        threads: None,
    };
    let outcome = forecast(&scenario, &plan, &AtomicBool::new(false), &|_| ())
        .expect("no limits")
        .expect("nobody interrupts");
    let cycle = outcome
        .summary(Metric::InitialCycle)
        .expect("always measured");
    cycle.p50.value.expect("always reached") / 60e3
}

fn near_the_row(scope: ScopeMode, objects: u64, scenario: &str) {
    let row = timing_row(scope, objects).expect("the table has this row");
    let low = row.low_min.expect("a row with two ends");
    let [matched, created] = [1, 0].map(|share| median_minutes(scenario, share));
    for (median, end) in [(matched, low), (created, row.high_min)] {
        let ratio = median / end;
        assert!(
            (1.0 / FACTOR..FACTOR).contains(&ratio),
            "{median} min against {end} min for {scope:?}"
        );
    }
}

#[test]
fn all_users_of_ten_thousand() {
    let scenario = "[tenant]\nusers = 10_000\n[scope]\nmode = \"all-users\"";
    near_the_row(ScopeMode::AllUsers, 10_000, scenario);
}

#[test]
fn all_users_and_groups_of_a_hundred_thousand() {
    let scenario = "[tenant]\nusers = 35_000\n[scope]\nmode = \"all-users-and-groups\"\n[groups]\nsizes = [{ groups = 1_000, members = 64 }]";
    near_the_row(ScopeMode::AllUsersAndGroups, 100_000, scenario);
}

#[test]
fn assigned_users_and_groups_of_a_hundred_thousand() {
    let scenario = "[tenant]\nusers = 175_000\n[scope]\nassigned_users = 35_000\n[groups]\nsizes = [{ groups = 1_000, members = 64 }]";
    near_the_row(ScopeMode::Assigned, 100_000, scenario);
}
