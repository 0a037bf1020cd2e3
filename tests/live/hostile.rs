//! A server that answers as it likes: the probe ends, without a panic, and never says what the token is.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use proptest::prelude::*;

const TOKEN: &str = "a-secret-of-the-probe";

/// What a server answers with, in turn.
#[derive(Clone, Debug)]
struct Habit {
    status: u16,
    headers: String,
    body: String,
    delay_ms: u64,
    closes: bool,
}

fn habit() -> impl Strategy<Value = Habit> {
    let status = prop_oneof![
        Just(200_u16),
        Just(201),
        Just(204),
        Just(200),
        Just(201),
        Just(302),
        Just(400),
        Just(401),
        Just(404),
        Just(409),
        Just(429),
        Just(500),
        Just(503),
        Just(999),
    ];
    let body = prop_oneof![
        Just(r#"{"totalResults":0,"Resources":[]}"#.to_owned()),
        Just(r#"{"id":"7","active":true,"totalResults":0,"members":[{"value":"7"}]}"#.to_owned()),
        Just(r#"{"id":7,"totalResults":18446744073709551615,"Resources":[{}]}"#.to_owned()),
        Just(format!(
            r#"{{"detail":"Bearer {TOKEN}\u001b[2J","status":"400"}}"#
        )),
        Just(format!("Bearer {TOKEN}")),
        Just("[[[[[[".repeat(50)),
        "[ -~]{0,60}",
    ];
    let headers = prop_oneof![
        Just(String::new()),
        Just("Retry-After: 0\r\n".to_owned()),
        Just("Retry-After: 18446744073709551615\r\n".to_owned()),
        Just("Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n".to_owned()),
        Just(format!(
            "X-RateLimit-Limit: {TOKEN}\r\nContent-Type: text/html\r\n"
        )),
        Just("Content-Type: application/scim+json\r\n".to_owned()),
    ];
    (status, headers, body, 0..3_u64, prop::bool::weighted(0.1)).prop_map(
        |(status, headers, body, delay_ms, closes)| Habit {
            status,
            headers,
            body,
            delay_ms,
            closes,
        },
    )
}

/// Reads one request with its body; whether there was one.
fn read_request(stream: &mut TcpStream) -> bool {
    let mut text = Vec::new();
    let mut byte = [0; 1];
    while !text.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) if text.len() < 65_536 => text.push(byte[0]),
            _ => return false,
        }
    }
    let head = String::from_utf8_lossy(&text).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok())
        .unwrap_or(0_usize);
    let mut body = vec![0; length.min(1 << 20)];
    stream.read_exact(&mut body).is_ok()
}

fn serve(mut stream: TcpStream, habits: &[Habit]) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
    for habit in habits.iter().cycle() {
        if !read_request(&mut stream) {
            return;
        }
        thread::sleep(Duration::from_millis(habit.delay_ms));
        let Habit {
            status,
            headers,
            body,
            ..
        } = habit;
        let answer = match status {
            204 => format!("HTTP/1.1 204 x\r\n{headers}\r\n"),
            status => format!(
                "HTTP/1.1 {status} x\r\n{headers}Content-Length: {}\r\n\r\n{body}",
                body.len()
            ),
        };
        if stream.write_all(answer.as_bytes()).is_err() || habit.closes {
            return;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_answer_makes_it_panic_or_tell_the_token(habits in prop::collection::vec(habit(), 1..8)) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        let address = listener.local_addr().expect("bound");
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let acceptor = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let habits = habits.clone();
                thread::spawn(move || serve(stream, &habits));
            }
        });
        let folder = tempfile::tempdir().expect("a folder");
        let output = Command::new(env!("CARGO_BIN_EXE_cyclecast"))
            .args(["probe", &format!("http://{address}/scim"), "--yes", "--json", "-"])
            .args(["--samples", "8", "--group-size", "10", "--connections", "2"])
            .args(["--timeout", "2 s", "--max-time", "3 s", "--find-limits"])
            .env("CYCLECAST_TOKEN", TOKEN)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .output()
            .expect("it starts");
        is_over.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(address);
        let _ = acceptor.join();
        let told = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        prop_assert!(!told.contains("panicked"), "{told}");
        prop_assert!(!told.contains(TOKEN), "{told}");
        prop_assert!(!told.contains('\u{1b}'), "{told}");
        prop_assert!(matches!(output.status.code(), Some(0..=2)), "{told}");
        for entry in std::fs::read_dir(folder.path()).expect("a folder") {
            let text = std::fs::read(entry.expect("an entry").path()).expect("a file");
            prop_assert!(!String::from_utf8_lossy(&text).contains(TOKEN));
        }
    }
}
