//! The steps of users and groups: evaluate, match, create or change.

use super::task::{Slot, Stage, Task};
use super::{Calendar, Cycle, Event, Fate, Observer, Parameter, SimTime, UserState};
use crate::model::endpoint::Endpoint;
use crate::model::errors::{ErrorCode, FailsAt};
use crate::model::record::Activity;

/// Whether a user fails as soon as it is clear that they are in scope.
fn fails_before_calls(error: Option<ErrorCode>) -> bool {
    error.is_some_and(|code| matches!(code.fails_at(), FailsAt::Import | FailsAt::Matching))
}

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
        if let Task::Members { group, .. } | Task::Membership { group, .. } = task {
            self.references.patch_opens(group);
        }
        if attempt > 0 {
            let of = self.in_hand(task, attempt);
            self.observer.work_is_retried(now, &of);
        }
        if attempt > 0 || self.waits_in_escrow(task) {
            let address = self.address(task);
            let usage = self.slots[usize::from(slot)].usage();
            let unit = self.streams.escrow_retry.unit(address, usage);
            let time = self.own_times.escrow_retry(unit);
            self.spend_own(slot, Activity::Retrying, time);
            self.until(slot, Stage::TakingUp, now + time, calendar);
        } else {
            self.take_up(slot, now, calendar);
        }
    }

    /// The first step of a connection's task.
    pub(super) fn take_up(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        let task = self.slots[usize::from(slot)].task;
        match task {
            Task::Probe => self.call(slot, Endpoint::UserGet, Activity::Matching, now, calendar),
            Task::User(user) => {
                let state = self.users[user as usize];
                let skipped = state.is_skipped();
                self.slots[usize::from(slot)].user_error = if !skipped {
                    self.user_error(user)
                } else if state == UserState::OutOfScope && self.user_errors.strikes_imports() {
                    // Who is in scope is not known before the import; the rest cannot strike whoever is out of it.
                    let error = self.user_error(user);
                    error.filter(|code| code.fails_at() == FailsAt::Import)
                } else {
                    None
                };
                self.evaluate(slot, skipped, now, calendar);
            }
            Task::Group(_) => self.evaluate(slot, false, now, calendar),
            Task::Outside(_) => self.evaluate(slot, true, now, calendar),
            Task::RemoveUser(_) => {
                self.call(slot, Endpoint::UserGet, Activity::Updating, now, calendar);
            }
            Task::RemoveGroup(_) => self.call(
                slot,
                Endpoint::GroupGet,
                Activity::GroupObjects,
                now,
                calendar,
            ),
            Task::Manager(_) | Task::ManagerRetry { .. } => {
                self.call(slot, Endpoint::UserGet, Activity::Managers, now, calendar);
            }
            Task::Members { .. } => self.begin_members(slot, now, calendar),
            Task::Membership { .. } => self.write_members(slot, now, calendar),
        }
    }

    fn evaluate(&mut self, slot: u16, skipped: bool, now: SimTime, calendar: &mut Calendar<Event>) {
        let place = &self.slots[usize::from(slot)];
        let unit = self.streams.evaluation.unit(
            self.address(place.task),
            place.cycle << 8 | u64::from(place.attempt),
        );
        let time = self.own_times.evaluation(unit);
        let activity = if skipped {
            Activity::Skipping
        } else {
            Activity::Evaluating
        };
        self.spend_own(slot, activity, time);
        self.until(slot, Stage::Evaluating, now + time, calendar);
    }

    pub(super) fn evaluated(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        let place = &self.slots[usize::from(slot)];
        match place.task {
            Task::User(user) if self.users[user as usize].is_skipped() => match place.user_error {
                Some(code) => self.fail(slot, code, now, calendar),
                None => {
                    self.import_mended(user, now);
                    self.skip(slot, now, calendar);
                }
            },
            Task::Outside(place) => {
                self.outside_evaluated(place, now);
                self.skip(slot, now, calendar);
            }
            Task::User(user) if self.users[user as usize].is_to_be_removed() => {
                self.user_leaves(slot, user, now, calendar);
            }
            Task::Group(group) if !self.groups[group as usize].is_in_scope() => {
                self.group_leaves(slot, group, now, calendar);
            }
            Task::User(_) if fails_before_calls(place.user_error) => {
                let code = place.user_error.unwrap_or(ErrorCode::ImportSkipped);
                self.fail(slot, code, now, calendar);
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

    pub(super) fn skip(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        self.tally.objects_skipped += 1;
        self.object_done(slot, now, calendar);
    }

    /// A call succeeded: the task's next step, or its end.
    pub(super) fn proceed(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        match self.slots[usize::from(slot)].task {
            Task::Probe => self.probe_answered(slot, now, calendar),
            Task::User(user) => self.proceed_user(slot, user, now, calendar),
            Task::Group(group) => self.proceed_group(slot, group, now, calendar),
            Task::RemoveUser(user) => self.proceed_removal(slot, user, now, calendar),
            Task::RemoveGroup(group) => self.proceed_group_removal(slot, group, now, calendar),
            Task::Manager(user) | Task::ManagerRetry { user, .. } => {
                self.proceed_manager(slot, user, now, calendar);
            }
            Task::Members { carried, .. } => self.members_written(slot, carried, now, calendar),
            Task::Membership { place, .. } => self.membership_written(slot, place, now, calendar),
            // Never calls the target.
            Task::Outside(_) => self.release(slot, now, calendar),
        }
    }

    fn proceed_user(&mut self, slot: u16, user: u32, now: SimTime, calendar: &mut Calendar<Event>) {
        let Slot {
            endpoint,
            user_error: error,
            ..
        } = self.slots[usize::from(slot)];
        let state = self.users[user as usize];
        match endpoint {
            Endpoint::UserGet if !state.is_new() => {
                self.known_user_read(slot, user, state, now, calendar);
            }
            Endpoint::UserGet => match error.filter(|code| code.fails_at() == FailsAt::Lookup) {
                Some(code) => self.fail(slot, code, now, calendar),
                None => self.looked_up(slot, user, now, calendar),
            },
            _ if error.is_some_and(|code| code.fails_at() == FailsAt::Write) => {
                self.fail(slot, error.unwrap_or(ErrorCode::Conflict), now, calendar);
            }
            Endpoint::UserPost if !self.has_licence() => {
                self.fail(slot, ErrorCode::LicenseLimitExceeded, now, calendar);
            }
            Endpoint::UserPost if !self.has_room_for_user() => {
                self.has_no_room(slot, now, calendar);
            }
            Endpoint::UserPost => {
                self.tally.users_created += 1;
                self.target.borrow_mut().licences_used += 1;
                self.user_gains_access(slot, user, UserState::Created, now, calendar);
            }
            _ if state == UserState::Returning && !self.has_licence() => {
                self.fail(slot, ErrorCode::LicenseLimitExceeded, now, calendar);
            }
            _ => {
                self.tally.users_updated += 1;
                self.target.borrow_mut().licences_used += i64::from(state == UserState::Returning);
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
        let state = self.users[user as usize];
        let forgotten = matches!(state, UserState::Forgotten | UserState::ForgottenChanged);
        let matched = self.streams.matched;
        let exists = forgotten
            || (state != UserState::Vanished
                && matched.happens(values[Parameter::MatchedShare], id, 0));
        let by_first = |share| self.streams.attribute.happens(share, id, 0);
        let found =
            exists && (asked == attributes || by_first(values[Parameter::FirstAttributeShare]));
        if found {
            let differs = if forgotten {
                state == UserState::ForgottenChanged || self.has_open_changes(user)
            } else {
                let share = values[Parameter::UpdatedShare];
                self.streams.updated.happens(share, id, 0)
            };
            if differs && self.may_update() {
                self.call(slot, Endpoint::UserPatch, Activity::Updating, now, calendar);
            } else if differs && forgotten {
                // The link is found again, and what differs goes on differing.
                self.users[user as usize] = UserState::Changed;
                self.action_is_off(slot, now, calendar);
            } else {
                self.tally.users_unchanged += 1;
                self.user_gains_access(slot, user, UserState::Unchanged, now, calendar);
            }
        } else if asked < attributes {
            self.call(slot, Endpoint::UserGet, Activity::Matching, now, calendar);
        } else if self.may_create() {
            self.call(slot, Endpoint::UserPost, Activity::Creating, now, calendar);
        } else {
            self.action_is_off(slot, now, calendar);
        }
    }

    pub(super) fn user_error(&self, user: u32) -> Option<ErrorCode> {
        if self.user_errors.is_empty() {
            return None;
        }
        let unit = self.streams.permanent.unit(u64::from(user), 0);
        self.user_errors.pick(unit)
    }

    pub(super) fn user_gains_access(
        &mut self,
        slot: u16,
        user: u32,
        state: UserState,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let before = std::mem::replace(&mut self.users[user as usize], state);
        if before.is_absent() {
            self.account_counts(user, state);
            self.observer.user_is_in(now, self.input.job(), user);
        }
        if before.is_new() && !self.is_full {
            self.batch.newcomers.push(user);
        }
        if let Some(store) = &mut self.store {
            store.licensed[user as usize] = true;
            // An account that is enabled again, or created anew, has none of its memberships.
            let is_anew = before == UserState::Vanished && !self.is_full;
            if before == UserState::Returning || is_anew {
                store.lost_memberships += store.memberships_each;
            }
            if before.is_missed() {
                store.absent = store.absent.saturating_sub(1);
            }
            store.settle_user(user, Fate::Applied, now, self.observer);
        }
        self.object_done(slot, now, calendar);
    }

    pub(super) fn object_done(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        if self.source.object_done() {
            self.report_pages(now);
        }
        self.release(slot, now, calendar);
    }
}
