//! Why a cycle cannot be simulated.

use crate::kernel::InvalidLimit;
use crate::units::{SimDuration, SimTime};

/// Why a cycle cannot be simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CycleError {
    /// A limit of the setup lets nothing pass. Scenario files with such limits do not parse.
    #[error("a rate limit of the target lets nothing pass: {0}")]
    Limit(#[from] InvalidLimit),
    /// Time is counted in 64 bits, and neither the cycle nor the sum of what its connections do fits.
    #[error(
        "the initial cycle, or the time of its connections together, would last longer than 584 years, where the clock of the simulation ends\n  help: look for a time that is too long (job.evaluation, job.processing, target.latency, the period, penalty or retry_after of a limit) or for too many users; more job.connections share the work"
    )]
    ClockEnds,
}

/// Refuses a cycle whose time, or that of its connections together, is beyond the clock.
pub(super) fn within_the_clock(end: SimTime, connections: u64) -> Result<(), CycleError> {
    let whole = end.since_start().as_nanos().checked_mul(connections.max(1));
    match whole {
        Some(nanos) if nanos < SimDuration::MAX.as_nanos() => Ok(()),
        _ => Err(CycleError::ClockEnds),
    }
}
