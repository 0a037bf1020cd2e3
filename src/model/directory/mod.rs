//! Who is in scope, and what has become of each user and group.

mod directory_state;
mod object_states;

#[cfg(test)]
pub(super) use directory_state::draw_scope;
pub(super) use directory_state::{Directory, Object, Removal};
pub(super) use object_states::{GroupState, UserState};
