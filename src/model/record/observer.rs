//! Whoever watches a cycle or a job.

use super::{AnsweredCall, CycleTally, Failure, PassedCall, WorkInHand};
use crate::model::endpoint::Endpoint;
use crate::model::job::{
    Action, ChangeKind, ChangeStep, CycleStart, Execution, JobState, QuarantineReason,
};
use crate::units::SimTime;

/// Watches a cycle. Every method does nothing by default, so that what is not watched costs nothing.
///
/// Moments are told in order of time.
pub trait Observer {
    /// The cycle starts, with so many users in scope and pages of the source.
    fn cycle_starts(&mut self, _users_in_scope: u64, _pages: u64) {}
    /// A request leaves for the target; a refused one counts too.
    fn request(&mut self, _at: SimTime, _endpoint: Endpoint) {}
    /// The same with what it is for; told as [`Self::request`] unless somebody wants to know more.
    fn call_is_sent(&mut self, at: SimTime, endpoint: Endpoint, _of: &WorkInHand) {
        self.request(at, endpoint);
    }
    /// A request is not sent before `until`: a limit is kept, or a refusal is waited out.
    fn call_waits(&mut self, _at: SimTime, _until: SimTime, _endpoint: Endpoint, _of: &WorkInHand) {
    }
    /// A request has passed the target's limits and is answered later.
    fn call_passes(&mut self, _call: &PassedCall) {}
    /// A request has been answered, and the service has dealt with the answer by now.
    fn call_is_answered(&mut self, _at: SimTime, _call: &AnsweredCall, _of: &WorkInHand) {}
    /// A piece of work fails.
    fn work_fails(&mut self, _at: SimTime, _failure: &Failure) {}
    /// Work that failed earlier in the cycle is tried again.
    fn work_is_retried(&mut self, _at: SimTime, _of: &WorkInHand) {}
    /// One more user has access.
    fn user_gains_access(&mut self, _at: SimTime) {}
    /// The same with the job and the user; told as [`Self::user_gains_access`] unless somebody wants to know more.
    fn user_is_in(&mut self, at: SimTime, _job: u16, _user: u32) {
        self.user_gains_access(at);
    }
    /// So many pages are done by now.
    fn pages_done(&mut self, _at: SimTime, _pages: u64) {}
    /// The cycle ends and the watermark is stored.
    fn cycle_ends(&mut self, _at: SimTime) {}
    /// The changes that were made in the meantime are looked at now; each of them is told next.
    fn changes_come_in(&mut self, _at: SimTime) {}
    /// A change was made in the directory; told when a cycle comes to look at it, so moments do not come in order.
    fn change_is_made(&mut self, _kind: ChangeKind, _made: SimTime) {}
    /// A change comes further: into the target, into escrow, out of it, or to its end.
    fn change_steps(&mut self, _at: SimTime, _step: &ChangeStep) {}
    /// An entry of the timeline takes effect.
    fn action_is_taken(&mut self, _at: SimTime, _action: &Action) {}
    /// A cycle of a job begins.
    fn job_cycle_begins(&mut self, _at: SimTime, _start: &CycleStart) {}
    /// A cycle of a job ends, or is broken off.
    fn job_cycle_ends(&mut self, _execution: &Execution, _tally: &CycleTally) {}
    /// The job is in this state from now on, for this reason if it is quarantine.
    fn job_state(&mut self, _at: SimTime, _state: JobState, _reason: Option<QuarantineReason>) {}
    /// So much is in escrow, and so many removals are staged, from now on.
    fn job_holds(&mut self, _at: SimTime, _escrow: u64, _staged: u64) {}
    /// A notification is sent by e-mail.
    fn job_notifies(&mut self, _at: SimTime, _reason: QuarantineReason) {}
    /// Whether to break the cycle off; asked now and then.
    fn stops(&self) -> bool {
        false
    }
}

/// Watches nothing.
impl Observer for () {}
