//! Requests and pieces of work, as an observer is told of them.

use crate::model::change::DropReason;
use crate::model::endpoint::Endpoint;
use crate::model::errors::{ErrorCode, FailsAt};
use crate::units::{SimDuration, SimTime};

/// A request that has passed the target's limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassedCall {
    /// Number of the job that made it, from zero.
    pub job: u16,
    /// What it was.
    pub endpoint: Endpoint,
    /// A number of its own for each user and group that a request is for; absent for the query that opens a cycle.
    pub object: Option<u64>,
    /// Whether it is for a group.
    pub is_for_group: bool,
    /// Members that it carries.
    pub members: u64,
    /// Bytes of its payload.
    pub bytes: u64,
    /// When it was sent.
    pub sent: SimTime,
    /// When the target let it pass: later than it was sent if it was held back.
    pub passed: SimTime,
    /// When it is answered.
    pub answered: SimTime,
}

/// How the target answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The target does what it is asked for.
    Success,
    /// It fails with this code; a call that is not answered in time counts as one that fails.
    Failure(ErrorCode),
    /// 429, with what it says about when to come back.
    Refusal(Option<SimDuration>),
    /// 403 because of a limit, which says nothing about when to come back.
    Denial,
}

/// A request that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnsweredCall {
    /// What it was.
    pub endpoint: Endpoint,
    /// When it was sent.
    pub sent: SimTime,
    /// When the target answered it, or nobody waited for the answer any more.
    pub answered: SimTime,
    /// The answer.
    pub answer: Answer,
}

/// A piece of work. Users and groups go by their numbers in the whole scope, from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// The query for nobody in particular that opens a cycle.
    Opening,
    /// Looking a user up, creating or changing them.
    User(u32),
    /// Looking a group up, creating it.
    Group(u32),
    /// The manager link of a user.
    Manager(u32),
    /// Some memberships of a group.
    Memberships {
        /// The group.
        group: u32,
        /// How many.
        members: u32,
    },
    /// Disabling or deleting a user.
    UserRemoval(u32),
    /// Deleting a group.
    GroupRemoval(u32),
    /// Looking at an object out of scope that is none of the users.
    Outside {
        /// A number that no other of them has.
        number: u64,
        /// Whether it is a group, as far as that is known.
        is_group: bool,
    },
}

/// A piece of work that a job is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkInHand {
    /// Number of the job, from zero.
    pub job: u16,
    /// What it is.
    pub work: Work,
    /// Zero at first; one more with each retry within the cycle.
    pub attempt: u8,
}

/// A piece of work that is at its end, or an attempt at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedWork {
    /// What it was.
    pub of: WorkInHand,
    /// Number of the cycle within the job, from zero; none for what is done on demand.
    pub cycle: Option<u64>,
    /// When a connection took it up.
    pub began: SimTime,
    /// Whether it had failed before, in this cycle or an earlier one.
    pub is_retry: bool,
    /// Whether it is about a user or group that the service had no link for.
    pub is_new: bool,
    /// What it was to do to the target.
    pub deed: Deed,
    /// What came of it.
    pub result: WorkResult,
}

/// What a piece of work does to the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Nothing: the object is out of scope, or is as it should be.
    Nothing,
    /// Creates the object.
    Create,
    /// Changes the object, links its manager or adds members.
    Update,
    /// Takes members out of a group.
    TakeOut,
    /// Disables the account.
    Disable,
    /// Deletes the object.
    Delete,
}

/// What comes of a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkResult {
    /// It is done.
    Done,
    /// It is left undone, for this reason.
    Skipped(DropReason),
    /// It is held back by the deletion threshold.
    Staged,
    /// It fails.
    Failed(Failure),
}

/// How a piece of work fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub code: ErrorCode,
    /// At which step.
    pub at: FailsAt,
    /// What becomes of it.
    pub then: AfterFailure,
}

/// What becomes of work that has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// It is tried again at the end of its pass, within the cycle.
    Retry,
    /// It waits in escrow for later cycles.
    Escrow,
    /// Its retries have ended: it is tried no more.
    GivenUp,
}

impl AfterFailure {
    /// For work that fails for good in its cycle, and is kept in escrow or not.
    pub const fn kept(is_kept: bool) -> Self {
        if is_kept { Self::Escrow } else { Self::GivenUp }
    }
}
