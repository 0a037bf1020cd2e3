//! The job beyond its initial cycle: what is watched in each replication, and what all of them say together.
//!
//! | file | what it holds |
//! |---|---|
//! | `recorder.rs` | watches one replication |
//! | `grid.rs` | states at even moments |
//! | `counter.rs` | how many things are there at once |
//! | `load.rs` | requests after the initial cycle |
//! | `record.rs` | what is kept of one replication |
//! | `trace.rs` | watches one replication in detail |
//! | `status.rs` | the status of a job in the shape of Graph |
//! | `summary.rs` | the part of the outcome document |
//! | `quantities.rs` | what is measured in each replication |
//! | `words.rs` | what kinds and fates are called |

mod counter;
mod grid;
mod load;
mod quantities;
mod record;
mod recorder;
mod status;
mod summary;
mod trace;
mod words;

pub(in crate::experiment) use quantities::measured_in_life;
pub use status::status_at;

pub(super) use record::LifeRecord;
pub(super) use recorder::LifeRecorder;
pub(super) use summary::{life, typical_replication};
pub(super) use trace::{Trace, state_of};
