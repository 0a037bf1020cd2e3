//! Kinds of changes that the target refuses, whatever the object: a form that it does not understand, for example.

use crate::kernel::Stream;
use crate::model::parameters::{Parameter, Values};

/// The uses of an object's permanent draws for its operations begin here: no other use of it has such a number.
const FIRST_USE: u64 = 8;

/// The operations stand together among the parameters, from the first of these to the last.
const FIRST: usize = Parameter::UserCreateFails as usize;
const COUNT: usize = Parameter::MemberRemoveFails as usize + 1 - FIRST;

/// The shares of refused operations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operations {
    shares: [f64; COUNT],
    /// Whether some operation is refused at all.
    pub are_refused: bool,
}

impl Operations {
    pub fn new(values: &Values) -> Self {
        let shares = std::array::from_fn(|index| values[Parameter::ALL[FIRST + index]]);
        Self {
            shares,
            are_refused: shares.iter().any(|share| *share > 0.0),
        }
    }

    /// The target understands everything from now on.
    pub fn clear(&mut self) {
        self.shares = [0.0; COUNT];
        self.are_refused = false;
    }

    /// Whether the target refuses an operation on an object for good: one draw for each, so that no retry helps.
    pub fn refuses(&self, permanent: &Stream, operation: Parameter, object: u64) -> bool {
        let index = operation as usize - FIRST;
        permanent.happens(self.shares[index], object, FIRST_USE + index as u64)
    }
}
