//! A trace tells of one replication what a run says of it, and nothing else.

use std::collections::HashSet;
use std::sync::atomic::AtomicBool;

use cyclecast::experiment::outcome::Outcome;
use cyclecast::experiment::trace::{AnswerKind, Millis, Row, Then, TraceEvent, WorkKind};
use cyclecast::experiment::{Plan, Session, forecast, trace};
use cyclecast::scenario::{Scenario, SourceFile, parse};
use cyclecast::units::SimTime;

mod cli;
mod refusals;

const SEED: u64 = 2026;
const REPLICATION: u64 = 17;

/// Of everything a little: uncertain inputs, drawn groups, refusals, a full target, failures and retries.
const PLAIN: &str = r#"
tenant.users = 90
scope.assigned_users = 60
groups.assigned = 5
job.connector = "custom"
job.on_429 = "retry-call"
target.capacity = 3
errors.InternalServerError = "2 %"
errors.Conflict = "10 %"
[[target.limit]]
calls = "50 per min"
endpoints = "writes"
retry_after = "none"
"#;

const SPLIT: &str = r#"
tenant.users = 120
scope.assigned_users = 90
groups.assigned = 6
errors.Conflict = "10 %"
[split]
jobs = 3
stagger = "1 min"
[[target.limit]]
calls = "3 per s"
of = "tenant"
"#;

const HORIZON: &str = r#"
[run]
horizon = "4 d"
[tenant]
users = 150
[scope]
assigned_users = 90
[errors]
Conflict = "10 %"
[changes]
joiners = 4
leavers = 3
attribute_updates = 9
out_of_scope = 3
[[timeline]]
at = "26 h"
action = "credentials-expire"
for = "1 d"
[[timeline]]
at = "3 d"
action = "restart"
"#;

const ALL: [(&str, &str); 3] = [("plain", PLAIN), ("split", SPLIT), ("horizon", HORIZON)];

