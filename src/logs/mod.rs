//! Provisioning logs of a real job: read, summed up, and turned into parameters.
//!
//! | module | what it is |
//! |---|---|
//! | `vocabulary` | the words of the logs |
//! | `event` | one entry, without anything that names somebody |
//! | `read` | every dialect in, events out |

mod event;
mod read;
mod vocabulary;

pub use event::{Id, LogEvent, Moment, ObjectKind, Traits};
pub use read::{LogError, LogSource, SourceReport, Unreadable, read_logs};
pub use vocabulary::{Action, Status, StepType};
