//! What a cycle comes to: counts and times.

use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::units::SimDuration;

/// What a connection spends its time on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// The fixed time before the first call of a cycle.
    Starting,
    /// Waiting for pages of the source.
    Reading,
    /// Evaluating objects in scope.
    Evaluating,
    /// Evaluating objects that are then skipped.
    Skipping,
    /// Looking users up in the target.
    Matching,
    /// Creating users.
    Creating,
    /// Updating users.
    Updating,
    /// Looking up and creating groups.
    GroupObjects,
    /// Checking and setting managers.
    Managers,
    /// Writing memberships.
    Memberships,
    /// Waiting in the target's own queue.
    TargetQueue,
    /// Waiting for rate limits.
    WaitingForLimits,
    /// Work done again after a failure, and taking it up.
    Retrying,
    /// Nothing to do while others finish.
    Idle,
}

impl Activity {
    /// How many activities there are.
    pub const COUNT: usize = Self::Idle as usize + 1;
}

/// How one limit of the target bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LimitTally {
    /// What passed, in what the limit counts: calls, units, members or bytes.
    pub passed: u64,
    /// Calls over the limit, whatever became of them.
    pub over: u64,
    /// Calls that passed and were slowed, since much of the limit was used up.
    pub slowed: u64,
}

/// What the target did, as its owner would measure it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetTally {
    /// Time that calls were worked on, added up over the calls.
    pub busy: SimDuration,
    /// Time that calls waited in the target's queue, added up over the calls.
    pub queued: SimDuration,
    /// Calls that waited in it.
    pub calls_queued: u64,
    /// The most calls that waited at once.
    pub longest_queue: u64,
    /// Time spent searching through all users, added up over the calls.
    pub searching: SimDuration,
    /// Each limit of the setup, in its order.
    pub limits: Vec<LimitTally>,
}

/// Counts and times of one initial cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CycleTally {
    /// From the start to the stored watermark.
    pub duration: SimDuration,
    /// Connections that were open at once.
    pub connections: u64,
    /// Connection time by [`Activity`]; adds up to duration times connections.
    pub spent: [SimDuration; Activity::COUNT],
    /// The part of it that is the service's own; the rest is the target's, or waiting.
    pub own: [SimDuration; Activity::COUNT],
    /// Requests by [`Endpoint`], refused ones included.
    pub calls: [u64; Endpoint::ALL.len()],
    /// Requests answered with 429.
    pub refusals: u64,
    /// Requests not answered in time.
    pub timeouts: u64,
    /// Objects and references that end the cycle with each [`ErrorCode`].
    pub errors: [u64; ErrorCode::ALL.len()],
    /// Users in scope.
    pub users_in_scope: u64,
    /// Users created.
    pub users_created: u64,
    /// Users matched and changed.
    pub users_updated: u64,
    /// Users matched with nothing to change.
    pub users_unchanged: u64,
    /// Users left in escrow.
    pub users_escrowed: u64,
    /// Users out of scope whose import failed, which is before their scope is known; they are in escrow too.
    pub imports_failed: u64,
    /// Groups in scope.
    pub groups_in_scope: u64,
    /// Groups created.
    pub groups_created: u64,
    /// Groups matched.
    pub groups_matched: u64,
    /// Groups left in escrow.
    pub groups_escrowed: u64,
    /// Objects evaluated and skipped.
    pub objects_skipped: u64,
    /// Manager links due: of users who are in the target, both ends in scope.
    pub managers_due: u64,
    /// Manager links written or found in place.
    pub managers_linked: u64,
    /// Manager links not written.
    pub managers_failed: u64,
    /// Memberships written.
    pub memberships_written: u64,
    /// Memberships not written.
    pub memberships_failed: u64,
    /// Memberships that were answered with success and are missing at the end, since other writes of their groups overwrote them.
    pub memberships_overwritten: u64,
    /// Memberships left out because the member is out of scope.
    pub memberships_skipped: u64,
    /// Users, groups and memberships that a quota of the target leaves no room for.
    pub over_quota: u64,
    /// Users disabled.
    pub users_disabled: u64,
    /// Users deleted.
    pub users_deleted: u64,
    /// Groups deleted.
    pub groups_deleted: u64,
    /// Memberships taken away.
    pub memberships_removed: u64,
    /// Removals that failed.
    pub removals_failed: u64,
    /// Removals held back by the deletion threshold.
    pub removals_staged: u64,
    /// The code for which the cycle was broken off, if it was: the target refused everything.
    pub failed_with: Option<ErrorCode>,
    /// What the target did in the meantime.
    pub target: TargetTally,
    /// Pages of the source.
    pub pages: u64,
    /// Events that the simulation handled.
    pub events: u64,
    /// Whether the observer broke the cycle off, so that the tally is of a part.
    pub broken_off: bool,
}

impl CycleTally {
    /// Adds the counts and times of another cycle that runs side by side; duration and target stay as they are.
    pub fn add(&mut self, other: &Self) {
        let times = self.spent.iter_mut().zip(other.spent);
        for (sum, time) in times.chain(self.own.iter_mut().zip(other.own)) {
            *sum += time;
        }
        let counts = self.calls.iter_mut().zip(other.calls);
        for (sum, count) in counts.chain(self.errors.iter_mut().zip(other.errors)) {
            *sum += count;
        }
        self.broken_off |= other.broken_off;
        self.failed_with = self.failed_with.or(other.failed_with);
        macro_rules! add {
            ($($count:ident)+) => { $(self.$count += other.$count;)+ };
        }
        add! {
            refusals timeouts users_in_scope users_created users_updated users_unchanged
            users_escrowed imports_failed groups_in_scope groups_created groups_matched
            groups_escrowed objects_skipped managers_due managers_linked managers_failed
            memberships_written memberships_failed memberships_overwritten memberships_skipped
            over_quota users_disabled users_deleted groups_deleted memberships_removed
            removals_failed removals_staged pages events connections
        }
    }

    /// Users who have access at the end.
    pub fn users_with_access(&self) -> u64 {
        self.users_created + self.users_updated + self.users_unchanged
    }

    /// Users, groups and references that failed and were not mended within the cycle.
    pub fn failures(&self) -> u64 {
        self.users_escrowed
            + self.imports_failed
            + self.groups_escrowed
            + self.managers_failed
            + self.memberships_failed
            + self.removals_failed
    }

    /// Objects and references that were written to the target.
    pub fn exports(&self) -> u64 {
        self.users_created
            + self.users_updated
            + self.users_disabled
            + self.users_deleted
            + self.groups_created
            + self.groups_deleted
            + self.managers_linked
            + self.memberships_written
            + self.memberships_removed
    }

    /// Manager links and memberships that were written or taken away.
    pub fn references_written(&self) -> u64 {
        self.memberships_written + self.memberships_removed + self.managers_linked
    }

    /// Whether some object or reference was written, or found to need no writing.
    pub fn writes_or_finds(&self) -> bool {
        self.exports() + self.users_unchanged + self.groups_matched > 0
    }

    /// Time spent on one activity, over all connections.
    pub fn spent_on(&self, activity: Activity) -> SimDuration {
        self.spent[activity as usize]
    }

    /// The service's own part of the time spent on one activity, over all connections.
    pub fn own_on(&self, activity: Activity) -> SimDuration {
        self.own[activity as usize]
    }
}
