//! The streams of chance that a cycle draws from, one for each purpose.
//!
//! Draws are addressed by the object they are for, so that two variants of a scenario share their luck: user
//! 4711 meets the same latency whether the scope is assigned or all.

use crate::kernel::Stream;

/// What a draw is for. The numbers are part of every result: new purposes go at the end.
#[derive(Clone, Copy, Debug)]
enum Purpose {
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

/// All streams of one replication.
#[derive(Clone, Copy, Debug)]
pub(super) struct Streams {
    pub assignment: Stream,
    pub disabled: Stream,
    pub filter: Stream,
    pub matched: Stream,
    pub updated: Stream,
    pub attribute: Stream,
    pub group_matched: Stream,
    pub manager: Stream,
    pub manager_presence: Stream,
    pub member_presence: Stream,
    pub permanent: Stream,
    pub transient: Stream,
    pub latency: Stream,
    pub evaluation: Stream,
    pub page_read: Stream,
    pub arrival: Stream,
    pub changed_object: Stream,
    pub change_detail: Stream,
    pub processing: Stream,
    pub escrow_retry: Stream,
    pub failed_object: Stream,
    pub trouble: Stream,
    pub replica: Stream,
    pub stall: Stream,
    pub manager_link: Stream,
    pub group_content: Stream,
}

impl Chance {
    /// The luck of `replication` under the root `seed`.
    pub const fn new(seed: u64, replication: u64) -> Self {
        Self { seed, replication }
    }

    fn stream(self, purpose: Purpose) -> Stream {
        Stream::new(self.seed, self.replication, purpose as u64)
    }

    /// Where the uncertain parameters are drawn from.
    pub(super) fn parameters(self) -> Stream {
        self.stream(Purpose::Parameters)
    }

    /// Where group sizes are drawn from.
    pub(super) fn group_sizes(self) -> Stream {
        self.stream(Purpose::GroupSize)
    }

    /// Where everything that happens within the cycle is drawn from.
    pub(super) fn streams(self) -> Streams {
        Streams {
            assignment: self.stream(Purpose::Assignment),
            disabled: self.stream(Purpose::Disabled),
            filter: self.stream(Purpose::Filter),
            matched: self.stream(Purpose::Matched),
            updated: self.stream(Purpose::Updated),
            attribute: self.stream(Purpose::Attribute),
            group_matched: self.stream(Purpose::GroupMatched),
            manager: self.stream(Purpose::Manager),
            manager_presence: self.stream(Purpose::ManagerPresence),
            member_presence: self.stream(Purpose::MemberPresence),
            permanent: self.stream(Purpose::Permanent),
            transient: self.stream(Purpose::Transient),
            latency: self.stream(Purpose::Latency),
            evaluation: self.stream(Purpose::Evaluation),
            page_read: self.stream(Purpose::PageRead),
            arrival: self.stream(Purpose::Arrival),
            changed_object: self.stream(Purpose::ChangedObject),
            change_detail: self.stream(Purpose::ChangeDetail),
            processing: self.stream(Purpose::Processing),
            escrow_retry: self.stream(Purpose::EscrowRetry),
            failed_object: self.stream(Purpose::FailedObject),
            trouble: self.stream(Purpose::Trouble),
            replica: self.stream(Purpose::Replica),
            stall: self.stream(Purpose::Stall),
            manager_link: self.stream(Purpose::ManagerLink),
            group_content: self.stream(Purpose::GroupContent),
        }
    }
}
