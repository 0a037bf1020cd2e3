//! Whoever asks, and what was learned so far.

use crate::experiment::outcome::probe_document::DialectVerdict;
use crate::live::client::Caller;
use crate::live::object_journal::ObjectKind;
use crate::live::probe::abilities::Abilities;
use crate::live::probe::visitor::{Answer, Halt, Made, Visitor};
use crate::scim::ScimRequest;

/// Whoever asks: verdicts as they come.
pub struct Questions<'q, 'v> {
    pub visitor: &'q mut Visitor<'v>,
    pub caller: &'q Caller,
    pub verdicts: &'q mut Vec<DialectVerdict>,
    pub can: Abilities,
    pub made: Vec<(ObjectKind, Made)>,
}

impl Questions<'_, '_> {
    /// Makes a request.
    pub fn answer(&self, request: &ScimRequest) -> Result<Answer, Halt> {
        self.visitor.send(self.caller, request)
    }

    pub fn keep(&mut self, kind: ObjectKind, made: &Made) {
        self.made.push((kind, made.clone()));
    }

    /// Notes a verdict, with the token kept out of what the server says.
    pub fn say(&mut self, verdict: DialectVerdict) {
        let hidden = |text: String| self.visitor.target.hidden(&text);
        let verdict = DialectVerdict {
            answers: hidden(verdict.answers),
            ..verdict
        };
        self.verdicts.push(verdict);
    }
}
