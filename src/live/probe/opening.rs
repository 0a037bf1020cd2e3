//! The lookup of a user whom nobody has, with which every cycle opens.

use super::visitor::{Halt, Visitor};
use crate::live::client::Caller;
use crate::scim::{Reading, ScimRequest};

/// What the server says about a user who does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// 200 and an empty list.
    Expected {
        /// The media type of the answer.
        content_type: Option<String>,
    },
    /// 200 and somebody: the filter counts for nothing.
    Somebody(usize),
    /// Anything else.
    Otherwise(String),
}

/// Asks. Without an answer that means anything there is nothing to measure.
pub(super) fn open(visitor: &Visitor<'_>, caller: &Caller) -> Result<Opening, Halt> {
    let nobody = visitor.journal.marker().nobody();
    let request = ScimRequest::find_user("userName", &nobody);
    let answer = visitor.send(caller, &request)?;
    let response = match &answer.exchange.outcome {
        Ok(response) => response,
        Err(broken) => return Err(Halt::Unable(broken.told())),
    };
    match (&answer.reading, response.status) {
        (Reading::Found(found), _) if found.is_empty() => Ok(Opening::Expected {
            content_type: response.content_type.clone(),
        }),
        (Reading::Found(found), _) => Ok(Opening::Somebody(found.len())),
        (_, 401 | 403) => Err(Halt::Unable(format!(
            "the endpoint refuses the token: {}\n  help: give the bearer token by --token-file FILE, or by the variable CYCLECAST_TOKEN",
            response.status
        ))),
        _ => Ok(Opening::Otherwise(answer.words())),
    }
}
