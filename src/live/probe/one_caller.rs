//! Latencies of one caller. Each round makes every kind of call once, so that whatever drifts meanwhile favours none.

use super::abilities::Abilities;
use super::visitor::{Answer, Halt, Made, Visitor};
use crate::live::client::Caller;
use crate::live::object_journal::ObjectKind;
use crate::model::Endpoint;
use crate::model::named::named;
use crate::scim::ScimRequest;

named! {
    /// A kind of call whose time is of its own.
    pub enum CallKind {
        /// A lookup that finds nobody, as for a person who is new.
        LookupAbsent => "lookup of a user who is not there",
        /// A lookup that finds somebody.
        LookupPresent => "lookup of a user who is there",
        /// By the identifier.
        UserById => "GET of a user by id",
        /// Creation of a user.
        UserPost => "POST of a user",
        /// Change of two attributes.
        UserPatch => "PATCH of two attributes",
        /// The check before a manager is set.
        ManagerCheck => "check of a manager",
        /// A manager is set.
        ManagerPatch => "PATCH of a manager",
        /// An account is switched off.
        Disable => "PATCH that disables a user",
        /// Deletion of a user.
        UserDelete => "DELETE of a user",
        /// A group is looked for, without its members.
        GroupLookup => "lookup of a group",
        /// Creation of a group.
        GroupPost => "POST of an empty group",
        /// The first member.
        GroupPatch => "PATCH that adds the first member",
        /// Deletion of a group.
        GroupDelete => "DELETE of a group",
    }
}

impl CallKind {
    /// What the simulator counts it as.
    pub const fn endpoint(self) -> Endpoint {
        match self {
            Self::LookupAbsent | Self::LookupPresent | Self::UserById | Self::ManagerCheck => {
                Endpoint::UserGet
            }
            Self::UserPost => Endpoint::UserPost,
            Self::UserPatch | Self::ManagerPatch | Self::Disable => Endpoint::UserPatch,
            Self::UserDelete => Endpoint::UserDelete,
            Self::GroupLookup => Endpoint::GroupGet,
            Self::GroupPost => Endpoint::GroupPost,
            Self::GroupPatch => Endpoint::GroupPatch,
            Self::GroupDelete => Endpoint::GroupDelete,
        }
    }
}

/// Requests in a round, and users and groups that it makes.
pub(super) const REQUESTS: u64 = 14;

/// Times of one kind of call in seconds, and how many failed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Timed {
    pub secs: Vec<f64>,
    pub failed: u64,
}

/// Times by kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct OneCaller {
    pub by_kind: [Timed; CallKind::ALL.len()],
}

impl OneCaller {
    /// Takes a call in: only what succeeds tells how long a call takes.
    pub fn add(&mut self, kind: CallKind, answer: &Answer) {
        let of_kind = &mut self.by_kind[kind as usize];
        match answer.is_fine() {
            true => of_kind.secs.push(answer.secs()),
            false => of_kind.failed += 1,
        }
    }

    pub fn secs(&self, kind: CallKind) -> &[f64] {
        &self.by_kind[kind as usize].secs
    }

    /// A request of this kind.
    fn ask(
        &mut self,
        at: (&Visitor<'_>, &Caller),
        kind: CallKind,
        request: &ScimRequest,
    ) -> Result<(), Halt> {
        let (visitor, caller) = at;
        self.add(kind, &visitor.send(caller, request)?);
        Ok(())
    }

    /// One round: a user and a group come, are changed, and go.
    pub fn round(
        &mut self,
        visitor: &Visitor<'_>,
        caller: &Caller,
        can: Abilities,
        manager: &Made,
    ) -> Result<(), Halt> {
        let at = (visitor, caller);
        let nobody = visitor.journal.marker().nobody();
        let find = |name: &str| ScimRequest::find_user("userName", name);
        self.ask(at, CallKind::LookupAbsent, &find(&nobody))?;
        let (answer, user) = visitor.new_user(caller)?;
        self.add(CallKind::UserPost, &answer);
        let Some(user) = user else {
            return Ok(());
        };
        let name = format!("Cyclecast Changed{}", user.number);
        self.ask(at, CallKind::UserById, &ScimRequest::read_user(&user.id))?;
        self.ask(at, CallKind::LookupPresent, &find(&user.name))?;
        self.ask(
            at,
            CallKind::UserPatch,
            &ScimRequest::update_user(&user.id, &name),
        )?;
        if can.managers {
            let check = ScimRequest::check_manager(&user.id, &manager.id);
            self.ask(at, CallKind::ManagerCheck, &check)?;
            let set = ScimRequest::set_manager(&user.id, &manager.id, visitor.spelling);
            self.ask(at, CallKind::ManagerPatch, &set)?;
        }
        if can.groups {
            self.group(at, can, &user)?;
        }
        let off = ScimRequest::switch_user(&user.id, false, visitor.spelling);
        self.ask(at, CallKind::Disable, &off)?;
        let answer = visitor.delete(caller, ObjectKind::User, &user)?;
        self.add(CallKind::UserDelete, &answer);
        Ok(())
    }

    fn group(
        &mut self,
        at: (&Visitor<'_>, &Caller),
        can: Abilities,
        user: &Made,
    ) -> Result<(), Halt> {
        let (visitor, caller) = at;
        let (answer, group) = visitor.new_group(caller)?;
        self.add(CallKind::GroupPost, &answer);
        let Some(group) = group else {
            return Ok(());
        };
        // Looked for while it is empty: what members add is measured by itself.
        self.ask(
            at,
            CallKind::GroupLookup,
            &ScimRequest::find_group(&group.name),
        )?;
        if can.members {
            let add = ScimRequest::add_members(&group.id, [user.id.as_str()]);
            self.ask(at, CallKind::GroupPatch, &add)?;
        }
        let answer = visitor.delete(caller, ObjectKind::Group, &group)?;
        self.add(CallKind::GroupDelete, &answer);
        Ok(())
    }
}
