//! What a server makes of the service's dialect, question by question. What it takes is used for everything that follows.
//!
//! | file | what it asks about |
//! |---|---|
//! | `user_questions.rs` | creating, finding, changing, disabling users |
//! | `reference_questions.rs` | managers |
//! | `group_questions.rs` | groups and their members |
//! | `list_questions.rs` | pages, and what is left when an object is deleted |
//! | `judged.rs` | verdicts put together |

mod group_questions;
mod judged;
mod list_questions;
mod reference_questions;
mod user_questions;

use super::opening::{self, Opening};
use super::visitor::{Answer, Halt, Made, Visitor};
use crate::experiment::outcome::probe_document::DialectVerdict;
use crate::live::client::Caller;
use crate::live::object_journal::ObjectKind;
pub(super) use judged::Judged;
pub(super) use list_questions::pages;

/// What follows for everything else that is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    /// Users can be made and are found again.
    pub users: bool,
    /// Groups can be made.
    pub groups: bool,
    /// Members can be added.
    pub members: bool,
    /// One PATCH takes several members.
    pub several_members: bool,
    /// Managers can be set.
    pub managers: bool,
    /// Users the server said it had before.
    pub users_before: Option<u64>,
}

/// Most users that the questions make, and most groups, and most requests.
pub(super) const MOST_USERS: u64 = 8;
pub(super) const MOST_GROUPS: u64 = 4;
pub(super) const MOST_REQUESTS: u64 = 90;

/// Whoever asks: verdicts as they come.
pub(super) struct Questions<'q, 'v> {
    pub visitor: &'q mut Visitor<'v>,
    pub caller: &'q Caller,
    pub verdicts: &'q mut Vec<DialectVerdict>,
    pub can: Abilities,
    made: Vec<(ObjectKind, Made)>,
}

/// Asks everything, one after the other.
pub(super) fn ask(
    visitor: &mut Visitor<'_>,
    caller: &Caller,
    verdicts: &mut Vec<DialectVerdict>,
) -> Result<Abilities, Halt> {
    let opening = opening::open(visitor, caller)?;
    let mut questions = Questions {
        visitor,
        caller,
        verdicts,
        can: Abilities::default(),
        made: Vec::new(),
    };
    questions.verdicts.push(judged::of_opening(&opening));
    questions.stored()?;
    let everybody = matches!(opening, Opening::Somebody(_));
    if let Some((first, second)) = questions.users(everybody)? {
        questions.managers(&first, &second)?;
        questions.groups(&first, &second)?;
        questions.can.users = true;
    }
    questions.deletions()?;
    Ok(questions.can)
}

impl Questions<'_, '_> {
    /// Makes a request.
    fn answer(&self, request: &crate::scim::ScimRequest) -> Result<Answer, Halt> {
        self.visitor.send(self.caller, request)
    }

    fn keep(&mut self, kind: ObjectKind, made: &Made) {
        self.made.push((kind, made.clone()));
    }

    /// Notes a verdict, with the token kept out of what the server says.
    fn say(&mut self, verdict: DialectVerdict) {
        let hidden = |text: String| self.visitor.target.hidden(&text);
        let verdict = DialectVerdict {
            answers: hidden(verdict.answers),
            ..verdict
        };
        self.verdicts.push(verdict);
    }
}
