//! A request to the target, and how it is answered.

use crate::model::endpoint::Endpoint;
use crate::model::record::Answer;
use crate::units::{SimDuration, SimTime};

/// Whom a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Resource {
    /// Nobody who exists: the query that opens a cycle.
    Nobody,
    User(u32),
    Group(u32),
}

/// One request to the target.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Call {
    /// When it was sent.
    pub sent: SimTime,
    /// Number of the job that makes it.
    pub job: u16,
    pub endpoint: Endpoint,
    pub resource: Resource,
    /// The piece of work it is for: the address of its luck.
    pub object: u64,
    /// Which call of that object it is: attempt and step.
    pub usage: u64,
    /// How often the target has refused it so far.
    pub repeats: u32,
    /// Whether it looks somebody up by a filter, for a GET of users.
    pub by_filter: bool,
    /// Members that the group has already, for a GET or a PATCH of a group.
    pub members_present: u32,
    /// Members that the call carries, for a PATCH of a group.
    pub members_carried: u32,
    /// What it does with them.
    pub change: MemberChange,
}

/// What a PATCH of a group does with the members that it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum MemberChange {
    /// They have not been written before.
    Add,
    /// They have been, and are written all the same.
    AddAgain,
    Remove,
    /// Nothing is changed: the target will refuse it.
    Refused,
}

impl Resource {
    /// A number of its own for each user and group, for limits on each of them.
    pub fn key(self) -> Option<u64> {
        match self {
            Self::Nobody => None,
            Self::User(user) => Some(u64::from(user)),
            Self::Group(group) => Some(1 << 32 | u64::from(group)),
        }
    }
}

/// An answer, when it comes, and how much of the time was waiting in the target's queue.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Reply {
    pub at: SimTime,
    pub queued: SimDuration,
    pub answer: Answer,
    /// Whether the call passed the limits.
    pub passed: bool,
}

/// What becomes of a call that arrives.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) enum Reception {
    Answered(Reply),
    /// The target holds it back until this moment, at which it is to be served.
    Held(SimTime),
}
