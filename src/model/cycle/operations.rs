//! Kinds of changes that the target refuses, whatever the object: a form that it does not understand, for example.

use crate::kernel::Stream;
use crate::model::parameters::{Parameter, Values};

/// The uses of an object's permanent draws for its operations begin here: no other use of it has such a number.
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

    /// Whether the target refuses an operation on an object for good: one draw for each, so that no retry helps.
    pub fn refuses(&self, permanent: &Stream, operation: Parameter, object: u64) -> bool {
        let index = OPERATIONS.iter().position(|one| *one == operation);
        index.is_some_and(|index| {
            permanent.happens(self.shares[index], object, FIRST_USE + index as u64)
        })
    }
}
