//! What a task is about: for an observer, and as the address of its draws.

use super::batch::NO_CHANGE;
use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::{Slot, Task};
use crate::model::chance::About;
use crate::model::errors::ErrorCode;
use crate::model::record::{AfterFailure, Failure, Observer, Occurrence, Work, WorkInHand};

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// The address of a task's draws: no two tasks of a cycle share one.
    ///
    /// It names what the task is about and not where that stands in the cycle's work, so that two variants of a scenario share the draws of whatever
    /// they have in common. A group's is the same whichever job it is part of, and a change's whatever else changed.
    #[inline(always)]
    pub(super) fn address(&self, task: Task) -> u64 {
        let number = |id: u32| u64::from(id);
        let group_id = |group: u32| self.input.group_id(group);
        match task {
            Task::Probe => About::Probe.address(0),
            Task::User(user) => About::User.address(number(user)),
            Task::Group(group) => About::Group.address(number(group_id(group))),
            Task::Outside(index) => self.address_outside(index),
            Task::Manager(user) => About::Manager.address(number(user)),
            Task::ManagerRetry { user, .. } => About::ManagerRetry.address(number(user)),
            Task::Members { group, first, .. } => About::members(group_id(group), first),
            Task::RemoveUser(user) => About::RemovedUser.address(number(user)),
            Task::RemoveGroup(group) => About::RemovedGroup.address(number(group_id(group))),
            Task::Membership { index, .. } => self.batch.members[index as usize].of.address,
        }
    }

    /// In a full cycle an object of the directory, in another a change.
    fn address_outside(&self, index: u32) -> u64 {
        let change = self.batch.outside.get(index as usize);
        let change = change.filter(|change| !self.is_full && **change != NO_CHANGE);
        match change.and_then(|change| self.memory.address_of(*change)) {
            Some(address) => About::OutsideChange.address(address),
            None => About::Outside.address(u64::from(index)),
        }
    }

    /// The work of a connection as it is reported.
    ///
    /// Nothing in it can panic or has an effect, so that the compiler leaves it out where nobody watches.
    #[inline]
    pub(super) fn in_hand(&self, slot: &Slot) -> WorkInHand {
        WorkInHand {
            job: self.input.job(),
            work: self.work(slot.task),
            attempt: slot.attempt,
        }
    }

    #[inline]
    pub(super) fn work(&self, task: Task) -> Work {
        match task {
            Task::Probe | Task::Outside(_) => Work::Opening,
            Task::User(user) => Work::User(user),
            Task::Group(group) => Work::Group(self.input.group_id(group)),
            Task::RemoveUser(user) => Work::UserRemoval(user),
            Task::RemoveGroup(group) => Work::GroupRemoval(self.input.group_id(group)),
            Task::Manager(user) | Task::ManagerRetry { user, .. } => Work::Manager(user),
            Task::Members { group, carried, .. } => self.memberships(group, carried),
            Task::Membership { group, index } => {
                let work = self.batch.members.get(index as usize);
                self.memberships(group, work.map_or(0, |work| work.of.count))
            }
        }
    }

    #[inline]
    pub(super) fn memberships(&self, group: u32, members: u32) -> Work {
        Work::Memberships {
            group: self.input.group_id(group),
            members,
        }
    }

    /// A reference cannot be resolved, which costs no call.
    pub(super) fn report_unresolved(&mut self, work: Work, is_kept: bool) {
        let failure = Failure {
            of: WorkInHand {
                job: self.input.job(),
                work,
                attempt: 0,
            },
            code: ErrorCode::UnableToResolveReferenceAttributeValue,
            then: AfterFailure::kept(is_kept),
        };
        self.clock.report(&Occurrence::WorkFails(failure));
    }
}
