//! What befalls a target for a time: a share of its calls fails or is refused, whatever they are for.

use super::call::{Answer, Call};
use crate::model::chance::Streams;
use crate::model::endpoint::{Endpoint, EndpointSet};
use crate::model::errors::ErrorCode;
use crate::units::SimDuration;

/// A share of some calls that fails for a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CallTrouble {
    /// How they fail: a code that is passing, so not one that sticks to an object.
    pub code: ErrorCode,
    /// The share of the calls, from zero to one.
    pub share: f64,
    /// Which calls.
    pub endpoints: EndpointSet,
    /// What a 429 says about when to come back; nothing for other codes.
    pub retry_after: Option<SimDuration>,
}

impl CallTrouble {
    fn meets(&self, call: &Call, streams: &Streams) -> bool {
        let usage = u64::from(call.repeats) << 48 ^ (self.code as u64) << 40 ^ call.usage;
        self.endpoints.contains(call.endpoint)
            && streams.trouble.happens(self.share, call.object, usage)
    }
}

/// The troubles of a target, in the order in which they began.
#[derive(Debug, Default)]
pub(in crate::model) struct CallTroubles(Vec<CallTrouble>);

impl CallTroubles {
    /// A trouble begins; another with the same code ends.
    pub fn begin(&mut self, trouble: CallTrouble) {
        self.end(Some(trouble.code));
        self.0.push(trouble);
    }

    /// The trouble with this code is over, or every one.
    pub fn end(&mut self, code: Option<ErrorCode>) {
        self.0
            .retain(|one| code.is_some_and(|code| code != one.code));
    }

    pub fn are_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every call to an endpoint fails, so that it is no chance.
    pub fn always_meet(&self, endpoint: Endpoint) -> bool {
        let mut all = self.0.iter();
        all.any(|one| one.share >= 1.0 && one.endpoints.contains(endpoint))
    }

    /// How a call is answered that meets one of them.
    pub fn answer(&self, call: &Call, streams: &Streams) -> Option<Answer> {
        let met = self.0.iter().find(|one| one.meets(call, streams))?;
        Some(match met.code {
            ErrorCode::TooManyRequests => Answer::Refusal(met.retry_after),
            code => Answer::Failure(code),
        })
    }
}
