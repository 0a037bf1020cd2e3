//! The logs of a simulated job, in the formats of the real ones.
//!
//! | file | what it holds |
//! |---|---|
//! | `mod.rs` | the way in |
//! | `keeper.rs` | watches a replication and makes entries of what occurs |
//! | `told.rs` | action, status, steps and modified properties of an entry |
//! | `made_up.rs` | names and identifiers |
//! | `object_summary.rs` | an entry of the provisioning log, as Graph has it |
//! | `directory_audit.rs` | an entry of the audit log, as Graph has it, and which actions leave one |
//! | `monitor_record.rs` | an entry of the provisioning log, as Azure Monitor has it |
//! | `emitted_files.rs` | the files, written entry by entry |

mod directory_audit;
mod emitted_files;
mod keeper;
mod made_up;
mod monitor_record;
mod object_summary;
#[cfg(test)]
mod tests;
mod told;

use crate::experiment::identifiers::Identifiers;
use crate::experiment::life::watch_to_the_end;
use crate::experiment::outcome::status::SynchronizationJob;
use crate::experiment::session::RunError;
use crate::model::job::Start;
use crate::scenario::Scenario;

pub use directory_audit::DirectoryAudit;
pub use emitted_files::{LOG_FILES, LogFiles};
pub use keeper::{LogEntry, Sink};
pub use monitor_record::MonitorRecord;
pub use object_summary::ObjectSummary;

use keeper::Keeper;

/// Simulates one replication of a scenario, with the luck that it has in a run with the same seed, and hands each entry of its logs to
/// `sink` as it comes. Gives the status of each job at the end: at the horizon, or without one when the initial cycle is over.
///
/// `start` is when the simulation starts. `interrupted` is asked now and then whether to break off. No entry is kept.
///
/// # Errors
/// When a limit of the scenario lets nothing pass; [`RunError::Interrupted`] when it is broken off, by either of the two.
///
/// ```
/// use std::ops::ControlFlow;
/// use cyclecast::experiment::provisioning_log::{LogEntry, keep_logs};
/// use cyclecast::model::job::Start;
/// use cyclecast::scenario::{SourceFile, parse};
///
/// let text = SourceFile { name: "two.toml".into(), bytes: b"tenant.users = 2\nscope.mode = 'all-users'".to_vec() };
/// let scenario = parse(text, "two", &mut |_| Err("no other files".into()))?;
/// let mut entries = 0;
/// let jobs = keep_logs(&scenario, 1, 17, &Start::default(), &|| false, &mut |entry| {
///     entries += u32::from(matches!(entry, LogEntry::Provisioning(_)));
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!((entries, jobs.len()), (2, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn keep_logs<'s>(
    scenario: &Scenario,
    seed: u64,
    replication: u64,
    start: &Start,
    interrupted: &'s dyn Fn() -> bool,
    sink: &'s mut Sink<'s>,
) -> Result<Vec<SynchronizationJob>, RunError> {
    let jobs = scenario.setup.split.as_ref();
    let jobs = jobs.map_or(1, |split| split.shares.len());
    let mut keeper = Keeper::new(
        Identifiers::new(seed, replication),
        start,
        scenario.setup.scope,
        u16::try_from(jobs).unwrap_or(u16::MAX),
        sink,
        interrupted,
    );
    watch_to_the_end(scenario, seed, replication, start, &mut keeper)
}
