//! Every scenario that is shipped runs, and says what its comment promises.

use std::path::{Path, PathBuf};

use cyclecast::experiment::outcome::{Metric, Outcome};
use cyclecast::experiment::{Plan, Session, forecast};
use cyclecast::scenario::{SourceFile, parse};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn outcome_of(file: &str, replications: u64) -> Outcome {
    let path = folder().join(file);
    let beside = path.parent().expect("a file lies in a folder").to_owned();
    let source = SourceFile {
        name: file.to_owned(),
        bytes: std::fs::read(&path).expect(file),
    };
    let scenario = parse(source, "scenario", &mut |name| {
        std::fs::read(beside.join(name)).map_err(|reason| reason.to_string())
    })
    .unwrap_or_else(|problems| panic!("{file}: {problems}"));
    assert!(
        !scenario.description.is_empty(),
        "{file} has no description"
    );
    let plan = Plan {
        replications,
        seed: 1,
        threads: None,
    };
    forecast(&scenario, &Session::new(plan)).expect("limits let something pass")
}

fn median_hours(file: &str) -> f64 {
    let outcome = outcome_of(file, 12);
    let cycle = outcome
        .summary(Metric::InitialCycle)
        .expect("always measured");
    cycle.p50.value.expect("always reached") / 3_600e3
}

fn all_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("readable").path();
        if path.ends_with("targets") {
            // Sheets of targets are no scenarios.
        } else if path.is_dir() {
            all_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            found.push(path);
        }
    }
}

#[test]
fn every_scenario_runs_and_conserves_its_users() {
    let mut files = Vec::new();
    all_files(&folder(), &mut files);
    assert!(files.len() >= 8, "only {} scenarios", files.len());
    for path in files {
        let file = path
            .strip_prefix(folder())
            .expect("below it")
            .display()
            .to_string();
        let outcome = outcome_of(&file, 3);
        for row in &outcome.replications {
            let ended =
                row.users_created + row.users_updated + row.users_unchanged + row.users_escrowed;
            assert_eq!(ended, row.users_in_scope, "{file}");
            assert!(
                row.users_in_scope > 0 && row.initial_cycle_ms > Some(0),
                "{file}"
            );
        }
    }
}

#[test]
fn the_same_memberships_take_longer_the_larger_their_groups_are() {
    let spread = ["200x100", "10x2000", "heavy-tail", "1x20000"];
    let hours = spread.map(|name| median_hours(&format!("group-size/total-{name}.toml")));
    assert!(hours.is_sorted(), "{spread:?} take {hours:?} h");
    assert!(hours[3] > 1.15 * hours[0], "the effect shows: {hours:?}");
}

#[test]
fn ten_groups_take_more_than_proportionally_longer_as_they_grow() {
    let files = ["number-10x200", "total-10x2000", "number-10x20000"];
    let memberships = files.map(|name| {
        let outcome = outcome_of(&format!("group-size/{name}.toml"), 12);
        let activity = outcome
            .activities
            .iter()
            .find(|activity| activity.activity == "memberships")
            .expect("always measured");
        activity.p50_ms
    });
    assert!(memberships[1] > 10.5 * memberships[0], "{memberships:?}");
    assert!(memberships[2] > 15.0 * memberships[1], "{memberships:?}");
}

#[test]
fn ten_groups_of_20_000_take_longer_than_one() {
    let one = median_hours("group-size/total-1x20000.toml");
    let ten = median_hours("group-size/number-10x20000.toml");
    assert!(ten > 2.0 * one, "{ten} h against {one} h");
}

#[test]
fn measuring_narrows_the_forecast() {
    let width = |file| {
        let outcome = outcome_of(file, 100);
        let cycle = outcome
            .summary(Metric::InitialCycle)
            .expect("always measured");
        cycle.p95.value.expect("reached") / cycle.p5.value.expect("reached")
    };
    let (guessed, measured) = (width("saas-rollout.toml"), width("measured-target.toml"));
    assert!(
        guessed.ln() > 2.0 * measured.ln() && measured < 1.25,
        "{guessed} against {measured}"
    );
}

#[test]
fn the_rate_limited_custom_connector_is_refused_and_warned_about() {
    let outcome = outcome_of("rate-limited-custom.toml", 12);
    assert!(
        outcome
            .replications
            .iter()
            .all(|row| row.too_many_requests > 0)
    );
    assert!(
        outcome
            .warnings
            .iter()
            .any(|warning| warning.code == "targetThrottles")
    );
}

#[test]
fn splitting_a_job_helps_where_no_limit_binds_and_not_where_one_counts_all_jobs() {
    let gain = |file: &str| {
        let outcome = outcome_of(file, 40);
        let jobs = outcome.jobs.expect("the scope is split");
        jobs.one_job
            .expect("nobody interrupts")
            .ratio
            .value
            .expect("every cycle ends")
    };
    let (free, limited) = (gain("four-jobs.toml"), gain("four-jobs-one-limit.toml"));
    assert!(free > 1.8, "{free}");
    assert!(limited < free / 1.3, "{limited} against {free}");
}

#[test]
fn a_target_whose_last_write_wins_loses_members_and_no_log_shows_it() {
    let outcome = outcome_of("losing-members.toml", 12);
    let told = outcome.warnings.iter();
    assert_eq!(
        told.filter(|one| one.code == "membershipsOverwritten")
            .count(),
        1
    );
    for row in &outcome.replications {
        // Eight connections, of whose time the target has some twentieths.
        let lost = row.memberships_overwritten as f64 / row.memberships_written as f64;
        assert!((0.05..0.8).contains(&lost), "{lost}");
    }
}

#[test]
fn a_target_that_searches_takes_longer_for_each_user_the_more_there_are() {
    let outcome = outcome_of("scanning-target.toml", 12);
    let told = outcome.warnings.iter();
    assert_eq!(told.filter(|one| one.code == "targetSearches").count(), 1);
    for row in &outcome.replications {
        // From 5,000 to 20,000 users, 12,500 on average, at 4 ms for each 1,000 and each of 15,000 lookups: 750 s at least.
        assert!(
            row.target.searching_ms > 500_000,
            "{}",
            row.target.searching_ms
        );
    }
}
