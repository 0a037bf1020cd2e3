//! Memberships that could not be resolved in a full cycle, and come in later with their users or groups.
//!
//! Members are known by share alone, so memberships of absent users are counted, and written in proportion as those users
//! come in. Those that were lost with a group come in with it.

/// Counts of such memberships.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Unresolved {
    /// Memberships of absent users, and how many users that were.
    of_users: u64,
    users: u64,
    /// How many of the users are absent still.
    still_absent: u64,
    /// Memberships of absent users that have not been written yet.
    left: u64,
    /// Memberships lost with each group that is not in the target, and their sum.
    of_group: Vec<u64>,
    with_groups: u64,
}

impl Unresolved {
    /// All such memberships.
    pub fn count(&self) -> u64 {
        self.left + self.with_groups
    }

    /// Everything is looked at anew.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// So many memberships are of users who are not in the target.
    pub fn of_absent_users(&mut self, memberships: u64) {
        self.of_users += memberships;
        self.left += memberships;
    }

    /// So many memberships are lost with their group.
    pub fn with_group(&mut self, group: u32, memberships: u64) {
        let index = group as usize;
        if memberships > 0 {
            self.of_group.resize(self.of_group.len().max(index + 1), 0);
            self.of_group[index] += memberships;
            self.with_groups += memberships;
        }
    }

    /// The full cycle is over, with so many users absent.
    pub fn users_absent(&mut self, users: u64) {
        self.users = users;
        self.still_absent = users;
    }

    /// A group comes in, or its loss is final.
    pub fn group_comes_in(&mut self, group: u32) {
        if let Some(lost) = self.of_group.get_mut(group as usize) {
            self.with_groups -= std::mem::take(lost);
        }
    }

    /// One of the absent users leaves the scope, and their memberships with them.
    pub fn absent_user_leaves(&mut self) {
        if self.users == 0 {
            return;
        }
        let each = self.of_users / self.users;
        self.of_users -= each;
        self.users -= 1;
        self.still_absent = self.still_absent.min(self.users);
        self.left = self.left.saturating_sub(each);
    }

    /// So many users are absent now: the memberships that have become possible since the last time.
    pub fn become_possible(&mut self, absent: u64) -> u64 {
        self.still_absent = self.still_absent.min(absent);
        let share = self.still_absent as f64 / self.users.max(1) as f64;
        let remaining = libm::ceil(self.of_users as f64 * share) as u64;
        let possible = self.left.saturating_sub(remaining);
        self.left -= possible;
        possible
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten_users_with_three_each() -> Unresolved {
        let mut unresolved = Unresolved::default();
        unresolved.of_absent_users(30);
        unresolved.users_absent(10);
        unresolved
    }

    #[test]
    fn memberships_become_possible_as_users_come_in_and_only_once() {
        let mut unresolved = ten_users_with_three_each();
        assert_eq!(unresolved.become_possible(10), 0);
        assert_eq!(unresolved.become_possible(6), 12);
        // Others who fail later had no memberships lost here.
        assert_eq!(unresolved.become_possible(9), 0);
        assert_eq!(unresolved.become_possible(0), 18);
        assert_eq!(unresolved.count(), 0);
    }

    #[test]
    fn memberships_of_a_user_who_leaves_are_not_written() {
        let mut unresolved = ten_users_with_three_each();
        unresolved.absent_user_leaves();
        assert_eq!(unresolved.count(), 27);
        assert_eq!(unresolved.become_possible(9), 0);
        assert_eq!(unresolved.become_possible(0), 27);
    }

    #[test]
    fn members_lost_with_a_group_come_in_with_it() {
        let mut unresolved = ten_users_with_three_each();
        unresolved.with_group(4, 100);
        unresolved.group_comes_in(5);
        assert_eq!(unresolved.count(), 130);
        unresolved.group_comes_in(4);
        assert_eq!(unresolved.count(), 30);
    }
}
