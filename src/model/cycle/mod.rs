//! One cycle, event by event.
//!
//! A bounded number of connections work side by side, each on one object at a time: evaluate it, look it up,
//! create or change it. A reader fetches pages of the source one after another, a page ahead of the work. Users and
//! groups come first, then managers and memberships; what failed transiently is tried again at the end of
//! its pass. The watermark is stored at the end. (how-provisioning-works, steps 1 to 7; the order of references from
//! user-provisioning, 06/12/2019.)
//!
//! What the cycle is made of knows nothing of the cycle; the steps know all of it.
//!
//! | made of | what it holds |
//! |---|---|
//! | `task.rs` | what a connection is busy with, and the parts of a cycle |
//! | `source_pages.rs` | pages of the directory, in order |
//! | `references.rs` | how far the reference pass has come |
//! | `batch.rs` | the work of an incremental cycle, and what can be held until later cycles |
//! | `memory.rs` | what the cycle asks of its job |
//! | `service_times.rs` | the service's own times and rules |
//! | `backoff.rs` | how long a job waits after a 429 |
//! | `workspace.rs` | events, and memory that is kept from one replication to the next |
//! | `cycle_state.rs` | the cycle's state, and what happens in it |
//!
//! | steps | what they do |
//! |---|---|
//! | `course.rs` | begin, interruption, going on and end of a cycle |
//! | `phases.rs` | connections pick up work |
//! | `calls.rs` | a call to the target: pacing, answers, refusals |
//! | `elsewhere.rs` | calls to a target that answers elsewhere |
//! | `user_steps.rs` | the steps of users |
//! | `usual_calls.rs` | calls to a target that nothing disturbs |
//! | `usual_steps.rs` | the steps of users, managers and memberships that nothing befalls, in a short way |
//! | `group_steps.rs` | the steps of groups and their memberships |
//! | `removals.rs` | the steps of disabling and deleting |
//! | `reference_steps.rs` | the reference pass, the steps of managers, and the references of an incremental cycle |
//! | `task_failures.rs` | what a failed task comes to |
//! | `refused_operations.rs` | what the target refuses for good, and quotas |
//! | `spent.rs` | what time is spent on |
//! | `task_view.rs` | a task as it is reported, and the address of its draws |

mod backoff;
mod batch;
mod calls;
mod course;
mod cycle_state;
mod elsewhere;
mod group_steps;
mod memory;
mod phases;
mod reference_steps;
mod references;
mod refused_operations;
mod removals;
mod service_times;
mod source_pages;
mod spent;
mod task;
mod task_failures;
mod task_view;
mod user_steps;
mod usual_calls;
mod usual_steps;
mod workspace;

pub(super) use batch::{Batch, Held, MembershipWork, Memberships, NO_CHANGE};
pub(super) use cycle_state::Cycle;
pub(super) use elsewhere::Elsewhere;
pub use elsewhere::{AnswerElsewhere, CallElsewhere};
pub(super) use memory::Memory;
pub(super) use task::Task;
pub use workspace::Workspace;

#[cfg(test)]
mod tests;
