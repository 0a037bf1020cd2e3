//! What an answer means to the cycle, as the service would take it.

use super::played_objects::PlayedObjects;
use crate::experiment::rehearsal::Trouble;
use crate::live::client::Exchange;
use crate::model::{Answer, CallElsewhere, Endpoint, ErrorCode, Work};
use crate::scim::{Listed, Reading, ScimRequest};
use crate::units::SimDuration;

/// What an answer means.
#[derive(Debug)]
pub(super) struct Meaning {
    pub answer: Answer,
    /// Of a GET: whether what it looks for is there.
    pub found: Option<bool>,
    /// The identifier that the target gave the object.
    pub id: Option<String>,
    pub trouble: Option<Trouble>,
}

impl Meaning {
    fn success(found: Option<bool>, id: Option<String>) -> Self {
        Self {
            answer: Answer::Success,
            found,
            id,
            trouble: None,
        }
    }

    fn failure(endpoint: Endpoint, code: ErrorCode, says: String) -> Self {
        let trouble = Some(Trouble::new(endpoint, code, says));
        Self {
            answer: Answer::Failure(code),
            found: None,
            id: None,
            trouble,
        }
    }

    /// A call that cannot be made, since the target has told no identifier.
    pub fn unidentified(endpoint: Endpoint) -> Self {
        let says = "the target has told no identifier of it".to_owned();
        Self::failure(endpoint, ErrorCode::InvalidAnchor, says)
    }

    /// Of an exchange for a call.
    pub fn of(
        call: &CallElsewhere,
        request: &ScimRequest,
        exchange: &Exchange,
        objects: &PlayedObjects,
    ) -> Self {
        let endpoint = call.endpoint;
        match exchange.reading(request) {
            Reading::Done => Self::success(None, None),
            Reading::Resource { id, .. } if endpoint == Endpoint::UserGet => {
                Self::success(Some(true), Some(id))
            }
            Reading::Resource { id, .. } => Self::success(None, Some(id)),
            Reading::Found(found) => of_search(call, found, objects),
            Reading::Absent if matches!(endpoint, Endpoint::UserGet | Endpoint::GroupGet) => {
                Self::success(Some(false), None)
            }
            Reading::Absent => Self::failure(
                endpoint,
                ErrorCode::InvalidAnchor,
                "404, not found".to_owned(),
            ),
            Reading::Refused => {
                let hints = exchange
                    .outcome
                    .as_ref()
                    .ok()
                    .map(|response| &response.limits);
                let told = hints.and_then(|hints| hints.retry_after());
                let told = told.map(|told| SimDuration::from_secs(told.as_secs()));
                let answer = Answer::Refusal(told);
                Self {
                    answer,
                    found: None,
                    id: None,
                    trouble: None,
                }
            }
            Reading::Denied => {
                let trouble =
                    Trouble::new(endpoint, ErrorCode::InsufficientRights, "403".to_owned());
                Self {
                    answer: Answer::Denial,
                    found: None,
                    id: None,
                    trouble: Some(trouble),
                }
            }
            Reading::Failed(trouble) => Self::failure(endpoint, trouble.code, trouble.says),
        }
    }
}

/// What a search found. Nobody but our own is taken for a match: what is not ours is never changed.
fn of_search(call: &CallElsewhere, found: Vec<Listed>, objects: &PlayedObjects) -> Meaning {
    let expected = match call.work {
        Work::User(user) => objects.user_name(user),
        Work::Group(group) => objects.group_name(group),
        Work::Manager(user) => {
            let is_there = found
                .iter()
                .any(|one| Some(one.id.as_str()) == objects.user_id(user));
            return Meaning::success(Some(is_there), None);
        }
        _ => return Meaning::success(None, None),
    };
    let count = found.len();
    let mut ours = found
        .into_iter()
        .filter(|one| one.name.eq_ignore_ascii_case(&expected) && !one.id.is_empty());
    match (ours.next(), count) {
        (None, 0) => Meaning::success(Some(false), None),
        (Some(one), 1) => Meaning::success(Some(true), Some(one.id)),
        _ => {
            let says = format!("a search for one object finds {count}");
            Meaning::failure(call.endpoint, ErrorCode::DuplicateTargetEntries, says)
        }
    }
}
