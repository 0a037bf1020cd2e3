//! Answers as HTTP writes them.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{
    CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE,
};
use hyper::{Response, StatusCode};

use crate::model::{ErrorCode, Served};
use crate::scim::store::{StoreAnswer, StoreError};
use crate::units::SimDuration;

/// How a request ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PlayedAnswer {
    /// An answer of the store, or an error.
    Answer {
        answer: StoreAnswer,
        retry_after: Option<SimDuration>,
        reset: Option<SimDuration>,
    },
    /// The connection is closed without one.
    Closed,
}

impl PlayedAnswer {
    pub fn of(answer: StoreAnswer) -> Self {
        Self::Answer {
            answer,
            retry_after: None,
            reset: None,
        }
    }

    pub fn error(status: u16, says: &str) -> Self {
        Self::of(StoreError::new(status, says).answer())
    }

    /// The answer to what the target does not do.
    pub fn of_refusal(served: Served) -> Self {
        match served {
            Served::TooManyRequests { retry_after, reset } => Self::Answer {
                answer: StoreError::new(429, "too many requests").answer(),
                retry_after,
                reset,
            },
            Served::Forbidden => Self::error(403, "the rate limit is used up"),
            Served::TooLarge => Self::error(413, "the request is larger than the target takes"),
            Served::Failed(code) => Self::of_code(code),
            Served::Closed | Served::Silence | Served::Done => Self::Closed,
        }
    }

    /// The answer that comes to a code in the provisioning logs.
    pub fn of_code(code: ErrorCode) -> Self {
        let (status, scim_type) = match code {
            ErrorCode::Conflict | ErrorCode::EntryConflict => (409, Some("uniqueness")),
            ErrorCode::InsufficientRights | ErrorCode::LicenseLimitExceeded => (403, None),
            ErrorCode::NotImplemented => (501, None),
            ErrorCode::UnprocessableEntity => (422, None),
            code if code.is_transient() => (500, None),
            _ => (400, Some("invalidValue")),
        };
        let error = StoreError {
            scim_type,
            ..StoreError::new(status, format!("played: {}", code.name()))
        };
        Self::of(error.answer())
    }

    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Answer { answer, .. } => Some(answer.status),
            Self::Closed => None,
        }
    }

    /// The answer as HTTP; nothing where the connection is to be closed.
    pub fn response(self) -> Option<Response<Full<Bytes>>> {
        let Self::Answer {
            answer,
            retry_after,
            reset,
        } = self
        else {
            return None;
        };
        let has_body = !answer.body.is_empty();
        let mut response = Response::new(Full::new(Bytes::from(answer.body)));
        *response.status_mut() =
            StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        if has_body {
            let media_type = HeaderValue::from_static("application/scim+json;charset=utf-8");
            headers.insert(CONTENT_TYPE, media_type);
        } else if answer.status != 204 {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(0));
        }
        let location = answer
            .location
            .and_then(|text| HeaderValue::from_str(&text).ok());
        if let Some(location) = location {
            headers.insert(LOCATION, location);
        }
        if let Some(time) = retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(whole_seconds(time)));
        }
        if let Some(time) = reset {
            headers.insert("ratelimit-reset", HeaderValue::from(whole_seconds(time)));
        }
        if answer.status == 401 {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        Some(response)
    }
}

fn whole_seconds(time: SimDuration) -> u64 {
    time.as_nanos().div_ceil(1_000_000_000)
}
