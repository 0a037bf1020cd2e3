//! Thresholds are met or missed, settled or not, as the numbers say.

use cyclecast::experiment::outcome::Expected;

use super::{KNOWN_ANSWER, outcome, parsed};

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
    let found = expected("\"initial_cycle.p95\" = \"< 440 s\"", 300);
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

/// Nobody in scope of whom anything could be expected.
const NOBODY: &str = "tenant.users = 1000\nscope.mode = \"all-users\"\nscope.filter_share = 0\n";
/// A hundred people without groups, managers or changes, watched for a day.
const NO_GROUPS: &str = "run.horizon = \"1 d\"\ntenant.users = 100\ntenant.manager_share = 0\nscope.mode = \"all-users\"\n\
    [changes]\njoiners = 0\nreturners = 0\nleavers = 0\nattribute_updates = 0\nmembership_adds = 0\n\
    membership_removes = 0\nnew_groups = 0\nremoved_groups = 0\nout_of_scope = 0\n";

fn judged(text: &str, key: &str, condition: &str) -> Expected {
    let text = format!("{text}\n[expect]\n\"{key}\" = \"{condition}\"\n");
    outcome(&parsed(&text), 10, 1).expected.remove(0)
}

#[test]
fn where_there_is_nothing_to_look_at_a_condition_is_missed_and_says_why() {
    for (text, key, condition, why) in [
        (NOBODY, "users_all.p95", "< 1 h", "nobody is in scope"),
        (NOBODY, "users_half.mean", "> 0 s", "nobody is in scope"),
        (NOBODY, "initial_cycle.p95", "< 9 d", "nobody is in scope"),
        (NOBODY, "calls_user_post.p95", "< 1", "nobody is in scope"),
        (NOBODY, "failed_objects.p95", "<= 0", "nobody is in scope"),
        (
            NOBODY,
            "calls_group_patch.p95",
            "< 100",
            "no group is in scope",
        ),
        (
            NO_GROUPS,
            "calls_group_post.mean",
            "< 100",
            "no group is in scope",
        ),
        (
            NO_GROUPS,
            "failed_references.p95",
            "<= 0",
            "no manager or membership is in scope",
        ),
        (
            NO_GROUPS,
            "memberships_overwritten.p95",
            "<= 0",
            "no membership is in scope",
        ),
        (
            NO_GROUPS,
            "staged_deletions.share",
            "< 5 %",
            "nobody leaves within the horizon",
        ),
    ] {
        let found = judged(text, key, condition);
        assert_eq!(found.nothing_to_look_at.as_deref(), Some(why), "{key}");
        assert!(!found.is_met && found.is_settled, "{key}");
        assert!(found.runs_that_meet.share <= 0.0, "{key}");
        assert_eq!(found.found.value, None, "{key}");
        let allowed = judged(text, key, &format!("{condition} or none"));
        assert!(allowed.is_met && allowed.is_settled, "{key}");
    }
}

#[test]
fn where_somebody_is_in_scope_their_condition_is_judged_whatever_it_allows() {
    for (key, condition) in [
        ("users_all.p95", "< 9 d"),
        ("calls_user_patch.p95", "<= 100"),
        ("too_many_requests.p95", "<= 0"),
        ("quarantine.share", "< 90 %"),
    ] {
        let found = judged(NO_GROUPS, key, condition);
        assert_eq!(found.nothing_to_look_at, None, "{key}");
    }
    let impossible = "users_half.p95";
    for ending in ["", " or none"] {
        let found = judged(NO_GROUPS, impossible, &format!("< 1 ms{ending}"));
        assert!(!found.is_met, "{ending}");
    }
}

#[test]
fn nobody_in_scope_never_has_access() {
    let found = outcome(&parsed(NOBODY), 10, 1);
    assert!(found.has_nobody_in_scope());
    let mut users = found.progress.users.iter();
    assert!(users.all(|point| point.p50_ms.is_none()));
    for row in &found.replications {
        assert_eq!((row.users_half_ms, row.users_all_ms), (None, None));
    }
}
