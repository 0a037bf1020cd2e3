//! What a connection is busy with.

use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::record::{Activity, Answer};
use crate::units::SimTime;

/// One piece of work for one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Task {
    /// The query for a random user that opens every cycle.
    Probe,
    /// A user of the directory, in scope or not.
    User(u32),
    /// A group in scope.
    Group(u32),
    /// An object out of scope.
    Outside(u32),
    /// A user to be disabled or deleted.
    RemoveUser(u32),
    /// A group to be deleted.
    RemoveGroup(u32),
    /// The manager link of a user.
    Manager(u32),
    /// The manager link of a user that failed in an earlier cycle.
    ManagerRetry {
        user: u32,
        /// Its index in escrow.
        index: u32,
    },
    /// Memberships of a group that changed since the last cycle.
    Membership {
        group: u32,
        /// Their index in the cycle's batch.
        index: u32,
    },
    /// Some members of a group.
    Members {
        group: u32,
        /// Index in the group of the first of these.
        first: u32,
        /// One past the index of the last; those between who cannot be written are passed over.
        end: u32,
        /// Members that earlier requests of the group carry.
        present: u32,
        /// Members that the request carries.
        carried: u32,
    },
}

impl Task {
    /// The group that it sends a PATCH for.
    pub fn patched_group(self) -> Option<u32> {
        match self {
            Self::Members { group, .. } | Self::Membership { group, .. } => Some(group),
            _ => None,
        }
    }
}

/// What a connection waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// What failed before is taken up again.
    TakingUp,
    Evaluating,
    /// A user is evaluated who is out of scope, and nothing strikes them.
    Skipping,
    /// What fails for good is logged and put into escrow.
    Failing,
    ReadingMembers,
    /// What happens now is done: its call goes out.
    CallDue,
    WaitingToSend,
    /// The target has the call and waits with it.
    HeldBack,
    Calling,
    /// The call is for a target elsewhere, and nobody has taken it there yet.
    Leaving,
    /// A target elsewhere has the call.
    Elsewhere,
}

/// One connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// Its number among the connections.
    pub number: u16,
    pub task: Task,
    /// The address of its draws.
    pub object: u64,
    pub stage: Stage,
    /// When the task was taken up.
    pub began: SimTime,
    /// Whether the task failed before, in this cycle or an earlier one.
    pub is_retry: bool,
    /// Whether it is about a user or group that the service has no link for.
    pub is_new: bool,
    /// Whether nothing has befallen it so far but what is usual: no failure, now or earlier.
    pub is_usual: bool,
    /// Zero at first; one more with each retry of the task.
    pub attempt: u8,
    /// Calls made for this attempt so far.
    pub step: u8,
    /// Refusals of the present call so far.
    pub refusals: u32,
    pub endpoint: Endpoint,
    pub activity: Activity,
    /// What the target answers to the present call.
    pub answer: Answer,
    /// Of a target elsewhere: whether what the present call looks for is there. What nobody tells is drawn.
    pub told: Option<bool>,
    /// When the present call was sent.
    pub sent: SimTime,
    /// When the target answers it, or nobody waits for the answer any more.
    pub answered: SimTime,
    /// What sticks to the task's user, if anything does; of a task that fails for good, why.
    pub error: Option<ErrorCode>,
    pub idle_since: SimTime,
    pub idle_reason: Activity,
    /// Number of the cycle within the job.
    pub cycle: u64,
}

impl Slot {
    pub fn idle(number: u16) -> Self {
        Self {
            number,
            task: Task::Probe,
            object: 0,
            stage: Stage::Evaluating,
            began: SimTime::ZERO,
            is_retry: false,
            is_new: false,
            is_usual: false,
            attempt: 0,
            step: 0,
            refusals: 0,
            endpoint: Endpoint::UserGet,
            activity: Activity::Idle,
            answer: Answer::Success,
            told: None,
            sent: SimTime::ZERO,
            answered: SimTime::ZERO,
            error: None,
            idle_since: SimTime::ZERO,
            idle_reason: Activity::Idle,
            cycle: 0,
        }
    }

    /// It has no work from now on, for this reason.
    pub fn is_idle(&mut self, now: SimTime, reason: Activity) {
        self.idle_since = now;
        self.idle_reason = reason;
    }

    /// Which draw of the task's object the present call uses.
    #[inline(always)]
    pub fn usage(&self) -> u64 {
        self.cycle << 16 | u64::from(self.attempt) << 8 | u64::from(self.step)
    }
}

/// The query that opens a cycle, and one that goes on; nothing else is done before its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Probe {
    Due,
    UnderWay,
    Done,
}

/// The parts of a cycle, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Probe,
    Objects,
    ObjectRetries,
    /// What left the scope is taken out of the target, once it is known how much that is.
    Removals,
    References,
    ReferenceRetries,
    Done,
}
