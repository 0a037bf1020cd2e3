//! What a probe takes at most.

use std::time::Duration;

use super::probe_plan::ProbePlan;
use super::{
    by_connections, dialect, group_growth, limit_ramp, lost_members, one_caller, stored_users,
};

/// An answer that takes this long is the base of how long a probe is said to take.
const USUAL_ANSWER: Duration = Duration::from_millis(50);
/// Requests that a server may refuse and that are made again, or that a question costs more: a tenth.
const ROOM: u64 = 10;

impl ProbePlan {
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
            + lost_members::requests(self)
            + limit_ramp::requests(self);
        planned + planned / ROOM
    }

    /// How long it takes where an answer takes 50 ms.
    pub fn about(&self) -> Duration {
        USUAL_ANSWER.saturating_mul(u32::try_from(self.requests()).unwrap_or(u32::MAX))
    }
}
