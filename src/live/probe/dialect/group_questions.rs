//! Questions about groups and their members.

use super::judged::Judged;
use super::questions::Questions;
use crate::live::object_journal::ObjectKind;
use crate::live::probe::visitor::{Answer, Halt, Made};
use crate::scim::{GroupSchemas, Reading, RemoveForm, ScimRequest, Spelling, member_ids};

impl Questions<'_, '_> {
    /// Everything about groups.
    pub fn groups(&mut self, first: &Made, second: &Made) -> Result<(), Halt> {
        let Some(group) = self.create_group()? else {
            return Ok(());
        };
        self.can.groups = true;
        if !self.add_member(&group, first)? {
            return Ok(());
        }
        self.can.members = true;
        self.found_without_members(&group)?;
        self.same_member_again(&group, first)?;
        self.several_members(&group, first, second)?;
        self.remove_member(&group, first, second)
    }

    fn create_group(&mut self) -> Result<Option<Made>, Halt> {
        let judged = Judged {
            id: "group-create",
            asks: "creates an empty group as the tutorial does, with Microsoft's schema of 2006",
        };
        let (tutorial, made) = self.visitor.new_group(self.caller)?;
        if let Some(made) = made {
            self.say(judged.fine(tutorial.status().unwrap_or_default().to_string()));
            self.keep(ObjectKind::Group, &made);
            return Ok(Some(made));
        }
        self.visitor.spelling.groups = GroupSchemas::Core;
        let (_, made) = self.visitor.new_group(self.caller)?;
        let leads_to = match made {
            Some(_) => {
                "groups fail if the service sends that schema; with SCIM's own alone they are taken"
            }
            None => "no group is created, nor with SCIM's own schema alone",
        };
        self.say(judged.refused(&tutorial, leads_to));
        if let Some(made) = &made {
            self.keep(ObjectKind::Group, made);
        }
        Ok(made)
    }

    /// The members that a group has, by its own words.
    fn members(&self, group: &Made) -> Result<Option<Vec<String>>, Halt> {
        let answer = self.answer(&ScimRequest::read_members(&group.id))?;
        Ok(match &answer.reading {
            Reading::Resource { value, .. } => Some(member_ids(value)),
            _ => None,
        })
    }

    fn add_member(&mut self, group: &Made, user: &Made) -> Result<bool, Halt> {
        let judged = Judged {
            id: "member-add",
            asks: "adds one member to a group by op \"Add\"",
        };
        let request = ScimRequest::add_members(&group.id, [user.id.as_str()]);
        let mut answer = self.answer(&request)?;
        if !answer.is_fine() && !self.visitor.small_letters {
            let small = self.answer(&request.in_small_letters())?;
            if small.is_fine() {
                self.visitor.small_letters = true;
                self.say(judged.refused(
                    &answer,
                    "no membership is written; \"add\" would be taken: the aadOptscim062020 flag mends it",
                ));
                answer = small;
            }
        }
        if !answer.is_fine() {
            self.say(judged.refused(&answer, "no membership is written"));
            return Ok(false);
        }
        let is_in = self
            .members(group)?
            .is_none_or(|members| members.contains(&user.id));
        if !is_in {
            self.say(judged.silent(
                "taken, and the member is not in the group",
                "memberships count as written and are not there; the service never reads them back",
            ));
            return Ok(false);
        }
        self.say(judged.fine(answer.status().unwrap_or_default().to_string()));
        self.answered_with(&answer);
        Ok(true)
    }

    fn answered_with(&mut self, answer: &Answer) {
        let judged = Judged {
            id: "group-patch-answer",
            asks: "wants no body in the answer to a PATCH of a group",
        };
        let bytes = answer.body_bytes();
        self.say(match bytes {
            0 => judged.fine("none"),
            bytes => judged.note(
                format!("{bytes} bytes at one member"),
                "where the answer holds the group, it grows with each member, and so does the time",
            ),
        });
    }

    fn found_without_members(&mut self, group: &Made) -> Result<(), Halt> {
        let judged = Judged {
            id: "group-found",
            asks: "looks for a group by displayName, without its members",
        };
        let answer = self.answer(&ScimRequest::find_group(&group.name))?;
        let response = answer.exchange.outcome.as_ref().ok();
        let body = response.map_or(&[][..], |response| &response.body);
        let has_members = serde_json::from_slice::<serde_json::Value>(body)
            .ok()
            .and_then(|list| {
                let group = list.get("Resources")?.as_array()?.first()?.clone();
                Some(!member_ids(&group).is_empty())
            });
        let verdict = match &answer.reading {
            Reading::Found(found) if found.len() == 1 && found[0].id == group.id => {
                match has_members {
                    Some(true) => judged.note(
                        "the group with its members, although they were excluded",
                        "each lookup of a large group carries all its members",
                    ),
                    _ => judged.fine("the group without its members"),
                }
            }
            Reading::Found(found) if found.is_empty() => judged.silent(
                "no group",
                "each cycle creates every group again: a conflict for ever, or one more group",
            ),
            Reading::Found(found) => judged.silent(
                format!("{} groups", found.len()),
                "groups are matched to wrong ones, or fail since several are found (DuplicateTargetEntries)",
            ),
            _ => judged.refused(&answer, "no group is matched, so none is provisioned"),
        };
        self.say(verdict);
        Ok(())
    }

