//! Kinds of entries, by what the work on the object takes.

use crate::logs::log_event::{LogEvent, ObjectKind};
use crate::logs::vocabulary::{Action, Status};
use crate::model::Parameter;
use crate::model::named::named;

named! {
    /// A kind of entry.
    pub enum EntryKind {
        /// An object out of scope: imported and evaluated.
        Skipped => "skipped",
        /// A user was looked for and created.
        UserCreate => "user created",
        /// A user was found, and nothing had to be changed.
        UserUnchanged => "user found unchanged",
        /// A user was read and changed.
        UserUpdate => "user changed",
        /// A user was disabled.
        UserDisable => "user disabled",
        /// A user was deleted.
        UserDelete => "user deleted",
        /// A manager was checked and written.
        Manager => "manager written",
        /// A group was looked for and created.
        GroupCreate => "group created",
        /// Memberships were written.
        Memberships => "memberships written",
    }
}

use Parameter::{
    Evaluation, GroupGet, GroupPatch, GroupPost, GroupWrite, Lookup, MembershipWrite, UserDelete,
    UserGet, UserPatch, UserPost, UserWrite,
};

impl EntryKind {
    /// The kind of an entry whose duration tells what such work takes: it succeeded, and at the first attempt.
    pub fn of(event: &LogEvent) -> Option<Self> {
        if event.status == Status::Failure || event.traits.is_retry {
            return None;
        }
        let is_unchanged = event.traits.is_redundant || event.traits.was_matched;
        let has_references = event.traits.has_references;
        match (event.kind, event.action) {
            (_, Action::Other) if event.traits.out_of_scope => Some(Self::Skipped),
            (ObjectKind::Group, Action::Other) if is_unchanged => None,
            (_, Action::Other) if is_unchanged => (!has_references).then_some(Self::UserUnchanged),
            (_, Action::Other) => Some(Self::Skipped),
            _ if event.status == Status::Skipped => None,
            (ObjectKind::Group, Action::Create) => Some(Self::GroupCreate),
            (ObjectKind::Group, Action::Update) if has_references => Some(Self::Memberships),
            (ObjectKind::Group, _) => None,
            (_, Action::Create) => Some(Self::UserCreate),
            (_, Action::Update) if has_references => Some(Self::Manager),
            (_, Action::Update) => Some(Self::UserUpdate),
            (_, Action::Disable) => Some(Self::UserDisable),
            (_, Action::Delete) => Some(Self::UserDelete),
            (_, Action::StagedDelete) => None,
        }
    }

    /// Calls of such work to the target.
    pub const fn calls(self) -> u64 {
        match self {
            Self::Skipped => 0,
            Self::UserUnchanged | Self::Memberships => 1,
            _ => 2,
        }
    }

    /// What the service spends on such work before its last call, and the two parts of the last: the service's own and the target's. What stands earlier in the
    /// list of kinds settles the former.
    pub const fn parts(self) -> Option<(&'static [Parameter], [Parameter; 2])> {
        const EVALUATED: &[Parameter] = &[Evaluation];
        const LOOKED_UP: &[Parameter] = &[Evaluation, Lookup, UserGet];
        const GROUP_LOOKED_UP: &[Parameter] = &[Evaluation, Lookup, GroupGet];
        Some(match self {
            Self::UserUnchanged => (EVALUATED, [Lookup, UserGet]),
            Self::UserCreate => (LOOKED_UP, [UserWrite, UserPost]),
            Self::UserUpdate => (LOOKED_UP, [UserWrite, UserPatch]),
            Self::UserDelete => (LOOKED_UP, [UserWrite, UserDelete]),
            Self::GroupCreate => (GROUP_LOOKED_UP, [GroupWrite, GroupPost]),
            Self::Memberships => (&[], [MembershipWrite, GroupPatch]),
            Self::Skipped | Self::UserDisable | Self::Manager => return None,
        })
    }
}
