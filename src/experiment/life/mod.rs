//! The job beyond its initial cycle: what is watched in each replication, and what all of them say together.
//!
//! | file | what it holds |
//! |---|---|
//! | `life_recorder.rs` | watches one replication, and what is kept of it |
//! | `horizon_grid.rs` | counts and states at even moments |
//! | `load_counts.rs` | requests after the initial cycle |
//! | `load_summary.rs` | these over all replications |
//! | `typical_watch.rs` | watches one replication in detail |
//! | `graph_status.rs` | the status of a job in the shape of Graph |
//! | `life_summary.rs` | the part of the outcome document, with what kinds and fates are called |
//! | `life_quantities.rs` | what is measured in each replication |

mod graph_status;
mod horizon_grid;
mod life_quantities;
mod life_recorder;
mod life_summary;
mod load_counts;
mod load_summary;
mod typical_watch;

pub use graph_status::status_at;
pub(in crate::experiment) use life_quantities::measured_in_life;

pub(super) use graph_status::watch_to_the_end;
pub(super) use life_recorder::{LifeRecord, LifeRecorder};
pub(super) use life_summary::{life, typical_replication};
pub(super) use typical_watch::{Trace, state_of};
