//! How much a probe measures, and what that takes at most.

use std::time::Duration;

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProbePlan {
    /// Samples of each kind of call.
    pub samples: u64,
    /// The largest group that is filled.
    pub group_size: u64,
    /// Most connections at once.
    pub connections: u64,
}

/// An answer that takes this long is the base of how long a probe is said to take.
const USUAL_ANSWER: Duration = Duration::from_millis(50);

impl ProbePlan {
    /// Most users that are made.
    pub fn users(&self) -> u64 {
        0
    }

    /// Most groups that are made.
    pub fn groups(&self) -> u64 {
        0
    }

    /// Most requests.
    pub fn requests(&self) -> u64 {
        10
    }

    /// How long it takes where an answer takes 50 ms.
    pub fn about(&self) -> Duration {
        USUAL_ANSWER.saturating_mul(u32::try_from(self.requests()).unwrap_or(u32::MAX))
    }
}
