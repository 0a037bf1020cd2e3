//! Provisioning logs of a real job: read, summed up, and turned into parameters.
//!
//! | module | what it is |
//! |---|---|
//! | `vocabulary` | the words of the logs |
//! | `log_event` | one entry, without anything that names somebody |
//! | `read` | every dialect in, events out |
//! | `summary` | by cycle, by day, and in all |
//! | `calibrate` | parameters of a scenario, with their uncertainty |

pub mod calibrate;
mod log_event;
mod read;
pub mod summary;
mod vocabulary;

pub use log_event::{Id, LogEvent, Moment, ObjectKind, Traits};
pub use read::{LogError, LogSource, SourceReport, Unreadable, read_logs};
pub use vocabulary::{Action, Status, StepType};
