//! What an answer says, and what the service makes of it.
//!
//! Which status leads to which code follows document 004 (provisioning logs): 409 to a conflict, 401 to credentials that are refused, 5xx to a
//! failure that is tried again, and what is no SCIM to a service that is not compatible. 400, 413 and 422 have no code of their own there;
//! UnprocessableEntity is taken, as the simulator takes it for what a target refuses for good.

use serde_json::Value;

use super::request::{Method, ScimRequest};
use crate::model::ErrorCode;

/// An answer as it came.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// The status.
    pub status: u16,
    /// The media type, without parameters.
    pub content_type: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// A resource of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its identifier.
    pub id: String,
    /// `userName` or `displayName`.
    pub name: String,
}

/// What an answer says.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// It is done.
    Done,
    /// A resource was created, or read by its identifier.
    Resource {
        /// Its identifier.
        id: String,
        /// The whole of it.
        value: Box<Value>,
    },
    /// A search found these.
    Found(Vec<Listed>),
    /// What was asked for by its identifier is not there.
    Absent,
    /// Too many requests: 429.
    Refused,
    /// 403: no rights, or a limit that calls itself so.
    Denied,
    /// It fails.
    Failed(Trouble),
}

/// Why a request fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The code that the service would log.
    pub code: ErrorCode,
    /// What the server says, or what is wrong with its answer.
    pub says: String,
}

/// What is told of a server that does not say why.
const NOTHING: &str = "nothing further";
/// So much of what a server says is kept.
const MOST_SAID: usize = 160;

fn failed(code: ErrorCode, says: impl Into<String>) -> Reading {
    let mut says: String = says
        .into()
        .chars()
        .filter(|sign| !sign.is_control())
        .take(MOST_SAID)
        .collect();
    if says.is_empty() {
        says = NOTHING.to_owned();
    }
    Reading::Failed(Trouble { code, says })
}

fn incompatible(says: impl Into<String>) -> Reading {
    failed(
        ErrorCode::SystemForCrossDomainIdentityManagementServiceIncompatible,
        says,
    )
}

impl Reading {
    /// Reads the answer to a request.
    pub fn of(request: &ScimRequest, answer: Answered<'_>) -> Self {
        let is_search = request.method == Method::Get && request.path.contains("filter=");
        match answer.status {
            200..=299 => Self::of_success(request, answer, is_search),
            404 if is_search => {
                incompatible("404 to a search, where the service expects 200 and an empty list")
            }
            404 => Self::Absent,
            429 => Self::Refused,
            401 => failed(ErrorCode::Unauthorized, said(answer)),
            403 => Self::Denied,
            409 => failed(ErrorCode::Conflict, said(answer)),
            400 if scim_type(answer) == "uniqueness" => failed(ErrorCode::Conflict, said(answer)),
            400..=499 => failed(
                ErrorCode::UnprocessableEntity,
                format!("{}: {}", answer.status, said(answer)),
            ),
            501 => failed(ErrorCode::NotImplemented, said(answer)),
            500..=599 => failed(
                ErrorCode::InternalServerError,
                format!("{}: {}", answer.status, said(answer)),
            ),
            300..=399 => incompatible(format!(
                "{}: a redirect, which is not followed",
                answer.status
            )),
            other => incompatible(format!("status {other}")),
        }
    }

    fn of_success(request: &ScimRequest, answer: Answered<'_>, is_search: bool) -> Self {
        match request.method {
            Method::Patch | Method::Delete => Self::Done,
            Method::Get | Method::Post => {
                let value: Value = match serde_json::from_slice(answer.body) {
                    Ok(value) => value,
                    Err(reason) => return incompatible(format!("the answer is no JSON: {reason}")),
                };
                if is_search {
                    return listed(&value);
                }
                match value.get("id").and_then(text_of) {
                    Some(id) if !id.is_empty() => Self::Resource {
                        id,
                        value: Box::new(value),
                    },
                    _ => incompatible("the resource in the answer has no id"),
                }
            }
        }
    }
}

