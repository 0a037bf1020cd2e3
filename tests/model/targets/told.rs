//! What a user is told of such targets.

use cyclecast::experiment::outcome::{Outcome, Warning};
use cyclecast::experiment::{Plan, Session, forecast};
use cyclecast::report::csv;
use cyclecast::report::terminal::{self, Layout};
use cyclecast::scenario::{Scenario, SourceFile, notes, parse};

const GROUPS: &str = "[tenant]\nusers = 300\n[scope]\nmode = \"all-users-and-groups\"\n\
                      [groups]\nsizes = [{ groups = 1, members = 250 }]\n";

fn scenario(text: &str) -> Scenario {
    let file = SourceFile {
        name: "test.toml".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    parse(file, "test", &mut |_| Err("no other files".to_owned()))
        .unwrap_or_else(|problems| panic!("{problems}"))
}

fn outcome(text: &str) -> Outcome {
    let plan = Plan {
        replications: 20,
        seed: 1,
        threads: Some(1),
    };
    forecast(&scenario(text), &Session::new(plan)).unwrap()
}

fn warning<'o>(outcome: &'o Outcome, code: &str) -> Option<&'o Warning> {
    outcome.warnings.iter().find(|warning| warning.code == code)
}

#[test]
fn memberships_that_were_overwritten_are_in_table_csv_and_warning_and_can_be_expected() {
    let losing = format!(
        "{GROUPS}[target]\ngroup_write = \"last-write-wins\"\n[expect]\nmemberships_overwritten = {{ p95 = \"< 1\" }}\n"
    );
    let found = outcome(&losing);
    let told = warning(&found, "membershipsOverwritten").unwrap();
    assert!(told.message.contains("while every log says success"));
    assert!(
        told.remedy.contains("job.patches_per_group = 1"),
        "{told:?}"
    );
    assert!(terminal::report(&found, full(), "").contains("memberships overwritten"));
    assert_eq!(found.expected.len(), 1);
    let tables = csv::tables(&found).unwrap();
    let (_, rows) = &tables
        .iter()
        .find(|(name, _)| *name == "replications.csv")
        .unwrap();
    assert!(String::from_utf8_lossy(rows).contains("memberships_overwritten"));
    let lost = found
        .replications
        .iter()
        .map(|row| row.memberships_overwritten);
    assert!(lost.sum::<u64>() > 0);
    // Nothing of it where the target keeps PATCHes apart.
    let sound = outcome(GROUPS);
    assert!(warning(&sound, "membershipsOverwritten").is_none());
    assert!(!terminal::report(&sound, full(), "").contains("overwritten"));
}

#[test]
fn latencies_of_ones_own_without_a_capacity_get_a_note_in_check_and_a_warning_in_run() {
    for (target, is_told) in [
        ("[target.latency]\nuser_get = \"50 ms\"\n", true),
        (
            "[target]\ncapacity = 2\n[target.latency]\nuser_get = \"50 ms\"\n",
            false,
        ),
        (
            "[target]\ncapacity = \"unlimited\"\n[target.latency]\nuser_get = \"50 ms\"\n",
            false,
        ),
        ("[target.latency]\ncv = 0.5\nrefusal = \"10 ms\"\n", false),
        ("", false),
    ] {
        let text = format!("{GROUPS}{target}");
        let noted = notes(&scenario(&text).resolved);
        assert_eq!(noted.len(), usize::from(is_told), "{target}");
        let warned = outcome(&text);
        assert_eq!(warning(&warned, "oneCaller").is_some(), is_told, "{target}");
    }
}

#[test]
fn a_largest_group_whose_patch_passes_the_timeout_is_warned_of_with_its_probability() {
    let slope = |secs: u32| {
        let key = "group_patch_per_1000_members";
        outcome(&format!(
            "{GROUPS}[target.latency]\ngroup_patch = \"1 s\"\n{key} = \"{secs} s\"\n"
        ))
    };
    // 59 s are left for the members: 295 at 200 s for each 1,000, and 148 at 400 s.
    let small = slope(200);
    assert_eq!(
        small.replications.get(0).unwrap().target.group_at_timeout,
        Some(295)
    );
    assert!(warning(&small, "groupsTooLarge").is_none());
    let large = slope(400);
    assert_eq!(
        large.replications.get(0).unwrap().target.group_at_timeout,
        Some(148)
    );
    assert_eq!(large.replications.get(0).unwrap().target.largest_group, 250);
    let told = warning(&large, "groupsTooLarge").unwrap();
    assert!(
        told.message.contains("in 100 % of the replications"),
        "{told:?}"
    );
    assert!(told.message.contains("148 members"), "{told:?}");
}

#[test]
fn a_target_that_searches_is_warned_of_with_the_time_it_takes() {
    let text = format!("{GROUPS}[target.latency]\nuser_get_per_1000_users = \"5 ms\"\n");
    let told = outcome(&text);
    let told = warning(&told, "targetSearches").unwrap();
    assert!(told.message.contains("four times as much"), "{told:?}");
    assert!(warning(&outcome(GROUPS), "targetSearches").is_none());
}

#[test]
fn what_a_kind_of_call_varies_by_follows_the_common_value_unless_it_is_given() {
    let listed = |text: &str, key: &str| {
        let scenario = scenario(&format!("{GROUPS}[target.latency]\n{text}"));
        let row = scenario.resolved.into_iter().find(|row| row.key == key);
        row.map(|row| (row.value, row.uncertain)).unwrap()
    };
    let follows = ("0.5 (as target.latency.cv)".to_owned(), false);
    assert_eq!(listed("cv = 0.5\n", "target.latency.read_cv"), follows);
    assert_eq!(
        listed("cv = 0.5\n", "target.latency.cv"),
        ("0.5".to_owned(), false)
    );
    let given = ("0.2".to_owned(), false);
    assert_eq!(listed("read_cv = 0.2\n", "target.latency.read_cv"), given);
}

fn full() -> Layout {
    Layout {
        is_full: true,
        ..Layout::default()
    }
}
