//! How much a probe measures, and what that takes at most.

use std::time::Duration;

use super::{by_connections, dialect, group_growth, lost_members, one_caller, stored_users};

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProbePlan {
    /// Calls of each kind.
    pub samples: u64,
    /// The largest group that is filled.
    pub group_size: u64,
    /// Most connections at once.
    pub connections: u64,
}

/// An answer that takes this long is the base of how long a probe is said to take.
const USUAL_ANSWER: Duration = Duration::from_millis(50);
/// Where sizes are varied, so many calls at each size for one of each kind.
const SAMPLES_PER_REPEAT: u64 = 4;
const FEWEST_REPEATS: u64 = 8;
/// Requests that a server may refuse and that are made again, or that a question costs more: a tenth.
const ROOM: u64 = 10;

impl ProbePlan {
    /// Calls at each size.
    pub(super) fn repeats(&self) -> u64 {
        (self.samples / SAMPLES_PER_REPEAT).max(FEWEST_REPEATS)
    }

    /// Users that are there at once: enough for the largest group and for every connection.
    pub(super) fn pool(&self) -> u64 {
        self.group_size.max(lost_members::members(self))
    }

    /// Most users that are made.
    pub fn users(&self) -> u64 {
        dialect::MOST_USERS + 1 + self.samples + stored_users::users(self)
    }

    /// Most groups that are made.
    pub fn groups(&self) -> u64 {
        dialect::MOST_GROUPS + self.samples + group_growth::groups(self) + 1
    }

    /// Most requests.
    pub fn requests(&self) -> u64 {
        let planned = dialect::MOST_REQUESTS
            + self.samples * one_caller::REQUESTS
            + stored_users::requests(self)
            + group_growth::requests(self)
            + by_connections::requests(self)
            + lost_members::requests(self);
        planned + planned / ROOM
    }

    /// How long it takes where an answer takes 50 ms.
    pub fn about(&self) -> Duration {
        USUAL_ANSWER.saturating_mul(u32::try_from(self.requests()).unwrap_or(u32::MAX))
    }
}
