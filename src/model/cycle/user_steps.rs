//! The steps of users, and those that all objects begin with: evaluate, match, create or change.

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::{Slot, Stage, Task};
use crate::model::chance::Purpose;
use crate::model::change::{ChangeStatus, DropReason};
use crate::model::directory::{Object, UserState};
use crate::model::endpoint::Endpoint;
use crate::model::errors::{ErrorCode, FailsAt};
use crate::model::parameters::Parameter;
use crate::model::record::{Activity, Deed, Observer, Occurrence, WorkResult};

/// Whether a user fails as soon as it is clear that they are in scope.
fn fails_before_calls(error: Option<ErrorCode>) -> bool {
    error.is_some_and(|code| matches!(code.fails_at(), FailsAt::Import | FailsAt::Matching))
}

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// A connection starts on a task.
    #[inline(always)]
    pub(super) fn begin(&mut self, slot: &mut Slot, task: Task, attempt: u8) {
        let object = self.address(task);
        slot.task = task;
        slot.object = object;
        slot.attempt = attempt;
        slot.step = 0;
        slot.began = self.clock.now;
        slot.is_new = false;
        slot.is_retry = attempt > 0 || self.waits_in_escrow(task);
        slot.is_usual = !slot.is_retry;
        if let Some(group) = task.patched_group() {
            self.references.patch_opens(group);
        }
        if attempt > 0 {
            let of = self.in_hand(slot);
            self.clock.report(&Occurrence::RetryBegins(of));
        }
        if slot.is_retry {
            let usage = slot.usage();
            let draw = self.streams[Purpose::EscrowRetry].draw(object, usage);
            let time = self.own_times.escrow_retry(draw);
            self.spend_own(slot, Activity::Retrying, time);
            self.until(slot, Stage::TakingUp, self.clock.now + time);
        } else {
            self.take_up(slot);
        }
    }

    /// Whether a task is the retry of what failed in an earlier cycle.
    fn waits_in_escrow(&self, task: Task) -> bool {
        match task {
            Task::User(user) => self.memory.is_retried(Object::User(user)),
            Task::Group(group) => self.memory.is_retried(Object::Group(group)),
            Task::ManagerRetry { .. } => true,
            Task::Membership { index, .. } => self.batch.members[index as usize].escrow.is_some(),
            _ => false,
        }
    }

    /// The first step of a connection's task.
    #[inline(always)]
    pub(super) fn take_up(&mut self, slot: &mut Slot) {
        match slot.task {
            Task::Probe => self.call(slot, Endpoint::UserGet, Activity::Matching),
            Task::User(user) => {
                let state = self.directory.user(user);
                let skipped = state.is_skipped();
                let error = if !skipped {
                    self.user_error(user)
                } else if state == UserState::OutOfScope && self.user_errors.strikes_imports() {
                    // Who is in scope is not known before the import; the rest cannot strike whoever is out of it.
                    let error = self.user_error(user);
                    error.filter(|code| code.fails_at() == FailsAt::Import)
                } else {
                    None
                };
                slot.error = error;
                slot.is_usual &= error.is_none();
                slot.is_new = state.is_new();
                self.evaluate(slot, skipped);
            }
            Task::Group(group) => {
                slot.is_new = !self.directory.group(group).is_present();
                self.evaluate(slot, false);
            }
            Task::Outside(_) => self.evaluate(slot, true),
            Task::RemoveUser(_) => self.call(slot, Endpoint::UserGet, Activity::Updating),
            Task::RemoveGroup(_) => self.call(slot, Endpoint::GroupGet, Activity::GroupObjects),
            Task::Manager(_) | Task::ManagerRetry { .. } => {
                self.call(slot, Endpoint::UserGet, Activity::Managers);
            }
            Task::Members { .. } => self.begin_members(slot),
            Task::Membership { .. } => self.write_members(slot),
        }
    }

    #[inline(always)]
    fn evaluate(&mut self, slot: &mut Slot, skipped: bool) {
        let usage = slot.cycle << 8 | u64::from(slot.attempt);
        let draw = self.streams[Purpose::Evaluation].draw(slot.object, usage);
        let time = self.own_times.evaluation(draw);
        let (activity, stage) = match (skipped, slot.task, slot.error) {
            (true, Task::User(_), None) => (Activity::Skipping, Stage::Skipping),
            (true, ..) => (Activity::Skipping, Stage::Evaluating),
            (false, ..) => (Activity::Evaluating, Stage::Evaluating),
        };
        self.spend_own(slot, activity, time);
        self.until(slot, stage, self.clock.now + time);
    }

    #[inline(always)]
    pub(super) fn evaluated(&mut self, slot: &mut Slot) {
        let error = slot.error;
        match slot.task {
            Task::User(user) if self.directory.user(user).is_skipped() => match error {
                Some(code) => self.fail(slot, code),
                None => {
                    self.import_succeeds(user);
                    self.skip(slot, Deed::Nothing, DropReason::OutOfScope);
                }
            },
            Task::Outside(index) => self.outside_evaluated(slot, index),
            Task::User(user) if self.directory.user(user).is_to_be_removed() => {
                self.user_leaves(slot, user);
            }
            Task::Group(group) if !self.directory.group(group).is_in_scope() => {
                self.group_leaves(slot, group);
            }
            Task::User(_) if fails_before_calls(error) => {
                self.fail(slot, error.unwrap_or(ErrorCode::ImportSkipped));
            }
            Task::Group(_) => self.call(slot, Endpoint::GroupGet, Activity::GroupObjects),
            _ => self.call(slot, Endpoint::UserGet, Activity::Matching),
        }
    }

    pub(super) fn skip(&mut self, slot: &mut Slot, deed: Deed, reason: DropReason) {
        self.tally.objects_skipped += 1;
        self.report_end(slot, deed, WorkResult::Skipped(reason));
        self.object_done(slot);
    }

    /// A call succeeded: the task's next step, or its end.
    #[inline(always)]
    pub(super) fn proceed(&mut self, slot: &mut Slot) {
        match slot.task {
            Task::Probe => self.probe_answered(slot),
            Task::User(user) => self.proceed_user(slot, user),
            Task::Group(group) => self.proceed_group(slot, group),
            Task::RemoveUser(user) => self.proceed_removal(slot, user),
            Task::RemoveGroup(group) => self.proceed_group_removal(slot, group),
            Task::Manager(user) | Task::ManagerRetry { user, .. } => {
                self.proceed_manager(slot, user);
            }
            Task::Members { group, carried, .. } => self.members_written(slot, group, carried),
            Task::Membership { index, .. } => self.membership_written(slot, index),
            // Never calls the target.
            Task::Outside(_) => self.release(slot),
        }
    }

    #[inline(always)]
    fn proceed_user(&mut self, slot: &mut Slot, user: u32) {
        let (endpoint, error) = (slot.endpoint, slot.error);
        let fails_at = |step| error.filter(|code| code.fails_at() == step);
        let state = self.directory.user(user);
        match endpoint {
            Endpoint::UserGet if !state.is_new() => self.known_user_read(slot, user, state),
            Endpoint::UserGet => match fails_at(FailsAt::Lookup) {
                Some(code) => self.fail(slot, code),
                None => self.looked_up(slot, user),
            },
            _ if fails_at(FailsAt::Write).is_some() => {
                self.fail(slot, error.unwrap_or(ErrorCode::Conflict));
            }
            Endpoint::UserPost if !self.has_licence() => {
                self.fail(slot, ErrorCode::LicenseLimitExceeded);
            }
            Endpoint::UserPost if !self.has_room_for_user() => self.has_no_room(slot, 1),
            Endpoint::UserPost => {
                self.tally.users_created += 1;
                self.target.licences_used += 1;
                self.user_gains_access(slot, user, UserState::Created);
            }
            _ if state == UserState::Returning && !self.has_licence() => {
                self.fail(slot, ErrorCode::LicenseLimitExceeded);
            }
            _ => {
                self.tally.users_updated += 1;
                self.target.licences_used += i64::from(state == UserState::Returning);
                self.user_gains_access(slot, user, UserState::Updated);
            }
        }
    }

    /// A user whom the service knows was read: they are changed if their values differ.
    fn known_user_read(&mut self, slot: &mut Slot, user: u32, state: UserState) {
        if state == UserState::Orphaned || slot.told == Some(false) {
            self.fail(slot, ErrorCode::InvalidAnchor);
            return;
        }
        let differs = matches!(state, UserState::Changed | UserState::Returning);
        self.found(slot, user, differs);
    }

    /// An account was found for a user: it is changed where its values differ, if the mapping allows that.
    #[inline(always)]
    fn found(&mut self, slot: &mut Slot, user: u32, differs: bool) {
        if !differs {
            self.tally.users_unchanged += 1;
            self.user_gains_access(slot, user, UserState::Unchanged);
        } else if self.memory.may_update() {
            self.call(slot, Endpoint::UserPatch, Activity::Updating);
        } else {
            self.action_is_off(slot);
        }
    }

    /// One matching attribute has been asked for: found, or the next one, or nobody.
    #[inline(always)]
    fn looked_up(&mut self, slot: &mut Slot, user: u32) {
        let values = &self.input.values;
        let id = u64::from(user);
        let asked = u64::from(slot.step);
        let attributes = self.rules.matching_attributes;
        let state = self.directory.user(user);
        let forgotten = matches!(state, UserState::Forgotten | UserState::ForgottenChanged);
        let matched = self.streams[Purpose::Matched];
        let exists = forgotten
            || (state != UserState::Vanished
                && matched.happens(values[Parameter::MatchedShare], id, 0));
        let by_first = |share| self.streams[Purpose::Attribute].happens(share, id, 0);
        let drawn =
            || exists && (asked == attributes || by_first(values[Parameter::FirstAttributeShare]));
        let found = slot.told.unwrap_or_else(drawn);
        if found {
            let differs = if forgotten {
                state == UserState::ForgottenChanged || self.memory.has_open_changes(user)
            } else {
                let share = values[Parameter::UpdatedShare];
                self.streams[Purpose::Updated].happens(share, id, 0)
            };
            let may_update = self.memory.may_update();
            if differs && forgotten && !may_update {
                // The link is found again, and what differs goes on differing.
                self.directory.transition(user, UserState::Changed);
                self.action_is_off(slot);
            } else {
                self.found(slot, user, differs && may_update);
            }
        } else if asked < attributes {
            self.call(slot, Endpoint::UserGet, Activity::Matching);
        } else if self.memory.may_create() {
            self.call(slot, Endpoint::UserPost, Activity::Creating);
        } else {
            self.action_is_off(slot);
        }
    }

    /// The mapping does not allow what would have to be done: the object is skipped.
    pub(super) fn action_is_off(&mut self, slot: &mut Slot) {
        let object = match slot.task {
            Task::User(user) => {
                if self.directory.user(user) == UserState::Pending {
                    self.directory.transition(user, UserState::Escrowed);
                }
                Some(Object::User(user))
            }
            Task::Group(group) => Some(Object::Group(group)),
            _ => None,
        };
        if let Some(object) = object {
            let status = ChangeStatus::Dropped(DropReason::ActionOff);
            self.settle(object, status);
        }
        self.skip(slot, self.deed(slot), DropReason::ActionOff);
    }

    pub(super) fn user_error(&self, user: u32) -> Option<ErrorCode> {
        if self.user_errors.is_empty() {
            return None;
        }
        let unit = self.streams[Purpose::Permanent].unit(u64::from(user), 0);
        self.user_errors.pick(unit)
    }

    #[inline(always)]
    fn user_gains_access(&mut self, slot: &mut Slot, user: u32, state: UserState) {
        self.user_is_in(slot, user, state);
        self.object_done(slot);
    }

    /// The work on a user ends with their access, which they may have had before.
    #[inline(always)]
    pub(super) fn user_is_in(&mut self, slot: &Slot, user: u32, state: UserState) {
        let before = self.directory.transition(user, state);
        if before.is_absent() {
            self.account_counts(user, state);
            let job = self.input.job();
            self.clock
                .report(&Occurrence::UserGainsAccess { job, user });
        }
        if before.is_new() && !self.is_full {
            self.batch.newcomers.push(user);
        }
        // An account that is enabled again, or created anew, has none of its memberships.
        let is_anew =
            before == UserState::Returning || (before == UserState::Vanished && !self.is_full);
        self.memory.account_begins(user, is_anew);
        self.settle(Object::User(user), ChangeStatus::Applied);
        let deed = match state {
            UserState::Created => Deed::Create,
            UserState::Updated => Deed::Update,
            _ => Deed::Nothing,
        };
        self.report_end(slot, deed, WorkResult::Done);
    }

    /// Whoever is out of scope and could not be imported before can be now: nothing is left to be tried again.
    #[inline(always)]
    pub(super) fn import_succeeds(&mut self, user: u32) {
        let is_outside = self.directory.user(user) == UserState::OutOfScope;
        if is_outside && self.memory.is_in_escrow(Object::User(user)) {
            let status = ChangeStatus::Dropped(DropReason::OutOfScope);
            self.settle(Object::User(user), status);
        }
    }

    #[inline(always)]
    pub(super) fn object_done(&mut self, slot: &mut Slot) {
        self.count_object();
        self.release(slot);
    }

    #[inline(always)]
    pub(super) fn count_object(&mut self) {
        if self.source.object_done() {
            self.report_pages();
        }
    }
}
