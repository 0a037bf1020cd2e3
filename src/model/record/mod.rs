//! What a simulation reports: what occurs, to an observer while it runs, and a tally at its end.

mod job_status;
mod observer;
mod tally;
mod work;

pub use job_status::{CycleStart, Execution, JobState, JobStatus, Quarantine, QuarantineReason};
pub(super) use observer::Clock;
pub use observer::{Both, Observer, Occurrence};
pub use tally::{Activity, CycleTally, LimitTally, TargetTally};
pub use work::{
    AfterFailure, Answer, AnsweredCall, Deed, EndedWork, Failure, PassedCall, Work, WorkInHand,
    WorkResult,
};
