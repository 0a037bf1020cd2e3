//! What forms of requests the target takes, before anything is played: one user and one group are made, changed and left to the clean-up.

use crate::live::client::{Caller, Caps, Stop, ask_patiently, is_over_limit};
use crate::live::object_journal::{JournalError, ObjectJournal, ObjectKind};
use crate::scim::{
    ActiveForm, GroupSchemas, ManagerForm, Reading, RemoveForm, ScimRequest, Spelling,
};

/// The numbers of the objects that are tried: none that is played has such a one.
const FIRST: u64 = 9_000_000_001;

/// What the target takes, and what it refused of what the service writes by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// Forms that it takes.
    pub spelling: Spelling,
    /// What the service sends and the target refuses, a sentence each.
    pub refused: Vec<String>,
}

/// Why nothing can be played.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// The target takes no form of what the service sends.
    #[error(
        "the target refuses what every cycle needs: {what}: {says}\n  help: the service would fail in the same way; `cyclecast probe` tells what else it would trip over"
    )]
    Refused {
        /// The request, in words.
        what: &'static str,
        /// The target's answer.
        says: String,
    },
    /// There is no answer at all.
    #[error("{0}")]
    Unanswered(String),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// It may not go on.
    #[error(transparent)]
    Stopped(#[from] Stop),
}

/// What will be played.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// Groups and their members.
    pub groups: bool,
    /// Managers.
    pub managers: bool,
    /// What incremental cycles bring: accounts that are switched off, members who leave.
    pub changes: bool,
}

struct Trial<'a> {
    caller: &'a Caller,
    caps: &'a Caps<'a>,
    journal: &'a ObjectJournal,
    tried: Tried,
}

/// Finds out what forms the target takes.
///
/// # Errors
/// [`TrialError`].
pub fn try_spelling(
    caller: &Caller,
    caps: &Caps<'_>,
    journal: &ObjectJournal,
    needs: Needs,
) -> Result<Tried, TrialError> {
    let tried = Tried {
        spelling: Spelling::default(),
        refused: Vec::new(),
    };
    let mut trial = Trial {
        caller,
        caps,
        journal,
        tried,
    };
    trial.opening()?;
    let user = trial.user(FIRST)?;
    if needs.managers {
        let manager = trial.user(FIRST + 1)?;
        trial.manager(&user, &manager)?;
    }
    if needs.groups {
        let group = trial.group()?;
        let added = trial.answer(&ScimRequest::add_members(&group, [user.as_str()]))?;
        expect(added, "a member is added to a group")?;
        if needs.changes {
            trial.removal(&group, &user)?;
        }
    }
    if needs.changes {
        trial.switch(&user)?;
    }
    Ok(trial.tried)
}

