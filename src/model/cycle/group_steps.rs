//! The steps of groups, which are found or created empty, and of their memberships: PATCHes that add members.

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::references::OpenGroup;
use super::task::{Slot, Stage, Task};
use crate::model::chance::Purpose;
use crate::model::change::ChangeStatus;
use crate::model::directory::{GroupState, Object};
use crate::model::endpoint::Endpoint;
use crate::model::errors::{ErrorCode, FailsAt};
use crate::model::parameters::Parameter;
use crate::model::record::{Activity, Deed, Observer, WorkResult};
use crate::model::target::MemberChange;

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    pub(super) fn proceed_group(&mut self, slot: &mut Slot, group: u32) {
        let posted = slot.endpoint == Endpoint::GroupPost;
        let shows_at = if posted {
            FailsAt::Write
        } else {
            FailsAt::Lookup
        };
        let error = self.group_error(group);
        if let Some(code) = error.filter(|code| code.fails_at() == shows_at) {
            self.fail(slot, code);
            return;
        }
        if posted {
            if !self.target.quotas.takes_group() {
                self.has_no_room(slot, 1);
                return;
            }
            self.target.quotas.groups_come(1);
            self.tally.groups_created += 1;
            self.directory.group_becomes(group, GroupState::Created);
        } else if slot.told.unwrap_or_else(|| self.group_is_there(group)) {
            self.group_matched(group);
        } else if self.memory.may_create() {
            self.call(slot, Endpoint::GroupPost, Activity::GroupObjects);
            return;
        } else {
            self.action_is_off(slot);
            return;
        }
        self.settle(Object::Group(group), ChangeStatus::Applied);
        let deed = if posted { Deed::Create } else { Deed::Nothing };
        self.report_end(slot, deed, WorkResult::Done);
        self.object_done(slot);
    }

    fn group_matched(&mut self, group: u32) {
        self.tally.groups_matched += 1;
        let state = self.directory.group(group);
        if !state.is_present() {
            self.directory.group_becomes(group, GroupState::Matched);
        }
        let joined_later = group as usize >= self.input.group_sizes.len();
        if state == GroupState::Absent && joined_later {
            // Whoever joins later and is found was not among those who were counted at the start.
            self.target.quotas.groups_come(1);
        }
    }

    /// Whether a GET finds the group.
    pub(super) fn group_is_there(&self, group: u32) -> bool {
        let state = self.directory.group(group);
        state.is_present() || state == GroupState::Forgotten || self.group_was_matched(group)
    }

    /// Whether the group exists in the target before the job.
    pub(super) fn group_was_matched(&self, group: u32) -> bool {
        let share = self.input.values[Parameter::GroupsMatchedShare];
        let id = u64::from(self.input.group_id(group));
        self.streams[Purpose::GroupMatched].happens(share, id, 0)
    }

    fn group_error(&self, group: u32) -> Option<ErrorCode> {
        if self.group_errors.is_empty() {
            return None;
        }
        let id = u64::from(self.input.group_id(group));
        let unit = self.streams[Purpose::Permanent].unit(id, 1);
        self.group_errors.pick(unit)
    }

    /// The next members to write: of a group already open if it takes another PATCH, or else of the next group.
    pub(super) fn next_members(&mut self) -> Option<Task> {
        self.references.come_to_members();
        loop {
            let open = match self.references.next_open() {
                Some(index) => index,
                None => self.open_next_group()?,
            };
            if let Some(task) = self.take_members(open) {
                return Some(task);
            }
        }
    }

    fn open_next_group(&mut self) -> Option<usize> {
        while let Some(group) = self.next_group() {
            let size = self.directory.group_sizes[group as usize];
            let state = self.directory.group(group);
            // Those of a group that was there may be taken to be in it since an earlier cycle, and are not written again.
            if state == GroupState::Present && self.memory.keeps_memberships() {
                self.members_finished(u64::from(size));
                continue;
            }
            if state.is_present() && size > 0 {
                let present = self.members_before(group);
                let id = self.input.group_id(group);
                let target = &mut self.target;
                target.quotas.opens(id, u64::from(present));
                if state != GroupState::Created {
                    target.members_pass_begins(id, present, self.clock.now);
                }
                self.references.open_groups.push(OpenGroup {
                    group,
                    id,
                    next_member: 0,
                    page_begins: 0,
                    present,
                });
                return Some(self.references.open_groups.len() - 1);
            }
            if state == GroupState::Absent {
                self.lose_members(group, size);
            }
        }
        None
    }

    /// The next group whose members are written: every one in a full cycle, those that are new in another.
    fn next_group(&mut self) -> Option<u32> {
        loop {
            let index = self.references.next_group;
            self.references.next_group += 1;
            if self.is_full {
                return ((index as usize) < self.directory.groups().len()).then_some(index);
            }
            let group = *self.batch.groups.get(index as usize)?;
            if matches!(
                self.directory.group(group),
                GroupState::Created | GroupState::Matched
            ) {
                return Some(group);
            }
        }
    }

    /// Members in a group before the cycle: those of a group that was there who are in scope and in the target.
    pub(super) fn members_before(&self, group: u32) -> u32 {
        if self.directory.group(group) == GroupState::Created {
            return 0;
        }
        let size = f64::from(self.directory.group_sizes[group as usize]);
        libm::round(size * self.references.in_scope_share * self.references.present_share) as u32
    }

    /// Without its group, no membership can be written.
    fn lose_members(&mut self, group: u32, size: u32) {
        let in_scope = self.references.in_scope_share;
        let presence = self.streams[Purpose::MemberPresence];
        let id = u64::from(self.input.group_id(group));
        let lost = (0..size)
            .filter(|&member| presence.happens(in_scope, id, u64::from(member)))
            .count() as u64;
        self.tally.memberships_skipped += u64::from(size) - lost;
        self.count_unresolved(lost);
        self.report_lost(group, lost);
        self.memory.members_lost(group, lost);
        self.source.members_done(u64::from(size));
    }

    fn report_lost(&mut self, group: u32, members: u64) {
        if members > 0 {
            // A group has fewer than 2^28 members.
            let work = self.memberships(group, members as u32);
            self.report_unresolved(work, true);
        }
    }

    fn count_unresolved(&mut self, how_many: u64) {
        self.tally.memberships_failed += how_many;
        self.count_error(ErrorCode::UnableToResolveReferenceAttributeValue, how_many);
    }

    /// Takes members of an open group until a request is full or the group's end is reached.
    fn take_members(&mut self, index: usize) -> Option<Task> {
        let OpenGroup {
            group,
            next_member,
            present,
            ..
        } = self.references.open_groups[index];
        let size = self.directory.group_sizes[group as usize];
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
        self.report_lost(group, lost);
        self.source.members_done(passed);
        // Members of a group that was there are in it already.
        let grows = self.directory.group(group) == GroupState::Created;
        let grown_by = if grows { carried } else { 0 };
        self.references.members_taken(index, member, grown_by);
        if member >= size {
            self.references.open_groups.swap_remove(index);
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
        let id = self.input.group_id(group);
        if self.is_member_present(id, member) {
            return true;
        }
        let in_scope = self.references.in_scope_share;
        if self.streams[Purpose::MemberPresence].happens(in_scope, u64::from(id), u64::from(member))
        {
            self.count_unresolved(1);
            self.memory.members_unresolved(1);
        } else {
            self.tally.memberships_skipped += 1;
        }
        false
    }

    /// Whether a member of a group is in scope and in the target.
    #[inline(always)]
    pub(super) fn is_member_present(&self, id: u32, member: u32) -> bool {
        let present = self.references.in_scope_share * self.references.present_share;
        self.streams[Purpose::MemberPresence].happens(present, u64::from(id), u64::from(member))
    }

    /// A request waits for the pages of members that begin with it.
    pub(super) fn begin_members(&mut self, slot: &mut Slot) {
        let (task, attempt) = (slot.task, slot.attempt);
        let Task::Members { first, end, .. } = task else {
            return;
        };
        let begun = self.references.pages_begun(first, end);
        if begun == 0 || attempt > 0 {
            self.write_members(slot);
            return;
        }
        let draw = self.streams[Purpose::PageRead].draw(self.address(task), self.number);
        let time = self.own_times.page_read(draw) * f64::from(begun);
        self.spend_own(slot, Activity::Reading, time);
        self.until(slot, Stage::ReadingMembers, self.clock.now + time);
    }

    pub(super) fn write_members(&mut self, slot: &mut Slot) {
        self.call(slot, Endpoint::GroupPatch, Activity::Memberships);
    }

    pub(super) fn members_written(&mut self, slot: &mut Slot, group: u32, carried: u32) {
        let id = self.input.group_id(group);
        let count = u64::from(carried);
        let target = &mut self.target;
        let fits = !target.quotas.bound_members() || target.quotas.fills(id, count);
        if !fits {
            self.has_no_room(slot, carried);
            return;
        }
        self.tally.memberships_written += count;
        self.members_finished(count);
        self.report_end(slot, Deed::Update, WorkResult::Done);
        self.release(slot);
    }

    #[inline(always)]
    pub(super) fn members_finished(&mut self, how_many: u64) {
        if self.source.members_done(how_many) {
            self.report_pages();
        }
    }

    /// What a PATCH for the task does with its members.
    #[inline(always)]
    pub(super) fn member_change(&self, task: Task) -> MemberChange {
        match task {
            Task::Members { .. } | Task::Membership { .. }
                if self.refused_for_good(task, Endpoint::GroupPatch).is_some() =>
            {
                MemberChange::Refused
            }
            Task::Members { group, .. } if self.directory.group(group) != GroupState::Created => {
                MemberChange::AddAgain
            }
            Task::Membership { index, .. } if !self.batch.members[index as usize].of.add => {
                MemberChange::Remove
            }
            _ => MemberChange::Add,
        }
    }
}
