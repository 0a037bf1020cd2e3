//! The steps of objects and references that nothing befalls, in a short way: most of what happens.
//!
//! They are the steps of `user_steps.rs`, `group_steps.rs` and `reference_steps.rs`, with the same draws in the same order, but nothing is asked that
//! cannot be while the target takes every call as it comes, as far as its limits let it pass at once, and answers it well. Whatever is not usual is left
//! to those: a step says whether it was one of these before it changes anything, and leaves a connection as the others would. A connection is changed in
//! its place, field by field.

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::{Phase, Probe, Stage, Task};
use super::usual_calls::UsualCall;
use super::workspace::Event;
use crate::model::chance::{About, Purpose};
use crate::model::change::DropReason;
use crate::model::directory::{GroupState, Object, UserState};
use crate::model::endpoint::Endpoint;
use crate::model::parameters::Parameter;
use crate::model::record::{Activity, Deed, Observer, WorkResult};
use crate::model::target::{MemberChange, Resource};

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// A connection's present step is over and is a usual one: it does what follows.
    #[inline(always)]
    pub(super) fn goes_on_as_usual(&mut self, number: usize) -> bool {
        let slot = &self.slots[number];
        let task = slot.task;
        if let (Stage::Skipping, Task::User(user)) = (slot.stage, task) {
            return self.skips(number, user);
        }
        if !slot.is_usual || !self.is_undisturbed {
            return false;
        }
        match (slot.stage, task, slot.endpoint) {
            (Stage::Evaluating, Task::User(user), _) => self.looks_up(number, user),
            (Stage::Calling, Task::User(user), Endpoint::UserGet) => {
                self.finds_nobody(number, user)
            }
            (Stage::Calling, Task::User(user), Endpoint::UserPost) => self.creates(number, user),
            (Stage::Calling, Task::Manager(user), Endpoint::UserGet) => self.checked(number, user),
            (Stage::Calling, Task::Manager(_), _) => self.links(number),
            (Stage::Calling, Task::Members { group, carried, .. }, _) => {
                self.adds_members(number, group, carried)
            }
            _ => false,
        }
    }

    /// A user has been evaluated who is skipped.
    #[inline(always)]
    fn skips(&mut self, number: usize, user: u32) -> bool {
        // In a job they may have come into scope in the meantime.
        if !self.directory.user(user).is_skipped() {
            return false;
        }
        self.import_succeeds(user);
        self.tally.objects_skipped += 1;
        let slot = self.slots[number];
        let result = WorkResult::Skipped(DropReason::OutOfScope);
        self.report_end(&slot, Deed::Nothing, result);
        self.count_object();
        self.takes_next_object(number);
        true
    }

    /// A user in scope has been evaluated: they are looked for.
    #[inline(always)]
    fn looks_up(&mut self, number: usize, user: u32) -> bool {
        let state = self.directory.user(user);
        if !state.is_in_scope() {
            return false;
        }
        let call = UsualCall::about_user(user, Endpoint::UserGet, Activity::Matching);
        let by_filter = state.is_new();
        self.sends(number, UsualCall { by_filter, ..call });
        true
    }

    /// No account was found for a user by the last matching attribute: one is created.
    #[inline(always)]
    fn finds_nobody(&mut self, number: usize, user: u32) -> bool {
        let share = self.input.values[Parameter::MatchedShare];
        let asked = u64::from(self.slots[number].step);
        let is_usual = self.directory.user(user) == UserState::Pending
            && asked == self.rules.matching_attributes
            && self.memory.may_create()
            && !self.streams[Purpose::Matched].happens(share, u64::from(user), 0);
        if is_usual {
            self.is_answered(number);
            let call = UsualCall::about_user(user, Endpoint::UserPost, Activity::Creating);
            self.sends(number, call);
        }
        is_usual
    }

    /// A user has been created.
    #[inline(always)]
    fn creates(&mut self, number: usize, user: u32) -> bool {
        if !self.has_licence() || !self.has_room_for_user() {
            return false;
        }
        self.is_answered(number);
        self.tally.users_created += 1;
        self.target.licences_used += 1;
        let slot = self.slots[number];
        self.user_is_in(&slot, user, UserState::Created);
        self.count_object();
        self.takes_next_object(number);
        true
    }

    /// A user's manager has been asked for, and is to be set.
    #[inline(always)]
    fn checked(&mut self, number: usize, user: u32) -> bool {
        // Only whoever was there before and needed no change may have the right one.
        if self.directory.user(user) == UserState::Unchanged {
            return false;
        }
        self.is_answered(number);
        let call = UsualCall::about_user(user, Endpoint::UserPatch, Activity::Managers);
        self.sends(number, call);
        true
    }

    /// A user's manager has been set.
    #[inline(always)]
    fn links(&mut self, number: usize) -> bool {
        self.is_answered(number);
        self.tally.managers_linked += 1;
        let slot = self.slots[number];
        self.report_end(&slot, Deed::Update, WorkResult::Done);
        self.takes_next_reference(number, None);
        true
    }

    /// Members have been added to a group.
    #[inline(always)]
    fn adds_members(&mut self, number: usize, group: u32, carried: u32) -> bool {
        if self.target.quotas.bound_members() {
            return false;
        }
        self.is_answered(number);
        self.tally.memberships_written += u64::from(carried);
        self.members_finished(u64::from(carried));
        let slot = self.slots[number];
        self.report_end(&slot, Deed::Update, WorkResult::Done);
        self.takes_next_reference(number, Some(group));
        true
    }

    /// A connection has finished an object and takes the next.
    #[inline(always)]
    fn takes_next_object(&mut self, number: usize) {
        match self.next_usual_user() {
            Some((user, state)) => self.evaluates(number, user, state),
            None => self.takes_whatever_is_next(number),
        }
    }

    /// Takes the next object if it is a user whom nothing befalls so far.
    #[inline(always)]
    fn next_usual_user(&mut self) -> Option<(u32, UserState)> {
        let in_order = self.phase == Phase::Objects
            && self.probe == Probe::Done
            && self.interrupted.is_empty();
        let index = self.source.next_user().filter(|_| in_order)?;
        let user = self.user_at(index);
        let state = self.directory.user(user);
        let may_fail = if state.is_skipped() {
            state == UserState::OutOfScope && self.user_errors.strikes_imports()
        } else {
            !state.is_in_scope() || self.user_error(user).is_some()
        };
        if may_fail || self.memory.is_retried(Object::User(user)) {
            return None;
        }
        self.source.user_taken();
        self.read_ahead();
        Some((user, state))
    }

    #[inline(always)]
    fn evaluates(&mut self, number: usize, user: u32, state: UserState) {
        let (activity, stage) = if state.is_skipped() {
            (Activity::Skipping, Stage::Skipping)
        } else {
            (Activity::Evaluating, Stage::Evaluating)
        };
        self.takes_up(
            number,
            Task::User(user),
            About::User.address(u64::from(user)),
        );
        let slot = &mut self.slots[number];
        slot.is_new = state.is_new();
        slot.stage = stage;
        let draw = self.streams[Purpose::Evaluation].draw(slot.object, slot.cycle << 8);
        let time = self.own_times.evaluation(draw);
        self.tally.spent[activity as usize] += time;
        self.tally.own[activity as usize] += time;
        let event = Event::Connection(slot.number);
        self.calendar.schedule(self.clock.now + time, event);
    }

    /// A connection starts on a task that has not failed.
    #[inline(always)]
    fn takes_up(&mut self, number: usize, task: Task, object: u64) {
        let slot = &mut self.slots[number];
        slot.task = task;
        slot.object = object;
        slot.attempt = 0;
        slot.step = 0;
        slot.began = self.clock.now;
        slot.is_retry = false;
        slot.is_new = false;
        slot.is_usual = true;
        slot.error = None;
    }

    /// A connection has finished a reference, perhaps members of a group, and takes the next.
    #[inline(always)]
    fn takes_next_reference(&mut self, number: usize, patched: Option<u32>) {
        let in_order = self.phase == Phase::References
            && self.probe == Probe::Done
            && self.interrupted.is_empty();
        if !in_order {
            self.takes_whatever_is_next(number);
            return;
        }
        if let Some((group, first, present)) = self.next_lone_member() {
            self.writes_members(number, group, [first, first + 1], [present, 1]);
            return;
        }
        if let Some(group) = patched {
            self.references.patch_closes(group);
        }
        match self.next_reference() {
            Some(task @ Task::Manager(user)) => {
                self.takes_up(number, task, About::Manager.address(u64::from(user)));
                let call = UsualCall::about_user(user, Endpoint::UserGet, Activity::Managers);
                self.sends(number, call);
            }
            Some(Task::Members {
                group,
                first,
                end,
                present,
                carried,
            }) if self.references.pages_begun(first, end) == 0 => {
                self.references.patch_opens(group);
                self.writes_members(number, group, [first, end], [present, carried]);
            }
            Some(task) => self.starts_on(number, task),
            None => self.has_nothing_to_do(number),
        }
    }

    /// The next member of the open group, if nothing else is left and they need a request of their own and no page: their group, who they are of it,
    /// and how many are in it already.
    #[inline(always)]
    fn next_lone_member(&mut self) -> Option<(u32, u32, u32)> {
        if !self.references.are_lone_members {
            return None;
        }
        let open = self.references.open_groups.first()?;
        let (group, member, present) = (open.group, open.next_member, open.present);
        // The last closes the group.
        let is_usual = member + 1 < self.directory.group_sizes[group as usize]
            && member < open.page_begins
            && self.is_member_present(open.id, member);
        if !is_usual {
            return None;
        }
        let open = self.references.open_groups.first_mut()?;
        open.next_member += 1;
        open.present += u32::from(self.directory.group(group) == GroupState::Created);
        Some((group, member, present))
    }

    /// A connection adds some members to a group, between the first and the end of these, where so many are present already.
    #[inline(always)]
    fn writes_members(
        &mut self,
        number: usize,
        group: u32,
        [first, end]: [u32; 2],
        [present, carried]: [u32; 2],
    ) {
        let id = self.input.group_id(group);
        let task = Task::Members {
            group,
            first,
            end,
            present,
            carried,
        };
        self.takes_up(number, task, About::members(id, first));
        let call = UsualCall {
            endpoint: Endpoint::GroupPatch,
            activity: Activity::Memberships,
            work: self.memberships(group, carried),
            resource: Resource::Group(id),
            by_filter: false,
            members_present: present,
            members_carried: carried,
            change: match self.directory.group(group) {
                GroupState::Created => MemberChange::Add,
                _ => MemberChange::AddAgain,
            },
        };
        self.sends(number, call);
    }

    /// A connection starts on a task of any kind.
    #[inline(never)]
    fn starts_on(&mut self, number: usize, task: Task) {
        let mut slot = self.slots[number];
        self.begin(&mut slot, task, 0);
        self.send_what_is_due(&mut slot);
        self.slots[number] = slot;
    }

    /// A connection takes whatever is next, or falls idle.
    #[inline(never)]
    fn takes_whatever_is_next(&mut self, number: usize) {
        let mut slot = self.slots[number];
        self.release(&mut slot);
        self.send_what_is_due(&mut slot);
        self.slots[number] = slot;
        self.settle_phase();
    }

    #[inline(never)]
    fn has_nothing_to_do(&mut self, number: usize) {
        let mut slot = self.slots[number];
        self.falls_idle(&mut slot);
        self.slots[number] = slot;
        self.settle_phase();
    }
}
