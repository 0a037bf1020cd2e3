//! Questions about users.

use super::judged::Judged;
use super::questions::Questions;
use crate::live::object_journal::ObjectKind;
use crate::live::probe::visitor::{Answer, Halt, Made};
use crate::scim::{ActiveForm, Reading, ScimRequest, UserValues};

impl Questions<'_, '_> {
    /// Everything about users; two of them, where any can be made.
    pub fn users(&mut self, finds_everybody: bool) -> Result<Option<(Made, Made)>, Halt> {
        let Some((first, values)) = self.create()? else {
            return Ok(None);
        };
        if !finds_everybody {
            self.found_again(&first, &values)?;
        }
        self.read_by_id(&first)?;
        self.found_by_mail(&first, &values)?;
        self.duplicate(&first, &values)?;
        self.changed(&first)?;
        self.mail_replaced(&first, &values)?;
        self.switched_off(&first)?;
        let (_, second) = self.visitor.new_user(self.caller)?;
        let Some(second) = second else {
            return Ok(None);
        };
        self.keep(ObjectKind::User, &second);
        Ok(Some((first, second)))
    }

    fn create(&mut self) -> Result<Option<(Made, UserValues)>, Halt> {
        let judged = Judged {
            id: "user-create",
            asks: "creates a user with a primary work mail",
        };
        let (answer, made) = self.visitor.new_user(self.caller)?;
        if let Some(made) = made {
            let values = self.visitor.values_of(&made);
            self.say(match answer.status() {
                Some(201) => judged.fine("201, with an id"),
                other => judged.note(
                    format!("{}, with an id", other.unwrap_or_default()),
                    "the service expects 201 (use-scim-to-provision-users-and-groups)",
                ),
            });
            self.keep(ObjectKind::User, &made);
            return Ok(Some((made, values)));
        }
        self.visitor.spelling.primary_mail = false;
        let (plainer, made) = self.visitor.new_user(self.caller)?;
        let leads_to = "no account is created for people with a mail in the tutorial's form";
        self.say(judged.refused(&answer, leads_to));
        if let Some(made) = made {
            let values = self.visitor.values_of(&made);
            self.keep(ObjectKind::User, &made);
            return Ok(Some((made, values)));
        }
        self.visitor.plain_users = true;
        let (plainest, made) = self.visitor.new_user(self.caller)?;
        let judged = Judged {
            id: "user-create-plain",
            asks: "creates a user with name and userName alone",
        };
        self.say(match &made {
            Some(_) => judged.note(
                format!("taken, where {} came to one with a mail", plainer.words()),
                "what else was measured, was with such users",
            ),
            None => judged.refused(&plainest, "no account is created"),
        });
        Ok(made.map(|made| {
            let values = self.visitor.values_of(&made);
            self.keep(ObjectKind::User, &made);
            (made, values)
        }))
    }

    fn found_again(&mut self, made: &Made, values: &UserValues) -> Result<(), Halt> {
        let judged = Judged {
            id: "user-found",
            asks: "looks for a user who is there, by userName",
        };
        let answer = self.answer(&ScimRequest::find_user("userName", &values.user_name))?;
        let verdict = match &answer.reading {
            Reading::Found(found) if found.len() == 1 && found[0].id == made.id => {
                judged.fine("the user")
            }
            Reading::Found(found) if found.is_empty() => judged.silent(
                "nobody",
                "every person is created again in each cycle, and ends in a conflict or twice in the target",
            ),
            Reading::Found(found) => judged.silent(
                format!("{} users", found.len()),
                "people are matched to wrong accounts, or fail since several are found (DuplicateTargetEntries)",
            ),
            _ => judged.refused(&answer, "nobody is matched, so nobody is provisioned"),
        };
        self.say(verdict);
        Ok(())
    }

    fn read_by_id(&mut self, made: &Made) -> Result<(), Halt> {
        let judged = Judged {
            id: "user-by-id",
            asks: "reads a user by the id",
        };
        let answer = self.answer(&ScimRequest::read_user(&made.id))?;
        let verdict = match &answer.reading {
            Reading::Resource { id, .. } if *id == made.id => judged.fine("the user"),
            Reading::Resource { .. } => {
                judged.silent("somebody else", "wrong accounts are changed")
            }
            _ => judged.refused(&answer, "known users are not updated"),
        };
        self.say(verdict);
        Ok(())
    }

    fn found_by_mail(&mut self, made: &Made, values: &UserValues) -> Result<(), Halt> {
        let judged = Judged {
            id: "user-found-by-mail",
            asks: "looks for a user by emails[type eq \"work\"].value",
        };
        let request = ScimRequest::find_user("emails[type eq \"work\"].value", &values.mail);
        let answer = self.answer(&request)?;
        let only_if =
            "matters where the mail is a matching attribute: then nobody is matched by it";
        let verdict = match &answer.reading {
            Reading::Found(found) if found.len() == 1 && found[0].id == made.id => {
                judged.fine("the user")
            }
            Reading::Found(found) => judged.note(format!("{} users", found.len()), only_if),
            _ => judged.note(answer.words(), only_if),
        };
        self.say(verdict);
        Ok(())
    }

