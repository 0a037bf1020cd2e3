//! Why a request is refused, as SCIM says it (RFC 7644, section 3.12).

use serde_json::{Value, json};

/// An error with its status, its type and what it says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{status}: {detail}")]
pub struct StoreError {
    /// The status.
    pub status: u16,
    /// `scimType`, where the status has types.
    pub scim_type: Option<&'static str>,
    /// What is wrong.
    pub detail: String,
}

impl StoreError {
    /// An error without a type.
    pub fn new(status: u16, detail: impl Into<String>) -> Self {
        Self {
            status,
            scim_type: None,
            detail: detail.into(),
        }
    }

    pub(super) fn bad(scim_type: &'static str, detail: impl Into<String>) -> Self {
        Self {
            scim_type: Some(scim_type),
            ..Self::new(400, detail)
        }
    }

    pub(super) fn syntax(detail: impl Into<String>) -> Self {
        Self::bad("invalidSyntax", detail)
    }

    pub(super) fn value(detail: impl Into<String>) -> Self {
        Self::bad("invalidValue", detail)
    }

    pub(super) fn path(text: &str) -> Self {
        Self::bad(
            "invalidPath",
            format!("there is no attribute {}", cut(text)),
        )
    }

    pub(super) fn absent(id: &str) -> Self {
        Self::new(404, format!("there is no resource {}", cut(id)))
    }

    /// The error as a body.
    pub fn body(&self) -> Value {
        let mut body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": self.status.to_string(),
            "detail": self.detail,
        });
        if let Some(scim_type) = self.scim_type {
            body["scimType"] = scim_type.into();
        }
        body
    }
}

/// What somebody sent, short enough to be said again.
pub(super) fn cut(text: &str) -> String {
    const MOST: usize = 80;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push_str("...");
    }
    short
}
