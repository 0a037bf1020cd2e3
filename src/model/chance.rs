//! The streams of chance that a cycle draws from, one for each purpose.
//!
//! Draws are addressed by the object they are for, so that two variants of a scenario share their luck: user
//! 4711 meets the same latency whether the scope is assigned or all.

use std::ops::Index;

use crate::kernel::Stream;

/// What a draw is for. The numbers are part of every result: new purposes go at the end.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Parameters,
    Assignment,
    Disabled,
    Filter,
    Matched,
    Updated,
    Attribute,
    GroupSize,
    GroupMatched,
    Manager,
    ManagerPresence,
    MemberPresence,
    Permanent,
    Transient,
    Latency,
    Evaluation,
    PageRead,
    Arrival,
    ChangedObject,
    ChangeDetail,
    Processing,
    EscrowRetry,
    FailedObject,
    Trouble,
    Replica,
    Stall,
    ManagerLink,
    GroupContent,
}

const PURPOSES: usize = Purpose::GroupContent as usize + 1;

/// What a draw is about, as the first part of its address: no two pieces of work share one.
#[derive(Clone, Copy, Debug)]
pub(super) enum About {
    User,
    Probe,
    Group,
    Outside,
    Manager,
    Members,
    RemovedUser,
    RemovedGroup,
    Change,
    CaughtUp,
    ManagerRetry,
    OutsideChange,
}

impl About {
    /// The address of `number`, which is below 2^60, among its like.
    pub const fn address(self, number: u64) -> u64 {
        const BITS: u32 = 60;
        debug_assert!(number >> BITS == 0);
        (self as u64) << BITS | number
    }

    /// The address of the memberships of a group, which has fewer than 2^28, from the one in this place on.
    pub const fn members(group: u32, first: u32) -> u64 {
        Self::Members.address((group as u64) << 28 | first as u64)
    }
}

/// The luck of one replication under one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance {
    seed: u64,
    replication: u64,
}

/// All streams of one replication, by purpose.
#[derive(Clone, Copy, Debug)]
pub(super) struct Streams([Stream; PURPOSES]);

impl Index<Purpose> for Streams {
    type Output = Stream;

    #[inline]
    fn index(&self, purpose: Purpose) -> &Stream {
        &self.0[purpose as usize]
    }
}

impl Chance {
    /// The luck of `replication` under the root `seed`.
    pub const fn new(seed: u64, replication: u64) -> Self {
        Self { seed, replication }
    }

    /// Where everything of one purpose is drawn from.
    pub(super) fn stream(self, purpose: Purpose) -> Stream {
        self.numbered(purpose as u64)
    }

    /// All streams.
    pub(super) fn streams(self) -> Streams {
        Streams(std::array::from_fn(|number| self.numbered(number as u64)))
    }

    fn numbered(self, purpose: u64) -> Stream {
        Stream::new(self.seed, self.replication, purpose)
    }
}
