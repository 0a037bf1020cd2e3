//! A stand-in over real connections.

mod answer_moments;
mod served_callers;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use super::{StandIn, StandInOptions};
use crate::model::{Chance, CycleInput, Inputs, Parameter, ScopeMode, Setup, Uncertain};

/// A connection that is kept.
struct Client(BufReader<TcpStream>);

struct Answered {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Value,
}

impl Client {
    fn of(stand_in: &StandIn) -> Self {
        let stream = TcpStream::connect(host(stand_in)).expect("a stand-in listens");
        stream.set_nodelay(true).expect("a socket");
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .expect("a socket");
        Self(BufReader::new(stream))
    }

    fn send(&mut self, method: &str, path: &str, headers: &str, body: &Value) {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let text = format!(
            "{method} /scim/v2{path} HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0
            .get_mut()
            .write_all(text.as_bytes())
            .expect("a request is sent");
    }

    /// Nothing where the connection is closed instead.
    fn receive(&mut self) -> Option<Answered> {
        let mut line = String::new();
        self.0.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let status = line.split(' ').nth(1)?.parse().ok()?;
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                break;
            };
            headers.insert(name.to_ascii_lowercase(), value.to_owned());
        }
        let length = headers
            .get("content-length")
            .map_or(0, |text| text.parse().unwrap_or(0));
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).ok()?;
        let body = serde_json::from_slice(&body).unwrap_or_default();
        Some(Answered {
            status,
            headers,
            body,
        })
    }

    fn ask(&mut self, method: &str, path: &str, body: Value) -> Answered {
        self.send(method, path, "", &body);
        self.receive().expect("an answer")
    }

    fn create(&mut self, plural: &str, body: Value) -> String {
        let answered = self.ask("POST", &format!("/{plural}"), body);
        assert_eq!(answered.status, 201, "{}", answered.body);
        answered.body["id"]
            .as_str()
            .expect("an identifier")
            .to_owned()
    }
}

fn host(stand_in: &StandIn) -> &str {
    stand_in
        .address()
        .trim_start_matches("http://")
        .trim_end_matches("/scim/v2")
}

/// A target that answers every call after so many milliseconds, without errors.
fn target(millis: f64) -> Setup {
    let mut setup = Setup::new(ScopeMode::AllUsers);
    for parameter in [
        Parameter::UserGet,
        Parameter::UserPost,
        Parameter::UserPatch,
        Parameter::UserDelete,
        Parameter::GroupGet,
        Parameter::GroupPost,
        Parameter::GroupPatch,
        Parameter::GroupDelete,
    ] {
        setup.set(parameter, Uncertain::Fixed(millis / 1e3));
    }
    for parameter in [
        Parameter::LatencyCv,
        Parameter::ReadCv,
        Parameter::WriteCv,
        Parameter::GroupPatchCv,
        Parameter::Refusal,
        Parameter::InternalServerError,
        Parameter::WebExceptionProtocolError,
        Parameter::Conflict,
        Parameter::MandatoryFieldsMissing,
        Parameter::DuplicateTargetEntries,
        Parameter::GroupPatchPerThousand,
        Parameter::PerExtraMember,
        Parameter::GroupGetPerThousand,
    ] {
        setup.set(parameter, Uncertain::Fixed(0.0));
    }
    setup
}

fn started(setup: &Setup) -> StandIn {
    let chance = Chance::new(1, 0);
    let input = CycleInput::new(setup, chance, Inputs::Median);
    StandIn::start(&input, chance, StandInOptions::default()).expect("it starts")
}

const NOBODY: &str = "/Users?filter=userName%20eq%20%22nobody%22";
