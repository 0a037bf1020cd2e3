//! The work of an incremental cycle: what changed since the watermark, the retries that are due, and what can fail and be held until later
//! cycles.

use super::task::Task;
use crate::model::directory::Object;

/// Memberships of one group that go out in one PATCH.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct MembershipWork {
    pub of: Memberships,
    /// Index in escrow, for a retry.
    pub escrow: Option<u32>,
    pub done: bool,
}

/// The objects and references of one incremental cycle.
#[derive(Debug, Default)]
pub(in crate::model) struct Batch {
    pub users: Vec<u32>,
    pub groups: Vec<u32>,
    /// Users who have come into the target in this cycle.
    pub newcomers: Vec<u32>,
    /// Changes out of scope; those that are done are taken off.
    pub outside: Vec<u32>,
    pub members: Vec<MembershipWork>,
    /// Memberships and manager links that no connection has taken yet.
    pub left: Vec<Task>,
    /// Indices in escrow of everything that is retried.
    pub retries: Vec<u32>,
}

/// The end of a chain of changes, and the change of work that none stands behind.
pub(in crate::model) const NO_CHANGE: u32 = u32::MAX;

/// What is held in escrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Held {
    /// A user or a group object, whatever failed about it.
    Object(Object),
    /// The manager link of a user.
    Manager(u32),
    /// Some memberships of a group.
    Members(Memberships),
}

impl Held {
    /// How many references it is; none for objects, which count for themselves.
    pub fn references(self) -> u64 {
        match self {
            Self::Object(_) => 0,
            Self::Manager(_) => 1,
            Self::Members(members) => u64::from(members.count),
        }
    }

    /// The changes that wait with it, where they are not chained to the object itself.
    pub fn change(self) -> u32 {
        match self {
            Self::Object(_) | Self::Manager(_) => NO_CHANGE,
            Self::Members(members) => members.change,
        }
    }
}

/// Some memberships of one group that are written, or taken away, together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::model) struct Memberships {
    pub group: u32,
    /// False for memberships to be taken away.
    pub add: bool,
    /// The address of their draws, which is the order in which they are written: so it does not depend on what else waits.
    pub address: u64,
    /// The first change of their chain, or [`NO_CHANGE`] for memberships that became possible since their cycle.
    pub change: u32,
    pub count: u32,
    /// The members are there once this part of all users is, from zero for none to the greatest for all.
    pub presence: u32,
}
