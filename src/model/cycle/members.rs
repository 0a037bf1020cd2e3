//! Writing memberships: PATCHes that add members to a group that was created empty.

use super::references::OpenGroup;
use super::task::{Stage, Task};
use super::{Calendar, Cycle, Event, Observer, SimTime};
use crate::model::directory::GroupState;
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::job::Store;
use crate::model::record::Activity;
use crate::model::target::{Answer, MemberChange};

impl<O: Observer> Cycle<'_, O> {
    /// The next members to write: of a group already open if it takes another PATCH, or else of the next group.
    pub(super) fn next_members(&mut self, now: SimTime) -> Option<Task> {
        loop {
            let place = match self.references.place_of_next() {
                Some(place) => place,
                None => self.open_next_group(now)?,
            };
            if let Some(task) = self.take_members(place, now) {
                return Some(task);
            }
        }
    }

    fn open_next_group(&mut self, now: SimTime) -> Option<usize> {
        while let Some(group) = self.next_group() {
            let size = self.group_sizes[group as usize];
            let state = self.groups[group as usize];
            if self.keeps_members(state) {
                if self.source.members_done(u64::from(size)) {
                    self.report_pages(now);
                }
                continue;
            }
            if state.is_present() && size > 0 {
                let present = self.members_before(group);
                self.group_opens(group, present);
                if state != GroupState::Created {
                    let id = self.input.group_id(group);
                    let mut target = self.target.borrow_mut();
                    target.members_pass_begins(id, present, now);
                }
                self.references.open_groups.push(OpenGroup {
                    group,
                    next_member: 0,
                    present,
                });
                return Some(self.references.open_groups.len() - 1);
            }
            if state == GroupState::Absent {
                self.lose_members(group, size, now);
            }
        }
        None
    }

    /// The next group whose members are written: every one in a full cycle, those that are new in another.
    fn next_group(&mut self) -> Option<u32> {
        loop {
            let place = self.references.next_group;
            self.references.next_group += 1;
            if self.is_full {
                return ((place as usize) < self.groups.len()).then_some(place);
            }
            let group = *self.batch.groups.get(place as usize)?;
            if matches!(
                self.groups[group as usize],
                GroupState::Created | GroupState::Matched
            ) {
                return Some(group);
            }
        }
    }

    /// Whether the members of a group are taken to be in it since an earlier cycle, and are not written again.
    fn keeps_members(&self, state: GroupState) -> bool {
        let keeps = |store: &Store| store.keeps_memberships();
        state == GroupState::Present && self.store.as_deref().is_some_and(keeps)
    }

    /// Members in a group before the cycle: those of a group that was there who are in scope and in the target.
    pub(super) fn members_before(&self, group: u32) -> u32 {
        if self.groups[group as usize] == GroupState::Created {
            return 0;
        }
        let size = f64::from(self.group_sizes[group as usize]);
        libm::round(size * self.references.in_scope_share * self.references.present_share) as u32
    }

    /// Without its group, no membership can be written.
    fn lose_members(&mut self, group: u32, size: u32, now: SimTime) {
        let in_scope = self.references.in_scope_share;
        let presence = self.streams.member_presence;
        let id = u64::from(self.input.group_id(group));
        let lost = (0..size)
            .filter(|&member| presence.happens(in_scope, id, u64::from(member)))
            .count() as u64;
        self.tally.memberships_skipped += u64::from(size) - lost;
        self.count_unresolved(lost);
        self.tell_lost(group, lost, now);
        if let Some(store) = &mut self.store {
            store.unresolved.group_comes_in(group);
            store.unresolved.with_group(group, lost);
        }
        self.source.members_done(u64::from(size));
    }

    fn tell_lost(&mut self, group: u32, members: u64, now: SimTime) {
        if members > 0 {
            // A group has fewer than 2^28 members.
            let work = self.memberships(group, members as u32);
            self.tell_unresolved(work, true, now);
        }
    }

    fn count_unresolved(&mut self, how_many: u64) {
        self.tally.memberships_failed += how_many;
        self.count_error(ErrorCode::UnableToResolveReferenceAttributeValue, how_many);
    }

    /// Takes members of an open group until a request is full or the group's end is reached.
    fn take_members(&mut self, place: usize, now: SimTime) -> Option<Task> {
        let OpenGroup {
            group,
            next_member,
            present,
        } = self.references.open_groups[place];
        let size = self.group_sizes[group as usize];
        let mut member = next_member;
        let mut carried = 0;
        let mut passed = 0;
        let failed_before = self.tally.memberships_failed;
        while member < size && carried < self.references.members_per_patch {
            if self.member_resolves(group, member) {
                carried += 1;
            } else {
                passed += 1;
            }
            member += 1;
        }
        let lost = self.tally.memberships_failed - failed_before;
        self.tell_lost(group, lost, now);
        self.source.members_done(passed);
        let grows = self.groups[group as usize] == GroupState::Created;
        let open = &mut self.references.open_groups[place];
        open.next_member = member;
        // Members of a group that was there are in it already.
        open.present += if grows { carried } else { 0 };
        if member >= size {
            self.references.open_groups.swap_remove(place);
        }
        (carried > 0).then_some(Task::Members {
            group,
            first: next_member,
            end: member,
            present,
            carried,
        })
    }

    /// Whether a member can be written; if not, says why in the tally.
    fn member_resolves(&mut self, group: u32, member: u32) -> bool {
        let in_scope = self.references.in_scope_share;
        let present = in_scope * self.references.present_share;
        if present >= 1.0 {
            return true;
        }
        let unit = self
            .streams
            .member_presence
            .unit(u64::from(self.input.group_id(group)), u64::from(member));
        if unit < present {
            return true;
        }
        if unit < in_scope {
            self.count_unresolved(1);
            if let Some(store) = &mut self.store {
                store.unresolved.of_absent_users(1);
            }
        } else {
            self.tally.memberships_skipped += 1;
        }
        false
    }

    /// A request waits for the pages of members that begin with it.
    pub(super) fn begin_members(
        &mut self,
        slot: u16,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let place = self.slots[usize::from(slot)];
        let Task::Members { first, end, .. } = place.task else {
            return;
        };
        let page_size = self.references.page_size;
        let begun = end.div_ceil(page_size) - first.div_ceil(page_size);
        if begun == 0 || place.attempt > 0 {
            self.write_members(slot, now, calendar);
            return;
        }
        let unit = self
            .streams
            .page_read
            .unit(self.address(place.task), self.number());
        let time = self.own_times.page_read(unit) * f64::from(begun);
        self.spend_own(slot, Activity::Reading, time);
        self.until(slot, Stage::ReadingMembers, now + time, calendar);
    }

    pub(super) fn write_members(
        &mut self,
        slot: u16,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        self.call(
            slot,
            Endpoint::GroupPatch,
            Activity::Memberships,
            now,
            calendar,
        );
    }

    pub(super) fn members_written(
        &mut self,
        slot: u16,
        carried: u32,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        if let Task::Members { group, .. } = self.slots[usize::from(slot)].task
            && !self.group_fills(group, carried)
        {
            self.members_have_no_room(slot, carried, now, calendar);
            return;
        }
        self.tally.memberships_written += u64::from(carried);
        self.members_finished(u64::from(carried), now);
        self.release(slot, now, calendar);
    }

    pub(super) fn members_finished(&mut self, how_many: u64, now: SimTime) {
        if self.source.members_done(how_many) {
            self.report_pages(now);
        }
    }

    /// What a PATCH for the task does with its members.
    pub(super) fn member_change(&self, slot: u16) -> MemberChange {
        let task = self.slots[usize::from(slot)].task;
        match task {
            Task::Members { .. } | Task::Membership { .. }
                if self.operation_refused_now(slot).is_some() =>
            {
                MemberChange::Refused
            }
            Task::Members { group, .. } if self.groups[group as usize] != GroupState::Created => {
                MemberChange::AddAgain
            }
            Task::Membership { place, .. } if !self.batch.members[place as usize].add => {
                MemberChange::Remove
            }
            _ => MemberChange::Add,
        }
    }

    /// Tells the target of an answer that will not be read, since the cycle is broken off.
    pub(super) fn give_up_call(&mut self, slot: u16) {
        let place = &self.slots[usize::from(slot)];
        let is_written = matches!(place.stage, Stage::Calling(Answer::Success))
            && place.endpoint == Endpoint::GroupPatch;
        if is_written {
            let (call, answered) = (self.present_call(slot), place.answered);
            self.target.borrow_mut().call_is_given_up(&call, answered);
        }
    }
}
