//! The address of a task's luck: no two tasks of a cycle share one.
//!
//! It names what the task is about and not where that stands in the cycle's work, so that two variants of a scenario share the luck of whatever they
//! have in common. A group's is the same whichever job it is part of, and a change's whatever else changed.

use super::task::Task;
use super::{Cycle, Observer};
use crate::model::chance::About;
use crate::model::job::NO_CHANGE;

impl<O: Observer> Cycle<'_, O> {
    pub(super) fn address(&self, task: Task) -> u64 {
        let number = |id: u32| u64::from(id);
        let group_id = |group: u32| self.input.group_id(group);
        match task {
            Task::Probe => About::Probe.address(0),
            Task::User(user) => About::User.address(number(user)),
            Task::Group(group) => About::Group.address(number(group_id(group))),
            Task::Outside(place) => self.address_outside(place),
            Task::Manager(user) => About::Manager.address(number(user)),
            Task::ManagerRetry { user, .. } => About::ManagerRetry.address(number(user)),
            Task::Members { group, first, .. } => About::members(group_id(group), first),
            Task::RemoveUser(user) => About::RemovedUser.address(number(user)),
            Task::RemoveGroup(group) => About::RemovedGroup.address(number(group_id(group))),
            Task::Membership { place, .. } => self.batch.members[place as usize].luck,
        }
    }

    /// In a full cycle an object of the directory, in another a change.
    fn address_outside(&self, place: u32) -> u64 {
        let change = self.batch.outside.get(place as usize);
        match (&self.store, change) {
            (Some(store), Some(&change)) if !self.is_full && change != NO_CHANGE => {
                About::OutsideChange.address(store.ledger.address(change))
            }
            _ => About::Outside.address(u64::from(place)),
        }
    }
}
