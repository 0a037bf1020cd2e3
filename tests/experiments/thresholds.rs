//! Thresholds are met or missed, settled or not, as the numbers say.

use std::process::Command;

use cyclecast::experiment::outcome::Expected;

use crate::{KNOWN_ANSWER, outcome, parsed};

/// The median of the cycle is 205 seconds, the 95th percentile 405.
fn expected(condition: &str, replications: u64) -> Expected {
    let text = format!("{KNOWN_ANSWER}\n[expect]\n{condition}\n");
    let mut found = outcome(&parsed(&text), replications, 1).expected;
    assert_eq!(found.len(), 1);
    found.remove(0)
}

#[test]
fn what_is_far_from_the_limit_is_settled_either_way() {
    for (condition, is_met) in [
        ("\"initial_cycle.p95\" = \"< 10 min\"", true),
        ("\"initial_cycle.p95\" = \"< 5 min\"", false),
        ("\"initial_cycle.p50\" = \"> 150 s\"", true),
        ("\"initial_cycle.mean\" = \"<= 150 s\"", false),
        ("\"calls_user_post.p50\" = \"<= 1\"", true),
        ("\"failed_objects.p99\" = \"< 1\"", true),
    ] {
        let found = expected(condition, 300);
        assert_eq!(found.is_met, is_met, "{condition}");
        // The 99th percentile of 300 has no upper end, so nothing settles it from above.
        assert_eq!(found.is_settled, !condition.contains("p99"), "{condition}");
    }
}

#[test]
fn what_is_close_to_the_limit_is_not_settled() {
    let found = expected("\"initial_cycle.p95\" = \"< 405 s\"", 300);
    assert!(!found.is_settled, "{found:?}");
}

#[test]
fn the_probability_that_one_run_meets_it_is_told_with_its_interval() {
    // Half of the cycles take at most 205 seconds.
    let found = expected("\"initial_cycle.p95\" = \"< 205 s\"", 400);
    let share = found.runs_that_meet;
    assert!(!found.is_met);
    assert!((share.share - 0.5).abs() < 0.1, "{share:?}");
    assert!(share.low < share.share && share.share < share.high);
}

#[test]
fn a_missed_threshold_ends_with_three_and_is_told_first() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    for (limit, code, word) in [("10 min", 0, "met"), ("5 min", 3, "missed")] {
        let text = format!("{KNOWN_ANSWER}\n[expect]\n\"initial_cycle.p95\" = \"< {limit}\"\n");
        std::fs::write(folder.path().join("known.toml"), text).expect("writable");
        let output = Command::new(env!("CARGO_BIN_EXE_cyclecast"))
            .args(["run", "known.toml", "--replications", "100"])
            .current_dir(folder.path())
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(code));
        let report = String::from_utf8_lossy(&output.stdout);
        let first: String = report.lines().take(4).collect();
        assert!(
            first.contains(word) && first.contains("initial cycle: 95th percentile"),
            "{report}"
        );
        // What was found is written either way.
        assert!(folder.path().join("output/known/outcome.json").exists());
    }
}
