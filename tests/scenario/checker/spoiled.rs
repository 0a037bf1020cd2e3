//! The checks of an initial cycle can fail: each finds what was spoiled in a good trace.

use serde_json::{Value, json};

use super::facts::Facts;
use super::json::{is, piece, text};
use super::limit::{Kind, Limit};
use super::random::Check;
use super::{counts, excess, limits, order, own_time, refusals, retry_after, timeouts, totals};

/// A check passes a good trace, and says this of the spoiled one.
pub fn assert_finds(facts: &Facts, check: Check, spoil: impl FnOnce(&mut Vec<Value>), says: &str) {
    let mut lines = facts.trace();
    assert_eq!(check(facts, &lines), Ok(()), "before it is spoiled");
    spoil(&mut lines);
    let found = check(facts, &lines).expect_err("what was spoiled");
    assert!(found.contains(says), "{found}");
}

/// The place of the first line of a kind that is about this request.
fn place(lines: &[Value], event: &str, work: &str, endpoint: &str) -> usize {
    let is_it = |line: &Value| {
        is(line, event) && text(line, "work") == work && text(line, "endpoint") == endpoint
    };
    lines.iter().position(is_it).expect("there is one")
}

/// The place of the answer to a request.
fn answer_to(lines: &[Value], sent: usize) -> usize {
    let request = &lines[sent];
    let is_its_answer = |line: &Value| {
        is(line, "callAnswered")
            && piece(line) == piece(request)
            && line["endpoint"] == request["endpoint"]
            && line["sentMs"] == request["atMs"]
    };
    let mut all = lines.iter();
    all.position(is_its_answer).expect("it is answered")
}

/// Another moment of the first such request, in its own line and in that of its answer.
fn send_at(lines: &mut [Value], work: &str, endpoint: &str, moment: Value) {
    let sent = place(lines, "requestSent", work, endpoint);
    let answered = answer_to(lines, sent);
    lines[sent]["atMs"] = moment.clone();
    lines[answered]["sentMs"] = moment;
}

/// A target that answers every call of a kind in a window of a minute.
fn limited(kind: Kind, connector: &'static str) -> Facts {
    Facts {
        users: 50,
        connector,
        connections: 20,
        limits: vec![Limit {
            kind,
            calls: if matches!(kind, Kind::AtOnce) { 4 } else { 60 },
            period_secs: 60,
            endpoints: "all",
            is_published: true,
            retry_after: "7 s",
            on_excess: "429",
        }],
        ..Facts::calm(1)
    }
}

#[test]
fn an_answer_that_is_missing_is_found() {
    let drop_answer = |lines: &mut Vec<Value>| {
        lines.remove(place(lines, "callAnswered", "user", "users.post"));
    };
    assert_finds(
        &Facts::calm(1),
        order::check,
        drop_answer,
        "without an answer",
    );
}

#[test]
fn swapped_moments_are_found() {
    let swap = |lines: &mut Vec<Value>| {
        let get = place(lines, "callAnswered", "user", "users.get");
        let user = lines[get]["user"].clone();
        let is_post = |line: &Value| line["user"] == user && text(line, "endpoint") == "users.post";
        let post = lines.iter().rposition(is_post).expect("they are created");
        let moment = lines[get]["atMs"].take();
        lines[get]["atMs"] = lines[post]["atMs"].take();
        lines[post]["atMs"] = moment;
    };
    assert_finds(&Facts::calm(1), order::check, swap, "is dealt with");
}

#[test]
fn a_request_beside_the_probe_or_before_the_overhead_is_over_is_found() {
    let beside = |lines: &mut Vec<Value>| send_at(lines, "user", "users.get", json!(7_001));
    assert_finds(
        &Facts::calm(1),
        order::check,
        beside,
        "before the probe is through",
    );
    let early = |lines: &mut Vec<Value>| send_at(lines, "opening", "users.get", json!(6_999));
    assert_finds(&Facts::calm(1), order::check, early, "first request leaves");
}

#[test]
fn a_membership_before_its_group_is_found() {
    let early =
        |lines: &mut Vec<Value>| send_at(lines, "memberships", "groups.patch", json!(9_000));
    assert_finds(
        &Facts::calm(1),
        order::check,
        early,
        "before all objects are through",
    );
    let no_group = |lines: &mut Vec<Value>| {
        lines.retain(|line| text(line, "endpoint") != "groups.post" || is(line, "callPassed"));
    };
    assert_finds(
        &Facts::calm(1),
        order::check,
        no_group,
        "members before their group",
    );
}

#[test]
fn a_manager_after_the_first_membership_is_found() {
    let move_manager = |lines: &mut Vec<Value>| {
        let is_sent = |line: &Value| is(line, "requestSent") && text(line, "work") == "manager";
        let user = lines.iter().find(|line| is_sent(line)).expect("one")["user"].clone();
        let (managers, mut others): (Vec<_>, Vec<_>) = lines
            .drain(..)
            .partition(|line| text(line, "work") == "manager" && line["user"] == user);
        let first = place(&others, "requestSent", "memberships", "groups.patch");
        others.splice(first + 1..=first, managers);
        *lines = others;
    };
    assert_finds(
        &Facts::calm(1),
        order::check,
        move_manager,
        "before the manager of line",
    );
}

