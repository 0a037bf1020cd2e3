//! What a server makes of the service's dialect, question by question. What it takes is used for everything that follows.
//!
//! | file | what it asks about |
//! |---|---|
//! | `user_questions.rs` | creating, finding, changing, disabling users |
//! | `reference_questions.rs` | managers |
//! | `group_questions.rs` | groups and their members |
//! | `list_questions.rs` | pages, and what is left when an object is deleted |
//! | `questions.rs` | whoever asks |
//! | `judged.rs` | verdicts put together |

mod group_questions;
mod judged;
mod list_questions;
mod questions;
mod reference_questions;
mod user_questions;

use super::abilities::Abilities;
use super::opening::{self, Opening};
use super::visitor::{Halt, Visitor};
use crate::experiment::outcome::probe_document::DialectVerdict;
use crate::live::client::Caller;
pub(super) use judged::Judged;
pub(super) use list_questions::pages;
use questions::Questions;

/// Most users that the questions make, and most groups, and most requests.
pub(super) const MOST_USERS: u64 = 8;
pub(super) const MOST_GROUPS: u64 = 4;
pub(super) const MOST_REQUESTS: u64 = 90;

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
