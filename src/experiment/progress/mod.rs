//! A cycle that is under way, or a job that stands still: what was seen of it, and what follows.
//!
//! | file | what it holds |
//! |---|---|
//! | `graph_fields.rs` | the fields of a job status as Graph, PowerShell and the SDKs write them |
//! | `job_reading.rs` | the job that they make |
//! | `observation.rs` | what was seen, from a status and from what a person says |
//! | `page_course.rs` | replications, as far as their progress goes |
//! | `conditioning.rs` | which of them agree with what was seen, and what they say of the rest |
//! | `quarantine_rules.rs` | what the documented rules make of a quarantine |
//! | `observed.rs` | the document |

mod conditioning;

mod graph_fields;
mod job_reading;
mod observation;
mod observed;
mod page_course;
mod quarantine_rules;
#[cfg(test)]
mod tests;

pub use graph_fields::StatusError;
pub use job_reading::{SeenJob, read_job};
pub use observation::{Observation, ObservationError, Told, observe};
pub use observed::observed;
