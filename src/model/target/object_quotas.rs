//! Quotas of objects: how much the target has room for, whatever the pace.

use crate::model::parameters::{Parameter, Values};

/// What the target has of each kind of object, and how much at the most.
pub(in crate::model) struct Quotas {
    most_users: u64,
    most_groups: u64,
    most_members: u64,
    groups: u64,
    /// Members of each group, as far as they are known; empty where groups have no bound.
    members: Vec<Option<Members>>,
}

/// Members of one group.
#[derive(Clone, Copy, Default)]
struct Members {
    /// When the present cycle began to write them.
    before: u64,
    /// Members that it has written since.
    written: u64,
    now: u64,
}

impl Quotas {
    pub fn new(values: &Values) -> Self {
        Self {
            most_users: values.count(Parameter::UsersQuota),
            most_groups: values.count(Parameter::GroupsQuota),
            most_members: values.count(Parameter::MembersPerGroup),
            groups: 0,
            members: Vec::new(),
        }
    }

    pub fn bound_users(&self) -> bool {
        self.most_users < u64::MAX
    }

    pub fn bound_groups(&self) -> bool {
        self.most_groups < u64::MAX
    }

    pub fn bound_members(&self) -> bool {
        self.most_members < u64::MAX
    }

    /// Whether there is room for one more user beside those who are stored.
    pub fn takes_user(&self, users_stored: u64) -> bool {
        users_stored < self.most_users
    }

    pub fn takes_group(&self) -> bool {
        self.groups < self.most_groups
    }

    pub fn groups_come(&mut self, how_many: u64) {
        self.groups += how_many;
    }

    pub fn group_goes(&mut self) {
        self.groups = self.groups.saturating_sub(1);
    }

    /// A cycle is about to write the members of a group. If nothing is known of it yet, it has so many.
    pub fn opens(&mut self, group: u32, present: u64) {
        if self.bound_members() {
            let most = self.most_members;
            let members = self.members_of(group);
            let now = members.map_or(present.min(most), |members| members.now);
            *members = Some(Members {
                before: now,
                written: 0,
                now,
            });
        }
    }

    /// So many members of a group are written, of whom those come first who were in it; whether there is room for all who are new.
    pub fn fills(&mut self, group: u32, count: u64) -> bool {
        let new = self.members_of(group).as_mut().map_or(count, |members| {
            let known = members.before.saturating_sub(members.written).min(count);
            members.written += count;
            count - known
        });
        self.adds(group, new)
    }

    /// So many new members come into a group; whether there is room for all of them.
    pub fn adds(&mut self, group: u32, count: u64) -> bool {
        if !self.bound_members() {
            return true;
        }
        let most = self.most_members;
        let members = self.members_of(group).get_or_insert_default();
        let is_room = members.now + count <= most;
        members.now += if is_room { count } else { 0 };
        is_room
    }

    /// So many members leave a group.
    pub fn removes(&mut self, group: u32, count: u64) {
        if let (true, Some(members)) = (self.bound_members(), self.members_of(group)) {
            members.now = members.now.saturating_sub(count);
        }
    }

    fn members_of(&mut self, group: u32) -> &mut Option<Members> {
        let index = group as usize;
        if self.members.len() <= index {
            self.members.resize(index + 1, None);
        }
        &mut self.members[index]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_three() -> Quotas {
        Quotas::new(&Values::from_fn(|_| 3.0))
    }

    #[test]
    fn a_group_takes_members_up_to_its_quota_and_a_request_whole_or_not_at_all() {
        let mut quotas = of_three();
        quotas.opens(5, 0);
        assert!(quotas.fills(5, 2));
        assert!(!quotas.fills(5, 2), "one of them would fit");
        assert!(quotas.fills(5, 1));
        quotas.removes(5, 1);
        assert!(quotas.adds(5, 1));
        assert!(!quotas.adds(5, 1));
    }

    #[test]
    fn who_is_in_a_group_already_takes_no_room() {
        let mut quotas = of_three();
        quotas.opens(0, 2);
        assert!(quotas.fills(0, 2));
        assert!(quotas.fills(0, 1));
        assert!(!quotas.fills(0, 1));
        // Another full cycle writes all of them again.
        quotas.opens(0, 0);
        assert!(quotas.fills(0, 3));
        assert!(!quotas.fills(0, 1));
    }

    #[test]
    fn a_group_that_is_larger_than_the_quota_is_as_large_as_that() {
        let mut quotas = of_three();
        quotas.opens(0, 10);
        assert!(quotas.fills(0, 3));
        assert!(!quotas.fills(0, 1));
    }
}