fn scenario(text: &str) -> Scenario {
    let source = SourceFile {
        name: "traced.toml".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    parse(source, "traced", &mut |_| Err("no other files".to_owned()))
        .unwrap_or_else(|problems| panic!("{problems}"))
}

fn run_of(text: &str) -> Outcome {
    let plan = Plan {
        replications: REPLICATION + 3,
        seed: SEED,
        threads: None,
    };
    let outcome = forecast(&scenario(text), &Session::new(plan));
    outcome.expect("the limits let calls pass")
}

fn trace_of(text: &str) -> Vec<TraceEvent> {
    let mut events = Vec::new();
    let never = AtomicBool::new(false);
    let whole = trace(&scenario(text), SEED, REPLICATION, &never, &mut |event| {
        events.push(event.clone());
    });
    assert!(whole.expect("the limits let calls pass"));
    events
}

/// What a trace ends with.
fn row_of(events: &[TraceEvent]) -> &Row {
    match events.last() {
        Some(TraceEvent::Replication(row)) => row,
        other => panic!("a trace ends with its row, not with {other:?}"),
    }
}

/// When something happens, unless it is the first line or the last.
fn moment(event: &TraceEvent) -> Option<SimTime> {
    let line = serde_json::to_value(event).expect("an event is JSON");
    let at: Option<Millis> = line
        .get("atMs")
        .map(|at| serde_json::from_value(at.clone()).expect("a moment"));
    at.map(SimTime::from)
}

fn count(events: &[TraceEvent], of: impl Fn(&TraceEvent) -> bool) -> u64 {
    events.iter().filter(|event| of(event)).count() as u64
}

#[test]
fn a_trace_ends_with_the_row_of_the_run() {
    for (name, text) in ALL {
        let (outcome, events) = (run_of(text), trace_of(text));
        let last = row_of(&events);
        let place = REPLICATION as usize;
        assert_eq!(
            Some(&last.row),
            outcome.replications.get(place).as_ref(),
            "{name}"
        );
        let life = outcome.life.map(|life| life.replications[place].clone());
        assert_eq!(last.life, life, "{name}");
        assert_ne!(
            Some(&last.row),
            outcome.replications.get(place - 1).as_ref(),
            "{name}"
        );
    }
}

#[test]
fn a_trace_begins_with_what_it_is_of() {
    for (name, text) in ALL {
        let events = trace_of(text);
        let Some(TraceEvent::Trace(header)) = events.first() else {
            panic!("{name}: {:?}", events.first());
        };
        assert_eq!((header.seed, header.replication), (SEED, REPLICATION));
        assert_eq!(header.scenario, "traced");
        let is_job = name == "horizon";
        assert_eq!(header.horizon_ms, is_job.then_some(4 * 86_400_000));
        assert_eq!(header.start.is_some(), is_job);
    }
}

#[test]
fn events_come_in_order_of_time() {
    for (name, text) in ALL {
        let events = trace_of(text);
        let moments: Vec<_> = events.iter().filter_map(moment).collect();
        assert_eq!(
            moments.len(),
            events.len() - 2,
            "{name}: all but two have one"
        );
        assert!(moments.is_sorted(), "{name}");
        assert!(moments.last() > Some(&SimTime::ZERO), "{name}");
    }
}

#[test]
fn the_requests_of_a_trace_are_the_calls_of_its_row() {
    for (name, text) in ALL {
        let events = trace_of(text);
        let calls = &row_of(&events).row.calls;
        // The row is about the initial cycle, which ends with the first watermark.
        let initial = events
            .split(|event| matches!(event, TraceEvent::CycleEnds(_)))
            .next()
            .expect("a first part");
        let to = |endpoint: &str| {
            count(
                initial,
                |event| matches!(event, TraceEvent::RequestSent(sent) if sent.endpoint == endpoint),
            )
        };
        for (endpoint, calls) in [
            ("users.get", calls.calls_user_get),
            ("users.post", calls.calls_user_post),
            ("users.patch", calls.calls_user_patch),
            ("groups.get", calls.calls_group_get),
            ("groups.post", calls.calls_group_post),
            ("groups.patch", calls.calls_group_patch),
        ] {
            assert_eq!(to(endpoint), calls, "{name}: {endpoint}");
        }
        assert!(calls.calls_total > 100, "{name}");
    }
}

#[test]
fn what_fails_for_good_is_what_the_row_counts() {
    for (name, text) in &ALL[..2] {
        let events = trace_of(text);
        let row = &row_of(&events).row;
        let in_escrow = |kind: WorkKind| -> u64 {
            events
                .iter()
                .filter_map(|event| match event {
                    TraceEvent::Failed(failed) if failed.of.work == kind => Some(failed),
                    _ => None,
                })
                .filter(|failed| failed.then == Then::Escrow)
                .map(|failed| u64::from(failed.of.members.unwrap_or(1)))
                .sum()
        };
        assert_eq!(in_escrow(WorkKind::User), row.users_escrowed, "{name}");
        assert_eq!(in_escrow(WorkKind::Group), row.groups_escrowed, "{name}");
        assert_eq!(in_escrow(WorkKind::Manager), row.managers_failed, "{name}");
        let memberships = in_escrow(WorkKind::Memberships);
        assert_eq!(memberships, row.memberships_failed, "{name}");
        assert!(row.users_escrowed > 0 && memberships > 0, "{name}");
    }
}

#[test]
fn every_user_gains_access_once_under_a_number_of_his_own() {
    for (name, text) in &ALL[..2] {
        let events = trace_of(text);
        let row = &row_of(&events).row;
        let users: Vec<(u16, u32)> = events
            .iter()
            .filter_map(|event| match event {
                TraceEvent::UserGainsAccess(gained) => Some((gained.job, gained.user)),
                _ => None,
            })
            .collect();
        let in_all = row.users_created + row.users_updated + row.users_unchanged;
        assert_eq!(users.len() as u64, in_all, "{name}");
        let distinct: HashSet<u32> = users.iter().map(|(_, user)| *user).collect();
        assert_eq!(distinct.len(), users.len(), "{name}");
        let jobs: HashSet<u16> = users.iter().map(|(job, _)| *job).collect();
        assert_eq!(jobs.len(), row.jobs.len().max(1), "{name}");
    }
}

#[test]
fn every_request_is_answered_once() {
    for (name, text) in &ALL[..2] {
        let events = trace_of(text);
        let mut open = Vec::new();
        for event in &events {
            match event {
                TraceEvent::RequestSent(sent) => {
                    open.push((sent.at_ms, sent.endpoint.clone(), sent.of.clone()));
                }
                TraceEvent::CallAnswered(answer) => {
                    let call = (answer.sent_ms, answer.endpoint.clone(), answer.of.clone());
                    let place = open.iter().position(|one| *one == call);
                    open.swap_remove(place.unwrap_or_else(|| panic!("{name}: {answer:?}")));
                }
                _ => {}
            }
        }
        assert!(open.is_empty(), "{name}: {open:?}");
    }
}

#[test]
fn work_is_retried_as_often_as_it_was_put_off_within_the_cycle() {
    let events = trace_of(PLAIN);
    let put_off = count(
        &events,
        |event| matches!(event, TraceEvent::Failed(failed) if failed.then == Then::Retry),
    );
    let retried = count(&events, |event| matches!(event, TraceEvent::RetryBegins(_)));
    assert_eq!(put_off, retried);
    assert!(retried > 0);
}

#[test]
fn the_life_of_a_job_is_told_as_its_row_counts_it() {
    let events = trace_of(HORIZON);
    let life = row_of(&events).life.as_ref().expect("it has a horizon");
    let made = count(&events, |event| matches!(event, TraceEvent::ChangeMade(_)));
    assert_eq!(made, life.changes);
    let applied = count(
        &events,
        |event| matches!(event, TraceEvent::ChangeSteps(step) if step.fate == "applied"),
    );
    assert_eq!(applied, life.applied);
    let begun = count(&events, |event| {
        matches!(event, TraceEvent::JobCycleBegins(_))
    });
    assert_eq!(begun, life.cycles);
    let mails = count(&events, |event| {
        matches!(event, TraceEvent::NotificationSent(_))
    });
    assert_eq!(mails, life.notifications);
    let actions = count(&events, |event| matches!(event, TraceEvent::Action(_)));
    assert_eq!(
        actions, 3,
        "the credentials expire and are renewed, and a restart"
    );
    assert!(applied > 0 && mails > 0);
    let most = events.iter().filter_map(|event| match event {
        TraceEvent::JobHolds(holds) => Some(holds.escrowed),
        _ => None,
    });
    assert_eq!(most.max(), Some(life.most_escrow));
}

#[test]
fn a_cycle_is_said_to_begin_before_its_first_request() {
    let events = trace_of(HORIZON);
    let mut is_under_way = false;
    for event in &events {
        match event {
            TraceEvent::JobCycleBegins(_) => is_under_way = true,
            TraceEvent::JobCycleEnds(_) => is_under_way = false,
            TraceEvent::RequestSent(sent) => assert!(is_under_way, "{sent:?}"),
            _ => {}
        }
    }
}

#[test]
fn a_trace_that_is_interrupted_says_so_and_has_no_row() {
    let mut events = Vec::new();
    let interrupted = AtomicBool::new(true);
    let whole = trace(&scenario(PLAIN), SEED, 0, &interrupted, &mut |event| {
        events.push(event.clone());
    });
    assert!(!whole.expect("the limits let calls pass"));
    assert!(matches!(events[..], [TraceEvent::Trace(_)]), "{events:?}");
}
