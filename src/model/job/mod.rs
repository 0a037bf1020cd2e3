//! The life of a job beyond one cycle: changes, retries, quarantine, deletions, restarts.
//!
//! | file | what it holds |
//! |---|---|
//! | `simulate.rs` | the way in |
//! | `job_course.rs` | the course of a job: cycles, actions, quarantine |
//! | `judge.rs` | what the end of a cycle means for the job |
//! | `escrow_thresholds.rs` | what sends a job into quarantine |
//! | `operate.rs` | what each operator action does to the job |
//! | `action_effects.rs` | what actions do to users, groups and the links to their accounts |
//! | `week/` | the rhythm of the week, by the local clocks |
//! | `feed/` | changes as they come |
//! | `change_intake.rs` | whom a change concerns, and what it means for the next cycle |
//! | `free_slots.rs` | numbers of items that come and go |
//! | `store.rs` | what the service keeps from one cycle to the next, what a full cycle takes along of it, and what becomes of the escrow |
//! | `job_memory.rs` | what a cycle asks of it |
//! | `batches.rs` | the work of an incremental cycle |
//! | `ledger.rs` | every open change, counted once |
//! | `escrow.rs` | what failed, and when it is tried again |
//! | `unresolved.rs` | memberships whose users or groups are missing |

mod action_effects;
mod batches;
mod change_intake;
mod escrow;
mod escrow_thresholds;
mod feed;
mod free_slots;
mod job_course;
mod job_memory;
mod judge;
mod ledger;
mod operate;
mod simulate;
mod store;
mod unresolved;
mod week;

pub use super::change::{
    ChangeCounts, ChangeKind, ChangeStatus, ChangeStep, DropReason, OpenChange,
};
pub use super::plan::{
    Action, AmbiguousTime, Burst, ClockChange, DeletionBoundary, JobPlan, LocalClock,
    LocalTimeKind, OfficeHours, OverThreshold, QuarantineAttempts, Release, ResetScope,
    RetrySchedule, Start, TargetActions, TimelineEntry,
};
pub use super::record::{CycleStart, Execution, JobState, JobStatus, Quarantine, QuarantineReason};
pub use escrow_thresholds::{EscrowThresholds, Failures};
pub use simulate::{JobEnd, play_job, simulate_job};
