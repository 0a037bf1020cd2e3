//! Reading a trace as the text that it is: lines of JSON, and the requests and pieces of work that they tell of.

use serde_json::Value;

/// What a request is for. Several requests of memberships can have the same one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Piece {
    pub work: String,
    pub user: Option<u64>,
    pub group: Option<u64>,
    pub members: Option<u64>,
    pub attempt: u64,
}

/// A request with its answer; moments in nanoseconds.
#[derive(Clone, Debug)]
pub struct Call {
    pub piece: Piece,
    pub endpoint: String,
    pub sent: u64,
    pub answered: u64,
    /// When the service has dealt with the answer.
    pub dealt: u64,
    pub result: String,
    pub code: Option<String>,
    pub retry_after: Option<u64>,
    /// The line that tells of the sending, and the one that tells of the answer.
    pub lines: (usize, usize),
}

pub fn text<'l>(line: &'l Value, key: &str) -> &'l str {
    line[key].as_str().unwrap_or_default()
}

pub fn is(line: &Value, event: &str) -> bool {
    text(line, "event") == event
}

pub fn number(line: &Value, key: &str) -> u64 {
    line[key]
        .as_u64()
        .unwrap_or_else(|| panic!("{key} of {line} is a whole number"))
}

/// A moment or a length of time in nanoseconds; lines have milliseconds with up to six decimals.
pub fn nanos(line: &Value, key: &str) -> u64 {
    let millis = line[key]
        .as_f64()
        .unwrap_or_else(|| panic!("{key} of {line} is a number"));
    let part = ((millis - millis.floor()) * 1e6).round();
    millis.floor() as u64 * 1_000_000 + part as u64
}

pub fn piece(line: &Value) -> Piece {
    Piece {
        work: text(line, "work").to_owned(),
        user: line["user"].as_u64(),
        group: line["group"].as_u64(),
        members: line["members"].as_u64(),
        attempt: number(line, "attempt"),
    }
}

/// The lines before the first watermark is stored.
pub fn initial_cycle(lines: &[Value]) -> &[Value] {
    let end = lines.iter().position(|line| is(line, "cycleEnds"));
    &lines[..end.unwrap_or(lines.len())]
}

/// The last line's row.
pub fn row(lines: &[Value]) -> Result<&Value, String> {
    match lines.last() {
        Some(last) if is(last, "replication") => Ok(&last["row"]),
        other => Err(format!("a trace ends with its row, not with {other:?}")),
    }
}

/// All requests in the order in which they were sent, each with its one answer.
pub fn calls(lines: &[Value]) -> Result<Vec<Call>, String> {
    let mut open: Vec<(usize, Piece, &str, u64)> = Vec::new();
    let mut calls = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        if is(line, "requestSent") {
            let sent = nanos(line, "atMs");
            open.push((place, piece(line), text(line, "endpoint"), sent));
        } else if is(line, "callAnswered") {
            let request = open.iter().position(|(_, of, endpoint, sent)| {
                *of == piece(line)
                    && *endpoint == text(line, "endpoint")
                    && *sent == nanos(line, "sentMs")
            });
            let Some(request) = request else {
                return Err(format!("an answer without a request: {line}"));
            };
            let (sending, ..) = open.remove(request);
            calls.push(call(line, (sending, place)));
        }
    }
    if let Some((_, of, endpoint, _)) = open.first() {
        return Err(format!(
            "a request without an answer: {endpoint} for {of:?}"
        ));
    }
    calls.sort_by_key(|call| call.lines.0);
    Ok(calls)
}

fn call(line: &Value, lines: (usize, usize)) -> Call {
    let retry_after = line
        .get("retryAfterMs")
        .map(|_| nanos(line, "retryAfterMs"));
    Call {
        piece: piece(line),
        endpoint: text(line, "endpoint").to_owned(),
        sent: nanos(line, "sentMs"),
        answered: nanos(line, "answeredMs"),
        dealt: nanos(line, "atMs"),
        result: text(line, "result").to_owned(),
        code: line["errorCode"].as_str().map(str::to_owned),
        retry_after,
        lines,
    }
}

/// An error with a message, unless something holds.
pub fn ensure(holds: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message()) }
}
