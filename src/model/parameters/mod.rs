//! Every number of the model: its key, unit, default, bounds, meaning and origin.
//!
//! The catalogue is the single source for the scenario parser, the JSON Schema, `cyclecast check` and the
//! reference page. A value is never just a number: it says how well it is known.

// Printed by a command, whose layout it keeps.
#[rustfmt::skip]
pub mod calibration;
mod catalogue;
mod catalogue_errors;
mod catalogue_job;
mod catalogue_life;
mod catalogue_service;
mod catalogue_target;
mod catalogue_tenant;
mod parameter;
mod specification;
mod uncertain;

pub use catalogue::{catalogue, service_times, usual};
pub use catalogue_tenant::{GROUPS_PER_USER, MEMBERSHIPS_PER_USER};
pub use parameter::{Parameter, Values};
pub use specification::{Origin, Quantity, Setting, Specification};
pub use uncertain::Uncertain;
