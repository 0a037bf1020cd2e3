//! From what is known to what is the case: the inputs of one replication.

mod cycle_input;
mod drawn_values;
mod group_size;
mod split_scope;

pub use cycle_input::CycleInput;
pub use drawn_values::Inputs;
pub(super) use group_size::GroupSize;
