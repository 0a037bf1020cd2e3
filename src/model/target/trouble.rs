//! What befalls a target for a time: a share of its calls fails or is refused, whatever they are for.

use super::call::Call;
use crate::model::chance::{Purpose, Streams};
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::plan::CallTrouble;
use crate::model::record::Answer;

/// Whether the target does its work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) enum Health {
    #[default]
    Well,
    /// It answers every call with a failure of this code.
    Fails(ErrorCode),
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
        let met = self.0.iter().find(|one| meets(one, call, streams))?;
        Some(match met.code {
            ErrorCode::TooManyRequests => Answer::Refusal(met.retry_after),
            code => Answer::Failure(code),
        })
    }
}

/// Whether a call is one of the share that fails.
fn meets(trouble: &CallTrouble, call: &Call, streams: &Streams) -> bool {
    let usage = u64::from(call.repeats) << 48 ^ (trouble.code as u64) << 40 ^ call.usage;
    trouble.endpoints.contains(call.endpoint)
        && streams[Purpose::Trouble].happens(trouble.share, call.object, usage)
}
