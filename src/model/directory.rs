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
    /// Created in the target.
    Created,
    /// Matched and changed.
    Updated,
    /// Matched with nothing to change.
    Unchanged,
    /// Failed; kept in escrow for later cycles.
    Escrowed,
}

/// Decides for every user that is read whether he is in scope, and returns how many are.
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
    let mut candidates_left = input.candidates;
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
        candidates_left -= 1;
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
