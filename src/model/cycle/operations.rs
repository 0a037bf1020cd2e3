//! Kinds of changes that the target refuses, whatever the object: a form that it does not understand, for example.

use super::task::Task;
use super::{Cycle, Observer};
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::parameters::{Parameter, Values};

/// Draws of an object's permanent luck for its operations begin here: no other use of it has such a number.
const FIRST_USE: u64 = 8;

/// Every operation, with its share of objects that the target refuses it for.
const OPERATIONS: [Parameter; 9] = [
    Parameter::UserCreateFails,
    Parameter::UserUpdateFails,
    Parameter::UserDisableFails,
    Parameter::UserDeleteFails,
    Parameter::ManagerUpdateFails,
    Parameter::GroupCreateFails,
    Parameter::GroupDeleteFails,
    Parameter::MemberAddFails,
    Parameter::MemberRemoveFails,
];

/// The shares of refused operations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operations {
    shares: [f64; OPERATIONS.len()],
    /// Whether some operation is refused at all.
    pub are_refused: bool,
}

impl Operations {
    pub fn new(values: &Values) -> Self {
        let shares = OPERATIONS.map(|operation| values[operation]);
        Self {
            shares,
            are_refused: shares.iter().any(|share| *share > 0.0),
        }
    }

    /// The target understands everything from now on.
    pub fn clear(&mut self) {
        self.shares = [0.0; OPERATIONS.len()];
        self.are_refused = false;
    }

    fn share(&self, operation: Parameter) -> (usize, f64) {
        let place = OPERATIONS.iter().position(|one| *one == operation);
        place.map_or((0, 0.0), |place| (place, self.shares[place]))
    }
}

impl<O: Observer> Cycle<'_, O> {
    /// The code with which the target refuses what the connection has just asked for, if it does so for good.
    ///
    /// One draw for each object and operation, so that no retry helps. The logs have no code of their own for it.
    pub(super) fn operation_refused(&self, slot: u16) -> Option<ErrorCode> {
        let place = &self.slots[usize::from(slot)];
        let user = |user: u32| u64::from(user);
        // Users and groups have luck of their own under one number.
        let group = |group: u32| 1 << 32 | u64::from(self.input.group_id(group));
        let (operation, object) = match (place.task, place.endpoint) {
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
            (Task::Membership { group: one, place }, _) => {
                let adds = self.batch.members[place as usize].add;
                let operation = if adds {
                    Parameter::MemberAddFails
                } else {
                    Parameter::MemberRemoveFails
                };
                (operation, group(one))
            }
            _ => return None,
        };
        self.refuses(operation, object)
            .then_some(ErrorCode::UnprocessableEntity)
    }

    fn refuses(&self, operation: Parameter, object: u64) -> bool {
        let (number, share) = self.operations.share(operation);
        let usage = FIRST_USE + number as u64;
        self.streams.permanent.happens(share, object, usage)
    }

    /// Whether the target refuses to create a user, whoever asks.
    pub(super) fn creation_is_refused(&self, user: u32) -> bool {
        self.refuses(Parameter::UserCreateFails, u64::from(user))
    }
}
