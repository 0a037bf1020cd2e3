//! What changes in the directory, and what becomes of a change.

use crate::units::SimTime;

named! {
    /// One kind of change in the directory.
    pub enum ChangeKind {
        /// A user comes into scope: assigned, enabled or newly passing the filter.
        Joiner => "joiner", "joiners";
        /// A user who left comes back: the account is enabled again, without its memberships (how-provisioning-works).
        Returner => "returner", "users who come back";
        /// A user leaves the scope: unassigned, disabled or deleted to the recycle bin; the target disables the account.
        Leaver => "leaver", "leavers";
        /// A user is deleted for good, 30 days after the recycle bin (how-provisioning-works); the account is deleted.
        HardDelete => "hardDelete", "users deleted for good";
        /// Attributes of a user in scope change.
        AttributeUpdate => "attributeUpdate", "attribute updates";
        /// Somebody becomes a member of a group in scope.
        MembershipAdd => "membershipAdd", "memberships added";
        /// Somebody ceases to be a member of a group in scope.
        MembershipRemove => "membershipRemove", "memberships removed";
        /// A group comes into scope.
        NewGroup => "newGroup", "new groups";
        /// A group leaves the scope or is deleted.
        RemovedGroup => "removedGroup", "groups removed";
        /// An object out of scope changes: it is evaluated and skipped (document 004).
        OutOfScope => "outOfScope", "changes out of scope";
    }
}

impl ChangeKind {
    /// Whether it takes a user or a group out of the target, and so counts against the deletion threshold (document 002).
    pub const fn is_removal(self) -> bool {
        matches!(self, Self::Leaver | Self::HardDelete | Self::RemovedGroup)
    }
}

/// What has become of a change. In the end each is applied or dropped, and not both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeStatus {
    /// It waits for a cycle, or is in one.
    Waiting,
    /// It is in the target.
    Applied,
    /// It is held back by the deletion threshold.
    Staged,
    /// It failed and waits in escrow to be tried again.
    Escrowed,
    /// It will never be in the target.
    Dropped(DropReason),
}

named! {
    /// Why a change never reaches the target.
    pub enum DropReason {
        /// The object is out of scope: evaluated and skipped.
        OutOfScope => "outOfScope", "out of scope: evaluated and skipped";
        /// The member is out of scope; if they come into scope later, only a restart finds them (known-issues).
        MemberOutOfScope => "memberOutOfScope", "member out of scope, missed until a restart";
        /// Nothing of the kind is there to be changed: no user, no group, or already gone.
        NothingToChange => "nothingToChange", "nothing there to be changed";
        /// A later change undid it before it was in the target.
        Undone => "undone", "undone by a later change";
        /// Retries ended, 28 days after the first failure by the current text (document 000).
        GivenUp => "givenUp", "given up when retries ended";
        /// Escrows were cleared without a new look at every object, so that nothing tries it again.
        EscrowCleared => "escrowCleared", "cleared from escrow and not looked at again";
        /// The job does not take objects out of scope away (SkipOutOfScopeDeletions).
        SkippedDeletion => "skippedDeletion", "kept, since deletions out of scope are skipped";
        /// The mapping's target object action is switched off.
        ActionOff => "actionOff", "not done, since the target object action is off";
        /// The administrator restored the staged object.
        Restored => "restored", "restored by the administrator";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_follow_the_declarations() {
        for (index, kind) in ChangeKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, index);
        }
        for (index, reason) in DropReason::ALL.into_iter().enumerate() {
            assert_eq!(reason as usize, index);
        }
    }
}

/// A step in the life of a change, as an observer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeStep {
    /// The kind of change.
    pub kind: ChangeKind,
    /// When it was made in the directory.
    pub made: SimTime,
    /// What it was before.
    pub before: ChangeStatus,
    /// What it is from now on.
    pub after: ChangeStatus,
    /// Whether it is the assignment of the user who is asked about.
    pub marked: bool,
}

/// A change that is not at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenChange {
    /// The kind of change.
    pub kind: ChangeKind,
    /// When it was made in the directory.
    pub made: SimTime,
    /// Waiting, staged or in escrow.
    pub status: ChangeStatus,
}

/// How many changes there were, and where they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangeCounts {
    /// All that became visible to the service.
    pub seen: u64,
    /// In the target.
    pub applied: u64,
    /// Waiting for a cycle or in one.
    pub waiting: u64,
    /// In escrow.
    pub escrowed: u64,
    /// Staged.
    pub staged: u64,
    /// Dropped, by reason in the order of [`DropReason::ALL`].
    pub dropped: [u64; DropReason::ALL.len()],
}

impl ChangeCounts {
    /// All that were dropped.
    pub fn dropped_in_all(&self) -> u64 {
        self.dropped.iter().sum()
    }

    pub(in crate::model) fn of(&mut self, status: ChangeStatus) -> &mut u64 {
        match status {
            ChangeStatus::Waiting => &mut self.waiting,
            ChangeStatus::Applied => &mut self.applied,
            ChangeStatus::Escrowed => &mut self.escrowed,
            ChangeStatus::Staged => &mut self.staged,
            ChangeStatus::Dropped(reason) => &mut self.dropped[reason as usize],
        }
    }
}