impl Trial<'_> {
    fn answer(&self, request: &ScimRequest) -> Result<Reading, Stop> {
        ask_patiently(self.caller, self.caps, request, is_over_limit)
    }

    /// The search that opens every cycle, which finds nobody.
    fn opening(&mut self) -> Result<(), TrialError> {
        let nobody = self.journal.marker().nobody();
        let request = ScimRequest::find_user("userName", &nobody);
        self.caps.take()?;
        let exchange = self.caller.send(&request);
        if let Err(broken) = &exchange.outcome {
            return Err(TrialError::Unanswered(broken.told()));
        }
        let mut reading = exchange.reading(&request);
        if is_over_limit(&reading) {
            reading = self.answer(&request)?;
        }
        match reading {
            Reading::Found(found) if found.is_empty() => Ok(()),
            Reading::Found(_) => {
                self.tried.refused.push("A search for somebody who does not exist finds others: the service would take them for matches.".to_owned());
                Ok(())
            }
            other => expect(other, "the search for nobody that opens a cycle"),
        }
    }

    fn user(&mut self, number: u64) -> Result<String, TrialError> {
        let values = self.journal.marker().user(number);
        let name = &values.user_name;
        self.caps.take_object()?;
        self.journal.makes(ObjectKind::User, name)?;
        let mut answer = self.answer(&ScimRequest::create_user(&values, self.tried.spelling))?;
        if is_refused(&answer) && self.tried.spelling.primary_mail {
            let plain = Spelling {
                primary_mail: false,
                ..self.tried.spelling
            };
            let second = self.answer(&ScimRequest::create_user(&values, plain))?;
            if let Reading::Resource { .. } = second {
                self.refuses("A new user whose work mail is the primary one", &answer);
                (self.tried.spelling, answer) = (plain, second);
            }
        }
        let id = created(answer, "a user is created")?;
        self.journal.made(ObjectKind::User, name, &id)?;
        Ok(id)
    }

    fn group(&mut self) -> Result<String, TrialError> {
        let name = self.journal.marker().group(FIRST);
        self.caps.take_object()?;
        self.journal.makes(ObjectKind::Group, &name)?;
        let mut answer = self.answer(&ScimRequest::create_group(
            &name,
            &name,
            self.tried.spelling,
        ))?;
        if is_refused(&answer) {
            let core = Spelling {
                groups: GroupSchemas::Core,
                ..self.tried.spelling
            };
            let second = self.answer(&ScimRequest::create_group(&name, &name, core))?;
            if let Reading::Resource { .. } = second {
                self.refuses(
                    "A new group with Microsoft's schema beside SCIM's own",
                    &answer,
                );
                (self.tried.spelling, answer) = (core, second);
            }
        }
        let id = created(answer, "a group is created")?;
        self.journal.made(ObjectKind::Group, &name, &id)?;
        Ok(id)
    }

    fn manager(&mut self, user: &str, manager: &str) -> Result<(), TrialError> {
        let check = ScimRequest::check_manager(user, manager);
        let checked = self.answer(&check)?;
        if !matches!(checked, Reading::Found(_)) {
            self.refuses(
                "The check of a manager, a search with two conditions",
                &checked,
            );
        }
        let spelling = self.tried.spelling;
        let forms = ManagerForm::ALL.map(|form| {
            let what = format!("A manager in the form \"{}\"", form.name());
            let manager = form;
            (
                what,
                Spelling {
                    manager,
                    ..spelling
                },
            )
        });
        self.first_taken(forms, |spelling| {
            ScimRequest::set_manager(user, manager, spelling)
        })
    }

    fn removal(&mut self, group: &str, user: &str) -> Result<(), TrialError> {
        let spelling = self.tried.spelling;
        let forms = RemoveForm::ALL.map(|remove| {
            let what = format!("Taking a member out in the form \"{}\"", remove.name());
            (what, Spelling { remove, ..spelling })
        });
        self.first_taken(forms, |spelling| {
            ScimRequest::remove_members(group, [user], spelling)
        })
    }

    fn switch(&mut self, user: &str) -> Result<(), TrialError> {
        let spelling = self.tried.spelling;
        let forms = ActiveForm::ALL.map(|active| {
            let what = format!("Switching an account off by a {}", active.name());
            (what, Spelling { active, ..spelling })
        });
        self.first_taken(forms, |spelling| {
            ScimRequest::switch_user(user, false, spelling)
        })
    }

    /// Takes the first form that the target takes. One that takes none is played to all the same: its refusals are part of the cycle.
    fn first_taken(
        &mut self,
        forms: impl IntoIterator<Item = (String, Spelling)>,
        request: impl Fn(Spelling) -> ScimRequest,
    ) -> Result<(), TrialError> {
        for (what, spelling) in forms {
            let answer = self.answer(&request(spelling))?;
            if answer == Reading::Done {
                self.tried.spelling = spelling;
                return Ok(());
            }
            self.refuses(&what, &answer);
        }
        Ok(())
    }

    fn refuses(&mut self, what: &str, answer: &Reading) {
        self.tried
            .refused
            .push(format!("{what} is refused: {}.", says(answer)));
    }
}

fn is_refused(answer: &Reading) -> bool {
    matches!(answer, Reading::Failed(_) | Reading::Denied)
}

fn created(answer: Reading, what: &'static str) -> Result<String, TrialError> {
    match answer {
        Reading::Resource { id, .. } => Ok(id),
        other => Err(TrialError::Refused {
            what,
            says: says(&other),
        }),
    }
}

fn expect(answer: Reading, what: &'static str) -> Result<(), TrialError> {
    match answer {
        Reading::Done | Reading::Found(_) | Reading::Resource { .. } => Ok(()),
        other => Err(TrialError::Refused {
            what,
            says: says(&other),
        }),
    }
}

fn says(answer: &Reading) -> String {
    match answer {
        Reading::Failed(trouble) => format!("{} ({})", trouble.code.name(), trouble.says),
        Reading::Refused => "429, too many requests".to_owned(),
        Reading::Denied => "403, no rights".to_owned(),
        Reading::Absent => "404, not found".to_owned(),
        Reading::Done | Reading::Found(_) | Reading::Resource { .. } => {
            "an unexpected answer".to_owned()
        }
    }
}
