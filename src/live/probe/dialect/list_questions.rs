//! Questions about lists, and about what is left of an object that was deleted.

use super::judged::Judged;
use super::questions::Questions;
use crate::experiment::outcome::probe_document::DialectVerdict;
use crate::live::client::Caller;
use crate::live::object_journal::ObjectKind;
use crate::live::probe::visitor::{Halt, Visitor};
use crate::scim::{Reading, ScimRequest, counted};

/// A page as large as any server was seen to give.
const LARGE_PAGE: u64 = 1_000;

fn page(visitor: &Visitor<'_>, caller: &Caller, count: u64) -> Result<Option<(u64, u64)>, Halt> {
    let answer = visitor.send(caller, &ScimRequest::page_of_users(count))?;
    let response = answer.exchange.outcome.ok();
    Ok(response
        .filter(|response| response.status == 200)
        .and_then(|response| counted(&response.body)))
}

/// Whether lists come in pages, asked when there are many users.
pub fn pages(visitor: &Visitor<'_>, caller: &Caller) -> Result<DialectVerdict, Halt> {
    let judged = Judged {
        id: "pages",
        asks: "would read users in pages, by startIndex and count",
    };
    let small = page(visitor, caller, 2)?;
    let large = page(visitor, caller, LARGE_PAGE)?;
    let leads_to = "the service itself looks users up one by one; tools that list them meet it";
    Ok(match (small, large) {
        (Some((total, listed)), _) if listed > 2 => judged.note(
            format!("{listed} of {total} users where 2 were asked for"),
            leads_to,
        ),
        (Some(_), Some((total, listed))) if listed < total.min(LARGE_PAGE) => judged.note(
            format!("at most {listed} users in a page, of {total}"),
            leads_to,
        ),
        (Some(_), Some((_, listed))) => {
            judged.fine(format!("pages of up to {listed} users at least"))
        }
        _ => judged.note("no list of users", leads_to),
    })
}

impl Questions<'_, '_> {
    /// How many users are there, by the server's own words.
    pub fn stored(&mut self) -> Result<(), Halt> {
        let counted = page(self.visitor, self.caller, 1)?;
        self.can.users_before = counted.map(|(total, _)| total);
        Ok(())
    }

    /// Deletes what the questions have made, and looks whether it is gone.
    pub fn deletions(&mut self) -> Result<(), Halt> {
        let made = std::mem::take(&mut self.made);
        for kind in [ObjectKind::Group, ObjectKind::User] {
            let (id, asks) = match kind {
                ObjectKind::Group => ("group-delete", "deletes a group"),
                ObjectKind::User => ("user-delete", "deletes a user"),
            };
            let judged = Judged { id, asks };
            let mut is_told = false;
            for (_, one) in made.iter().filter(|(of, _)| *of == kind) {
                let answer = self.visitor.delete(self.caller, kind, one)?;
                if is_told {
                    continue;
                }
                is_told = true;
                let request = match kind {
                    ObjectKind::Group => ScimRequest::read_group(&one.id),
                    ObjectKind::User => ScimRequest::read_user(&one.id),
                };
                let after = self.answer(&request)?;
                let is_gone = !matches!(after.reading, Reading::Resource { .. });
                self.say(match (answer.is_fine(), is_gone) {
                    (true, true) => judged.fine(format!(
                        "{}, and it is gone",
                        answer.status().unwrap_or_default()
                    )),
                    (true, false) => judged.silent(
                        "taken, and it is still there",
                        "what was deleted stays; delete the probe's objects by hand: their names begin with cyclecast-",
                    ),
                    (false, _) => judged.refused(
                        &answer,
                        "nothing is deleted; delete the probe's objects by hand: their names begin with cyclecast-",
                    ),
                });
            }
        }
        Ok(())
    }
}
