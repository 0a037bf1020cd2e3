//! One connection to the target.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use ureq::http::{HeaderMap, Request, header};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, Timeout};

use super::base_address::BaseAddress;
use super::exchange::{Broken, Exchange, LimitHints, Response};
use super::token::Token;
use crate::scim::ScimRequest;

/// Most bytes of an answer that are read: a list of a thousand users with all their attributes, or a group of 80,000 members.
const MOST_BODY_BYTES: u64 = 8 << 20;
const MOST_HEADER_BYTES: usize = 64 << 10;
/// A connection comes about within this time, or not at all.
const LONGEST_CONNECT: Duration = Duration::from_secs(20);
const MEDIA_TYPE: &str = "application/scim+json";

/// Where the target is and who asks.
#[derive(Clone, Debug)]
pub struct ScimTarget {
    /// Its address.
    pub base: BaseAddress,
    token: Option<Token>,
    tls: TlsConfig,
    timeout: Duration,
}

/// Why nobody can be called.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// The file of authorities.
    #[error(
        "the file of certificates cannot be used: {0}\n  help: give the authority's certificate as PEM, between BEGIN CERTIFICATE and END CERTIFICATE"
    )]
    Certificates(String),
}

impl ScimTarget {
    /// A target with the authorities that this machine trusts, and those of a PEM text instead where one is given.
    ///
    /// # Errors
    /// [`ClientError`]: the PEM text holds no certificate.
    pub fn new(
        base: BaseAddress,
        token: Option<Token>,
        authorities: Option<&[u8]>,
        timeout: Duration,
    ) -> Result<Self, ClientError> {
        let roots = match authorities {
            None => RootCerts::PlatformVerifier,
            Some(pem) => RootCerts::new_with_certs(&certificates(pem)?),
        };
        let tls = TlsConfig::builder().root_certs(roots).build();
        Ok(Self {
            base,
            token,
            tls,
            timeout,
        })
    }

    /// The text with the token made unreadable.
    pub fn hidden(&self, text: &str) -> String {
        self.token
            .as_ref()
            .map_or_else(|| text.to_owned(), |token| token.hidden_in(text))
    }

    /// How long an answer may take.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// How long a connection may take to come about: less than an answer may, so that it is told which of the two did not come.
    fn connects_within(&self) -> Duration {
        self.timeout.mul_f64(0.9).min(LONGEST_CONNECT)
    }

    /// A connection, which is opened with its first request and kept.
    pub fn caller(&self) -> Caller {
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(MOST_HEADER_BYTES)
            .max_idle_connections_per_host(1)
            .timeout_global(Some(self.timeout))
            .timeout_resolve(Some(self.connects_within()))
            .timeout_connect(Some(self.connects_within()))
            .tls_config(self.tls.clone())
            .user_agent(concat!("cyclecast/", env!("CARGO_PKG_VERSION")));
        if self.base.is_loopback() {
            config = config.proxy(None);
        }
        Caller {
            agent: config.build().new_agent(),
            target: self.clone(),
            authorization: self.token.as_ref().map(Token::header),
        }
    }
}

fn certificates(pem: &[u8]) -> Result<Vec<Certificate<'static>>, ClientError> {
    let mut found = Vec::new();
    for item in parse_pem(pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => found.push(certificate),
            Ok(_) => {}
            Err(reason) => return Err(ClientError::Certificates(reason.to_string())),
        }
    }
    match found.is_empty() {
        true => Err(ClientError::Certificates(
            "there is no certificate in it".to_owned(),
        )),
        false => Ok(found),
    }
}

/// One connection: one request at a time.
#[derive(Debug)]
pub struct Caller {
    agent: Agent,
    target: ScimTarget,
    authorization: Option<String>,
}

impl Caller {
    /// Makes a request and waits for the whole answer.
    pub fn send(&self, request: &ScimRequest) -> Exchange {
        let body = request
            .body
            .as_ref()
            .map(|body| body.to_string().into_bytes());
        let sent = Instant::now();
        let outcome = self.exchange(request, body);
        Exchange {
            sent,
            ended: Instant::now(),
            outcome,
        }
    }

    fn exchange(&self, request: &ScimRequest, body: Option<Vec<u8>>) -> Result<Response, Broken> {
        let mut built = Request::builder()
            .method(request.method.name())
            .uri(self.target.base.with(&request.path))
            .header(header::ACCEPT, MEDIA_TYPE);
        if let Some(authorization) = &self.authorization {
            built = built.header(header::AUTHORIZATION, authorization);
        }
        let unbuilt = |reason: ureq::http::Error| Broken::Connection(reason.to_string());
        let answer = match body {
            None => self.agent.run(built.body(()).map_err(unbuilt)?),
            Some(body) => {
                let built = built.header(header::CONTENT_TYPE, MEDIA_TYPE);
                self.agent.run(built.body(body).map_err(unbuilt)?)
            }
        };
        let answer = answer.map_err(|error| self.broken(&error))?;
        self.read(answer)
    }

    fn read(&self, answer: ureq::http::Response<Body>) -> Result<Response, Broken> {
        let (head, body) = answer.into_parts();
        let text =
            |name: header::HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok());
        let content_type = text(header::CONTENT_TYPE).map(|value| {
            value
                .split(';')
                .next()
                .unwrap_or("")
                .trim()
                .to_ascii_lowercase()
        });
        let closes =
            text(header::CONNECTION).is_some_and(|value| value.eq_ignore_ascii_case("close"));
        let body = body.into_with_config().limit(MOST_BODY_BYTES).read_to_vec();
        Ok(Response {
            status: head.status.as_u16(),
            content_type,
            limits: limit_hints(&head.headers),
            closes,
            body: body.map_err(|error| self.broken(&error))?,
        })
    }

    fn broken(&self, error: &ureq::Error) -> Broken {
        let target = &self.target;
        match error {
            ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
                Broken::NotConnected(target.connects_within())
            }
            ureq::Error::Timeout(_) => Broken::Timeout(target.timeout),
            ureq::Error::BodyExceedsLimit(limit) => Broken::TooLarge(*limit),
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Broken::Tls(error.to_string()),
            ureq::Error::HostNotFound => Broken::NameNotFound,
            ureq::Error::Io(reason) => match reason.kind() {
                ErrorKind::ConnectionRefused => Broken::Refused,
                ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
                    Broken::NoWay(reason.to_string())
                }
                // Neither has a kind of its own.
                _ if reason.to_string().starts_with("failed to lookup") => Broken::NameNotFound,
                _ if reason.to_string().contains("certificate") => Broken::Tls(reason.to_string()),
                _ => Broken::Connection(target.hidden(&error.to_string())),
            },
            other => Broken::Connection(target.hidden(&other.to_string())),
        }
    }
}

/// Most headers about limits that are kept, and most signs of each.
const MOST_HINTS: usize = 12;
const MOST_SIGNS: usize = 100;

fn limit_hints(headers: &HeaderMap) -> LimitHints {
    let shown = |value: &header::HeaderValue| {
        let text = value.to_str().unwrap_or_default();
        text.chars().take(MOST_SIGNS).collect::<String>()
    };
    let is_hint = |name: &str| {
        name.contains("ratelimit")
            || name.contains("rate-limit")
            || (name.contains("retry") && name != "retry-after")
    };
    LimitHints {
        retry_after: headers.get(header::RETRY_AFTER).map(shown),
        rate_limit: headers
            .iter()
            .filter(|(name, _)| is_hint(name.as_str()))
            .take(MOST_HINTS)
            .map(|(name, value)| (name.as_str().to_owned(), shown(value)))
            .collect(),
    }
}
