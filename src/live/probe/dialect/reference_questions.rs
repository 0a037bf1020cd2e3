//! Questions about managers.

use super::judged::Judged;
use super::questions::Questions;
use crate::live::probe::visitor::{Halt, Made};
use crate::scim::{ManagerForm, Reading, ScimRequest, Spelling};

impl Questions<'_, '_> {
    /// Sets a manager in one form after the other until one is taken, and asks for it as the service does.
    pub fn managers(&mut self, user: &Made, manager: &Made) -> Result<(), Halt> {
        let judged = Judged {
            id: "manager-set",
            asks: "sets a manager as a text",
        };
        let mut refusal = None;
        for form in [ManagerForm::Text, ManagerForm::Object, ManagerForm::Example] {
            let spelling = Spelling {
                manager: form,
                ..self.visitor.spelling
            };
            let answer = self.answer(&ScimRequest::set_manager(&user.id, &manager.id, spelling))?;
            if answer.is_fine() {
                self.visitor.spelling.manager = form;
                self.can.managers = true;
                break;
            }
            refusal.get_or_insert(answer);
        }
        let other = self.visitor.spelling.manager.name();
        self.say(match (&refusal, self.can.managers) {
            (None, _) => judged.fine("taken"),
            (Some(answer), true) => judged.refused(
                answer,
                &format!("managers are not set; the form \"{other}\" would be taken"),
            ),
            (Some(answer), false) => {
                judged.refused(answer, "managers are not set, in whatever form")
            }
        });
        if self.can.managers {
            self.manager_check(user, manager)?;
        }
        Ok(())
    }

    fn manager_check(&mut self, user: &Made, manager: &Made) -> Result<(), Halt> {
        let judged = Judged {
            id: "manager-check",
            asks: "asks whether a manager is set, by \"id eq ... and manager eq ...\"",
        };
        let there = self.answer(&ScimRequest::check_manager(&user.id, &manager.id))?;
        let not_there = self.answer(&ScimRequest::check_manager(&user.id, &user.id))?;
        let count = |reading: &Reading| match reading {
            Reading::Found(found) => Some(found.len()),
            _ => None,
        };
        let verdict = match (count(&there.reading), count(&not_there.reading)) {
            (Some(1), Some(0)) => judged.fine("found where it is set, and not where it is not"),
            (Some(0), _) => judged.note(
                "not found, although it is set",
                "every full cycle sets every manager again",
            ),
            (Some(_), Some(_)) => judged.silent(
                "found, although it is not set",
                "managers are taken to be in place that are not",
            ),
            _ => judged.refused(
                &there,
                "the check before each manager fails, and so may the link",
            ),
        };
        self.say(verdict);
        Ok(())
    }
}
