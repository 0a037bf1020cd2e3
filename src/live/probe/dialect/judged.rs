//! What the answers to the service's dialect lead to, in words.

use crate::experiment::outcome::probe_document::{DialectVerdict, Weight};
use crate::live::probe::opening::Opening;
use crate::live::probe::visitor::Answer;
use crate::model::ErrorCode;
use crate::scim::Reading;

/// The media type of SCIM (RFC 7644, 3.1).
const MEDIA_TYPE: &str = "application/scim+json";

/// A verdict before it is put together.
pub struct Judged {
    pub id: &'static str,
    pub asks: &'static str,
}

impl Judged {
    pub fn fine(&self, answers: impl Into<String>) -> DialectVerdict {
        self.with(Weight::Fine, answers, "nothing", None)
    }

    pub fn note(&self, answers: impl Into<String>, leads_to: &str) -> DialectVerdict {
        self.with(Weight::Note, answers, leads_to, None)
    }

    /// A refusal, with the code that the service would log.
    pub fn refused(&self, answer: &Answer, leads_to: &str) -> DialectVerdict {
        let code = match &answer.reading {
            Reading::Failed(trouble) => trouble.code,
            _ => ErrorCode::UnprocessableEntity,
        };
        self.with(Weight::Fails, answer.words(), leads_to, Some(code))
    }

    /// It says yes, and it is not so.
    pub fn silent(&self, answers: impl Into<String>, leads_to: &str) -> DialectVerdict {
        self.with(Weight::Fails, answers, leads_to, None)
    }

    pub fn with(
        &self,
        weight: Weight,
        answers: impl Into<String>,
        leads_to: &str,
        code: Option<ErrorCode>,
    ) -> DialectVerdict {
        DialectVerdict {
            id: self.id.to_owned(),
            asks: self.asks.to_owned(),
            answers: answers.into(),
            weight,
            leads_to: leads_to.to_owned(),
            code: code.map(|code| code.name().to_owned()),
        }
    }
}

/// Of the lookup with which every cycle opens.
pub fn of_opening(opening: &Opening) -> DialectVerdict {
    let judged = Judged {
        id: "empty-search",
        asks: "looks for a user whom nobody has",
    };
    let incompatible = ErrorCode::SystemForCrossDomainIdentityManagementServiceIncompatible;
    match opening {
        Opening::Expected { content_type } => match content_type.as_deref() {
            Some(MEDIA_TYPE) => judged.fine("200 and an empty list"),
            other => judged.note(
                format!("200 and an empty list, as {}", other.unwrap_or("no media type")),
                "answers are to be application/scim+json (RFC 7644); what the service makes of others is not documented",
            ),
        },
        Opening::Somebody(count) => judged.with(
            Weight::Quarantine,
            format!("200 and {count} users, none of whom was asked for"),
            "every lookup finds somebody: users are matched to wrong accounts, or fail since several are found",
            Some(ErrorCode::DuplicateTargetEntries),
        ),
        Opening::Otherwise(words) => judged.with(
            Weight::Quarantine,
            words,
            "the test of the connection fails, and each cycle before its first object: the job comes into quarantine",
            Some(incompatible),
        ),
    }
}
