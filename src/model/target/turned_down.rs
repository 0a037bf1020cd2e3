//! What a target answers without any work: to a call over a limit, in trouble, or too large.

use super::Target;
use super::call::{Call, Reply};
use super::limit_set::Verdict;
use super::target_limit::Sized;
use super::trouble::Health;
use crate::model::chance::Streams;
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::record::Answer;
use crate::units::{SimDuration, SimTime};

impl Target {
    /// Whether a call like this one fails whatever its luck.
    pub fn is_down_for(&self, call: &Call) -> bool {
        self.is_down_at(call.endpoint)
    }

    /// The same for every call to an endpoint.
    pub fn is_down_at(&self, endpoint: Endpoint) -> bool {
        self.health != Health::Well || self.troubles.always_meet(endpoint)
    }

    /// The answer to a call that is turned down; nothing for one that is to be served.
    pub(super) fn turned_down(
        &mut self,
        at: SimTime,
        sized: Sized<'_>,
        streams: &Streams,
    ) -> Option<Reply> {
        if !self.limits.are_none()
            && let Some(reply) = self.refuse(at, sized)
        {
            return Some(reply);
        }
        if let Health::Fails(code) = self.health {
            return Some(self.at_once(at, Answer::Failure(code)));
        }
        if !self.troubles.are_none()
            && let Some(answer) = self.troubles.answer(sized.call, streams)
        {
            return Some(match answer {
                Answer::Failure(ErrorCode::Timeout) => self.given_up(at),
                answer => self.at_once(at, answer),
            });
        }
        // 413: the logs have no code of their own for it.
        let too_large = !self.payload.is_taken(sized.call);
        too_large.then(|| self.at_once(at, Answer::Failure(ErrorCode::UnprocessableEntity)))
    }

    /// The answer to a call that is over a limit.
    fn refuse(&mut self, at: SimTime, sized: Sized<'_>) -> Option<Reply> {
        if self.limits.never_pass(sized) {
            return Some(self.at_once(at, Answer::Failure(ErrorCode::UnprocessableEntity)));
        }
        let reply = match self.limits.judge(sized, at, self.paced) {
            Verdict::Passes => return None,
            Verdict::Answered(answer) => self.at_once(at, answer),
            Verdict::Closed => {
                self.at_once(at, Answer::Failure(ErrorCode::WebExceptionProtocolError))
            }
            Verdict::Silence => self.given_up(at),
        };
        self.limits.note(sized, at, reply.at);
        Some(reply)
    }

    fn at_once(&self, at: SimTime, answer: Answer) -> Reply {
        Reply {
            at: at + self.refusal,
            queued: SimDuration::ZERO,
            answer,
            passed: false,
        }
    }

    /// The call is not answered in time.
    pub(super) fn given_up(&self, at: SimTime) -> Reply {
        Reply {
            at: at + self.timeout,
            ..self.at_once(at, Answer::Failure(ErrorCode::Timeout))
        }
    }
}
