//! The work of an incremental cycle: what changed since the watermark, and the retries that are due.

use super::held::Memberships;
use super::task::Task;

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