    fn same_member_again(&mut self, group: &Made, user: &Made) -> Result<(), Halt> {
        let judged = Judged {
            id: "member-again",
            asks: "adds a member who is in the group already, as after a restart",
        };
        let request = ScimRequest::add_members(&group.id, [user.id.as_str()]);
        let answer = self.answer(&request)?;
        let times = self
            .members(group)?
            .map(|members| members.iter().filter(|member| **member == user.id).count());
        let verdict = match (answer.is_fine(), times) {
            (false, _) => judged.refused(
                &answer,
                "a restart fails for every membership that is there",
            ),
            (true, Some(times)) if times > 1 => judged.note(
                format!("the member is in it {times} times"),
                "each restart makes groups larger, and each later PATCH slower",
            ),
            (true, _) => judged.fine("the group stays as it is"),
        };
        self.say(verdict);
        Ok(())
    }

    fn several_members(&mut self, group: &Made, first: &Made, second: &Made) -> Result<(), Halt> {
        let judged = Judged {
            id: "several-members",
            asks: "adds several members in one PATCH, as gallery connectors may",
        };
        let (_, third) = self.visitor.new_user(self.caller)?;
        let Some(third) = third else {
            return Ok(());
        };
        self.keep(ObjectKind::User, &third);
        let both = [second.id.as_str(), third.id.as_str()];
        let answer = self.answer(&ScimRequest::add_members(&group.id, both))?;
        let members = self.members(group)?;
        let all_in = members.is_none_or(|members| {
            [first, second, &third]
                .iter()
                .all(|user| members.contains(&user.id))
        });
        self.can.several_members = answer.is_fine() && all_in;
        self.say(match (answer.is_fine(), all_in) {
            (true, true) => judged.fine("all are in the group"),
            (true, false) => judged.silent(
                "taken, and not all are in the group",
                "a connector that sends several loses members; one member a PATCH is safe",
            ),
            (false, _) => judged.note(answer.words(), "members go in one by one"),
        });
        Ok(())
    }

    fn remove_member(&mut self, group: &Made, first: &Made, second: &Made) -> Result<(), Halt> {
        let judged = Judged {
            id: "member-remove",
            asks: "removes a member by path \"members\" and a value, as without the aadOptscim062020 flag",
        };
        let remove = |remove, user: &Made| {
            let spelling = Spelling {
                remove,
                ..self.visitor.spelling
            };
            ScimRequest::remove_members(&group.id, [user.id.as_str()], spelling)
        };
        let is_in = |user: &Made, members: Option<Vec<String>>| {
            members.is_some_and(|members| members.contains(&user.id))
        };
        let by_value = self.answer(&remove(RemoveForm::ValueArray, first))?;
        let after = self.members(group)?;
        let value_works = by_value.is_fine() && !is_in(first, after.clone());
        let empties = value_works && !is_in(second, after) && self.can.several_members;
        let by_path = self.answer(&remove(RemoveForm::ValuePath, second))?;
        let path_works = by_path.is_fine() && !is_in(second, self.members(group)?);
        let path = match path_works {
            true => "; by path members[value eq ...], with the flag, it would be removed",
            false => "; nor does the path members[value eq ...] do it",
        };
        if !value_works && path_works {
            self.visitor.spelling.remove = RemoveForm::ValuePath;
        }
        let verdict = match (value_works, by_value.is_fine()) {
            (true, _) if empties => judged.silent(
                "taken, and all members are gone",
                "one who leaves takes everybody with them, and nothing tells of it",
            ),
            (true, _) if path_works => judged.fine("removed, and so by the path"),
            (true, _) => judged.note(
                format!(
                    "removed; by path members[value eq ...]: {}",
                    by_path.words()
                ),
                "with the aadOptscim062020 flag, which writes that, removals fail",
            ),
            (false, true) => judged.silent(
                "taken, and the member is still in the group",
                &format!("leavers keep their rights, and nothing tells of it{path}"),
            ),
            (false, false) => {
                judged.refused(&by_value, &format!("leavers keep their rights{path}"))
            }
        };
        self.say(verdict);
        Ok(())
    }
}
