//! What can become of a user or a group: one byte each, so that a million fit anywhere.

/// What has become of one user of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum UserState {
    // In the order of what is asked of them again and again, so that the answer is one comparison: first those who are skipped, then those in scope, of
    // whom the absent come first, and those who are new.
    /// Not assigned, disabled or filtered out: evaluated and skipped.
    OutOfScope,
    /// To be taken out of the target, but held back by the deletion threshold.
    Staged,
    /// The same for good.
    StagedDeleting,
    /// Out of scope, and active in the target all the same since deletions are skipped or off.
    Kept,
    /// Out of scope, and disabled in the target.
    Disabled,
    /// In scope and not yet provisioned.
    Pending,
    /// Could not be provisioned: in escrow for later cycles, or not allowed to be created.
    Escrowed,
    /// Linked to an account that was deleted in the target, after their link was removed: to be matched anew, and nobody will be found.
    Vanished,
    /// In the target, but the link to the account is lost: to be matched anew.
    Forgotten,
    /// The same, with values that differ.
    ForgottenChanged,
    /// Created in the target in this cycle.
    Created,
    /// Found and changed in this cycle.
    Updated,
    /// Found in this cycle with nothing to change.
    Unchanged,
    /// In the target from an earlier cycle, with nothing to change.
    Known,
    /// In the target from an earlier cycle, with values that differ.
    Changed,
    /// Linked to an account that somebody has deleted in the target.
    Orphaned,
    /// Disabled in the target, and in scope again.
    Returning,
    /// Out of scope, and still active in the target.
    Leaving,
    /// The same, and it has been allowed to disable them whatever the deletion threshold says.
    AllowedLeaving,
    /// Deleted for good, and still in the target.
    Deleting,
    /// The same, and it has been allowed.
    AllowedDeleting,
}

impl UserState {
    /// Whether they are to be in the target, whether or not they are there yet.
    pub fn is_in_scope(self) -> bool {
        matches!(
            self,
            Self::Pending
                | Self::Created
                | Self::Updated
                | Self::Unchanged
                | Self::Escrowed
                | Self::Known
                | Self::Changed
                | Self::Forgotten
                | Self::ForgottenChanged
                | Self::Orphaned
                | Self::Vanished
                | Self::Returning
        )
    }

    /// Whether the service has no account for them yet.
    pub fn is_new(self) -> bool {
        matches!(
            self,
            Self::Pending
                | Self::Escrowed
                | Self::Forgotten
                | Self::ForgottenChanged
                | Self::Vanished
        )
    }

    /// Whether they are in scope and the service knows of no account.
    pub fn is_absent(self) -> bool {
        matches!(self, Self::Pending | Self::Escrowed | Self::Vanished)
    }

    /// Whether they have an account that something can be written to. That one is gone the service learns only when it looks; references to them are
    /// resolved by their link all the same.
    pub fn has_account(self) -> bool {
        self.is_in_scope() && !self.is_absent() && self != Self::Orphaned
    }

    /// Whether they count as absent from the moment at which they became so, not only from their next failure.
    pub fn is_missed(self) -> bool {
        matches!(self, Self::Escrowed | Self::Vanished)
    }

    /// Whether they are to be taken out of the target.
    pub fn is_to_be_removed(self) -> bool {
        matches!(
            self,
            Self::Leaving | Self::AllowedLeaving | Self::Deleting | Self::AllowedDeleting
        )
    }

    /// Whether their removal is one for good.
    pub fn is_deleted(self) -> bool {
        matches!(self, Self::Deleting | Self::AllowedDeleting)
    }

    /// Whether their removal does not count against the deletion threshold.
    pub fn is_allowed(self) -> bool {
        matches!(self, Self::AllowedLeaving | Self::AllowedDeleting)
    }

    /// Whether they are evaluated and nothing else.
    pub fn is_skipped(self) -> bool {
        matches!(
            self,
            Self::OutOfScope | Self::Staged | Self::StagedDeleting | Self::Kept | Self::Disabled
        )
    }

    /// The same when the cycle is over.
    pub fn after_cycle(self) -> Self {
        match self {
            Self::Created | Self::Updated | Self::Unchanged => Self::Known,
            other => other,
        }
    }
}

/// What has become of one group in scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum GroupState {
    /// Not in the target, or not known to be.
    Absent,
    /// Created in this cycle, empty.
    Created,
    /// Found in this cycle, with members of unknown number.
    Matched,
    /// In the target, with the members that were written earlier.
    Present,
    /// In the target, but the link to it is lost: to be matched anew.
    Forgotten,
    /// Out of scope, and still in the target.
    Leaving,
    /// The same, and it has been allowed to delete it whatever the deletion threshold says.
    AllowedLeaving,
    /// To be deleted, but held back by the deletion threshold.
    Staged,
    /// Out of scope, and left in the target since deletions are off.
    Kept,
    /// Out of scope and not in the target.
    Gone,
}

impl GroupState {
    /// Whether it is in the target and in scope.
    pub fn is_present(self) -> bool {
        matches!(self, Self::Created | Self::Matched | Self::Present)
    }

    /// Whether it is in scope.
    pub fn is_in_scope(self) -> bool {
        matches!(
            self,
            Self::Absent | Self::Created | Self::Matched | Self::Present | Self::Forgotten
        )
    }

    /// The same when the cycle is over.
    pub fn after_cycle(self) -> Self {
        match self {
            Self::Created | Self::Matched => Self::Present,
            other => other,
        }
    }
}
