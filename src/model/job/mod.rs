//! The life of a job beyond one cycle: changes, retries, quarantine, deletions, restarts.
//!
//! | file | what it holds |
//! |---|---|
//! | `plan.rs` | what is planned: horizon, rules, bursts, operator actions |
//! | `action.rs` | the actions of operators, and what befalls the target |
//! | `change.rs` | kinds of changes in the directory, and what becomes of them |
//! | `clock.rs` | what the clocks of a place show, over changes to and from summer time |
//! | `week.rs` | the rhythm of the week, by those clocks |
//! | `feed.rs` | changes as they come |
//! | `intake.rs`, `intake_groups.rs` | whom a change concerns, and what it means for the next cycle |
//! | `ledger.rs` | every open change, counted once |
//! | `escrow.rs` | what failed, and when it is tried again |
//! | `unresolved.rs` | memberships whose users or groups are missing |
//! | `store.rs` | what the service keeps from one cycle to the next |
//! | `settle.rs` | how changes of users, groups and references end |
//! | `clearance.rs` | what a full cycle takes along, and what becomes of the escrow |
//! | `quarantine.rs` | what sends a job into quarantine |
//! | `anchors.rs` | links to accounts that are gone, and their repair |
//! | `attempts.rs` | when a job in quarantine is tried again, and what releases it |
//! | `retry.rs` | when what failed is tried again |
//! | `status.rs` | the state of a job, in Graph's words |
//! | `simulate.rs` | the way in |
//! | `life.rs` | the course of a job: cycles, actions, quarantine |
//! | `judge.rs` | what the end of a cycle means for the job |
//! | `operate.rs` | what each operator action does to the job |
//! | `effects.rs` | what actions do to users and groups |

mod action;
mod anchors;
mod attempts;
mod change;
mod clearance;
mod clock;
mod effects;
mod escrow;
mod feed;
mod intake;
mod intake_groups;
mod judge;
mod ledger;
mod life;
mod operate;
mod plan;
mod quarantine;
mod retry;
mod settle;
mod simulate;
mod status;
mod store;
mod unresolved;
mod week;

pub use action::{Action, ResetScope, TargetActions, TimelineEntry};
pub use attempts::{QuarantineAttempts, Release};
pub use change::{ChangeKind, DropReason, Fate};
pub use clock::{AmbiguousTime, ClockChange, LocalClock, LocalTimeKind, Start};
pub use ledger::{ChangeCounts, ChangeStep, OpenChange};
pub use plan::{Burst, DeletionBoundary, JobPlan, OfficeHours, OverThreshold};
pub use quarantine::{EscrowThresholds, Failures, QuarantineReason};
pub use retry::RetrySchedule;
pub use simulate::{JobEnd, simulate_job};
pub use status::{CycleStart, Execution, JobState, JobStatus, Quarantine};

pub(super) use escrow::Held;
pub(super) use ledger::NONE as NO_CHANGE;
pub(super) use store::{MembershipChange, Removal, Store};
