//! The client against servers that answer as they like, on loopback, for one test each.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::scim::{Reading, ScimRequest};

/// A server that reads what comes, answers each request with these bytes, and ends with its test.
fn server(answers: Vec<Vec<u8>>) -> BaseAddress {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("bound");
    thread::spawn(move || {
        let Ok((mut stream, _)) = listener.accept() else {
            return;
        };
        let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
        let mut buffer = [0; 4096];
        for answer in answers {
            if !matches!(stream.read(&mut buffer), Ok(1..)) || stream.write_all(&answer).is_err() {
                return;
            }
        }
    });
    BaseAddress::parse(&format!("http://{address}/scim")).expect("an address")
}

fn caller(base: BaseAddress, timeout: Duration) -> Caller {
    let token = Token::new("the-secret").expect("a token");
    ScimTarget::new(base, Some(token), None, timeout)
        .expect("a target")
        .caller()
}

fn search() -> ScimRequest {
    ScimRequest::find_user("userName", "nobody")
}

fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

#[test]
fn an_answer_is_read_with_what_it_says_about_limits() {
    let headers = "Content-Type: application/scim+json; charset=utf-8\r\nRetry-After: 7\r\nX-RateLimit-Limit: 60\r\n";
    let base = server(vec![answer("429 Too Many Requests", headers, "{}")]);
    let exchange = caller(base, Duration::from_secs(5)).send(&search());
    let response = exchange.outcome.as_ref().expect("an answer");
    assert_eq!(
        response.content_type.as_deref(),
        Some("application/scim+json")
    );
    assert_eq!(response.limits.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(
        response.limits.rate_limit,
        [("x-ratelimit-limit".to_owned(), "60".to_owned())]
    );
    assert_eq!(exchange.reading(&search()), Reading::Refused);
}

#[test]
fn seconds_alone_are_a_wait_and_none_of_them_is_no_wait() {
    let told = |header: &str| {
        let retry_after = Some(header.to_owned());
        let hints = LimitHints {
            retry_after,
            ..LimitHints::default()
        };
        hints.retry_after()
    };
    assert_eq!(told(" 12 "), Some(Duration::from_secs(12)));
    for header in ["0", "-1", "1.5", "Fri, 31 Dec 1999 23:59:59 GMT"] {
        assert_eq!(told(header), None, "{header}");
    }
}

#[test]
fn a_request_is_made_again_where_a_limit_refuses_it_and_only_there() {
    let refusal = answer("429 Too Many Requests", "Retry-After: 0\r\n", "");
    let failure = answer("500 Internal Server Error", "", "");
    let found = answer("200 OK", "", r#"{"totalResults":0,"Resources":[]}"#);
    let nobody_interrupts = AtomicBool::new(false);
    let caps = Caps::new(9, None, Duration::from_secs(60), &nobody_interrupts);
    let asked = |answers: Vec<Vec<u8>>| {
        let caller = caller(server(answers), Duration::from_secs(5));
        ask_patiently(&caller, &caps, &search(), is_over_limit).expect("an answer")
    };
    assert_eq!(
        asked(vec![refusal, found.clone()]),
        Reading::Found(Vec::new())
    );
    assert!(matches!(asked(vec![failure, found]), Reading::Failed(_)));
}

#[test]
fn no_redirect_is_followed() {
    let base = server(vec![answer(
        "302 Found",
        "Location: http://127.0.0.1:1/elsewhere\r\n",
        "",
    )]);
    let exchange = caller(base, Duration::from_secs(5)).send(&search());
    assert_eq!(
        exchange
            .outcome
            .as_ref()
            .map(|response| response.status)
            .ok(),
        Some(302)
    );
    assert!(
        matches!(exchange.reading(&search()), Reading::Failed(trouble) if trouble.says.contains("redirect"))
    );
}

#[test]
fn an_answer_without_end_is_cut_off() {
    let mut endless = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let chunk = format!("100000\r\n{}\r\n", " ".repeat(0x10_0000));
    (0..10).for_each(|_| endless.extend_from_slice(chunk.as_bytes()));
    let exchange = caller(server(vec![endless]), Duration::from_secs(20)).send(&search());
    assert!(
        matches!(exchange.outcome, Err(Broken::TooLarge(_))),
        "{:?}",
        exchange.outcome
    );
}

#[test]
fn a_server_that_says_nothing_is_waited_for_as_long_as_was_said() {
    let begun = Instant::now();
    let exchange = caller(
        server(vec![Vec::new(), Vec::new()]),
        Duration::from_millis(200),
    )
    .send(&search());
    assert!(
        matches!(exchange.outcome, Err(Broken::Timeout(_))),
        "{:?}",
        exchange.outcome
    );
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_server_that_cannot_be_reached_is_told_from_one_that_does_not_answer() {
    let broken = |base: &str, timeout: Duration| {
        let base = BaseAddress::parse(base).expect("an address");
        let exchange = caller(base, timeout).send(&search());
        exchange.outcome.expect_err("nobody answers")
    };
    let second = Duration::from_secs(1);
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = format!("http://{}/scim", listener.local_addr().expect("bound"));
    // It takes nothing, and what may wait for it is bounded: at last no connection comes about.
    let address_of = listener.local_addr().expect("bound");
    let mut waiting = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address_of, second / 4) {
        waiting.push(stream);
        assert!(waiting.len() < 20_000, "the queue ends");
    }
    let late = broken(&address, second);
    assert_eq!(late, Broken::NotConnected(second.mul_f64(0.9)));
    drop((waiting, listener));
    let refused = broken(&address, second);
    assert_eq!(refused, Broken::Refused);
    // No label is so long (RFC 1035), so nobody is asked for it.
    let name = format!("https://{}.invalid/", "x".repeat(64));
    let unknown = broken(&name, Duration::from_secs(15));
    for (why, says) in [
        (late, "no connection came about within 900ms"),
        (refused, "nothing listens at that address and port"),
        (unknown, "its name is not found"),
    ] {
        let told = why.told();
        assert!(
            told.starts_with("the server cannot be reached: ") && told.contains(says),
            "{told}"
        );
        assert!(told.contains("\n  help: "), "{told}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever a server sends, the client neither panics nor says what the token is.
    #[test]
    fn any_bytes_are_an_answer_or_an_error(
        status in "(HTTP/1\\.[01] )?[0-9]{0,4} ?[A-Za-z]{0,8}",
        headers in prop::collection::vec("[A-Za-z-]{1,12}: ?[ -~]{0,20}", 0..5),
        body in prop::collection::vec(any::<u8>(), 0..200),
        echo in any::<bool>(),
    ) {
        let mut bytes = format!("{status}\r\n{}\r\n\r\n", headers.join("\r\n")).into_bytes();
        bytes.extend(body);
        if echo {
            bytes.extend_from_slice(b"Bearer the-secret");
        }
        let exchange = caller(server(vec![bytes]), Duration::from_millis(300)).send(&search());
        if let Err(broken) = &exchange.outcome {
            prop_assert!(!broken.to_string().contains("the-secret"));
        }
        let _ = exchange.reading(&search());
    }
}
