//! What an observer is told of the work in hand.

use super::task::Task;
use super::{Cycle, Observer, SimTime};
use crate::model::errors::ErrorCode;
use crate::model::record::{AfterFailure, Failure, Work, WorkInHand};

impl<O: Observer> Cycle<'_, O> {
    /// A task of a connection as it is told.
    ///
    /// Nothing in it can panic or has an effect, so that the compiler leaves it out where nobody watches.
    #[inline]
    pub(super) fn in_hand(&self, task: Task, attempt: u8) -> WorkInHand {
        WorkInHand {
            job: self.input.job(),
            work: self.work(task),
            attempt,
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
            Task::Membership { group, place } => {
                let work = self.batch.members.get(place as usize);
                self.memberships(group, work.map_or(0, |work| work.count))
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
    pub(super) fn tell_unresolved(&mut self, work: Work, is_kept: bool, now: SimTime) {
        let failure = Failure {
            of: WorkInHand {
                job: self.input.job(),
                work,
                attempt: 0,
            },
            code: ErrorCode::UnableToResolveReferenceAttributeValue,
            then: AfterFailure::kept(is_kept),
        };
        self.observer.work_fails(now, &failure);
    }
}
