//! Who is in scope, and what has become of each user: one byte a user, so that a million fit anywhere.

use super::chance::Streams;
use super::drawn::CycleInput;
use super::parameters::Parameter;

/// What has become of one user of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UserState {
    /// Not assigned, disabled or filtered out: evaluated and skipped.
    OutOfScope,
    /// In scope and not yet provisioned.
    Pending,
    /// Created in the target in this cycle.
    Created,
    /// Found and changed in this cycle.
    Updated,
    /// Found in this cycle with nothing to change.
    Unchanged,
    /// Could not be provisioned: in escrow for later cycles, or not allowed to be created.
    Escrowed,
    /// In the target from an earlier cycle, with nothing to change.
    Known,
    /// In the target from an earlier cycle, with values that differ.
    Changed,
    /// In the target, but the link to the account is lost: to be matched anew.
    Forgotten,
    /// The same, with values that differ.
    ForgottenChanged,
    /// Linked to an account that somebody has deleted in the target.
    Orphaned,
    /// The same after their link was removed: to be matched anew, and nobody will be found.
    Vanished,
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
    /// To be taken out of the target, but held back by the deletion threshold.
    Staged,
    /// The same for good.
    StagedDeleting,
    /// Out of scope, and active in the target all the same since deletions are skipped or off.
    Kept,
    /// Out of scope, and disabled in the target.
    Disabled,
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
pub(super) enum GroupState {
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

/// Decides for every user that is read whether they are in scope, and returns how many are.
///
/// Exactly as many users as are candidates are chosen, spread evenly over the order of reading (selection
/// sampling: Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm S).
pub(super) fn draw_scope(
    input: &CycleInput<'_>,
    streams: &Streams,
    users: &mut Vec<UserState>,
) -> u32 {
    let disabled_share = input.values[Parameter::DisabledShare];
    let filter_share = input.values[Parameter::FilterShare];
    let of_all = input.all_candidates;
    let mut candidates_left = of_all;
    let mut in_scope = 0;
    users.clear();
    users.extend((0..input.users_read).map(|user| {
        let left = input.users_read - user;
        let id = u64::from(user);
        let chosen = candidates_left == left
            || streams.assignment.unit(id, 0) * f64::from(left) < f64::from(candidates_left);
        if !chosen {
            return UserState::OutOfScope;
        }
        let number = of_all - candidates_left;
        candidates_left -= 1;
        if input
            .part
            .as_ref()
            .is_some_and(|part| !part.has_candidate(number))
        {
            return UserState::OutOfScope;
        }
        let passes = !streams.disabled.happens(disabled_share, id, 0)
            && streams.filter.happens(filter_share, id, 0);
        if !passes {
            return UserState::OutOfScope;
        }
        in_scope += 1;
        UserState::Pending
    }));
    in_scope
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::chance::Chance;
    use crate::model::drawn::Inputs;
    use crate::model::{ScopeMode, Setup, Uncertain};

    fn scope_of(setup: &Setup) -> (u32, Vec<UserState>) {
        let chance = Chance::new(3, 0);
        let input = CycleInput::new(setup, chance, Inputs::Drawn);
        let mut users = Vec::new();
        let in_scope = draw_scope(&input, &chance.streams(), &mut users);
        (in_scope, users)
    }

    #[test]
    fn exactly_the_assigned_users_are_in_scope_and_spread_evenly() {
        let setup = Setup::new(ScopeMode::Assigned)
            .with(Parameter::TenantUsers, Uncertain::Fixed(50_000.0))
            .with(Parameter::AssignedUsers, Uncertain::Fixed(10_000.0));
        let (in_scope, users) = scope_of(&setup);
        assert_eq!(in_scope, 10_000);
        let pending =
            |part: &[UserState]| part.iter().filter(|s| **s == UserState::Pending).count();
        assert_eq!(pending(&users), 10_000);
        let first_half = pending(&users[..25_000]);
        assert!((4_800..5_200).contains(&first_half), "{first_half}");
    }

    #[test]
    fn disabled_and_filtered_users_are_out_of_scope() {
        let setup = Setup::new(ScopeMode::AllUsers)
            .with(Parameter::TenantUsers, Uncertain::Fixed(20_000.0))
            .with(Parameter::DisabledShare, Uncertain::Fixed(0.1))
            .with(Parameter::FilterShare, Uncertain::Fixed(0.5));
        let (in_scope, _) = scope_of(&setup);
        assert!((8_700..9_300).contains(&in_scope), "{in_scope}");
    }
}
