//! Who is in scope, and what has become of each user and group.

use super::object_states::{GroupState, UserState};
use crate::model::chance::{Purpose, Streams};
use crate::model::input::CycleInput;
use crate::model::parameters::Parameter;

/// A user or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Object {
    User(u32),
    Group(u32),
}

/// A user or a group that is to be taken out of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Removal {
    pub object: Object,
    /// Whether the account of a user is deleted for good.
    pub deletes: bool,
}

/// Everybody in the directory and every group in scope, with what has become of them.
///
/// States of users change in [`Self::transition`] and nowhere else, so that the counts are always those of the states.
#[derive(Debug, Default)]
pub(in crate::model) struct Directory {
    users: Vec<UserState>,
    groups: Vec<GroupState>,
    /// Members of each group.
    pub group_sizes: Vec<u32>,
    users_in_scope: u64,
    /// Users in scope who were tried and are not in the target.
    users_missed: u64,
}

impl Directory {
    /// The directory before the first cycle: it is drawn who is in scope, and no group is in the target yet.
    pub fn set_up(&mut self, input: &CycleInput<'_>, streams: &Streams) {
        self.users_in_scope = u64::from(draw_scope(input, streams, &mut self.users));
        self.users_missed = 0;
        self.groups.clear();
        let groups = input.group_sizes.len();
        self.groups.resize(groups, GroupState::Absent);
        self.group_sizes.clear();
        self.group_sizes.extend_from_slice(&input.group_sizes);
    }

    pub fn user(&self, user: u32) -> UserState {
        self.users[user as usize]
    }

    pub fn group(&self, group: u32) -> GroupState {
        self.groups[group as usize]
    }

    /// The states of all users, by number.
    pub fn users(&self) -> &[UserState] {
        &self.users
    }

    /// The states of all groups, by number.
    pub fn groups(&self) -> &[GroupState] {
        &self.groups
    }

    /// Users who are to be in the target.
    pub fn users_in_scope(&self) -> u64 {
        self.users_in_scope
    }

    /// Groups that are to be in the target.
    pub fn groups_in_scope(&self) -> u64 {
        let groups = self.groups.iter().filter(|state| state.is_in_scope());
        groups.count() as u64
    }

    /// Users in scope who were tried and are not in the target.
    pub fn users_missed(&self) -> u64 {
        self.users_missed
    }

    /// Users in scope who are not in the target.
    pub fn users_absent(&self) -> u64 {
        let users = self.users.iter().filter(|state| state.is_absent());
        users.count() as u64
    }

    /// Share of the users in scope who are in the target, or have not been tried.
    pub fn present_share(&self) -> f64 {
        if self.users_in_scope == 0 {
            return 1.0;
        }
        (1.0 - self.users_missed as f64 / self.users_in_scope as f64).clamp(0.0, 1.0)
    }

    /// Members of all groups.
    pub fn memberships(&self) -> u64 {
        self.group_sizes.iter().map(|&size| u64::from(size)).sum()
    }

    /// Changes the state of a user; returns what it was.
    #[inline(always)]
    pub fn transition(&mut self, user: u32, to: UserState) -> UserState {
        let from = std::mem::replace(&mut self.users[user as usize], to);
        self.users_in_scope += u64::from(to.is_in_scope());
        self.users_in_scope -= u64::from(from.is_in_scope());
        self.users_missed += u64::from(to.is_missed());
        self.users_missed -= u64::from(from.is_missed());
        from
    }

    /// Changes the state of every user to what `to` says.
    pub fn transition_all(&mut self, to: impl Fn(usize, UserState) -> UserState) {
        for user in 0..self.users.len() {
            let after = to(user, self.users[user]);
            self.transition(user as u32, after);
        }
    }

    /// Changes the state of a group; returns what it was.
    pub fn group_becomes(&mut self, group: u32, to: GroupState) -> GroupState {
        std::mem::replace(&mut self.groups[group as usize], to)
    }

    /// Changes the state of every group to what `to` says.
    pub fn groups_become(&mut self, to: impl Fn(GroupState) -> GroupState) {
        for state in &mut self.groups {
            *state = to(*state);
        }
    }

    /// Whether a removal does not count against the deletion threshold.
    pub fn is_allowed(&self, removal: Removal) -> bool {
        match removal.object {
            Object::User(user) => self.user(user).is_allowed(),
            Object::Group(group) => self.group(group) == GroupState::AllowedLeaving,
        }
    }

    /// A removal is held back.
    pub fn stage(&mut self, removal: Removal) {
        match removal.object {
            Object::User(user) => {
                self.transition(user, UserState::Staged);
            }
            Object::Group(group) => {
                self.group_becomes(group, GroupState::Staged);
            }
        }
    }

    /// A removal is held back no more: it is to be judged again, or is allowed whatever the deletion threshold says.
    pub fn unstage(&mut self, removal: Removal, is_allowed: bool) {
        match removal.object {
            Object::User(user) => {
                let deletes = removal.deletes || self.user(user) == UserState::StagedDeleting;
                let to = match (deletes, is_allowed) {
                    (true, true) => UserState::AllowedDeleting,
                    (true, false) => UserState::Deleting,
                    (false, true) => UserState::AllowedLeaving,
                    (false, false) => UserState::Leaving,
                };
                self.transition(user, to);
            }
            Object::Group(group) if is_allowed => {
                self.group_becomes(group, GroupState::AllowedLeaving);
            }
            Object::Group(group) => {
                self.group_becomes(group, GroupState::Leaving);
            }
        }
    }

    /// One more user, who is in scope; returns their number.
    pub fn add_user(&mut self) -> u32 {
        self.users.push(UserState::Pending);
        self.users_in_scope += 1;
        (self.users.len() - 1) as u32
    }

    /// One more group, with so many members; returns its number.
    pub fn add_group(&mut self, size: u32) -> u32 {
        self.groups.push(GroupState::Absent);
        self.group_sizes.push(size);
        (self.groups.len() - 1) as u32
    }
}

/// Decides for every user that is read whether they are in scope, and returns how many are.
///
/// Exactly as many users as are candidates are chosen, spread evenly over the order of reading (selection
/// sampling: Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm S).
pub(in crate::model) fn draw_scope(
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
            || streams[Purpose::Assignment].unit(id, 0) * f64::from(left)
                < f64::from(candidates_left);
        if !chosen {
            return UserState::OutOfScope;
        }
        let number = of_all - candidates_left;
        candidates_left -= 1;
        let part = input.part.as_ref();
        if part.is_some_and(|part| !part.has_candidate(number)) {
            return UserState::OutOfScope;
        }
        let passes = !streams[Purpose::Disabled].happens(disabled_share, id, 0)
            && streams[Purpose::Filter].happens(filter_share, id, 0);
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
    use crate::model::{Inputs, ScopeMode, Setup, Uncertain};

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
