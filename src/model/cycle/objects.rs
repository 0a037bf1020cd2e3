//! The steps of users and groups: evaluate, match, create or change.

use super::task::{Stage, Task};
use super::{Calendar, Cycle, Event, Observer, Parameter, SimTime, UserState};
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::record::Activity;

impl<O: Observer> Cycle<'_, O> {
    /// A connection starts on a task.
    pub(super) fn begin(
        &mut self,
        slot: u16,
        task: Task,
        attempt: u8,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let place = &mut self.slots[usize::from(slot)];
        place.task = task;
        place.attempt = attempt;
        place.step = 0;
        match task {
            Task::Probe => self.call(slot, Endpoint::UserGet, Activity::Matching, now, calendar),
            Task::User(user) => {
                let skipped = self.users[user as usize] == UserState::OutOfScope;
                self.evaluate(slot, skipped, now, calendar);
            }
            Task::Group(_) => self.evaluate(slot, false, now, calendar),
            Task::SkippedGroup(_) => self.evaluate(slot, true, now, calendar),
            Task::Manager(_) => {
                self.call(slot, Endpoint::UserGet, Activity::Managers, now, calendar);
            }
            Task::Members { group, .. } => {
                self.references.patch_opens(group);
                self.begin_members(slot, now, calendar);
            }
        }
    }

    fn evaluate(&mut self, slot: u16, skipped: bool, now: SimTime, calendar: &mut Calendar<Event>) {
        let place = &self.slots[usize::from(slot)];
        let unit = self
            .streams
            .evaluation
            .unit(place.task.object(), u64::from(place.attempt));
        let time = self.evaluation.object(unit);
        let activity = if skipped {
            Activity::Skipping
        } else {
            Activity::Evaluating
        };
        self.spend(slot, activity, time);
        self.until(slot, Stage::Evaluating, now + time, calendar);
    }

    pub(super) fn evaluated(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        match self.slots[usize::from(slot)].task {
            Task::User(user) if self.users[user as usize] == UserState::OutOfScope => {
                self.skip(slot, now, calendar);
            }
            Task::SkippedGroup(_) => self.skip(slot, now, calendar),
            Task::User(user) if self.user_error(user) == Some(ErrorCode::ImportSkipped) => {
                self.fail(slot, ErrorCode::ImportSkipped, now, calendar);
            }
            Task::Group(_) => {
                self.call(
                    slot,
                    Endpoint::GroupGet,
                    Activity::GroupObjects,
                    now,
                    calendar,
                );
            }
            _ => self.call(slot, Endpoint::UserGet, Activity::Matching, now, calendar),
        }
    }

    fn skip(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        self.tally.objects_skipped += 1;
        self.object_done(slot, now, calendar);
    }

    /// A call succeeded: the task's next step, or its end.
    pub(super) fn proceed(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        match self.slots[usize::from(slot)].task {
            Task::Probe => self.release(slot, now, calendar),
            Task::User(user) => self.proceed_user(slot, user, now, calendar),
            Task::Group(group) => self.proceed_group(slot, group, now, calendar),
            Task::Manager(user) => self.proceed_manager(slot, user, now, calendar),
            Task::Members { carried, .. } => self.members_written(slot, carried, now, calendar),
            // Never calls the target.
            Task::SkippedGroup(_) => self.release(slot, now, calendar),
        }
    }

    fn proceed_user(&mut self, slot: u16, user: u32, now: SimTime, calendar: &mut Calendar<Event>) {
        let endpoint = self.slots[usize::from(slot)].endpoint;
        let error = self.user_error(user);
        match endpoint {
            Endpoint::UserGet if error == Some(ErrorCode::DuplicateTargetEntries) => {
                self.fail(slot, ErrorCode::DuplicateTargetEntries, now, calendar);
            }
            Endpoint::UserGet => self.looked_up(slot, user, now, calendar),
            _ if error.is_some_and(|code| code != ErrorCode::DuplicateTargetEntries) => {
                self.fail(slot, error.unwrap_or(ErrorCode::Conflict), now, calendar);
            }
            Endpoint::UserPost if self.tally.users_created >= self.rules.licences => {
                self.fail(slot, ErrorCode::LicenseLimitExceeded, now, calendar);
            }
            Endpoint::UserPost => {
                self.tally.users_created += 1;
                self.user_gains_access(slot, user, UserState::Created, now, calendar);
            }
            _ => {
                self.tally.users_updated += 1;
                self.user_gains_access(slot, user, UserState::Updated, now, calendar);
            }
        }
    }

    /// One matching attribute has been asked for: found, or the next one, or nobody.
    fn looked_up(&mut self, slot: u16, user: u32, now: SimTime, calendar: &mut Calendar<Event>) {
        let values = &self.input.values;
        let id = u64::from(user);
        let asked = u64::from(self.slots[usize::from(slot)].step);
        let attributes = self.rules.matching_attributes;
        let exists = self
            .streams
            .matched
            .happens(values[Parameter::MatchedShare], id, 0);
        let by_first =
            self.streams
                .attribute
                .happens(values[Parameter::FirstAttributeShare], id, 0);
        let found = exists && (by_first || asked == attributes);
        if found {
            let differs = self
                .streams
                .updated
                .happens(values[Parameter::UpdatedShare], id, 0);
            if differs {
                self.call(slot, Endpoint::UserPatch, Activity::Updating, now, calendar);
            } else {
                self.tally.users_unchanged += 1;
                self.user_gains_access(slot, user, UserState::Unchanged, now, calendar);
            }
        } else if asked < attributes {
            self.call(slot, Endpoint::UserGet, Activity::Matching, now, calendar);
        } else {
            self.call(slot, Endpoint::UserPost, Activity::Creating, now, calendar);
        }
    }

    fn proceed_group(
        &mut self,
        slot: u16,
        group: u32,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        if self.slots[usize::from(slot)].endpoint == Endpoint::GroupPost {
            if let Some(code) = self.group_error(group) {
                self.fail(slot, code, now, calendar);
                return;
            }
            self.tally.groups_created += 1;
        } else if self.group_was_matched(group) {
            self.tally.groups_matched += 1;
        } else {
            self.call(
                slot,
                Endpoint::GroupPost,
                Activity::GroupObjects,
                now,
                calendar,
            );
            return;
        }
        self.groups_present[group as usize] = true;
        self.object_done(slot, now, calendar);
    }

    /// Whether the group exists in the target before the cycle.
    pub(super) fn group_was_matched(&self, group: u32) -> bool {
        let share = self.input.values[Parameter::GroupsMatchedShare];
        self.streams
            .group_matched
            .happens(share, u64::from(group), 0)
    }

    fn user_error(&self, user: u32) -> Option<ErrorCode> {
        if self.user_errors.is_empty() {
            return None;
        }
        let unit = self.streams.permanent.unit(u64::from(user), 0);
        self.user_errors.pick(unit)
    }

    fn group_error(&self, group: u32) -> Option<ErrorCode> {
        let unit = self.streams.permanent.unit(u64::from(group), 1);
        self.group_errors.pick(unit)
    }

    fn user_gains_access(
        &mut self,
        slot: u16,
        user: u32,
        state: UserState,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        self.users[user as usize] = state;
        self.observer.user_gains_access(now);
        self.object_done(slot, now, calendar);
    }

    fn object_done(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        if self.source.object_done() {
            self.report_pages(now);
        }
        self.release(slot, now, calendar);
    }

    /// The task failed: it is tried again at the end of the pass, or stays in escrow.
    pub(super) fn fail(
        &mut self,
        slot: u16,
        code: ErrorCode,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let place = self.slots[usize::from(slot)];
        if place.task == Task::Probe {
            // The probe is repeated by the service itself; its failure ends nothing here.
            self.release(slot, now, calendar);
            return;
        }
        if code.is_transient() && u64::from(place.attempt) < self.rules.retries_in_cycle {
            self.retries.push((place.task, place.attempt + 1));
            self.release(slot, now, calendar);
            return;
        }
        match place.task {
            Task::User(user) => {
                self.users[user as usize] = UserState::Escrowed;
                self.tally.users_escrowed += 1;
            }
            Task::Group(_) => self.tally.groups_escrowed += 1,
            Task::Manager(_) => self.tally.managers_failed += 1,
            Task::Members { carried, .. } => {
                self.count_error(code, u64::from(carried));
                self.members_finished(u64::from(carried), now);
                self.tally.memberships_failed += u64::from(carried);
                self.release(slot, now, calendar);
                return;
            }
            Task::Probe | Task::SkippedGroup(_) => {}
        }
        self.count_error(code, 1);
        if matches!(place.task, Task::Manager(_)) {
            self.release(slot, now, calendar);
        } else {
            self.object_done(slot, now, calendar);
        }
    }
}
