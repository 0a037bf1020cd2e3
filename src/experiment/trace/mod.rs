//! One replication, told event by event.
//!
//! | file | what it holds |
//! |---|---|
//! | `mod.rs` | the way in |
//! | `event.rs` | the lines of a trace, and those that tell of a job beyond its initial cycle |
//! | `call_event.rs` | those that tell of requests and of the work that they are for; moments, to the nanosecond |
//! | `tracer.rs` | makes them of what occurs |

mod call_event;
mod event;
mod tracer;

use std::sync::atomic::{AtomicBool, Ordering};

use super::session::{Bench, RunError};
use crate::model::{Chance, Inputs, Workspace};
use crate::scenario::{Scenario, rfc3339};
use crate::units::SimTime;

pub use call_event::*;
pub use event::*;

use tracer::Tracer;

/// The version of the trace's format. The major number changes when a reader of the old format would misread the new.
pub const FORMAT_VERSION: &str = "2.0";

/// Simulates one replication of a scenario, with the luck that it has in a run with the same seed, and hands each event to
/// `sink` as it happens: a header first, then events in order of time, and the replication's row last.
///
/// When `interrupted` turns true, the trace ends early, without the row, and the answer is false. Nothing is kept in memory.
///
/// # Errors
/// When a limit of the scenario lets nothing pass.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use cyclecast::experiment::trace::{TraceEvent, trace};
/// use cyclecast::scenario::{SourceFile, parse};
///
/// let text = SourceFile { name: "two.toml".into(), bytes: b"tenant.users = 2\nscope.mode = 'all-users'".to_vec() };
/// let scenario = parse(text, "two", &mut |_| Err("no other files".into()))?;
/// let mut requests = 0;
/// let is_whole = trace(&scenario, 1, 17, &AtomicBool::new(false), &mut |event| match event {
///     TraceEvent::RequestSent(_) => requests += 1,
///     TraceEvent::Replication(last) => assert_eq!(last.row.calls.calls_total, requests),
///     _ => {}
/// })?;
/// assert!(is_whole && requests > 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn trace(
    scenario: &Scenario,
    seed: u64,
    replication: u64,
    interrupted: &AtomicBool,
    sink: &mut dyn FnMut(&TraceEvent),
) -> Result<bool, RunError> {
    sink(&TraceEvent::Trace(header(scenario, seed, replication)));
    if interrupted.load(Ordering::Relaxed) {
        return Ok(false);
    }
    let mut bench = Bench {
        chance: Chance::new(seed, replication),
        interrupted,
        workspace: &mut Workspace::default(),
    };
    let simulated = bench.replication(&scenario.setup, Inputs::Drawn, &mut Tracer(sink));
    let mut one = match simulated {
        Err(RunError::Interrupted) => return Ok(false),
        done => done?,
    };
    let life = one.life.take().map(|mut record| {
        record.row.replication = replication;
        record.row
    });
    sink(&TraceEvent::Replication(Box::new(Row {
        row: one.row(replication),
        life,
    })));
    Ok(true)
}

fn header(scenario: &Scenario, seed: u64, replication: u64) -> TraceHeader {
    let job = scenario.setup.job.as_ref();
    TraceHeader {
        format_version: FORMAT_VERSION.to_owned(),
        scenario: scenario.name.clone(),
        seed,
        replication,
        cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
        horizon_ms: job.map(|job| job.horizon.as_millis()),
        start: job.map(|job| rfc3339(SimTime::ZERO, &job.start)),
    }
}
