//! The life of a job beyond one cycle, as far as it is built: what sends it into quarantine, and when it is tried again.

mod quarantine;
mod retry;

pub use quarantine::{EscrowThresholds, Failures, QuarantineReason};
pub use retry::RetrySchedule;