/// The resources of a list; a list without any may leave `Resources` out (RFC 7644, 3.4.2).
fn listed(value: &Value) -> Reading {
    let total = value.get("totalResults").and_then(Value::as_u64);
    let resources = value.get("Resources").and_then(Value::as_array);
    let (Some(total), resources) = (total, resources.map_or(&[][..], Vec::as_slice)) else {
        return incompatible("the answer to a search is no ListResponse: it has no totalResults");
    };
    if total > 0 && resources.is_empty() {
        return incompatible(format!(
            "totalResults is {total} and there are no Resources"
        ));
    }
    let found = resources.iter().map(|one| {
        let text = |name: &str| one.get(name).and_then(text_of).unwrap_or_default();
        let user_name = text("userName");
        Listed {
            id: text("id"),
            name: if user_name.is_empty() {
                text("displayName")
            } else {
                user_name
            },
        }
    });
    Reading::Found(found.collect())
}

/// An identifier may come as a number, which breaks RFC 7643 and does no harm.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn error_body(answer: Answered<'_>) -> Value {
    serde_json::from_slice(answer.body).unwrap_or_default()
}

fn scim_type(answer: Answered<'_>) -> String {
    error_body(answer)
        .get("scimType")
        .and_then(text_of)
        .unwrap_or_default()
}

fn said(answer: Answered<'_>) -> String {
    let body = error_body(answer);
    ["detail", "scimType", "message", "error"]
        .into_iter()
        .find_map(|field| body.get(field).and_then(text_of))
        .unwrap_or_else(|| NOTHING.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(request: &ScimRequest, status: u16, body: &str) -> Reading {
        let answer = Answered {
            status,
            content_type: None,
            body: body.as_bytes(),
        };
        Reading::of(request, answer)
    }

    fn code(reading: Reading) -> Option<ErrorCode> {
        match reading {
            Reading::Failed(trouble) => Some(trouble.code),
            _ => None,
        }
    }

    #[test]
    fn a_search_without_result_is_an_empty_list_and_not_a_404() {
        let search = ScimRequest::find_user("userName", "x");
        assert_eq!(
            read(&search, 200, r#"{"totalResults":0}"#),
            Reading::Found(Vec::new())
        );
        let incompatible = ErrorCode::SystemForCrossDomainIdentityManagementServiceIncompatible;
        for (status, body) in [
            (404, "{}"),
            (200, "[]"),
            (200, "<html>"),
            (302, ""),
            (200, r#"{"totalResults":3}"#),
        ] {
            assert_eq!(
                code(read(&search, status, body)),
                Some(incompatible),
                "{status} {body}"
            );
        }
    }

    #[test]
    fn what_is_read_by_its_identifier_may_be_gone() {
        assert_eq!(read(&ScimRequest::read_user("7"), 404, ""), Reading::Absent);
        assert!(
            matches!(read(&ScimRequest::read_user("7"), 200, r#"{"id":7}"#), Reading::Resource { id, .. } if id == "7")
        );
    }

    #[test]
    fn statuses_come_to_the_codes_of_the_logs() {
        let patch = ScimRequest::update_user("7", "A B");
        for (status, body, expected) in [
            (409, "", ErrorCode::Conflict),
            (400, r#"{"scimType":"uniqueness"}"#, ErrorCode::Conflict),
            (
                400,
                r#"{"scimType":"invalidPath"}"#,
                ErrorCode::UnprocessableEntity,
            ),
            (401, "", ErrorCode::Unauthorized),
            (500, "x", ErrorCode::InternalServerError),
            (501, "", ErrorCode::NotImplemented),
        ] {
            assert_eq!(
                code(read(&patch, status, body)),
                Some(expected),
                "{status} {body}"
            );
        }
        assert_eq!(read(&patch, 429, ""), Reading::Refused);
        assert_eq!(read(&patch, 204, ""), Reading::Done);
    }
}
