//! What the target refuses for good: kinds of changes, whatever the object, and what it has no room for.
//!
//! The logs have no code for either; UnprocessableEntity is taken, as for requests that are too large. What is in the target
//! before the job is not known. What the job finds there counts from the start, and nothing else.

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::{Slot, Task};
use crate::model::chance::Purpose;
use crate::model::directory::UserState;
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::parameters::Parameter;
use crate::model::record::Observer;

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// The code with which the target refuses what a task asks of an endpoint, if it does so for good.
    #[inline(always)]
    pub(super) fn refused_for_good(&self, task: Task, endpoint: Endpoint) -> Option<ErrorCode> {
        // Nothing is looked up where nothing is refused, which is nearly always.
        if self.operations.are_refused {
            self.looked_up_refusal(task, endpoint)
        } else {
            None
        }
    }

    #[inline(never)]
    fn looked_up_refusal(&self, task: Task, endpoint: Endpoint) -> Option<ErrorCode> {
        let (operation, object) = self.operation(task, endpoint)?;
        self.operations
            .refuses(&self.streams[Purpose::Permanent], operation, object)
            .then_some(ErrorCode::UnprocessableEntity)
    }

    /// What a task asks of an endpoint, and the number of the object.
    fn operation(&self, task: Task, endpoint: Endpoint) -> Option<(Parameter, u64)> {
        let user = |user: u32| u64::from(user);
        // Users and groups have draws of their own under one number.
        let group = |group: u32| 1 << 32 | u64::from(self.input.group_id(group));
        Some(match (task, endpoint) {
            (Task::User(one), Endpoint::UserPost) => (Parameter::UserCreateFails, user(one)),
            (Task::User(one), Endpoint::UserPatch) => (Parameter::UserUpdateFails, user(one)),
            (Task::RemoveUser(one), Endpoint::UserPatch) => {
                (Parameter::UserDisableFails, user(one))
            }
            (Task::RemoveUser(one), Endpoint::UserDelete) => {
                (Parameter::UserDeleteFails, user(one))
            }
            (Task::Manager(one) | Task::ManagerRetry { user: one, .. }, Endpoint::UserPatch) => {
                (Parameter::ManagerUpdateFails, user(one))
            }
            (Task::Group(one), Endpoint::GroupPost) => (Parameter::GroupCreateFails, group(one)),
            (Task::RemoveGroup(one), Endpoint::GroupDelete) => {
                (Parameter::GroupDeleteFails, group(one))
            }
            (Task::Members { group: one, .. }, _) => (Parameter::MemberAddFails, group(one)),
            (Task::Membership { group: one, index }, _) => {
                let adds = self.batch.members[index as usize].of.add;
                let operation = if adds {
                    Parameter::MemberAddFails
                } else {
                    Parameter::MemberRemoveFails
                };
                (operation, group(one))
            }
            _ => return None,
        })
    }

    /// Counts the users and groups that the job will find in the target, before its first cycle.
    pub(super) fn count_what_is_there(&mut self) {
        let (users_count, groups_count) = {
            let target = &self.target;
            (target.counts_users(), target.quotas.bound_groups())
        };
        if users_count {
            self.target.users_stored += self.existing_users().count() as u64;
        }
        if groups_count {
            let groups = 0..self.directory.groups().len() as u32;
            let found = groups.filter(|group| self.group_was_matched(*group));
            let found = found.count() as u64;
            self.target.quotas.groups_come(found);
        }
    }

    /// The users in scope who exist in the target before the first cycle.
    pub(in crate::model) fn existing_users(&self) -> impl Iterator<Item = u32> {
        let share = self.input.values[Parameter::MatchedShare];
        let users = (0..).zip(self.directory.users());
        users.filter_map(move |(user, state)| {
            let is_there = self.streams[Purpose::Matched].happens(share, u64::from(user), 0);
            (state.is_in_scope() && is_there).then_some(user)
        })
    }

    /// Whether a user can be created here and now, outside of the cycle; if so, they take their licence.
    pub(in crate::model) fn creates_at_once(&mut self, user: u32) -> bool {
        let permanent = &self.streams[Purpose::Permanent];
        let operation = Parameter::UserCreateFails;
        let is_possible = self.has_licence()
            && self.has_room_for_user()
            && self.user_error(user).is_none()
            && !self
                .operations
                .refuses(permanent, operation, u64::from(user));
        let target = &mut self.target;
        target.licences_used += i64::from(is_possible);
        target.users_stored += u64::from(is_possible);
        is_possible
    }

    /// Nothing sticks to any user or group any more.
    pub(in crate::model) fn no_more_errors(&mut self) {
        self.user_errors.clear();
        self.group_errors.clear();
        self.operations.clear();
    }

    /// Whether one more user may be created or enabled.
    pub(super) fn has_licence(&self) -> bool {
        let used = self.target.licences_used;
        used < 0 || used.unsigned_abs() < self.rules.licences
    }

    pub(super) fn has_room_for_user(&self) -> bool {
        self.target.takes_user()
    }

    /// A user who had no account has one now: a new one, or one that was there, which counts already unless they joined later.
    pub(super) fn account_counts(&mut self, user: u32, state: UserState) {
        let joined_later = user >= self.input.users_read;
        if state == UserState::Created || joined_later {
            self.target.users_stored += 1;
        }
    }

    /// So many users, groups or members do not fit into the target any more.
    pub(super) fn has_no_room(&mut self, slot: &mut Slot, how_many: u32) {
        self.tally.over_quota += u64::from(how_many);
        self.fail(slot, ErrorCode::UnprocessableEntity);
    }
}
