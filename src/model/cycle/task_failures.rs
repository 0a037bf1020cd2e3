//! What a failed task comes to: another attempt at the end of its pass, or escrow.

use super::batch::{Held, Memberships, NO_CHANGE};
use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::{Slot, Stage, Task};
use crate::model::chance::Purpose;
use crate::model::directory::{Object, UserState};
use crate::model::endpoint::Endpoint;
use crate::model::errors::{ErrorCode, FailsAt};
use crate::model::record::{Activity, AfterFailure, Failure, Observer, WorkResult};
use crate::model::setup::On429;
use crate::units::SimDuration;

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// The task failed: it is tried again at the end of the pass, or stays in escrow.
    pub(super) fn fail(&mut self, slot: &mut Slot, code: ErrorCode) {
        let (task, attempt) = (slot.task, slot.attempt);
        if task == Task::Probe {
            // By chance alone it is repeated by the service itself; a target that is down ends the cycle.
            let is_down = self.target.is_down_for(&self.present_call(slot));
            if is_down {
                self.tally.failed_with = Some(code);
            } else {
                self.probe_answered(slot);
            }
            return;
        }
        if self.is_tried_again(code, attempt) {
            self.report_failure(slot, code, AfterFailure::Retry);
            self.retries.push((task, attempt + 1));
            self.release(slot);
        } else if code.is_transient() && attempt > 0 {
            // It has cost more than a success already.
            self.fails_for_good(slot, code);
        } else {
            let done = self.clock.now + self.time_to_fail(slot);
            slot.error = Some(code);
            self.until(slot, Stage::Failing, done);
        }
    }

    fn report_failure(&mut self, slot: &Slot, code: ErrorCode, then: AfterFailure) {
        let at = match slot.endpoint {
            _ if slot.step == 0 => code.fails_at(),
            Endpoint::UserGet | Endpoint::GroupGet => FailsAt::Lookup,
            _ => FailsAt::Write,
        };
        let failure = Failure { code, at, then };
        self.report_end(slot, self.deed(slot), WorkResult::Failed(failure));
    }

    /// What an object that fails for good costs the service: what the calls would have cost that it does not come to, with the
    /// draws that they would have had, and dealing with the failure. References cost nothing more.
    fn time_to_fail(&mut self, slot: &mut Slot) -> SimDuration {
        let (lookup, write, lookups) = match slot.task {
            Task::User(user) => self.usual_calls(user),
            Task::Group(_) => (
                (Endpoint::GroupGet, Activity::GroupObjects),
                (Endpoint::GroupPost, Activity::GroupObjects),
                1,
            ),
            _ => return SimDuration::ZERO,
        };
        let is_writing = slot.step > 0 && slot.endpoint != lookup.0;
        let lookups_left = lookups.saturating_sub(u64::from(slot.step));
        let left = (0..lookups_left).map(|_| lookup).chain([write]);
        let object = self.address(slot.task);
        let mut sum = SimDuration::ZERO;
        let mut usage = slot.usage();
        let mut last = slot.activity;
        for (endpoint, activity) in left.filter(|_| !is_writing && lookups > 0) {
            usage += 1;
            let draw = self.streams[Purpose::Processing].draw(object, usage);
            let own = self.own_times.processing(endpoint, 0, draw);
            self.spend_own(slot, activity, own);
            sum += own;
            last = activity;
        }
        let draw = self.streams[Purpose::FailedObject].draw(object, slot.usage());
        let own = self.own_times.failed_object(draw);
        self.spend_own(slot, last, own);
        sum + own
    }

    /// The lookup and the write that bring a user in, and how many lookups it takes; none for whoever is out of scope.
    fn usual_calls(&self, user: u32) -> ((Endpoint, Activity), (Endpoint, Activity), u64) {
        let state = self.directory.user(user);
        let lookup = (Endpoint::UserGet, Activity::Matching);
        if state.is_new() {
            let write = (Endpoint::UserPost, Activity::Creating);
            (lookup, write, self.rules.matching_attributes)
        } else {
            let write = (Endpoint::UserPatch, Activity::Updating);
            (lookup, write, u64::from(state.is_in_scope()))
        }
    }

    /// The task ends with its failure.
    pub(super) fn fails_for_good(&mut self, slot: &mut Slot, code: ErrorCode) {
        let task = slot.task;
        let (count, is_kept) = self.goes_to_escrow(task, code);
        self.report_failure(slot, code, AfterFailure::kept(is_kept));
        self.count_error(code, count);
        match task {
            Task::User(_) | Task::Group(_) => self.object_done(slot),
            _ => self.release(slot),
        }
    }

    /// Whether what failed is tried again within the cycle.
    fn is_tried_again(&self, code: ErrorCode, attempt: u8) -> bool {
        let is_put_off =
            code == ErrorCode::TooManyRequests && self.input.setup.on_429 == On429::Escrow;
        code.is_transient() && !is_put_off && u64::from(attempt) < self.rules.retries_in_cycle
    }

    /// Counts and keeps what failed; returns how many objects or references it is, and whether they wait in escrow.
    fn goes_to_escrow(&mut self, task: Task, code: ErrorCode) -> (u64, bool) {
        let (object, count) = match task {
            Task::User(user) => {
                let state = self.directory.user(user);
                if state == UserState::Pending {
                    self.directory.transition(user, UserState::Escrowed);
                }
                let is_outside = state == UserState::OutOfScope;
                self.tally.imports_failed += u64::from(is_outside);
                self.tally.users_escrowed += u64::from(!is_outside);
                (Object::User(user), 1)
            }
            Task::Group(group) => {
                self.tally.groups_escrowed += 1;
                (Object::Group(group), 1)
            }
            Task::RemoveUser(user) => {
                self.tally.removals_failed += 1;
                (Object::User(user), 1)
            }
            Task::RemoveGroup(group) => {
                self.tally.removals_failed += 1;
                (Object::Group(group), 1)
            }
            Task::Manager(user) => {
                self.tally.managers_failed += 1;
                self.reference_fails(Held::Manager(user), code);
                return (1, true);
            }
            Task::ManagerRetry { index, .. } => {
                self.tally.managers_failed += 1;
                return (1, self.reference_retried(index, Some(code)));
            }
            Task::Members { group, carried, .. } => {
                let count = u64::from(carried);
                self.members_finished(count);
                self.tally.memberships_failed += count;
                let held = Held::Members(Memberships {
                    group,
                    add: true,
                    address: self.address(task),
                    change: NO_CHANGE,
                    count: carried,
                    presence: 0,
                });
                self.reference_fails(held, code);
                return (count, true);
            }
            Task::Membership { index, .. } => return self.membership_failed(index, code),
            // The probe has ended before, and what is outside calls nobody.
            Task::Probe | Task::Outside(_) => return (1, true),
        };
        (count, self.memory.fails(object, code, &mut self.clock))
    }
}
