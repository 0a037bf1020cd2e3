//! What an observer is told of the work in hand.

use super::task::Task;
use super::{Cycle, Observer, SimTime};
use crate::model::errors::ErrorCode;
use crate::model::record::{AfterFailure, Failure, Work, WorkInHand};

impl<O: Observer> Cycle<'_, O> {
    /// The work of a connection.
    pub(super) fn in_hand(&self, slot: u16) -> WorkInHand {
        let place = &self.slots[usize::from(slot)];
        WorkInHand {
            attempt: place.attempt,
            ..self.at_first(self.work(place.task))
        }
    }

    /// Work that nobody has tried before.
    fn at_first(&self, work: Work) -> WorkInHand {
        WorkInHand {
            job: self.input.job(),
            work,
            attempt: 0,
        }
    }

    /// A task as it is told. Nothing here can panic, so that what nobody watches is left out of the program.
    pub(super) fn work(&self, task: Task) -> Work {
        match task {
            Task::Probe | Task::Outside(_) => Work::Opening,
            Task::User(user) => Work::User(user),
            Task::Group(group) => Work::Group(self.input.group_id(group)),
            Task::RemoveUser(user) => Work::UserRemoval(user),
            Task::RemoveGroup(group) => Work::GroupRemoval(self.input.group_id(group)),
            Task::Manager(user) | Task::ManagerRetry { user, .. } => Work::Manager(user),
            Task::Members { group, carried, .. } => self.memberships(group, carried),
            Task::Membership { group, place } => {
                let work = self.batch.members.get(place as usize);
                self.memberships(group, work.map_or(0, |work| work.count))
            }
        }
    }

    pub(super) fn memberships(&self, group: u32, members: u32) -> Work {
        Work::Memberships {
            group: self.input.group_id(group),
            members,
        }
    }

    /// A reference cannot be resolved, which costs no call.
    pub(super) fn tell_unresolved(&mut self, work: Work, is_kept: bool, now: SimTime) {
        let failure = Failure {
            of: self.at_first(work),
            code: ErrorCode::UnableToResolveReferenceAttributeValue,
            then: AfterFailure::kept(is_kept),
        };
        self.observer.work_fails(now, &failure);
    }
}