    /// Tries to make the same user again; a second one goes at once.
    fn duplicate(&mut self, made: &Made, values: &UserValues) -> Result<(), Halt> {
        let judged = Judged {
            id: "user-duplicate",
            asks: "creates a user whose userName is taken",
        };
        let request = self.visitor.create_request(values);
        let answer =
            self.visitor
                .make(self.caller, ObjectKind::User, &values.user_name, &request)?;
        let verdict = match &answer.reading {
            Reading::Resource { id, .. } => {
                if *id != made.id {
                    let second = Made {
                        id: id.clone(),
                        ..made.clone()
                    };
                    self.visitor
                        .delete(self.caller, ObjectKind::User, &second)?;
                }
                judged.note(
                    format!("{}: there are two", answer.status().unwrap_or_default()),
                    "a person who is not found in time is there twice, and no conflict tells of it",
                )
            }
            _ if answer.status() == Some(409) => judged.fine("409"),
            _ => judged.note(
                answer.words(),
                "the service reads a conflict from 409; another refusal is logged as another failure",
            ),
        };
        self.visitor
            .journal
            .made(ObjectKind::User, &made.name, &made.id)?;
        self.say(verdict);
        Ok(())
    }

    fn changed(&mut self, made: &Made) -> Result<(), Halt> {
        let judged = Judged {
            id: "user-replace",
            asks: "changes two attributes of a user by op \"Replace\"",
        };
        let request = ScimRequest::update_user(&made.id, "Cyclecast Renamed");
        let capital = self.answer(&request)?;
        let small = self.answer(&request.clone().in_small_letters())?;
        let verdict = match (capital.is_fine(), small.is_fine()) {
            (true, true) => judged.fine(status(&capital)),
            (true, false) => judged.note(
                format!("taken, and \"replace\" is not: {}", small.words()),
                "with the aadOptscim062020 flag, which writes small letters, changes fail",
            ),
            (false, true) => {
                self.visitor.small_letters = true;
                judged.refused(
                    &capital,
                    "changes of users fail, and \"replace\" would be taken: the aadOptscim062020 flag mends it",
                )
            }
            (false, false) => judged.refused(&capital, "changes of users fail"),
        };
        self.say(verdict);
        Ok(())
    }

    fn mail_replaced(&mut self, made: &Made, values: &UserValues) -> Result<(), Halt> {
        let judged = Judged {
            id: "mail-replace",
            asks: "replaces emails[type eq \"work\"].value of a user",
        };
        let answer = self.answer(&ScimRequest::replace_mail(&made.id, &values.mail))?;
        self.say(match answer.is_fine() {
            true => judged.fine(status(&answer)),
            false => judged.refused(
                &answer,
                "a PATCH that carries the mail fails, with all the other changes in it",
            ),
        });
        Ok(())
    }

    fn switched_off(&mut self, made: &Made) -> Result<(), Halt> {
        let judged = Judged {
            id: "disable",
            asks: "disables a user by active \"False\", a text",
        };
        let text = self.switch(made, ActiveForm::Text)?;
        let stored = self.active(made)?;
        if text.is_fine() && stored == Some(Stored::Off) {
            self.say(judged.fine(format!("{}, and active is false", status(&text))));
        } else {
            self.visitor.spelling.active = ActiveForm::Boolean;
            let boolean = self.switch(made, ActiveForm::Boolean)?;
            let works = boolean.is_fine() && self.active(made)? == Some(Stored::Off);
            let and_then = match works {
                true => "; the boolean would be taken: the aadOptscim062020 flag mends it",
                false => "; nor does the boolean do it",
            };
            let verdict = match (text.is_fine(), stored) {
                (false, _) => {
                    judged.refused(&text, &format!("leavers keep their accounts{and_then}"))
                }
                (true, Some(Stored::Text)) => judged.silent(
                    "taken, and stored as a text",
                    &format!(
                        "an application that reads it as true leaves the account on{and_then}"
                    ),
                ),
                (true, _) => judged.silent(
                    "taken, and active is not false",
                    &format!("leavers keep their accounts, and nothing tells of it{and_then}"),
                ),
            };
            self.say(verdict);
        }
        let on = ScimRequest::switch_user(&made.id, true, self.visitor.spelling);
        self.answer(&on)?;
        Ok(())
    }

    fn switch(&self, made: &Made, active: ActiveForm) -> Result<Answer, Halt> {
        let spelling = crate::scim::Spelling {
            active,
            ..self.visitor.spelling
        };
        self.answer(&ScimRequest::switch_user(&made.id, false, spelling))
    }

    fn active(&self, made: &Made) -> Result<Option<Stored>, Halt> {
        let answer = self.answer(&ScimRequest::read_user(&made.id))?;
        let Reading::Resource { value, .. } = answer.reading else {
            return Ok(None);
        };
        Ok(value.get("active").map(|active| match active {
            serde_json::Value::Bool(false) => Stored::Off,
            serde_json::Value::Bool(true) => Stored::On,
            _ => Stored::Text,
        }))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stored {
    On,
    Off,
    Text,
}

fn status(answer: &Answer) -> String {
    answer.status().unwrap_or_default().to_string()
}