#[test]
fn a_request_too_many_or_too_large_is_found() {
    let patch = |lines: &mut Vec<Value>| {
        for line in lines
            .iter_mut()
            .filter(|line| text(line, "work") == "memberships")
        {
            line["members"] = json!(3);
        }
    };
    assert_finds(
        &Facts::calm(1),
        order::check,
        patch,
        "a PATCH with 3 members",
    );
    assert_finds(&Facts::calm(1), counts::check, patch, "members");
    let twice = |lines: &mut Vec<Value>| {
        let sent = place(lines, "requestSent", "user", "users.post");
        let answered = answer_to(lines, sent);
        // The later one first, so that the other stays in its place.
        for one in [answered, sent] {
            lines.insert(one, lines[one].clone());
        }
    };
    assert_finds(
        &Facts::calm(1),
        counts::check,
        twice,
        "\"users.post\", \"users.post\"",
    );
    assert_finds(&Facts::calm(1), totals::check, twice, "callsUserPost");
}

#[test]
fn a_piece_of_work_more_than_there_are_connections_is_found() {
    let facts = Facts {
        connections: 1,
        ..Facts::calm(1)
    };
    let longer = |lines: &mut Vec<Value>| {
        let post = place(lines, "callAnswered", "user", "users.post");
        lines[post]["atMs"] = json!(lines[post]["atMs"].as_f64().expect("a moment") + 200.0);
    };
    assert_finds(&facts, order::check, longer, "2 pieces of work at once");
}

#[test]
fn an_own_time_two_nanoseconds_off_is_found() {
    let off = |lines: &mut Vec<Value>| {
        let get = place(lines, "callAnswered", "user", "users.get");
        lines[get]["atMs"] = json!(lines[get]["atMs"].as_f64().expect("a moment") + 0.000_002);
    };
    assert_finds(&Facts::calm(1), own_time::check, off, "ns in place of");
    assert_finds(
        &Facts::calm(1),
        own_time::check_unhindered,
        off,
        "does not follow at once",
    );
}

#[test]
fn a_sixty_first_call_in_a_minute_is_found() {
    let one_more = |lines: &mut Vec<Value>| {
        let passes = |line: &Value| is(line, "callPassed");
        let last = lines
            .iter()
            .rposition(|line| passes(line) && line["atMs"].as_f64() < Some(6e4));
        let last = last.expect("one in the first minute");
        lines.insert(last, lines[last].clone());
    };
    let window = limited(Kind::FixedWindow, "gallery");
    assert_finds(&window, limits::check, one_more, "61 calls in window 0");
    let bucket = limited(Kind::TokenBucket { burst: 5 }, "gallery");
    assert_finds(&bucket, limits::check, one_more, "calls pass between");
    let at_once = limited(Kind::AtOnce, "gallery");
    assert_finds(&at_once, limits::check, one_more, "5 calls at once");
}

#[test]
fn a_request_within_a_pause_is_found() {
    let early = |lines: &mut Vec<Value>| {
        let refused = |line: &Value| text(line, "result") == "tooManyRequests";
        let refusal = lines.iter().rposition(refused).expect("it is refused");
        let at = lines[refusal]["atMs"].as_f64().expect("a moment") + 6_999.0;
        let again = lines[refusal..]
            .iter()
            .position(|line| is(line, "requestSent"));
        let again = again.expect("it is repeated") + refusal;
        let (of, sent) = (lines[again]["user"].clone(), lines[again]["atMs"].clone());
        let answer = lines.iter().position(|line| {
            line["sentMs"] == sent && is(line, "callAnswered") && line["user"] == of
        });
        lines[again]["atMs"] = json!(at);
        lines[answer.expect("it is answered")]["sentMs"] = json!(at);
    };
    let facts = limited(Kind::FixedWindow, "custom");
    assert_finds(&facts, refusals::check, early, "when the pause of");
}

#[test]
fn a_wrong_time_to_come_back_is_found() {
    let later = |lines: &mut Vec<Value>| {
        let refusal = lines
            .iter()
            .position(|line| line["retryAfterMs"] == json!(7_000));
        lines[refusal.expect("it is refused")]["retryAfterMs"] = json!(8_000);
    };
    let facts = limited(Kind::FixedWindow, "custom");
    assert_finds(&facts, retry_after::check, later, "says otherwise");
}

#[test]
fn a_refusal_that_a_gallery_connector_should_have_foreseen_is_found() {
    let refuse = |lines: &mut Vec<Value>| {
        let get = place(lines, "callAnswered", "user", "users.get");
        lines[get]["result"] = json!("tooManyRequests");
    };
    let facts = limited(Kind::FixedWindow, "gallery");
    assert_finds(
        &facts,
        refusals::check,
        refuse,
        "a gallery connector is refused",
    );
    assert_finds(&facts, totals::check, refuse, "tooManyRequests");
}

#[test]
fn a_refusal_without_need_and_a_call_held_back_by_no_limit_are_found() {
    let facts = limited(Kind::FixedWindow, "custom");
    let refuse = |lines: &mut Vec<Value>| {
        let get = place(lines, "callAnswered", "user", "users.get");
        lines[get]["result"] = json!("tooManyRequests");
    };
    assert_finds(&facts, excess::check, refuse, "no limit is used up");
    let hold = |lines: &mut Vec<Value>| {
        let passes = |line: &Value| is(line, "callPassed");
        let first = lines.iter().position(passes).expect("one passes");
        lines[first]["atMs"] = json!(7_000.5);
    };
    assert_finds(&facts, limits::check, hold, "held back by no limit");
}

#[test]
fn an_answer_after_the_timeout_is_found() {
    let facts = Facts {
        timeout: 1_000,
        ..Facts::calm(1)
    };
    let later = |lines: &mut Vec<Value>| {
        let post = place(lines, "callAnswered", "user", "users.post");
        lines[post]["answeredMs"] =
            json!(lines[post]["sentMs"].as_f64().expect("a moment") + 1_000.5);
    };
    assert_finds(&facts, timeouts::check, later, "answered after");
}
