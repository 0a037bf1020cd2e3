//! What is documented of an initial cycle in assigned scope, beside the forecast, and why the two differ where they do.

mod documented_band;
mod formulas;
mod reasons;

pub use documented_band::documented_band;
pub use formulas::{directory_per_assigned, formula_minutes, objects_in_scope};
