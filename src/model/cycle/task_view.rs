//! What a task is about: for an observer, and as the address of its draws.

use super::batch::NO_CHANGE;
use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::{Slot, Task};
use crate::model::chance::About;
use crate::model::endpoint::Endpoint;
use crate::model::errors::{ErrorCode, FailsAt};
use crate::model::record::{
    AfterFailure, Deed, EndedWork, Failure, Observer, Occurrence, Work, WorkInHand, WorkResult,
};

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

    /// What a task is to do to the target, as far as that is known while it is not done.
    pub(super) fn deed(&self, slot: &Slot) -> Deed {
        match slot.task {
            Task::Probe | Task::Outside(_) => Deed::Nothing,
            Task::User(user) if self.directory.user(user).is_skipped() => Deed::Nothing,
            Task::User(_) => {
                let changes = slot.step > 0 && slot.endpoint == Endpoint::UserPatch;
                match slot.is_new && !changes {
                    true => Deed::Create,
                    false => Deed::Update,
                }
            }
            Task::Group(group) if !self.group_is_there(group) => Deed::Create,
            Task::RemoveUser(user) if self.deletes_account(user) => Deed::Delete,
            Task::RemoveUser(_) => Deed::Disable,
            Task::RemoveGroup(_) => Deed::Delete,
            Task::Membership { index, .. } if !self.batch.members[index as usize].of.add => {
                Deed::TakeOut
            }
            _ => Deed::Update,
        }
    }

    /// A connection's task ends, or its present attempt.
    #[inline(always)]
    pub(super) fn report_end(&mut self, slot: &Slot, deed: Deed, result: WorkResult) {
        self.report_end_of(self.work(slot.task), slot, deed, result);
    }

    #[inline(always)]
    pub(super) fn report_end_of(
        &mut self,
        work: Work,
        slot: &Slot,
        deed: Deed,
        result: WorkResult,
    ) {
        let ended = EndedWork {
            of: WorkInHand {
                job: self.input.job(),
                work,
                attempt: slot.attempt,
            },
            cycle: Some(slot.cycle),
            began: slot.began,
            is_retry: slot.is_retry,
            is_new: slot.is_new,
            deed,
            result,
        };
        self.clock.report(&Occurrence::WorkEnds(ended));
    }

    /// Work ends that no connection has taken up.
    pub(super) fn report_at_once(&mut self, work: Work, deed: Deed, result: WorkResult) {
        let mut nobody = Slot::idle(0);
        nobody.began = self.clock.now;
        nobody.cycle = self.number;
        self.report_end_of(work, &nobody, deed, result);
    }

    /// A reference cannot be resolved, which costs no call.
    pub(super) fn report_unresolved(&mut self, work: Work, is_kept: bool) {
        let failure = Failure {
            code: ErrorCode::UnableToResolveReferenceAttributeValue,
            at: FailsAt::Write,
            then: AfterFailure::kept(is_kept),
        };
        self.report_at_once(work, Deed::Update, WorkResult::Failed(failure));
    }
}
