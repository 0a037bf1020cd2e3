//! What kinds of changes and fates are called.

use crate::model::job::{ChangeKind, DropReason};

pub(super) const fn kind(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Joiner => "joiners",
        ChangeKind::Returner => "users who come back",
        ChangeKind::Leaver => "leavers",
        ChangeKind::HardDelete => "users deleted for good",
        ChangeKind::AttributeUpdate => "attribute updates",
        ChangeKind::MembershipAdd => "memberships added",
        ChangeKind::MembershipRemove => "memberships removed",
        ChangeKind::NewGroup => "new groups",
        ChangeKind::RemovedGroup => "groups removed",
        ChangeKind::OutOfScope => "changes out of scope",
    }
}

pub(super) const fn reason(reason: DropReason) -> &'static str {
    match reason {
        DropReason::OutOfScope => "out of scope: evaluated and skipped",
        DropReason::MemberOutOfScope => "member out of scope, missed until a restart",
        DropReason::NothingToChange => "nothing there to be changed",
        DropReason::Undone => "undone by a later change",
        DropReason::GivenUp => "given up when retries ended",
        DropReason::EscrowCleared => "cleared from escrow and not looked at again",
        DropReason::SkippedDeletion => "kept, since deletions out of scope are skipped",
        DropReason::ActionOff => "not done, since the target object action is off",
        DropReason::Restored => "restored by the administrator",
    }
}
