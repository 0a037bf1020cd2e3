//! The life of a job as it is listed.

use super::life_parsed::plan_of;
use super::*;
use crate::model::job::JobPlan;

#[test]
fn without_a_horizon_there_is_no_plan_and_nothing_more_is_listed() {
    let scenario = parsed("[tenant]\nusers = 10\n");
    assert_eq!(scenario.setup.job, None);
    for key in [
        "run.horizon",
        "run.start",
        "job.retry_schedule",
        "job.interval",
        "changes.joiners",
    ] {
        assert_eq!(resolved(&scenario, key), None, "{key}");
    }
}

#[test]
fn a_horizon_alone_is_the_current_text_on_some_monday_morning() {
    let text = "run.horizon = \"14 d\"\n";
    assert_eq!(
        plan_of(text),
        JobPlan::new(SimDuration::from_secs(14 * 86_400))
    );
    let scenario = parsed(text);
    let (assumed, documented) = (true, false);
    for (key, value, is_assumed) in [
        ("run.start", "2026-01-05 08:00", assumed),
        ("run.time_zone", "UTC", assumed),
        ("job.retry_schedule", "current", documented),
        ("job.initial_over_threshold", "quarantine", documented),
        ("job.deletion_boundary", "above", assumed),
        ("job.skip_out_of_scope_deletions", "false", documented),
        (
            "job.target_actions",
            "[\"create\", \"update\", \"delete\"]",
            documented,
        ),
        ("target.disables_accounts", "true", assumed),
        ("changes.office_hours", "08:00 to 18:00", assumed),
    ] {
        let line = resolved(&scenario, key).unwrap();
        assert_eq!(line.value, value, "{key}");
        let expected = match &line.origin {
            ResolvedOrigin::Assumed(_) => is_assumed,
            ResolvedOrigin::Documented(_) => !is_assumed,
            _ => false,
        };
        assert!(expected, "{key}: {:?}", line.origin);
    }
    let horizon = resolved(&scenario, "run.horizon").unwrap();
    assert_eq!(horizon.value, "14 days");
    assert_eq!(horizon.origin, ResolvedOrigin::Yours("line 1".to_owned()));
}

#[test]
fn bursts_and_entries_are_listed_in_words_by_time_with_their_lines() {
    let scenario = parsed(FULL_LIFE);
    let rows = scenario.resolved.iter();
    let rows = rows.filter(|one| matches!(one.key.as_str(), "changes.burst" | "timeline"));
    let rows: Vec<(&str, &ResolvedOrigin)> =
        rows.map(|one| (one.value.as_str(), &one.origin)).collect();
    let line = |number: usize| ResolvedOrigin::Yours(format!("line {number}"));
    let expected = [
        ("20 h (Tue 2026-11-24 05:00): leavers = 1_000 at once", 32),
        (
            "23 h (Tue 2026-11-24 08:00): joiners = 1_500, out_of_scope = 20 over 120 min",
            27,
        ),
        (
            "60 min (Mon 2026-11-23 10:00): 5 users are provisioned on demand",
            39,
        ),
        (
            "2 days (Wed 2026-11-25 09:00): 60 % of the users fail with Conflict, for 24 h",
            43,
        ),
        (
            "3 days (Thu 2026-11-26 09:00): the job is restarted with the reset of Escrows and Watermark",
            49,
        ),
        (
            "76 h (Thu 2026-11-26 13:00): credentials expire, for 36 h",
            35,
        ),
        (
            "4 days (Fri 2026-11-27 09:00): the scope is narrowed to assigned, which 10 % of the users are not",
            53,
        ),
        (
            "13 days (Sun 2026-12-06 09:00): an outage of the target begins, for 2 days",
            57,
        ),
    ];
    let expected = expected.map(|(words, number)| (words, line(number)));
    assert_eq!(
        rows,
        expected.each_ref().map(|(words, origin)| (*words, origin))
    );
}

#[test]
fn an_offset_behind_the_start_is_listed_as_the_time_zone() {
    let scenario = parsed("[run]\nhorizon = \"1 d\"\nstart = 2026-11-23T08:00:00+01:00\n");
    assert_eq!(shown(&scenario, "run.start"), "2026-11-23 08:00");
    let zone = resolved(&scenario, "run.time_zone").unwrap();
    assert_eq!(zone.value, "+01:00");
    assert_eq!(zone.origin, ResolvedOrigin::Yours("line 3".to_owned()));
}

#[test]
fn a_named_zone_is_listed_by_its_name() {
    let zone = "[run]\nhorizon = \"1 d\"\ntime_zone = \"europe/berlin\"\n";
    assert_eq!(shown(&parsed(zone), "run.time_zone"), "Europe/Berlin");
    let behind = "[run]\nhorizon = \"1 d\"\nstart = \"2026-07-06 08:00[Asia/Kolkata]\"\n";
    assert_eq!(shown(&parsed(behind), "run.time_zone"), "Asia/Kolkata");
    assert_eq!(shown(&parsed(behind), "run.start"), "2026-07-06 08:00");
}

#[test]
fn a_rate_of_changes_is_listed_with_its_fraction() {
    let scenario = parsed(
        "run.horizon = \"14 d\"\ntenant.users = 2_000\nscope.mode = \"all-users-and-groups\"\n",
    );
    let new_groups = shown(&scenario, "changes.new_groups");
    assert_eq!(
        new_groups,
        "0.02 (0.00001 per user whom the scope puts forward)"
    );
}
