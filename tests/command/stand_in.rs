//! `cyclecast stand-in`: the address, a request, the end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::program::{command, folder_with, refused};

/// Sends a lookup and gives the first line of the answer.
fn lookup(address: &str, headers: &str) -> String {
    let host = address
        .trim_start_matches("http://")
        .split('/')
        .next()
        .expect("a host");
    let mut stream = TcpStream::connect(host).expect("it listens");
    let text =
        format!("GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\n{headers}Connection: close\r\n\r\n");
    stream
        .write_all(text.as_bytes())
        .expect("a request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_script_reads_the_address_asks_and_ends_it() {
    let folder = folder_with(&[
        (
            "all.toml",
            "tenant.users = 10\nscope.mode = \"all-users\"\nerrors.InternalServerError = 0\nerrors.WebExceptionProtocolError = 0\n",
        ),
        ("token.txt", "secret-of-ours\n"),
    ]);
    let arguments = [
        "stand-in",
        "all",
        "--token-file",
        "token.txt",
        "--for",
        "60 s",
        "--set",
        "target.latency.user_get=\"1 ms\"",
    ];
    let mut child = command(&arguments, folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut said = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut address = String::new();
    said.read_line(&mut address).expect("the first line");
    let address = address.trim();
    assert!(address.ends_with("/scim/v2"), "{address}");
    assert_eq!(lookup(address, ""), "HTTP/1.1 401 Unauthorized");
    let token = "Authorization: Bearer secret-of-ours\r\n";
    assert_eq!(lookup(address, token), "HTTP/1.1 200 OK");
    if cfg!(unix) {
        let interrupt = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(interrupt.expect("kill is there").success());
    }
    let mut rest = String::new();
    said.read_to_string(&mut rest).expect("the rest");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    for part in [
        "target.latency.user_get = 1 ms",
        "2 requests",
        "GET /Users       1",
        "answered 401     1",
    ] {
        assert!(rest.contains(part), "{part} is missing: {rest}");
    }
    assert!(!rest.contains("secret-of-ours") && output.stderr.is_empty());
}

#[test]
fn what_makes_no_sense_is_refused() {
    let folder = folder_with(&[
        (
            "all.toml",
            "tenant.users = 10\nscope.mode = \"all-users\"\n",
        ),
        ("token.txt", "two words\n"),
    ]);
    let refused = |more: &[&str]| {
        refused(
            &[&["stand-in", "all"], more].concat(),
            Path::new(folder.path()),
        )
    };
    assert!(refused(&["--address", "0.0.0.0"]).contains("on this machine alone"));
    assert!(refused(&["--for", "soon"]).contains("--for: a duration must begin with a number"));
    let wrong = refused(&["--token-file", "token.txt"]);
    assert!(wrong.contains("--token-file: the token has a space") && !wrong.contains("two words"));
    assert!(refused(&["--token-file", "none.txt"]).contains("--token-file: "));
}
