//! What a cycle asks of the job that it belongs to: what was left open by earlier cycles, and what is to be kept for later ones.

use super::batch::{Batch, Held, Memberships, NO_CHANGE};
use crate::model::change::{ChangeStatus, DropReason};
use crate::model::directory::{Directory, Object, Removal};
use crate::model::errors::ErrorCode;
use crate::model::record::{Clock, Observer};
use crate::units::SimTime;

/// The job, as its cycle sees it. A lone cycle has `()`, which remembers nothing.
pub(in crate::model) trait Memory {
    /// Whether there is a job.
    fn is_kept(&self) -> bool {
        false
    }

    /// Ends all changes of an object, and its stay in escrow.
    fn settle(&mut self, _: Object, _: ChangeStatus, _: &mut Clock<impl Observer>) {}

    /// An object failed for good in this cycle; false if it is given up, since its retries have ended.
    fn fails(&mut self, _: Object, _: ErrorCode, _: &mut Clock<impl Observer>) -> bool {
        true
    }

    /// A reference failed that was not in escrow before; its changes wait with it.
    fn reference_fails(&mut self, _: Held, _: ErrorCode, _: &mut Clock<impl Observer>) {}

    /// The retry of the reference at an index in escrow succeeded, or failed with a code; whether it waits there for another.
    fn reference_retried(
        &mut self,
        _: u32,
        _: Option<ErrorCode>,
        _: &mut Clock<impl Observer>,
    ) -> bool {
        true
    }

    /// A reference at an index in escrow is not needed any more; returns the changes that waited with it.
    fn let_go(&mut self, _: u32) -> u32 {
        NO_CHANGE
    }

    /// Gives every change of a chain a status.
    fn settle_chain(&mut self, _: u32, _: ChangeStatus, _: &mut Clock<impl Observer>) {}

    /// Whether the directory has changed a user since they were last written.
    fn has_open_changes(&self, _: u32) -> bool {
        false
    }

    /// Whether an object waits in escrow.
    fn is_in_escrow(&self, _: Object) -> bool {
        false
    }

    /// Whether an object's task is the retry of what failed in an earlier cycle.
    fn is_retried(&self, _: Object) -> bool {
        false
    }

    /// The address of a change's draws.
    fn address_of(&self, _: u32) -> Option<u64> {
        None
    }

    /// Whether the mapping allows to create objects.
    fn may_create(&self) -> bool {
        true
    }

    /// Whether the mapping allows to change objects.
    fn may_update(&self) -> bool {
        true
    }

    /// Why what has left the scope stays in the target, if it does; an account that `_deletes` for good is not a matter of scope.
    fn keeps(&self, _deletes: bool) -> Option<DropReason> {
        None
    }

    /// Whether the target can disable accounts.
    fn disables(&self) -> bool {
        true
    }

    /// A user has an active account from now on; whoever got theirs `anew` has none of their memberships.
    fn account_begins(&mut self, _user: u32, _anew: bool) {}

    /// The account of a user ends, or is disabled; whether they had one that took a licence.
    fn account_ends(&mut self, _: u32) -> bool {
        false
    }

    /// A user is out of scope and can come back.
    fn may_return(&mut self, _: u32) {}

    /// Whether so many removals within a cycle are too many.
    fn too_many(&self, _: u64) -> bool {
        false
    }

    /// Holds a removal back.
    fn stage(&mut self, _: Removal, _: &mut Clock<impl Observer>) {}

    /// What is staged is to be looked at again, and is staged no more.
    fn take_staged(&mut self, _: &mut Clock<impl Observer>) -> Vec<Removal> {
        Vec::new()
    }

    /// An object waits for the next cycle.
    fn wait(&mut self, _: Object) {}

    /// Memberships of absent users could not be written.
    fn members_unresolved(&mut self, _: u64) {}

    /// Memberships are lost with their group, which is not in the target.
    fn members_lost(&mut self, _group: u32, _members: u64) {}

    /// Whether a full cycle leaves alone the memberships of groups that it knows.
    fn keeps_memberships(&self) -> bool {
        false
    }

    /// A cycle that looks at everything is completed, with so many users missing.
    fn full_cycle_done(&mut self, _: u64) {}

    /// It was given up: those who are in the target are known from now on, but not with all their memberships.
    fn full_cycle_given_up(&mut self) {}

    /// Collects what waits and what is due, as many memberships in one PATCH as it carries.
    fn collect(&mut self, _batch: &mut Batch, _per_patch: u32, _now: SimTime) {}

    /// What a cycle did not come to waits for the next: the watermark has not moved.
    fn give_back(&mut self, _: &mut Batch, _: &Directory, _now: SimTime) {}

    /// How many memberships are to be written of users who failed in the last full cycle and have come in since; in a full
    /// cycle also of those that were missed.
    fn memberships_caught_up(&mut self, _is_full: bool, _users_missing: u64) -> u64 {
        0
    }

    /// Memberships wait for the next cycle.
    fn members_wait(&mut self, _: Memberships) {}
}

/// A cycle on its own remembers nothing.
impl Memory for () {}
