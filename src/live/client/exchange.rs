//! A request that was made, and what came of it.

use std::time::{Duration, Instant};

use crate::model::ErrorCode;
use crate::scim::{Answered, Reading, ScimRequest, Trouble};

/// A request and what came of it.
#[derive(Debug)]
pub struct Exchange {
    /// When it was begun with.
    pub sent: Instant,
    /// When the whole answer was there, or nobody waited any more.
    pub ended: Instant,
    /// The answer, or why there is none.
    pub outcome: Result<Response, Broken>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The media type, without parameters.
    pub content_type: Option<String>,
    /// What it says about limits.
    pub limits: LimitHints,
    /// Whether the server closes the connection behind it.
    pub closes: bool,
    /// The body, bounded.
    pub body: Vec<u8>,
}

/// What headers say about limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LimitHints {
    /// Retry-After, in seconds or as a date, as it is written.
    pub retry_after: Option<String>,
    /// Headers whose name has "ratelimit" or "rate-limit" in it, or "retry" besides Retry-After, with their values.
    pub rate_limit: Vec<(String, String)>,
}

impl LimitHints {
    /// Retry-After as a length of time: seconds alone are read, as the service is documented to read them. None at all is no length: servers that cut down
    /// what is left say so until it is over.
    pub fn retry_after(&self) -> Option<Duration> {
        let seconds: u64 = self.retry_after.as_deref()?.trim().parse().ok()?;
        (seconds > 0).then(|| Duration::from_secs(seconds))
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// Nobody listens there.
    #[error("the connection was refused: nothing listens at that address and port")]
    Refused,
    /// The name of the host has no address.
    #[error("its name is not found")]
    NameNotFound,
    /// No connection came about in time.
    #[error("no connection came about within {0:?}")]
    NotConnected(Duration),
    /// There is no way there.
    #[error("there is no way to it: {0}")]
    NoWay(String),
    /// The answer did not come in time.
    #[error("no answer within {0:?}")]
    Timeout(Duration),
    /// It is larger than what is read.
    #[error("an answer of more than {0} bytes")]
    TooLarge(u64),
    /// The certificate is not trusted, or TLS fails otherwise.
    #[error("TLS: {0}")]
    Tls(String),
    /// The connection broke.
    #[error("{0}")]
    Connection(String),
}

impl Broken {
    /// That nothing can be done without an answer, why there is none, and what to do about it.
    pub fn told(&self) -> String {
        let (what, help) = match self {
            Self::Refused => (
                "cannot be reached",
                "start the server, or give the port at which it listens",
            ),
            Self::NameNotFound => (
                "cannot be reached",
                "see that the address is spelled right, and that this machine can look the name up",
            ),
            Self::NotConnected(_) | Self::NoWay(_) => (
                "cannot be reached",
                "see that it is up and the address is right, and that no firewall or missing VPN stands between",
            ),
            Self::Timeout(_) => (
                "does not answer",
                "see that it is up; a slow one is given longer by --timeout",
            ),
            Self::Tls(_) => (
                "does not answer",
                "name the authority's certificate with --ca FILE if it is not among those of this machine",
            ),
            Self::TooLarge(_) | Self::Connection(_) => (
                "does not answer",
                "see that it is up and that the address is that of its SCIM endpoint",
            ),
        };
        format!("the server {what}: {self}\n  help: {help}")
    }
}

impl Exchange {
    /// How long it took.
    pub fn time(&self) -> Duration {
        self.ended - self.sent
    }

    /// What it says; a connection that breaks and a time that passes are failures that the service tries again.
    pub fn reading(&self, request: &ScimRequest) -> Reading {
        let code = match &self.outcome {
            Ok(answer) => {
                let answered = Answered {
                    status: answer.status,
                    content_type: answer.content_type.as_deref(),
                    body: &answer.body,
                };
                return Reading::of(request, answered);
            }
            Err(Broken::Timeout(_) | Broken::NotConnected(_)) => ErrorCode::Timeout,
            Err(Broken::TooLarge(_)) => {
                ErrorCode::SystemForCrossDomainIdentityManagementServiceIncompatible
            }
            Err(_) => ErrorCode::WebExceptionProtocolError,
        };
        let says = self
            .outcome
            .as_ref()
            .err()
            .map_or(String::new(), Broken::to_string);
        Reading::Failed(Trouble { code, says })
    }
}
