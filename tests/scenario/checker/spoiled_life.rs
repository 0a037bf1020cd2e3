//! The checks of a job's life can fail: each finds what was spoiled in a good trace.

use serde_json::{Value, json};

use super::facts::Facts;
use super::json::{is, text};
use super::life::{Burst, Life, Thresholds};
use super::spoiled::assert_finds;
use super::{deletions, escrow, own_time, thresholds};

/// Some users who fail for good, in cycles of an hour.
fn failing() -> Facts {
    Facts {
        errors: vec![("ImportSkipped", 30)],
        with_manager: 0,
        life: Some(Life {
            interval_mins: 60,
            ..Life::of_hours(30)
        }),
        ..Facts::calm(1)
    }
}

/// Five who leave, of whom so many may.
fn leaving(threshold: u64) -> Facts {
    Facts {
        life: Some(Life {
            burst: Some(Burst {
                at_mins: 100,
                leavers: 5,
                groups: 0,
                threshold,
                boundary: "above",
                disables_accounts: true,
                allowed_at_mins: 400,
            }),
            ..Life::of_hours(12)
        }),
        ..Facts::calm(1)
    }
}

/// The beginnings of cycles.
fn begins(lines: &[Value]) -> Vec<usize> {
    let is_begin = |place: &usize| is(&lines[*place], "jobCycleBegins");
    (0..lines.len()).filter(is_begin).collect()
}

/// Moves the second retry of the first user who fails, six hours after the failure, by so many cycles.
fn move_retry(lines: &mut Vec<Value>, by: isize) {
    let fails = |line: &Value| is(line, "failed") && text(line, "work") == "user";
    let user = lines
        .iter()
        .find(|line| fails(line))
        .expect("somebody fails")["user"]
        .clone();
    let places: Vec<usize> = (0..lines.len())
        .filter(|place| fails(&lines[*place]) && lines[*place]["user"] == user)
        .collect();
    let retry = lines.remove(places[2]);
    let begins = begins(lines);
    let cycle = begins.iter().filter(|begin| **begin < places[2]).count() - 1;
    let other = begins[cycle.checked_add_signed(by).expect("a cycle")];
    lines.insert(other + 1, retry);
}

#[test]
fn a_retry_an_hour_early_or_late_is_found() {
    let early = |lines: &mut Vec<Value>| move_retry(lines, -1);
    assert_finds(
        &failing(),
        escrow::check,
        early,
        "is tried again in cycle 6",
    );
    let late = |lines: &mut Vec<Value>| move_retry(lines, 1);
    assert_finds(
        &failing(),
        escrow::check,
        late,
        "is not tried again in cycle 7",
    );
}

#[test]
fn a_retry_that_ends_too_soon_and_a_wrong_count_of_retries_are_found() {
    let give_up = |lines: &mut Vec<Value>| {
        let last = lines.iter().rposition(|line| is(line, "failed"));
        lines[last.expect("somebody fails")]["then"] = json!("givenUp");
    };
    assert_finds(&failing(), escrow::check, give_up, "in place of escrow");
    let count = |lines: &mut Vec<Value>| {
        let begin = begins(lines)[7];
        lines[begin]["retries"] = json!(0);
    };
    assert_finds(
        &failing(),
        escrow::check,
        count,
        "0 retries are said to be due",
    );
}

#[test]
fn a_probe_before_the_overhead_of_a_cycle_is_over_is_found() {
    let early = |lines: &mut Vec<Value>| {
        let begin = begins(lines)[3];
        let opening = lines[begin..]
            .iter()
            .position(|line| is(line, "requestSent"));
        lines[begin + opening.expect("a probe")]["atMs"] = lines[begin]["atMs"].clone();
    };
    assert_finds(
        &failing(),
        own_time::check_overheads,
        early,
        "in place of the probe",
    );
}

#[test]
fn a_quarantine_that_is_missing_or_for_a_wrong_reason_is_found() {
    let facts = Facts {
        life: Some(Life {
            thresholds: Some(Thresholds {
                failures_from: 1,
                failed_share: 64,
                failed_objects: 2,
                failed_total: 1_000,
            }),
            ..Life::of_hours(12)
        }),
        ..failing()
    };
    let release = |lines: &mut Vec<Value>| {
        lines.retain(|line| !is(line, "notificationSent"));
        for line in lines
            .iter_mut()
            .filter(|line| text(line, "state") == "Quarantine")
        {
            *line = json!({ "event": "jobState", "atMs": line["atMs"], "state": "Active" });
        }
    };
    assert_finds(&facts, thresholds::check, release, "in spite of");
    let other_reason = |lines: &mut Vec<Value>| {
        for line in lines.iter_mut().filter(|line| is(line, "jobState")) {
            line["reason"] = json!("EncounteredTotalEscrowThreshold");
        }
    };
    assert_finds(&facts, thresholds::check, other_reason, "not [");
    let early = |lines: &mut Vec<Value>| {
        let begin = begins(lines)[1];
        lines[begin]["atMs"] = json!(2_400_000);
    };
    assert_finds(&facts, thresholds::check, early, "a cycle begins at");
}

#[test]
fn a_deletion_above_the_threshold_is_found() {
    let delete = |lines: &mut Vec<Value>| {
        let sent = |line: &Value| is(line, "requestSent") && text(line, "work") == "userRemoval";
        let removal = lines
            .iter()
            .find(|line| sent(line))
            .expect("it is allowed later")
            .clone();
        let begin = begins(lines)[3];
        lines.insert(begin + 1, removal);
    };
    assert_finds(&leaving(4), deletions::check, delete, "removals in cycle 3");
}

#[test]
fn a_deletion_that_is_not_made_or_not_staged_is_found() {
    let keep = |lines: &mut Vec<Value>| {
        let sent = |line: &Value| is(line, "requestSent") && text(line, "work") == "userRemoval";
        let user = lines
            .iter()
            .find(|line| sent(line))
            .expect("within the threshold")["user"]
            .clone();
        lines.retain(|line| !sent(line) || line["user"] != user);
    };
    assert_finds(&leaving(5), deletions::check, keep, "4 users and 0 groups");
    let unstage = |lines: &mut Vec<Value>| {
        let staged = lines.iter().position(|line| line["staged"] == json!(5));
        lines[staged.expect("staged")]["staged"] = json!(4);
    };
    assert_finds(&leaving(4), deletions::check, unstage, "4 staged, not 5");
    let release = |lines: &mut Vec<Value>| {
        let state = lines
            .iter()
            .position(|line| text(line, "reason") == "TooManyDeletes" && is(line, "jobState"));
        let state = state.expect("in quarantine");
        lines[state] =
            json!({ "event": "jobState", "atMs": lines[state]["atMs"], "state": "Active" });
    };
    assert_finds(
        &leaving(4),
        deletions::check,
        release,
        "in place of Some(\"TooManyDeletes\")",
    );
}
