//! Whom it serves, what it refuses, how it ends.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Client, NOBODY, started, target};
use crate::live::client::Token;
use crate::live::{StandIn, StandInError, StandInOptions};
use crate::model::{Chance, CycleInput, Inputs, Parameter, Uncertain};

#[test]
fn what_is_refused_for_good_is_refused_again() {
    let setup = target(0.0)
        .with(Parameter::UserCreateFails, Uncertain::Fixed(0.5))
        .with(Parameter::MemberAddFails, Uncertain::Fixed(1.0))
        .with(Parameter::GroupsQuota, Uncertain::Fixed(1.0))
        .with(Parameter::Licences, Uncertain::Fixed(10.0));
    let stand_in = started(&setup);
    let mut client = Client::of(&stand_in);
    let mut create = |number: u32| {
        let name = format!("u{number}");
        client
            .ask(
                "POST",
                "/Users",
                json!({ "userName": name, "active": number.is_multiple_of(3) }),
            )
            .status
    };
    let first: Vec<u16> = (0..30).map(&mut create).collect();
    assert!(first.contains(&201) && first.contains(&422), "{first:?}");
    for (number, before) in (0..).zip(first) {
        let expected = if before == 201 { 409 } else { 422 };
        assert_eq!(create(number), expected, "user {number}");
    }
    let user = stand_in.with_store(|store| store.counts().users);
    let group = client.create("Groups", json!({ "displayName": "all" }));
    assert_eq!(
        client
            .ask("POST", "/Groups", json!({ "displayName": "more" }))
            .status,
        422,
        "no room"
    );
    let add = json!({ "Operations": [{ "op": "Add", "path": "members", "value": [{ "value": group }] }] });
    assert_eq!(
        client.ask("PATCH", &format!("/Groups/{group}"), add).status,
        422
    );
    let licences: Vec<u16> = (100..140)
        .map(|number| {
            client
                .ask(
                    "POST",
                    "/Users",
                    json!({ "userName": format!("v{number}") }),
                )
                .status
        })
        .collect();
    assert!(user > 0 && licences.contains(&403), "{licences:?}");
    assert_eq!(stand_in.seen().stored.active_users, 10);
}

#[test]
fn calls_fail_by_chance_as_often_as_the_scenario_says() {
    let setup = target(0.0).with(Parameter::InternalServerError, Uncertain::Fixed(0.3));
    let stand_in = started(&setup);
    let mut client = Client::of(&stand_in);
    let failed = (0..200)
        .filter(|_| client.ask("GET", NOBODY, Value::Null).status == 500)
        .count();
    assert!((35..85).contains(&failed), "{failed} of 200");
}

#[test]
fn a_request_that_is_too_large_is_refused_before_any_work() {
    let setup = target(0.0).with(Parameter::MembersPerRequest, Uncertain::Fixed(1.0));
    let stand_in = started(&setup);
    let mut client = Client::of(&stand_in);
    let ids = ["a", "b"].map(|name| client.create("Users", json!({ "userName": name })));
    let group = client.create("Groups", json!({ "displayName": "all" }));
    let value: Vec<Value> = ids.iter().map(|id| json!({ "value": id })).collect();
    let add = json!({ "Operations": [{ "op": "Add", "path": "members", "value": value }] });
    assert_eq!(
        client.ask("PATCH", &format!("/Groups/{group}"), add).status,
        413
    );
    assert_eq!(stand_in.seen().memberships, 0);
    let large = "x".repeat(9 * 1024 * 1024);
    let head = format!(
        "POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n",
        large.len()
    );
    let mut other = Client::of(&stand_in);
    let _ = other.0.get_mut().write_all(head.as_bytes());
    let _ = other.0.get_mut().write_all(large.as_bytes());
    assert!(
        other
            .receive()
            .is_none_or(|answered| answered.status == 413)
    );
}

#[test]
fn a_token_is_asked_for_where_there_is_one() {
    let setup = target(0.0);
    let chance = Chance::new(1, 0);
    let input = CycleInput::new(&setup, chance, Inputs::Median);
    let token = Some(Token::new("right").expect("a token"));
    let options = StandInOptions {
        token,
        ..StandInOptions::default()
    };
    let stand_in = StandIn::start(&input, chance, options).expect("it starts");
    let mut client = Client::of(&stand_in);
    for (headers, expected) in [
        ("", 401),
        ("Authorization: Bearer wrong\r\n", 401),
        ("Authorization: Bearer right\r\n", 200),
    ] {
        client.send("GET", NOBODY, headers, &Value::Null);
        let answered = client.receive().expect("an answer");
        assert_eq!(answered.status, expected);
        assert_eq!(
            answered.headers.contains_key("www-authenticate"),
            expected == 401
        );
    }
}

#[test]
fn only_this_machine_is_served() {
    let setup = target(0.0);
    let chance = Chance::new(1, 0);
    let input = CycleInput::new(&setup, chance, Inputs::Median);
    for address in ["0.0.0.0", "192.168.0.1", "::", "2001:db8::1"] {
        let address: IpAddr = address.parse().expect("an address");
        let options = StandInOptions {
            address,
            ..StandInOptions::default()
        };
        let refused = StandIn::start(&input, chance, options).map(|_| ());
        assert!(
            matches!(refused, Err(StandInError::NotLoopback(_))),
            "{address}"
        );
    }
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let options = StandInOptions {
        port,
        ..StandInOptions::default()
    };
    let refused = StandIn::start(&input, chance, options).map(|_| ());
    assert!(matches!(refused, Err(StandInError::Listen { .. })));
}

#[test]
fn it_ends_at_once_whatever_is_under_way() {
    let stand_in = started(&target(60_000.0));
    let mut client = Client::of(&stand_in);
    client.send("GET", NOBODY, "", &Value::Null);
    thread::sleep(Duration::from_millis(100));
    let began = Instant::now();
    let seen = stand_in.stop();
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(seen.requests(), 1);
    assert!(client.receive().is_none());
}

#[test]
fn bytes_that_are_no_request_get_an_error_and_end_their_connection() {
    let stand_in = started(&target(0.0));
    for bytes in [
        &b"\x00\xff\x13\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9\r\n\r\n",
    ] {
        let mut client = Client::of(&stand_in);
        client.0.get_mut().write_all(bytes).expect("bytes are sent");
        assert!(
            client
                .receive()
                .is_none_or(|answered| answered.status == 400)
        );
    }
    let mut client = Client::of(&stand_in);
    for (method, path, expected) in [
        ("GET", "/../x", 404),
        ("BREW", "/Users", 405),
        ("POST", "/Users", 400),
    ] {
        assert_eq!(
            client.ask(method, path, Value::Null).status,
            expected,
            "{method} {path}"
        );
    }
    assert_eq!(client.ask("GET", NOBODY, Value::Null).status, 200);
}
