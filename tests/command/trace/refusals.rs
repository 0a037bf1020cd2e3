//! What a trace shows of a target that refuses.

use cyclecast::units::SimDuration;

use super::*;

fn refused(events: &[TraceEvent]) -> u64 {
    count(
        events,
        |event| matches!(event, TraceEvent::CallAnswered(answer) if answer.result == AnswerKind::TooManyRequests),
    )
}

#[test]
fn each_refusal_is_shown_with_what_it_says_about_when_to_come_back() {
    let text = r#"
tenant.users = 60
scope.mode = "all-users"
job.connector = "custom"
job.on_429 = "pause-job"
[[target.limit]]
calls = "20 per min"
retry_after = "7 s"
"#;
    let events = trace_of(text);
    let row = &row_of(&events).row;
    assert_eq!(refused(&events), row.too_many_requests);
    assert!(row.too_many_requests > 5, "{}", row.too_many_requests);
    let waits: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            TraceEvent::CallAnswered(answer) => answer.retry_after_ms,
            _ => None,
        })
        .collect();
    assert_eq!(waits.len() as u64, row.too_many_requests);
    let pause = SimDuration::from_secs(7);
    assert!(waits.iter().all(|wait| *wait == Millis::from(pause)));
    // Nobody sends anything before the pause is over.
    let mut shut_until = None;
    for event in &events {
        match event {
            TraceEvent::CallAnswered(answer) if answer.result == AnswerKind::TooManyRequests => {
                let again = SimTime::from(answer.at_ms) + pause;
                shut_until = shut_until.max(Some(again));
            }
            TraceEvent::RequestSent(sent) => {
                assert!(Some(SimTime::from(sent.at_ms)) >= shut_until, "{sent:?}");
            }
            _ => {}
        }
    }
}

#[test]
fn a_refused_request_never_passes_and_one_that_is_put_off_is_in_escrow_with_its_code() {
    let text = r#"
tenant.users = 60
scope.mode = "all-users"
job.connector = "custom"
job.on_429 = "escrow"
job.retries_in_cycle = 0
[[target.limit]]
calls = "20 per min"
"#;
    let events = trace_of(text);
    let row = &row_of(&events).row;
    let sent = count(&events, |event| matches!(event, TraceEvent::RequestSent(_)));
    let passed = count(&events, |event| matches!(event, TraceEvent::CallPassed(_)));
    assert_eq!(sent - passed, row.too_many_requests);
    let in_escrow = count(&events, |event| {
        matches!(event, TraceEvent::Failed(failed)
            if failed.then == Then::Escrow && failed.error_code == "TooManyRequests" && failed.of.work == WorkKind::User)
    });
    assert_eq!(in_escrow, row.users_escrowed);
    assert!(in_escrow > 5, "{in_escrow}");
}

#[test]
fn a_timeout_is_an_answer_that_comes_from_nobody() {
    let text = r#"
tenant.users = 60
scope.mode = "all-users"
target.capacity = 1
job.timeout = "3 s"
target.latency.user_post = "2 s"
"#;
    let events = trace_of(text);
    let timeouts = count(
        &events,
        |event| matches!(event, TraceEvent::CallAnswered(answer) if answer.error_code.as_deref() == Some("Timeout")),
    );
    assert_eq!(timeouts, row_of(&events).row.timeouts);
    assert!(timeouts > 0);
}

#[test]
fn a_connector_that_paces_itself_says_until_when_it_waits() {
    let text = r#"
tenant.users = 60
scope.mode = "all-users"
[[target.limit]]
calls = "20 per min"
"#;
    let events = trace_of(text);
    assert_eq!(refused(&events), 0);
    let waits = events.iter().filter_map(|event| match event {
        TraceEvent::CallWaits(wait) => Some((wait.at_ms, wait.until_ms)),
        _ => None,
    });
    let waits: Vec<_> = waits.collect();
    assert!(waits.len() > 20, "{}", waits.len());
    assert!(waits.iter().all(|(at, until)| at < until));
}
