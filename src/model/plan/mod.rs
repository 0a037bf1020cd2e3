//! What is planned for a job beyond its initial cycle: horizon, rules, schedules, bursts, operator actions.

mod action;
mod job_plan;
mod local_clock;
mod retry;

pub use action::{Action, CallTrouble, ResetScope, TargetActions, TimelineEntry};
pub use job_plan::{Burst, DeletionBoundary, JobPlan, OfficeHours, OverThreshold};
pub(super) use local_clock::ClockShift;
pub use local_clock::{AmbiguousTime, ClockChange, LocalClock, LocalTimeKind, Start};
pub use retry::{QuarantineAttempts, Release, RetrySchedule};
